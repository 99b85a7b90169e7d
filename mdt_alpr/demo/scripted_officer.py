"""An officer for the demo's script: sees the vehicle, answers what is seen, decides.

It knows only what a person at the roadside would: the vehicle in front of the car, and what
MDT and DCIN answer. It never sees the read or the record before the entry agrees.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot

from mdt_alpr.car.app import CarApp
from mdt_alpr.domain.hit.disposition import Disposition, Outcome, Stopped
from mdt_alpr.domain.hit.gate import Check, CheckStatus, gate
from mdt_alpr.domain.hit.hit import Hit, HitState
from mdt_alpr.domain.hit.status_query import QueryStatus, StatusResult, StatusSource
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.drive.story import VEHICLES, Reply
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.desk import OfficerCommands
from mdt_alpr.patrol.events import (
    Event,
    Failed,
    HitChanged,
    HitRaised,
    QueueChanged,
    SignInFailed,
    SourceEnded,
)

_VIEWED_S = 1.5


@dataclass(frozen=True, slots=True)
class Roadside:
    """A vehicle at the roadside: what a person sees, and whether its record is still active."""

    plate: str
    state: str
    body: Body
    color: Color
    record_is_active: bool


class ScriptedOfficer:
    """Takes one hit after the other; ``events`` come from any one thread."""

    def __init__(
        self,
        desk: OfficerCommands,
        clock: Clock,
        roadside: Sequence[Roadside],
        *,
        awaits_gateway: bool = False,
    ) -> None:
        """Begin; with ``awaits_gateway`` headquarters' answer is awaited before MDT's."""
        self._awaits_gateway = awaits_gateway
        self._desk = desk
        self._clock = clock
        self._roadside = tuple(roadside)
        self._waiting: list[Hit] = []
        self._present: Hit | None = None
        self.closed = 0
        self._steps: dict[HitState, Callable[[Hit, Roadside], None]] = {
            HitState.BLIND: self._enter,
            HitState.UNMATCHED: self._reject,
            HitState.COMPARED: self._check,
            HitState.CONTRARY: self._withdraw,
            HitState.STOPPED: self._after_stop,
        }

    @property
    def is_done(self) -> bool:
        """Return whether no hit waits for the officer."""
        return self._present is None and not self._waiting

    def take(self, event: Event) -> None:
        """Go on with the hit that is before the officer, or begin the next."""
        if isinstance(event, HitRaised):
            self._waiting.append(event.hit)
            self._desk.painted(event.hit.hit_id)
            self._begin()
        elif isinstance(event, HitChanged) and self._is_present(event.hit):
            self._go_on(event.hit)

    def _is_present(self, hit: Hit) -> bool:
        return self._present is not None and self._present.hit_id == hit.hit_id

    def _begin(self) -> None:
        if self._present is None and self._waiting:
            self._present = self._waiting.pop(0)
            self._desk.silence(self._present.hit_id)
            self._desk.open(self._present.hit_id)

    def _go_on(self, hit: Hit) -> None:
        if hit.state is HitState.CLOSED:
            self.closed += 1
            self._present = None
            self._desk.leave()
            self._begin()
            return
        step = self._steps.get(hit.state)
        if step is not None:
            step(hit, self._vehicle_of(hit))

    def _vehicle_of(self, hit: Hit) -> Roadside:
        """Return the vehicle that was in front: the one whose plate the picture shows."""
        return max(
            self._roadside,
            key=lambda v: (
                SequenceMatcher(None, folded(v.plate), folded(hit.read.text)).ratio(),
                v.state == hit.read.state,
            ),
        )

    def _enter(self, hit: Hit, vehicle: Roadside) -> None:
        if hit.vehicle is None:
            self._desk.answer_vehicle(hit.hit_id, vehicle.body, vehicle.color)
        else:
            self._desk.enter(hit.hit_id, vehicle.plate, vehicle.state, _VIEWED_S)

    def _reject(self, hit: Hit, vehicle: Roadside) -> None:
        characters = {folded(match.entry.plate.text) for match in hit.matches}
        right = folded(vehicle.plate) in characters
        why = Disposition.WRONG_STATE if right else Disposition.MISREAD
        self._desk.close(hit.hit_id, why, stopped=Stopped.NO)

    def _check(self, hit: Hit, vehicle: Roadside) -> None:
        if self._awaits_gateway and not _gateway_is_done(hit):
            return
        now = self._clock.now()
        now_gate = gate(hit, now, officer=hit.officer, open_hit_id=hit.hit_id)
        if now_gate.status(Check.VEHICLE) is CheckStatus.CONTRADICTED:
            self._desk.close(hit.hit_id, Disposition.VEHICLE_MISMATCH, stopped=Stopped.NO)
            return
        if now_gate.status(Check.STATE) is CheckStatus.CONTRADICTED:
            self._desk.close(hit.hit_id, Disposition.WRONG_STATE, stopped=Stopped.NO)
            return
        own = {reply.source for reply in hit.replies if not reply.received}
        unasked = [s for s in (StatusSource.MDT, StatusSource.DCIN) if s not in own]
        if unasked:
            answer = StatusResult.ACTIVE if vehicle.record_is_active else StatusResult.CLEARED
            self._desk.state_status(hit.hit_id, unasked[0], answer)
        else:
            self._desk.initiate_stop(hit.hit_id)

    def _withdraw(self, hit: Hit, vehicle: Roadside) -> None:  # noqa: ARG002 - one shape
        self._desk.close(hit.hit_id, Disposition.CLEARED_OR_STALE, stopped=Stopped.NO)

    def _after_stop(self, hit: Hit, vehicle: Roadside) -> None:  # noqa: ARG002 - one shape
        self._desk.close(
            hit.hit_id,
            Disposition.VERIFIED_STOPPED,
            outcome=Outcome.VEHICLE_RECOVERED,
            force_used=False,
            event_number="TRAINING-1",
        )


def _gateway_is_done(hit: Hit) -> bool:
    """Return whether headquarters answered the program's own question, or said why not."""
    return bool(hit.asked) and hit.asked[-1].status is not QueryStatus.WAITING


