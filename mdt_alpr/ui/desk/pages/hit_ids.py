"""Hit IDs at the desk: purpose and case first, then the hits whose evidence is exported."""

from datetime import date

from PySide6.QtCore import Signal

from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.ui.desk.models.desk import Cell, Column, HitIdSearch, TableRow
from mdt_alpr.ui.desk.presenters.cells import time_cell
from mdt_alpr.ui.desk.presenters.words import (
    PURPOSE_CHOICES,
    category_mark,
    disposition_words,
    whole_days,
)
from mdt_alpr.ui.desk.search_table import SearchTable
from mdt_alpr.ui.desk.views.search_pages import HitIdsPage
from mdt_alpr.ui.entries.presenters.entry_form import LONGEST_CASE
from mdt_alpr.ui.entries.presenters.past_read_words import ASKING, purpose_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.wire import addresses
from mdt_alpr.wire.review import HitIdRow, HitIdsMessage, HitIdsRequest

FOOT = "Choose days, purpose and case, then show hits."


class HitIds(SearchTable):
    """One search at a time.

    Signals:
        search_changed: the search to start with (``HitIdSearch``).
    """

    title, order = "Hit IDs", 46
    permissions = (Permission.DOWNLOAD,)
    note = "Find the ID of a hit for a package. Headquarters logs this search."
    columns = (
        Column("Hit ID", 310),
        Column("Raised", 140),
        Column("Unit", 100),
        Column("Plate read", 120),
        Column("Category", 160),
        Column("Disposition", 150),
        Column("Package", 120),
    )

    search_changed = Signal(object)

    def widget(self) -> HitIdsPage:
        view = HitIdsPage(self.head, PURPOSE_CHOICES, LONGEST_CASE)
        view.searched.connect(self.search)
        view.copied.connect(self.copied)
        self.search_changed.connect(view.show_search)
        self.connect_table(view)
        return view

    def begin(self) -> None:
        """Reset for the person who signs in: today, no purpose, no case."""
        today = self.desk.today().isoformat()
        self.search_changed.emit(HitIdSearch(today, today, "", ""))
        self.show()
        self.show_state(foot=FOOT)

    def forget(self) -> None:
        self.begin()

    def load(self) -> None:
        """Show what to do: nothing is searched without a purpose."""
        self.show_state(foot=FOOT)

    def search(self, search: HitIdSearch) -> None:
        """Ask headquarters, which records the search."""
        if self.stated_purpose(search.purpose, search.case) is None:
            return
        first, last = date.fromisoformat(search.first), date.fromisoformat(search.last)
        if last < first:
            self.show_state(problem="The last day is before the first.")
            return
        self.show_state(waits=ASKING)
        ask = HitIdsRequest(*whole_days(first, last), search.purpose, search.case.strip())
        call = self.ask(HitIdsMessage, addresses.DESK_HIT_IDS, ask)
        self.wait(call, lambda found: self._found(ask, found))

    def copied(self, hit_id: str) -> None:
        """Show which ID was copied, or that none is chosen."""
        if hit_id:
            self.show_state(foot=f"Copied hit ID {hit_id}")
        else:
            self.show_state(problem="Choose a hit first.")

    def _found(self, ask: HitIdsRequest, answer: HitIdsMessage) -> None:
        self.show(*map(_row, answer.rows))
        number = len(answer.rows)
        words = f"{number} {'hit' if number == 1 else 'hits'}, newest first."
        if number >= answer.most:
            words = f"The newest {answer.most} hits. Choose fewer days to see the others."
        if not number:
            words = "No hits in these days."
        purpose = purpose_words(Purpose(ask.purpose)).lower()
        self.show_state(foot=f"{words} Recorded: {purpose}, case {ask.case}.")


PAGE = HitIds


def _row(one: HitIdRow) -> TableRow:
    plate = Cell("Restricted") if one.restricted else Cell(one.text, plate=True, below=one.state)
    package = Cell("Sealed", Mark.TICK) if one.has_package else Cell("None yet", Mark.RING)
    return TableRow(
        one.hit_id,
        (
            Cell(one.hit_id, plate=True),
            time_cell(one.raised_at),
            Cell(one.unit),
            plate,
            Cell(CATEGORIES[one.category].name, category_mark(one.category), strong=True),
            Cell(disposition_words(one.disposition)),
            package,
        ),
    )
