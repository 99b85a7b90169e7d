"""Results of practices at roll-call: one's own, and those of people one answers for (D17)."""

from collections.abc import Sequence

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.page import TablePage
from mdt_alpr.ui.desk.presenters.cells import time_cell
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.wire import addresses
from mdt_alpr.wire.drills import DrillsMessage, KeptDrillMessage


class Practices(TablePage):
    """The newest first; no column sorts people by how they did."""

    title, order = "Practice", 106
    heading = "Practice at roll-call"
    permissions = (Permission.REQUEST_HOLDS,)
    note = "Training only: made-up hits, kept by the person who signed in after the practice"
    address, answer = addresses.DRILLS, DrillsMessage
    nothing = "No results yet. Practice is offered on a car's sign-in page."
    columns = (
        Column("Ended", 150),
        Column("User name", 130),
        Column("Name", 160),
        Column("Failed", 325),
        Column("Passed", 325),
    )

    def rows(self, found: DrillsMessage) -> list[TableRow]:
        """Return a row for each result."""
        return [_row(one) for one in found.drills]

    def state(self, found: DrillsMessage) -> PageState:
        """Return how many there are."""
        number = len(found.drills)
        more = "The newest " if found.more else ""
        return PageState(foot=f"{more}{number} {'result' if number == 1 else 'results'}.")


PAGE = Practices


def _row(one: KeptDrillMessage) -> TableRow:
    failed, passed = one.result.failed, one.result.passed
    return TableRow(
        one.result.drill_id,
        (
            time_cell(one.result.at, below=one.result.words),
            Cell(one.person_id, strong=True),
            Cell(one.name),
            Cell(_listed(failed, passed), Mark.CROSS if failed else Mark.TICK),
            Cell(_listed(passed, failed)),
        ),
    )


def _listed(traps: Sequence[str], others: Sequence[str]) -> str:
    return "; ".join(traps) or "None" if others else "All"
