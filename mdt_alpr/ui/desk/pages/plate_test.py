"""An auditor tests which ended manual entries were on a plate (MAN-05)."""

from mdt_alpr.acts.entries import ENDED, TEST_PLATE
from mdt_alpr.domain.kinds import STATES_BY_NAME
from mdt_alpr.domain.plate.plate import LONGEST_PLATE
from mdt_alpr.ui.desk.page import ASKING
from mdt_alpr.ui.desk.presenters.listing_rows import columns_of, rows_of
from mdt_alpr.ui.desk.search_table import SearchTable
from mdt_alpr.ui.desk.views.plate_pages import PlateSearchPage
from mdt_alpr.wire.manual import PlateTestedMessage, PlateTestMessage

_FOOT = "Enter the plate that you have. Headquarters records that a plate was tested, not which."


class PlateTest(SearchTable):
    """What is left of ended entries names no plate: only its keyed hash answers."""

    title, order = "Plate test", 76
    heading = "Plate test of ended entries"
    permissions = TEST_PLATE.may
    note = "After its end an entry keeps no plate"
    columns = columns_of(ENDED)

    def widget(self) -> PlateSearchPage:
        view = PlateSearchPage(self.head, STATES_BY_NAME, LONGEST_PLATE, "Test this plate")
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
        self.wait(self.ask(PlateTestedMessage, TEST_PLATE.path(), body), self._show)

    def forget(self) -> None:
        super().forget()
        self.desk.asking.cancel(self.page_name())

    def _show(self, answer: PlateTestedMessage) -> None:
        self.show(*rows_of(ENDED, answer, self.desk.now()))
        number = len(answer.entries)
        words = f"{number} ended {'entry was' if number == 1 else 'entries were'} on this plate."
        if answer.untestable:
            words += f" {answer.untestable} more can be tested with another key only."
        self.show_state(foot=words)


PAGE = PlateTest
