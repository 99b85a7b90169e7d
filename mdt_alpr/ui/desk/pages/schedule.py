"""The schedule of audits, checks and reports at the desk (09.21.3.A.4, RPT-02)."""

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.review.audit_schedule import (
    DEMANDS,
    LATE,
    ScheduleLine,
    ScheduleState,
)
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.page import TablePage
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.wire import addresses
from mdt_alpr.wire.audit_schedule import ScheduleMessage

_STATES = {
    ScheduleState.OVERDUE: ("Overdue", Mark.CROSS),
    ScheduleState.NEVER: ("Never done", Mark.CROSS),
    ScheduleState.SOON: ("Soon", Mark.RING),
    ScheduleState.IN_TIME: ("In time", Mark.TICK),
}


class Schedule(TablePage):
    """The menu counts what is overdue or was never done, from sign-in on."""

    title, order = "Schedule", 86
    heading = "Schedule of audits, checks and reports"
    permissions = (Permission.READ_AUDIT,)
    counts = True
    note = "Order 09.21.3.A.4: each demand that comes again, the most urgent first"
    address, answer = addresses.SCHEDULE, ScheduleMessage
    columns = (
        Column("What", 270),
        Column("Next due", 140),
        Column("State", 150),
        Column("Last done", 170),
        Column("Where to do it", 210),
        Column("Clause", 130),
    )

    def rows(self, found: ScheduleMessage) -> list[TableRow]:
        """Return a row for each duty."""
        return list(map(_row, found.lines))

    def state(self, found: ScheduleMessage) -> PageState:
        """Return how many are overdue."""
        soon = sum(one.state is ScheduleState.SOON for one in found.lines)
        return PageState(foot=f"{_late(found)} overdue, {soon} soon, of {len(found.lines)}.")

    def waiting(self, found: ScheduleMessage) -> int:
        """Return how many are overdue."""
        return _late(found)


PAGE = Schedule


def _late(found: ScheduleMessage) -> int:
    return sum(one.state in LATE for one in found.lines)


def _row(one: ScheduleLine) -> TableRow:
    demand = DEMANDS[one.duty]
    words, mark = _STATES[one.state]
    of_items = f"{one.late} of {one.items}" if one.late and one.items > 1 else ""
    return TableRow(
        one.duty.value,
        (
            Cell(demand.what, strong=True, below=demand.every),
            Cell(date_words(one.due_on) if one.due_on else "Nothing is due"),
            Cell(words, mark, warns=one.state in LATE, below=of_items),
            Cell(date_words(one.last_on) if one.last_on else "Never", below=one.last_by),
            Cell(demand.page, below=demand.command),
            Cell(demand.clause),
        ),
    )
