"""Past reads of a manual entry's plate at the desk: purpose and case first, then the reads."""

from PySide6.QtCore import Signal

from mdt_alpr.domain.entry.past_reads import PastReadsQuery, still_needed
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.plate.plate import Plate, state_in_words
from mdt_alpr.ui.desk.models.desk import Cell, Column, PastReadsHead, TableRow
from mdt_alpr.ui.desk.page import TablePage
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


class DeskPastReads(TablePage):
    """Keeps the entry that is looked at.

    Signals:
        opened: the entry, with its own purpose and case (``PastReadsHead``).
    """

    title, order = "Past reads", 51
    permissions = (Permission.REVIEW_HITS, Permission.MANAGE_LISTS)
    opened_from = "manual_entries"
    told = BEFORE_THE_LOOK
    finds = False
    stopped = "Stopped. Headquarters may have logged this search. Try again."
    failed = "Nothing is shown."
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
        """Return the table under what is asked before it."""
        view = PastReadsPage(self.head, PURPOSE_CHOICES, LONGEST_CASE)
        view.looked.connect(self.look)
        view.left.connect(self.left)
        self.opened.connect(view.show_head)
        self.connect_table(view)
        return view

    def open(self, what: ManualEntryView) -> None:
        """Begin with an entry; nothing is asked of headquarters yet."""
        self.forget()
        self._entry = what
        state = state_in_words(what.state)
        facts = what.facts
        self.opened.emit(PastReadsHead(what.text, state, facts.purpose.value, facts.case))
        self.say(foot="Check purpose and case, then ask.")

    def load(self) -> None:
        """Ask for nothing by itself: each look is recorded."""

    def look(self, purpose: str, case: str) -> None:
        """Ask headquarters, which records the look."""
        entry = self._entry
        chosen = Purpose(purpose) if purpose else None
        if entry is None:
            return
        if chosen is None or still_needed(chosen, case):
            self.say(problem=" ".join(still_needed(chosen, case)))
            return
        look = PastReadsQuery(entry.entry_id, chosen, case.strip())
        self.say(waits=ASKING)
        path = addresses.filled(addresses.ENTRY_PAST_READS, entry_id=look.entry_id)
        body = PastReadsRequest(look.purpose.value, look.case)
        call = self.ask(PastReadsMessage, path, body)
        self.wait(call, lambda found: self._found(look, found))

    def forget(self) -> None:
        """Keep nothing of what was looked at."""
        self.desk.asking.cancel(self.page_name())
        self._entry = None
        self.show()

    def refused(self, why: str) -> None:
        """Say why there is no answer; nothing is shown."""
        self.show()
        super().refused(why)

    def _found(self, look: PastReadsQuery, found: PastReadsMessage) -> None:
        entry = self._entry
        if entry is None:
            return
        listed = Plate(entry.text, entry.state)
        self.show(*(_row(n, read_row(read, listed, None)) for n, read in enumerate(found.reads)))
        words = found_words(found, look)
        self.say(foot=f"{words.empty or words.count} {words.recorded}")


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
