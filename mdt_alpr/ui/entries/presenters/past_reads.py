"""Past reads of an own entry's plate: asked with purpose and case, shown, forgotten (PUR-01)."""

from dataclasses import dataclass
from datetime import tzinfo

from PySide6.QtCore import QObject, Signal, Slot

from mdt_alpr.domain.entry.form import PastReadsQuery, past_reads_needs, plate_of
from mdt_alpr.domain.hotlist.manual_entry import ManualEntry, Purpose
from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.plate.plate import state_in_words
from mdt_alpr.patrol.desk import PastReadsDesk
from mdt_alpr.patrol.entry_events import EntriesChanged
from mdt_alpr.patrol.events import DrivingChanged, Event, HitChanged, HitRaised, PastReadsAnswered
from mdt_alpr.patrol.past_reads import CAR_MOVES
from mdt_alpr.ui.entries.models.entry_signals import PastReadsSignals
from mdt_alpr.ui.entries.models.past_reads import (
    PastAskView,
    PastFoundView,
    PastReadsView,
    PastShutView,
)
from mdt_alpr.ui.entries.presenters.entries_view import PURPOSE_WORDS
from mdt_alpr.ui.entries.presenters.entry_form import LONGEST_CASE
from mdt_alpr.ui.entries.presenters.past_read_words import (
    ASKING,
    BEFORE_THE_LOOK,
    found_words,
    read_row,
)
from mdt_alpr.ui.hit.presenters.open_hits import HitsInOrder
from mdt_alpr.ui.kit.models.choice import ChoiceView
from mdt_alpr.wire.manual import PastReadsMessage


@dataclass(slots=True)
class _Question:
    """What is asked about the past of an entry; ``sent`` is what headquarters was asked last.

    ``found`` is made once, when the answer comes: two hundred rows are too many for every event.
    """

    entry: ManualEntry
    purpose: Purpose | None
    case: str
    sent: PastReadsQuery | None = None
    found: PastFoundView | None = None
    why: str = ""

    @property
    def waits(self) -> bool:
        """Tell whether headquarters was asked and has not answered."""
        return self.sent is not None and self.found is None


