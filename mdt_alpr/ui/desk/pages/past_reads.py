"""Past reads of a manual entry's plate at the desk: purpose and case first, then the reads."""

from PySide6.QtCore import Signal

from mdt_alpr.domain.entry.form import PastReadsQuery
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.plate.plate import Plate, state_in_words
from mdt_alpr.ui.desk.models.desk import Cell, Column, PastReadsHead, TableRow
from mdt_alpr.ui.desk.page import SearchTable
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.presenters.words import PURPOSE_CHOICES
from mdt_alpr.ui.desk.views.search_pages import PastReadsPage
from mdt_alpr.ui.entries.models.past_reads import PastReadRow
from mdt_alpr.ui.entries.presenters.entry_form import LONGEST_CASE
from mdt_alpr.ui.entries.presenters.past_read_words import (
    ASKING,
    BEFORE_THE_LOOK,
    found_words,
    read_row,
)
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.wire import addresses
from mdt_alpr.wire.manual import ManualEntryView, PastReadsMessage, PastReadsRequest


class DeskPastReads(SearchTable):
    """Past reads of one entry's plate.

    Signals:
        opened: the entry, with its own purpose and case (``PastReadsHead``).
    """

    title, order = "Past reads", 51
    permissions = (Permission.REVIEW_HITS, Permission.MANAGE_LISTS)
    opened_from = "manual_entries"
    note = BEFORE_THE_LOOK
    finds = False
    columns = (
        Column("Plate as read", 140),
        Column("State", 250),
        Column("Note", 250),
        Column("Car", 190),
        Column("Place", 170),
        Column("Read", 100),
    )

    opened = Signal(object)

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._entry: ManualEntryView | None = None

    def widget(self) -> PastReadsPage:
        """Return the table under the search."""
        view = PastReadsPage(self.head, PURPOSE_CHOICES, LONGEST_CASE)
        view.searched.connect(self.search)
        view.left.connect(self.left)
        self.opened.connect(view.show_head)
        self.connect_table(view)
        return view

    def open(self, chosen: ManualEntryView) -> None:
        """Show an entry; nothing is requested yet."""
        self.forget()
        self._entry = chosen
        state = state_in_words(chosen.state)
        facts = chosen.facts
        self.opened.emit(PastReadsHead(chosen.text, state, facts.purpose.value, facts.case))
        self.show_state(foot="Check purpose and case, then ask.")

    def load(self) -> None:
        """Request nothing: headquarters records each search."""

    def search(self, purpose: str, case: str) -> None:
        """Ask headquarters, which records the search."""
        entry = self._entry
        if entry is None or (chosen := self.stated_purpose(purpose, case)) is None:
            return
        query = PastReadsQuery(entry.entry_id, chosen, case.strip())
        self.show_state(waits=ASKING)
        path = addresses.filled(addresses.ENTRY_PAST_READS, entry_id=query.entry_id)
        body = PastReadsRequest(query.purpose.value, query.case)
        call = self.ask(PastReadsMessage, path, body)
        self.wait(call, lambda found: self._found(query, found))

    def forget(self) -> None:
        """Clear what a session left here."""
        self.desk.asking.cancel(self.page_name())
        self._entry = None
        self.show()

    def _found(self, query: PastReadsQuery, found: PastReadsMessage) -> None:
        entry = self._entry
        if entry is None:
            return
        listed = Plate(entry.text, entry.state)
        self.show(*(_row(n, read_row(read, listed, None)) for n, read in enumerate(found.reads)))
        words = found_words(found, query)
        self.show_state(foot=f"{words.empty or words.count} {words.recorded}")


PAGE = DeskPastReads


def _row(number: int, read: PastReadRow) -> TableRow:
    return TableRow(
        str(number),
        (
            Cell(read.plate, plate=True),
            _warning(read.state, warns=not read.is_state_read),
            _warning(read.note, warns=bool(read.note)),
            Cell(read.car),
            Cell(read.place),
            Cell(read.day, below=read.time),
        ),
    )


def _warning(words: str, *, warns: bool) -> Cell:
    return Cell(words, Mark.WEAK if warns else None, warns=warns)
