"""Past reads of a manual entry's plate at the desk: purpose and case first, then the reads."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from mdt_alpr.domain.entry.past_reads import PastReadsQuery, still_needed
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.plate.plate import Plate, state_in_words
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, PastReadsHead, TableRow
from mdt_alpr.ui.desk.presenters.link import Asking
from mdt_alpr.ui.entries.models.past_reads import PastReadRow
from mdt_alpr.ui.entries.presenters.past_read_words import (
    ASKING,
    found_words,
    purpose_words,
    read_row,
)
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.wire import addresses
from mdt_alpr.wire.manual import ManualEntryView, PastReadsMessage, PastReadsRequest

COLUMNS = (
    Column("Plate as read", 140),
    Column("State", 250),
    Column("Note", 250),
    Column("Car", 190),
    Column("Place", 170),
    Column("Read", 100),
)
PURPOSE_CHOICES = (("", "Purpose"), *((p.value, purpose_words(p)) for p in Purpose))
Ask = Callable[[type, str, object], Callable[[], object]]


class DeskPastReads(QObject):
    """Keeps the entry that is looked at.

    Signals:
        opened: the entry, with its own purpose and case (``PastReadsHead``).
        rows_changed: the rows, and whether there are further ones.
        state_changed: the state of the page (``PageState``).
    """

    opened = Signal(object)
    rows_changed = Signal(object, bool)
    state_changed = Signal(object)

    def __init__(self, asking: Asking, ask: Ask) -> None:
        super().__init__()
        self._asking, self._ask = asking, ask
        self._entry: ManualEntryView | None = None

    def open(self, entry: ManualEntryView) -> None:
        """Begin with an entry; nothing is asked of headquarters yet."""
        self.forget()
        self._entry = entry
        facts = entry.facts
        state = state_in_words(entry.state)
        self.opened.emit(PastReadsHead(entry.text, state, facts.purpose.value, facts.case))
        self._say(foot="Check purpose and case, then ask.")

    def look(self, purpose: str, case: str) -> None:
        """Ask headquarters, which records the look."""
        entry = self._entry
        chosen = Purpose(purpose) if purpose else None
        if entry is None:
            return
        if chosen is None or still_needed(chosen, case):
            self._say(problem=" ".join(still_needed(chosen, case)))
            return
        look = PastReadsQuery(entry.entry_id, chosen, case.strip())
        self._say(waits=ASKING)
        call = self._ask(
            PastReadsMessage,
            addresses.filled(addresses.ENTRY_PAST_READS, entry_id=look.entry_id),
            PastReadsRequest(look.purpose.value, look.case),
        )
        self._asking.ask("past reads", call, lambda found: self._came(look, found), self._failed)

    def cancel(self) -> None:
        """Wait no longer."""
        self._asking.cancel("past reads")
        self._say(problem="Stopped. Headquarters may have logged this search. Try again.")

    def forget(self) -> None:
        """Keep nothing of what was looked at."""
        self._asking.cancel("past reads")
        self._entry = None
        self._show()

    def _came(self, look: PastReadsQuery, found: PastReadsMessage) -> None:
        entry = self._entry
        if entry is None:
            return
        listed = Plate(entry.text, entry.state)
        self._show(*(_row(n, read_row(read, listed, None)) for n, read in enumerate(found.reads)))
        words = found_words(found, look)
        self._say(foot=f"{words.empty or words.count} {words.recorded}")

    def _failed(self, why: str) -> None:
        self._show()
        self._say(problem=f"{why} Nothing is shown.")

    def _show(self, *rows: TableRow) -> None:
        self.rows_changed.emit(list(rows), False)  # noqa: FBT003 - a signal

    def _say(self, **words: str) -> None:
        self.state_changed.emit(PageState(**words))


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
