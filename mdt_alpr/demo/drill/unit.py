"""One patrol car of a drill: the car's real threads and store, its screen, what happened in it."""

import queue
import secrets
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from mdt_alpr.adapters.pictures import JpegPictures
from mdt_alpr.adapters.vault.memory_vault import MemoryVault
from mdt_alpr.car.device_key import STORE_FILE
from mdt_alpr.car.settings import CarSettings
from mdt_alpr.car.watch import Engines
from mdt_alpr.car.wiring import Outside, make_car
from mdt_alpr.demo.drill.headquarters import (
    OFFICER,
    PASSWORD,
    SECOND_OFFICER,
    Import,
    StagedHeadquarters,
)
from mdt_alpr.demo.drill.scenario import Scenario, ScenarioVehicle
from mdt_alpr.demo.drill.screen import Screen
from mdt_alpr.demo.drill.store_inspector import StoreInspector
from mdt_alpr.demo.drill.world import (
    BETWEEN_FRAMES,
    DrillRoad,
    Network,
    ScriptedCamera,
    ScriptedDetector,
    ScriptedReader,
    ScriptedReceiver,
    SetClock,
)
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.patrol.events import (
    Event,
    Failed,
    FrameSeen,
    HitChanged,
    HitRaised,
    SignedIn,
    SignedOut,
    SignInFailed,
    StepRefused,
)
from mdt_alpr.patrol.recognition import Recognition, RecognitionParts

NAMES = {1: "Unit 12", 2: "Unit 31"}
PEOPLE = {1: OFFICER, 2: SECOND_OFFICER}
FRAMES = 6
PLACE = "be at"
"""The step that tells a car where it is: only scenarios with one have a receiver."""
_ANSWERS_WITHIN_S = 20.0
_ROUNDS, _IDLE_ROUNDS = 20, 2
"""An idle round asks for what is new, and what it brings may have to be sent on."""


class DrillStuckError(Exception):
    """The car did not answer; the drill ends with this as its reason."""


@dataclass(frozen=True, slots=True)
class UnitParts:
    """What a unit needs of the scene."""

    number: int
    folder: Path
    clock: SetClock
    address: str
    has_receiver: bool = False


