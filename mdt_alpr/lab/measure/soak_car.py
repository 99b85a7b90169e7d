"""The car of a soak, in a process of its own: its window, its parts, and an officer."""

import os
from collections import defaultdict

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot

from mdt_alpr.adapters.vault.memory_vault import MemoryVault
from mdt_alpr.car.app import CarApp, WindowParts, run_window
from mdt_alpr.car.settings import CarSettings
from mdt_alpr.car.wiring import Outside
from mdt_alpr.domain.hit.disposition import Disposition, Stopped
from mdt_alpr.lab.faults.car_life import DEVICE, HIT, KEY, LEFT, READ, UNIT, Life
from mdt_alpr.lab.faults.processes import Say
from mdt_alpr.lab.measure.rough_road import JumpingClock, JumpingPositions, SoakPictures, SoakShift
from mdt_alpr.lab.measure.stalls import WatchedApplication, held_mb, seconds_by_thread
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.patrol.events import Event, HitRaised, ListChanged, ReadMade, SignedIn, SourceEnded

MISSED, ALERT_MS, SLOW, THREAD, MEMORY = "missed", "alert_ms", "slow", "thread", "memory"
"""What the car says beside reads and hits."""
_TOO_SLOW_S = 0.1
"""Of one event of the screen."""
_WORKS_EVERY_MS, _THREADS_EVERY = 50, 20
_SENT_WITHIN_S = 600.0


class _Officer(QObject):
    """Hears the car, says what it made, ends every hit, and goes once everything is sent."""

    def __init__(self, app: CarApp, camera: SoakPictures, life: Life, say: Say) -> None:
        super().__init__()
        self._app, self._camera, self._say = app, camera, say
        self._listed = camera.shift.listed
        self._awaited: set[type] = {SignedIn, ListChanged}
        self._hits: list[str] = []
        self._made = 0
        self._ended = False
        self._begun: dict[tuple[str, int], float] = {}
        self._threads: dict[tuple[str, int], float] = {}
        app.bridge.arrived.connect(self.listen)
        app.car.desk.sign_in(life.person, life.password)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._work)
        self._timer.start(_WORKS_EVERY_MS)

    @Slot(object)
    def listen(self, event: Event) -> None:
        """Handle an event of the car."""
        self._awaited.discard(type(event))
        if not self._awaited and not self._camera.begins.is_set():
            self._camera.begins.set()
        if isinstance(event, ReadMade):
            self._hear_read(event)
        elif isinstance(event, HitRaised):
            self._say(f"{HIT} {event.hit.hit_id}")
            self._hits.append(event.hit.hit_id)
        elif isinstance(event, SourceEnded):
            self._ended = True

    def _hear_read(self, event: ReadMade) -> None:
        self._made += 1
        if self._made == 1:
            self._say(f"{MEMORY} networks {held_mb():.1f}")
            self._begun = seconds_by_thread()
        if self._made % _THREADS_EVERY == 0:
            self._threads |= seconds_by_thread()
        self._say(f"{READ} {event.read.read_id}")
        if event.held:
            self._say(f"{ALERT_MS} {event.latency_ms:.1f}")
        if event.read.text in self._listed and not event.held:
            self._say(f"{MISSED} {event.read.read_id}")

    @Slot()
    def _work(self) -> None:
        desk = self._app.car.desk
        while self._hits:
            hit_id = self._hits.pop(0)
            desk.open(hit_id)
            desk.close(hit_id, Disposition.LOST_SIGHT, stopped=Stopped.NO)
        if self._ended and self._app.car.wait_for_source_end(0):
            self._timer.stop()
            self._end()

    def _end(self) -> None:
        watched = QCoreApplication.instance()
        assert isinstance(watched, WatchedApplication)  # noqa: S101 - ``_drive`` made it
        watched.watching = False
        for began, took, starved in zip(watched.at, watched.wall, watched.starved, strict=True):
            if took - starved > _TOO_SLOW_S:
                self._say(f"{SLOW} {began:.3f} {1000 * (took - starved):.1f}")
        spent = defaultdict[str, float](float)
        for thread, seconds in (self._threads | seconds_by_thread()).items():
            spent[thread[0]] += seconds - self._begun.get(thread, 0.0)
        for name, seconds in spent.items():
            self._say(f"{THREAD} {name} {1000 * seconds / max(1, self._made):.1f}")
        self._say(f"{MEMORY} all {held_mb():.1f}")
        self._say(f"{LEFT} {self._app.car.wait_until_sent(_SENT_WITHIN_S)}")
        watched.quit()


def drive(life: Life, shift: SoakShift, say: Say) -> None:
    """Sign in, read every picture, end every hit, and send all of it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = WatchedApplication()
    clock = JumpingClock() if shift.rough else SystemClock()
    camera = SoakPictures(shift, clock, say)
    settings = CarSettings(
        unit=UNIT, device=DEVICE, data=life.folder, source=str(shift.pictures), fullscreen=False
    )
    vault = MemoryVault(lambda size: KEY[:size])
    positions = JumpingPositions(clock) if shift.rough else None
    outside = Outside(camera, vault, clock, positions=positions)

    def begin(app: CarApp) -> QObject:
        application.watching = True
        say(f"{MEMORY} window {held_mb():.1f}")
        return _Officer(app, camera, life, say)

    run_window(WindowParts(settings, clock), outside, begin)