_CHECK_EVERY_MS = 250
_GIVE_UP_AFTER_MS = 540_000
_QUIET_CHECKS = 24
"""Checks in a row with nothing waiting after which the run is over: six seconds."""


class DemoScript(QObject):
    """Works in the real window; quits the program when all has reached headquarters."""

    def __init__(self, app: CarApp, clock: Clock, credentials: tuple[str, str]) -> None:
        super().__init__()
        roadside = [
            Roadside(v.plate, v.state, v.body, v.color, v.reply is not Reply.CLEARED)
            for v in VEHICLES
        ]
        self._app = app
        self._officer = ScriptedOfficer(app.car.desk, clock, roadside, awaits_gateway=True)
        self._ended = False
        self._waiting = 0
        self._quiet = 0
        app.bridge.arrived.connect(self.take)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._check_end)
        self._timer.start(_CHECK_EVERY_MS)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._give_up)
        self._patience.start(_GIVE_UP_AFTER_MS)
        app.car.desk.sign_in(*credentials)

    @Slot(object)
    def take(self, event: Event) -> None:
        """Handle an event of the car."""
        if isinstance(event, Failed | SignInFailed):
            QCoreApplication.exit(1)
        elif isinstance(event, SourceEnded):
            self._ended = True
        elif isinstance(event, QueueChanged):
            self._waiting = event.waiting
        elif isinstance(event, HitRaised | HitChanged):
            self._quiet = 0
            self._officer.take(event)

    @Slot()
    def _check_end(self) -> None:
        done = self._ended and self._officer.is_done and self._waiting == 0
        self._quiet = self._quiet + 1 if done else 0
        if self._quiet >= _QUIET_CHECKS:
            QCoreApplication.exit(0)

    @Slot()
    def _give_up(self) -> None:
        QCoreApplication.exit(1)
