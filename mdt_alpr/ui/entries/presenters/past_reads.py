"""Past reads of an own entry's plate: asked with purpose and case, shown, forgotten (PUR-01)."""

from dataclasses import dataclass
from datetime import tzinfo

from PySide6.QtCore import QObject, Signal, Slot

from mdt_alpr.domain.driving import Driving
from mdt_alpr.domain.entry.form import plate_of
from mdt_alpr.domain.entry.past_reads import PastReadsQuery, still_needed
from mdt_alpr.domain.hotlist.manual_entry import ManualEntry, Purpose
from mdt_alpr.domain.plate.plate import state_in_words
from mdt_alpr.patrol.events import (
    DrivingChanged,
    EntriesChanged,
    Event,
    HitChanged,
    HitRaised,
    PastReadsAnswered,
)
from mdt_alpr.patrol.past_reads import CAR_MOVES
from mdt_alpr.patrol.past_reads_port import PastReadsDesk
from mdt_alpr.ui.entries.models.entry_actions import ChoosePurpose, ClearText, DeleteText, TypeText
from mdt_alpr.ui.entries.models.past_reads import (
    LeavePastReads,
    LookBack,
    PastAskView,
    PastFoundView,
    PastReadsAction,
    PastReadsView,
    PastShutView,
    ShowPastReads,
)
from mdt_alpr.ui.entries.presenters.entry_form import LONGEST_CASE
from mdt_alpr.ui.entries.presenters.entry_form_view import PURPOSE_WORDS
from mdt_alpr.ui.entries.presenters.past_read_words import (
    ASKING,
    BEFORE_THE_LOOK,
    found_words,
    read_row,
)
from mdt_alpr.ui.hit.presenters.open_hits import HitsInOrder
from mdt_alpr.ui.kit.models.choice import ChoiceView
from mdt_alpr.wire.manual import PastReadsMessage

HIT_WAITS = "Check the open hit first."


@dataclass(slots=True)
class _Look:
    """A look at the past of an entry; ``sent`` is what headquarters was asked last.

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
    """Keeps one look in memory; shows nothing while a hit waits for its blind entry (D1).

    Signals:
        view_changed: what to show (``PastReadsView``), None for the entries themselves.
    """

    view_changed = Signal(object)

    def __init__(self, desk: PastReadsDesk, zone: tzinfo | None = None) -> None:
        super().__init__()
        self._desk, self._zone = desk, zone
        self._own: dict[str, ManualEntry] = {}
        self._hits, self._driving = HitsInOrder(), Driving()
        self._look: _Look | None = None
        self._shown: PastReadsView | None = None

    @Slot(object)
    def take(self, event: Event) -> None:
        """Take an event of the car; the plate of an entry that is over is forgotten (MAN-05)."""
        if isinstance(event, EntriesChanged):
            self._own = {entry.entry_id: entry for entry in event.entries}
            if self._look is not None and self._look.entry.entry_id not in self._own:
                self._look = None
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
            self._look = None
        self._show()

    @Slot(object)
    def ask(self, action: PastReadsAction) -> None:
        """Take an action; while nothing may be shown only the way back."""
        if isinstance(action, LeavePastReads):
            self._look = None
        elif self._shut():
            return
        elif isinstance(action, LookBack):
            self._begin(action.entry_id)
        elif (look := self._look) is not None and look.sent is None:
            self._fill(look, action)
        self._show()

    # ------------------------------------------------------------------------------ inside

    def _begin(self, entry_id: str) -> None:
        entry = self._own.get(entry_id)
        if entry is not None:
            self._look = _Look(entry, entry.draft.purpose, entry.draft.case)

    def _fill(self, look: _Look, action: PastReadsAction) -> None:
        if isinstance(action, ChoosePurpose):
            look.purpose = Purpose(action.purpose)
        elif isinstance(action, TypeText):
            look.case = (look.case + action.character.upper()).lstrip()[:LONGEST_CASE]
        elif isinstance(action, DeleteText):
            look.case = look.case[:-1]
        elif isinstance(action, ClearText):
            look.case = ""
        elif isinstance(action, ShowPastReads) and look.purpose is not None:
            if still_needed(look.purpose, look.case):
                return
            look.sent = PastReadsQuery(look.entry.entry_id, look.purpose, look.case.strip())
            self._desk.ask_past_reads(look.sent)
        look.why = ""

    def _answered(self, event: PastReadsAnswered) -> None:
        """Take the answer to what was asked last; any other is dropped."""
        look = self._look
        if look is None or look.sent is not event.query:
            return
        look.why = event.why
        if event.found is None:
            look.sent = None
        else:
            look.found = self._found(look.entry, event.query, event.found)

    def _show(self) -> None:
        view = self._view()
        if view != self._shown:
            self._shown = view
            self.view_changed.emit(view)

    def _view(self) -> PastReadsView | None:
        look = self._look
        if look is None:
            return None
        if shut := self._shut():
            return PastShutView(shut)
        return look.found or _asked(look)

    def _shut(self) -> str:
        """Return why nothing may be shown now, empty where it may."""
        if self._hits.any_waits:
            return HIT_WAITS
        return "" if self._driving.typing_allowed else CAR_MOVES

    def _found(
        self, entry: ManualEntry, look: PastReadsQuery, found: PastReadsMessage
    ) -> PastFoundView:
        listed, words = plate_of(entry.draft), found_words(found, look)
        return PastFoundView(
            plate=listed.text,
            state=state_in_words(listed.state),
            words=words.count,
            told=f"{words.law} {words.recorded}",
            empty=words.empty,
            rows=tuple(read_row(read, listed, self._zone) for read in found.reads),
        )


def _asked(look: _Look) -> PastAskView:
    draft, needed = look.entry.draft, still_needed(look.purpose, look.case)
    return PastAskView(
        plate=draft.text,
        state=state_in_words(draft.state),
        words=BEFORE_THE_LOOK,
        purposes=tuple(
            ChoiceView(p.value, word, chosen=look.purpose is p, live=not look.waits)
            for p, word in PURPOSE_WORDS.items()
        ),
        case=look.case,
        told=ASKING if look.waits else look.why or " ".join(needed),
        may_show=not needed and not look.waits,
    )