class Unit:
    """Used on the thread that plays the drill; the car's own threads only put events in."""

    def __init__(self, parts: UnitParts) -> None:
        self._parts = parts
        self.name, self.person = NAMES[parts.number], PEOPLE[parts.number]
        self._vault = MemoryVault(secrets.token_bytes)
        data = parts.folder / f"car-{parts.number}"
        self.device = f"drill-car-{parts.number}"
        self._settings = CarSettings(
            unit=self.name, device=self.device, data=data, hq_url=parts.address
        )
        self._store, self._backup = data / STORE_FILE, parts.folder / f"backup-{parts.number}"
        self.inside = StoreInspector(self._store, self._vault.key())
        self.network = Network()
        self.hits: dict[str, Hit] = {}
        self.alerts = 0
        self.refused: list[str] = []
        self.failures: list[str] = []
        self._start()

    # ---------------------------------------------------------------------------- the car

    def _start(self) -> None:
        clock = self._parts.clock
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._road = DrillRoad()
        self.camera = ScriptedCamera(self._road, clock)
        self._receiver = ScriptedReceiver(clock) if self._parts.has_receiver else None
        outside = Outside(
            self.camera,
            self._vault,
            clock,
            make_recognition=self._engines,
            transport=self.network,
            positions=self._receiver,
        )
        self.car = make_car(self._settings, outside, self._listen)
        self.screen = Screen(self.car.desk, self.car.entries, self.car.plates, clock, self.name)
        self.car.start()
        self.settle()

    def end(self) -> None:
        """End the car's threads; their last events are dropped."""
        self.camera.end()
        self.car.stop()
        self.network.end()

    def back_up(self) -> None:
        """Copy the store's file away, as a technician would: with the car off."""
        self._switch_off()
        self._backup.write_bytes(self._store.read_bytes())
        self._start_again()

    def restart(self, *, from_backup: bool = False) -> None:
        """Turn the computer off and on: the store stays, or an older copy of it; memory goes."""
        self._switch_off()
        if from_backup:
            self._store.write_bytes(self._backup.read_bytes())
        self._start_again()

    def _switch_off(self) -> None:
        self.end()
        self._drain()

    def _start_again(self) -> None:
        was_up = self.network.up
        self.hits = {name: hit for name, hit in self.hits.items() if hit.closing is not None}
        self.network = Network()
        self.network.up = was_up
        self._start()

    def _engines(self) -> Engines:
        parts = RecognitionParts(
            detector=ScriptedDetector(self._road),
            reader=ScriptedReader(self._road),
            second_reader=ScriptedReader(self._road, second=True),
            pictures=JpegPictures(),
            randomness=secrets.token_bytes,
        )
        return Engines(Recognition(parts))

    def _listen(self, event: Event) -> None:
        """Queue an event, on the thread on which it happened."""
        self._events.put(event)
        if isinstance(event, FrameSeen):
            self._road.recognized(event.frame.number)

    # --------------------------------------------------------------------- what is waited for

    def settle(self) -> None:
        """Wait until the car has done and shown everything that it was asked."""
        self.car.wait_until_sent(0.0)
        while self._drain():
            self.car.wait_until_sent(0.0)
        self.screen.tick()

    def place(self, lat: float, lon: float, heading: float, ahead_s: float) -> None:
        """Put the car at a place, by a receiver that the car's clock is ahead of."""
        if self._receiver is None or not self._receiver.put(lat, lon, heading, ahead_s):
            raise DrillStuckError(f"{self.name} has no receiver that answers")
        self.settle()

    def see(self, vehicle: ScenarioVehicle, frames: int, *, stays: bool) -> None:
        """Show a vehicle to the camera for some frames, then let it drive away."""
        shown = [vehicle] * frames
        for situation in shown:
            self._show(situation)
        if not stays:
            self._parts.clock.pass_by(30 * BETWEEN_FRAMES)
            self._show(None)
        self.settle()

    def sign_in(self, person: str, password: str = PASSWORD) -> None:
        """Sign a person in; then the car speaks with headquarters until it knows what is new."""
        self.screen.car.sign_in(person, password)
        self._await(SignedIn, SignInFailed)
        self.contact()

    def sign_out(self) -> None:
        self.camera.end()
        self.screen.car.sign_out()
        self._await(SignedOut)

    def contact(self) -> None:
        """Speak with headquarters until two rounds in a row leave nothing waiting."""
        idle = 0
        for _ in range(_ROUNDS):
            self.car.hold_round()
            self.settle()
            idle = idle + 1 if self.car.wait_until_sent(0.0) == 0 else 0
            if not self.network.up or idle == _IDLE_ROUNDS:
                break

    def begin_step(self) -> None:
        """Forget what was said and refused: a step is judged by itself."""
        self.alerts = 0
        self.refused.clear()
        self.screen.said.clear()

    def await_news(self, is_news: Callable[[], bool], what: str) -> None:
        """Wait until something from another unit has reached this car."""
        self.settle()
        ends = time.monotonic() + _ANSWERS_WITHIN_S
        while not is_news():
            left = ends - time.monotonic()
            try:
                self._take(self._events.get(timeout=max(0.0, left)))
            except queue.Empty:
                raise DrillStuckError(f"{self.name} did not receive the {what}") from None
        self.settle()

    @property
    def hit(self) -> Hit | None:
        """Return the hit before the officer, else the newest."""
        opened = self.screen.hit.open_hit_id
        if opened is not None:
            return self.hits[opened]
        return next(reversed(self.hits.values()), None)

    # ----------------------------------------------------------------------------- inside

    def _show(self, vehicle: ScenarioVehicle | None) -> None:
        if not self.camera.show(vehicle):
            message = f"{self.name} reads no plates: nobody is signed in, or recognition stopped"
            raise DrillStuckError(message)
        self._parts.clock.pass_by(BETWEEN_FRAMES)

    def _await(self, *kinds: type) -> None:
        while True:
            try:
                event = self._events.get(timeout=_ANSWERS_WITHIN_S)
            except queue.Empty:
                names = " or ".join(kind.__name__ for kind in kinds)
                raise DrillStuckError(f"{self.name} did not say {names}") from None
            self._take(event)
            if isinstance(event, kinds):
                break
        self.settle()

    def _drain(self) -> bool:
        """Handle every queued event; return whether there was one."""
        handled = False
        while True:
            try:
                event = self._events.get_nowait()
            except queue.Empty:
                return handled
            handled = True
            self._take(event)

    def _take(self, event: Event) -> None:
        if isinstance(event, HitRaised | HitChanged):
            self.alerts += isinstance(event, HitRaised)
            self.hits[event.hit.hit_id] = event.hit
        elif isinstance(event, StepRefused):
            self.refused.append(event.why)
        elif isinstance(event, Failed):
            self.failures.append(event.why)
        self.screen.take(event)


@dataclass(slots=True)
class Stage:
    """A scenario on its stage; units come when a step first names them."""

    scenario: Scenario
    folder: Path
    clock: SetClock
    hq: StagedHeadquarters
    units: dict[int, Unit] = field(default_factory=dict)
    imported: Import | None = None
    hold_refused: str = ""
    data_request: str = ""
    package: str = ""

    def unit(self, number: int) -> Unit:
        """Return a unit, starting its car where it does not run yet."""
        if number not in self.units:
            placed = any(step.do == PLACE for step in self.scenario.steps)
            parts = UnitParts(number, self.folder, self.clock, self.hq.address, placed)
            self.units[number] = Unit(parts)
        return self.units[number]

    def stop(self) -> None:
        """End every car, also where one of them cannot end as it should."""
        with ExitStack() as ending:
            for unit in self.units.values():
                ending.callback(unit.end)
