"""The hit before the officer: what the car and the officer do, and the page that follows."""

from dataclasses import replace
from datetime import tzinfo

from PySide6.QtCore import QObject, Signal, Slot

from mdt_alpr.domain.equipment.self_check import (
    SelfCheck,
    is_before_all_known,
    last_that_counts,
    unchecked_words,
)
from mdt_alpr.domain.equipment.upkeep import NOTHING_LATE, Upkeep
from mdt_alpr.domain.hit.hit import Hit, HitState
from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.plate.plate import STATES_OFFERED_FIRST
from mdt_alpr.domain.reading.reading import Read
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.desk import OfficerCommands
from mdt_alpr.patrol.events import (
    DrivingChanged,
    HitChanged,
    HitRaised,
    ReadMade,
    RelayFailed,
    SelfChecked,
    StepRefused,
    UnitsChanged,
)
from mdt_alpr.ui.hit.models.hit_signals import HitSignals, ReleasedHold
from mdt_alpr.ui.hit.models.hit_view import HitView, Spoken
from mdt_alpr.ui.hit.presenters.confirmation_view import ConfirmationWatch
from mdt_alpr.ui.hit.presenters.hit_actions import HitActions
from mdt_alpr.ui.hit.presenters.hit_bar_view import with_unchecked
from mdt_alpr.ui.hit.presenters.hit_case import HitCase, PageContext, new_case
from mdt_alpr.ui.hit.presenters.hit_closing_form import ClosingForm
from mdt_alpr.ui.hit.presenters.hit_speech import (
    entered_speech,
    gone_speech,
    late_speech,
    left_speech,
    locked_speech,
    raised_speech,
)
from mdt_alpr.ui.hit.presenters.hit_status_form import OpenQuestion
from mdt_alpr.wire.notices import UnitMessage

PASSES_KEPT = 12
"""Earlier pictures are kept for as many passes as may wait for an officer at a time."""