class PastReadsPresenter(QObject):
    """Keeps one question in memory; shows nothing while a hit waits for its blind entry (D1).

    Signals:
        view_changed: what to show (``PastReadsView``), None for the entries themselves.
    """

    view_changed = Signal(object)

    def __init__(self, desk: PastReadsDesk, zone: tzinfo | None = None) -> None:
        super().__init__()
        self._desk, self._zone = desk, zone
        self._own: dict[str, ManualEntry] = {}
        self._hits, self._driving = HitsInOrder(), Driving()
        self._asked: _Question | None = None
        self._shown: PastReadsView | None = None

    @Slot(object)
    def take(self, event: Event) -> None:
        """Handle an event of the car; the plate of an entry that is over is forgotten (MAN-05)."""
        if isinstance(event, EntriesChanged):
            self._own = {entry.entry_id: entry for entry in event.entries}
            if self._asked is not None and self._asked.entry.entry_id not in self._own:
                self._asked = None
        elif isinstance(event, HitRaised | HitChanged):
            self._hits.take(event)
        elif isinstance(event, DrivingChanged):
            self._driving = event.driving
        elif isinstance(event, PastReadsAnswered):
            self._answered(event)
        else:
            return
        self._show()

    @Slot(object)
    def take_access(self, allowed: object) -> None:
        """Forget everything when the screen locks or the shift ends."""
        if not allowed:
            self._asked = None
        self._show()

    def connect_to(self, signals: PastReadsSignals) -> None:
        """Do what an officer does on the page."""
        signals.look_back.connect(self.look_back)
        signals.choose_purpose.connect(self.choose_purpose)
        signals.type_text.connect(self.type_text)
        signals.delete_text.connect(self.delete_text)
        signals.clear_text.connect(self.clear_text)
        signals.show_reads.connect(self.show_reads)
        signals.leave.connect(self.leave)

    # -------------------------------------------------------------------- what the officer does

    @Slot(str)
    def look_back(self, entry_id: str) -> None:
        """Ask purpose and case for the past reads of an own entry."""
        entry = self._own.get(entry_id)
        if entry is not None and not self._shut():
            self._asked = _Question(entry, entry.draft.purpose, entry.draft.case)
            self._show()

    @Slot(str)
    def choose_purpose(self, purpose: str) -> None:
        """Say what the lawful purpose is."""
        if (asked := self._unsent()) is not None:
            asked.purpose = Purpose(purpose)
            self._show()

    @Slot(str)
    def type_text(self, character: str) -> None:
        """Enter a character of the case number."""
        if (asked := self._unsent()) is not None:
            asked.case = (asked.case + character.upper()).lstrip()[:LONGEST_CASE]
            self._show()

    @Slot()
    def delete_text(self) -> None:
        """Remove its last character."""
        if (asked := self._unsent()) is not None:
            asked.case = asked.case[:-1]
            self._show()

    @Slot()
    def clear_text(self) -> None:
        """Remove the case number."""
        if (asked := self._unsent()) is not None:
            asked.case = ""
            self._show()

    @Slot()
    def show_reads(self) -> None:
        """Ask headquarters, once purpose and case are given."""
        asked = self._unsent()
        if asked is None or asked.purpose is None or past_reads_needs(asked.purpose, asked.case):
            return
        asked.sent = PastReadsQuery(asked.entry.entry_id, asked.purpose, asked.case.strip())
        self._desk.ask_past_reads(asked.sent)
        self._show()

    @Slot()
    def leave(self) -> None:
        """Go back to the entries; what was shown is forgotten."""
        self._asked = None
        self._show()

    # ------------------------------------------------------------------------------ inside

    def _unsent(self) -> "_Question | None":
        """Return the question that is being filled in, without what was wrong with it before."""
        asked = self._asked
        if asked is None or asked.sent is not None or self._shut():
            return None
        asked.why = ""
        return asked

    def _answered(self, event: PastReadsAnswered) -> None:
        """Accept the answer to what was asked last; any other is dropped."""
        asked = self._asked
        if asked is None or asked.sent is not event.query:
            return
        asked.why = event.why
        if event.found is None:
            asked.sent = None
        else:
            asked.found = self._found(asked.entry, event.query, event.found)

    def _show(self) -> None:
        view = self._view()
        if view != self._shown:
            self._shown = view
            self.view_changed.emit(view)

    def _view(self) -> PastReadsView | None:
        asked = self._asked
        if asked is None:
            return None
        if shut := self._shut():
            return PastShutView(shut)
        return asked.found or _question_view(asked)

    def _shut(self) -> str:
        """Return why nothing may be shown now, empty where it may."""
        if self._hits.any_waits:
            return self._hits.waiting_words
        return "" if self._driving.typing_allowed else CAR_MOVES

    def _found(
        self, entry: ManualEntry, query: PastReadsQuery, reads: PastReadsMessage
    ) -> PastFoundView:
        listed, words = plate_of(entry.draft), found_words(reads, query)
        return PastFoundView(
            plate=listed.text,
            state=state_in_words(listed.state),
            words=words.count,
            note=f"{words.law} {words.recorded}",
            empty=words.empty,
            rows=tuple(read_row(read, listed, self._zone) for read in reads.reads),
        )


def _question_view(asked: _Question) -> PastAskView:
    draft, needed = asked.entry.draft, past_reads_needs(asked.purpose, asked.case)
    return PastAskView(
        plate=draft.text,
        state=state_in_words(draft.state),
        words=BEFORE_THE_LOOK,
        purposes=tuple(
            ChoiceView(p.value, word, chosen=asked.purpose is p, live=not asked.waits)
            for p, word in PURPOSE_WORDS.items()
        ),
        case=asked.case,
        note=ASKING if asked.waits else asked.why or " ".join(needed),
        may_show=not needed and not asked.waits,
    )
