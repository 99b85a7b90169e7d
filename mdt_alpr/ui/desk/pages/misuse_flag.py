"""The searches of one misuse flag with their context: case, reason and purpose (SUP-03)."""

from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.search.question import CaseCheck
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.page import ASKING, TablePage
from mdt_alpr.ui.desk.presenters.cells import time_cell
from mdt_alpr.ui.desk.presenters.words import CASE_OF_OTHERS
from mdt_alpr.ui.entries.presenters.past_read_words import purpose_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.wire import addresses
from mdt_alpr.wire.misuse import FlagDetail, FlaggedSearch

_CHECKS = {
    CaseCheck.KNOWN.value: Cell("Case known", Mark.TICK),
    CaseCheck.UNKNOWN.value: Cell("Case not known", Mark.CROSS, warns=True),
    CaseCheck.NOT_CHECKED.value: Cell("Case not checked", Mark.WEAK, warns=True),
    CaseCheck.NO_SYSTEM.value: Cell("No case system"),
}
_OF_OTHERS = Cell(CASE_OF_OTHERS, Mark.WEAK)


class MisuseFlag(TablePage):
    """Oldest first; the plate is not shown."""

    title, order = "Flagged searches", 49
    permissions = (Permission.REVIEW_HITS, Permission.MANAGE_LISTS, Permission.READ_AUDIT)
    opened_from = "misuse_flags"
    note = "Every view of this is recorded. The plate is not shown"
    answer = FlagDetail
    nothing = "No search of this flag is kept: other records are named in the audit by their ID."
    columns = (
        Column("When", 150),
        Column("Purpose", 200),
        Column("Case", 150),
        Column("Checked", 160),
        Column("Reason", 380),
        Column("Found", 70, right=True),
    )

    def open(self, chosen: int) -> None:
        """Show the searches of a flag, by its number."""
        self.show()
        self.show_state(waits=ASKING)
        path = addresses.filled(addresses.MISUSE_FLAG, number=str(chosen))
        self.wait(self.ask(FlagDetail, path), self.show_answer)

    def load(self) -> None:
        """Nothing is requested without a flag."""

    def rows(self, found: FlagDetail) -> list[TableRow]:
        """Return a row for each search."""
        return [_row(one) for one in found.searches]

    def state(self, found: FlagDetail) -> PageState:
        """Say why it was flagged, and what else belongs to it."""
        others = f" And {len(found.others)} other records." if found.others else ""
        return PageState(foot=f"{found.flag.person}: {found.flag.why}{others}")


PAGE = MisuseFlag


def _row(one: FlaggedSearch) -> TableRow:
    return TableRow(
        one.record,
        (
            time_cell(one.at),
            Cell(purpose_words(Purpose(one.purpose))),
            Cell(one.case),
            _OF_OTHERS if one.is_others_case else _CHECKS[one.case_check],
            Cell(one.reason),
            Cell(f"{one.found:,}"),
        ),
    )
