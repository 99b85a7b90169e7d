"""An auditor tests which ended manual entries were on a plate (MAN-05)."""

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.plate.plate import LONGEST_PLATE, STATES
from mdt_alpr.ui.desk.models.desk import Cell, Column, TableRow
from mdt_alpr.ui.desk.page import ASKING
from mdt_alpr.ui.desk.presenters.cells import minute_cell
from mdt_alpr.ui.desk.search_table import SearchTable
from mdt_alpr.ui.desk.views.plate_pages import PlateSearchPage
from mdt_alpr.ui.kit.words import local_day
from mdt_alpr.wire import addresses
from mdt_alpr.wire.manual import EndedEntryView, PlateTestedMessage, PlateTestMessage

_STATES = (("", "State"), *sorted(STATES.items(), key=lambda pair: pair[1]))
_FOOT = "Enter the plate that you have. Headquarters records that a plate was tested, not which."


class PlateTest(SearchTable):
    """What is left of ended entries names no plate: only its keyed hash answers."""

    title, order = "Plate test", 76
    heading = "Plate test of ended entries"
    permissions = (Permission.READ_AUDIT,)
    note = "After its end an entry keeps no plate"
    columns = (
        Column("Ended", 140),
        Column("Entered", 140),
        Column("By", 120),
        Column("Case", 150),
        Column("Reason", 300),
        Column("How it ended", 300),
    )

    def widget(self) -> PlateSearchPage:
        """Return the table under the plate."""
        view = PlateSearchPage(self.head, _STATES, LONGEST_PLATE, "Test this plate")
        view.searched.connect(self.search)
        self.connect_table(view)
        return view

    def load(self) -> None:
        """Show what to do: each test is recorded."""
        self.show_state(foot=_FOOT)

    def search(self, plate: str, state: str) -> None:
        """Ask headquarters, which records that it was asked."""
        if not plate or not state:
            self.show_state(problem="Enter the plate and its state.")
            return
        self.show_state(waits=ASKING)
        body = PlateTestMessage(plate.upper(), state)
        self.wait(self.ask(PlateTestedMessage, addresses.PLATE_TEST, body), self._found)

    def forget(self) -> None:
        """Clear what a session left here."""
        super().forget()
        self.desk.asking.cancel(self.page_name())

    def _found(self, answer: PlateTestedMessage) -> None:
        self.show(*map(_row, answer.entries))
        number = len(answer.entries)
        words = f"{number} ended {'entry was' if number == 1 else 'entries were'} on this plate."
        if answer.untestable:
            words += f" {answer.untestable} more can be tested with another key only."
        self.show_state(foot=words)


PAGE = PlateTest


def _row(entry: EndedEntryView) -> TableRow:
    ended = local_day(entry.ended_at)
    return TableRow(
        entry.entry_id,
        (
            Cell(f"{ended:%b} {ended.day}, {ended.year}", strong=True),
            minute_cell(entry.entered_at),
            Cell(entry.entered_by),
            Cell(entry.case),
            Cell(entry.reason),
            Cell(entry.ended_why, below=f"by {entry.ended_by}" if entry.ended_by else ""),
        ),
    )