class HitPresenter(QObject):
    """Shows the hit before the officer. ``tick`` several times a second keeps its clocks going.

    ``area_states`` are the states that are offered first; ``zone`` is None for the agency's.
    """

    view_changed = Signal(object)
    """A ``HitView``, or None: no hit is before the officer, the patrol page is."""
    spoken = Signal(object)
    """A ``Spoken``: a tone's name and a sentence. Never a plate before its entry's outcome."""

    def __init__(
        self,
        desk: OfficerCommands,
        clock: Clock,
        *,
        area_states: tuple[str, ...] = STATES_OFFERED_FIRST,
        zone: tzinfo | None = None,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._clock = clock
        self._around = PageContext(area_states, zone)
        self.actions = HitActions(desk, clock.now)
        self.actions.acted.connect(self._acted)
        self._cases: dict[str, HitCase] = {}
        self._reads: dict[str, tuple[Read, ...]] = {}
        self._driving = Driving()
        self._units: tuple[UnitMessage, ...] = ()
        self._watch = ConfirmationWatch()
        self._could_stop = False
        self._checks: tuple[SelfCheck, ...] | None = None
        self._restored_check: SelfCheck | None = None
        self._upkeep = NOTHING_LATE
        self._turn = 0
        self._shown: HitView | None = None

    @property
    def _open(self) -> HitCase | None:
        return self.actions.case

    @property
    def open_hit_id(self) -> str | None:
        """Return the hit before the officer, None on patrol."""
        return self._open.hit.hit_id if self._open else None

    # --------------------------------------------------------------------------- slots

    @Slot(object)
    def take(self, event: object) -> None:
        """Handle an event of the car; those that concern no hit are ignored."""
        if isinstance(event, HitRaised):
            self._raised(event.hit)
        elif isinstance(event, HitChanged):
            self._changed(event.hit)
        elif isinstance(event, StepRefused):
            self._refused(event)
        elif isinstance(event, ReadMade) and event.held:
            self._read_again(event.read)
        elif isinstance(event, DrivingChanged):
            self._drives(event.driving)
        elif isinstance(event, UnitsChanged | SelfChecked | Upkeep):
            self._know(event)
        elif isinstance(event, RelayFailed):
            nobody = f"{event.unit} is not known at headquarters."
            self._refused(StepRefused(event.hit_id, nobody))

    def connect_to(self, signals: HitSignals) -> None:
        """Do what an officer does on a hit page."""
        self.actions.connect_to(signals)
        signals.leave.connect(self.leave)
        signals.release_hold.connect(self.release_hold)

    @Slot(str)
    def open(self, hit_id: str) -> None:
        """Bring a hit before the officer."""
        self._bring(hit_id, reject=False)

    @Slot(str)
    def reject(self, hit_id: str) -> None:
        """Bring a hit before the officer at the question how it ended."""
        self._bring(hit_id, reject=True)

    @Slot()
    def leave(self) -> None:
        """Go back to patrol; the hit stays open."""
        if (case := self._open) is None:
            return
        self._rest(case)
        self.actions.case, self._shown, self._could_stop = None, None, False
        self._desk.leave()
        self.view_changed.emit(None)

    @Slot(ReleasedHold)
    def release_hold(self, released: ReleasedHold) -> None:
        """Note a hold that ended early on its hit, even where another is shown by now."""
        if (case := self._cases.get(released.hit_id)) is None:
            return
        case.notice = ""
        if case.shows_result:
            self._desk.release_hold(released.hit_id, released.held_s)
        self._acted()

    @Slot()
    def tick(self) -> None:
        """Let the clocks go on: those of the page, and those of every hit confirmation."""
        hits = [case.hit for case in self._cases.values()]
        for speech in self._watch.run_out(hits, self._clock.now()):
            self.spoken.emit(speech)
        self._show()

    # -------------------------------------------------------------------------- events

    def _raised(self, hit: Hit) -> None:
        self._cases[hit.hit_id] = self._new_case(hit)
        self._show_reads(hit.read)
        self.spoken.emit(gone_speech(hit) if hit.contrary else raised_speech(hit))

    def _changed(self, hit: Hit) -> None:
        if hit.state is HitState.CLOSED and hit.hit_id not in self._cases:
            self._came_late(hit)
            return
        case = self._cases.get(hit.hit_id) or self._new_case(hit)
        before = case.hit
        self._cases[hit.hit_id] = case
        case.take(hit)
        if self._open is case and hit.officer.person_id != before.officer.person_id:
            self.leave()
        if hit.read.crop != before.read.crop or hit.read.context != before.read.context:
            self._show_reads(hit.read)
        if hit.state is HitState.CLOSED:
            self._closed(hit)
            return
        for speech in _speeches(before, hit):
            self.spoken.emit(speech)
        self._show()

    def _new_case(self, hit: Hit) -> HitCase:
        case = new_case(hit)
        case.typing_allowed, case.units = self._driving.typing_allowed, self._units
        return case

    def _know(self, event: UnitsChanged | SelfChecked | Upkeep) -> None:
        if isinstance(event, Upkeep):
            self._upkeep = event
        elif isinstance(event, SelfChecked):
            if self._checks is None:
                self._restored_check = event.check
            self._checks = (*(self._checks or ()), *((event.check,) if event.check else ()))
        else:
            self._units = event.units
            for case in self._cases.values():
                case.units = event.units
        self._show()

    def _drives(self, driving: Driving) -> None:
        """Note how the car moves; it decides on the next question, never on the open one."""
        self._driving = driving
        for case in self._cases.values():
            case.typing_allowed = driving.typing_allowed
        self._show()

    def _came_late(self, hit: Hit) -> None:
        """Say aloud what a late answer says against a hit that has ended."""
        if (speech := late_speech(hit)) is not None:
            self.spoken.emit(speech)

    def _closed(self, hit: Hit) -> None:
        del self._cases[hit.hit_id]
        if all(case.hit.read.read_id != hit.read.read_id for case in self._cases.values()):
            self._reads.pop(hit.read.read_id, None)
        if self.open_hit_id == hit.hit_id:
            self.leave()

    def _refused(self, event: StepRefused) -> None:
        if (case := self._cases.get(event.hit_id)) is not None:
            case.refuse(event.why)
            self._show()

    def _read_again(self, read: Read) -> None:
        known = self._reads.pop(read.read_id, ())
        self._reads[read.read_id] = (*known, read)
        while len(self._reads) > PASSES_KEPT:
            del self._reads[next(iter(self._reads))]
        self._show_reads(read)
        self._show()

    def _show_reads(self, read: Read) -> None:
        for case in self._cases.values():
            if case.hit.read.read_id == read.read_id:
                reads = (case.hit.read, *self._reads.get(read.read_id, ()))
                case.add_reads(reads, open_now=case is self._open)

    # -------------------------------------------------------------------------- actions

    @Slot()
    def _acted(self) -> None:
        """Show what changed; open at the desk a hit to be rejected, once its pages are shown."""
        case = self._open
        if case is not None and case.hit.state is HitState.RAISED and case.closing is None:
            self._desk.open(case.hit.hit_id)
        self._show()

    def _bring(self, hit_id: str, *, reject: bool) -> None:
        case = self._cases.get(hit_id)
        if case is None:
            return
        case.notice, case.relaying, case.giving_up = "", False, False
        if self._open is not case:
            self._make_room_for(case)
            case.show_closest()
        self.actions.case, self._could_stop = case, False
        self._turn += 1
        case.turn = self._turn
        case.closing = ClosingForm() if reject or case.hit.cannot_see else None
        case.come_before_officer()
        if case.hit.state is HitState.RAISED and reject:
            self._desk.leave()  # nobody has opened this one, and no other is before the officer
        else:
            self._desk.open(hit_id)
        self._show()

    def _make_room_for(self, case: HitCase) -> None:
        if self._open is not None:
            self._rest(self._open)
            self._say_if_left_open(case)

    def _rest(self, case: HitCase) -> None:
        case.note_viewing(self._clock.now(), open_now=False)
        case.status.ask(OpenQuestion.SOURCES)

    # --------------------------------------------------------------------------- shown

    def _show(self) -> None:
        case, now = self._open, self._clock.now()
        if case is None:
            return
        case.note_viewing(now, open_now=True)
        view = case.view(now, self._around)
        if case.hit.relayed_from is None:  # else another machine read the plate
            check, upkeep = self._unchecked(case.hit), self._upkeep.words
            view = replace(view, bar=with_unchecked(view.bar, check, upkeep))
        self._say_if_locked(case)
        if view != self._shown:
            self._shown = view
            self.view_changed.emit(view)

    def _unchecked(self, hit: Hit) -> str:
        """Return that the car missed its check when this hit was raised, or failed it."""
        if self._checks is None:
            return ""
        at, restored = hit.raised_at, self._restored_check
        if restored is not None and is_before_all_known(restored, at):
            return ""  # of the checks before a restart only the last one is known here
        return unchecked_words(last_that_counts(self._checks, at), at, "This car")

    def _say_if_left_open(self, case: HitCase) -> None:
        """Say that the gate of the hit left for ``case`` has shut (D8)."""
        if self._could_stop:
            left = left_speech()
            case.notice = left.text
            self.spoken.emit(left)

    def _say_if_locked(self, case: HitCase) -> None:
        if (held := case.shown_gate) is None:
            return
        waiting = case.hit.state is HitState.COMPARED
        if self._could_stop and not held.may_stop and waiting:
            self.spoken.emit(locked_speech(held))
        self._could_stop = held.may_stop


def _speeches(before: Hit, after: Hit) -> list[Spoken]:
    said = []
    if len(after.attempts) > len(before.attempts):
        said.append(entered_speech(after))
    if len(after.contrary) > len(before.contrary):
        said.append(gone_speech(after))
    return said
