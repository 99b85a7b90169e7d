"""The scripted run of the demo: sign in, work through every hit, wait until nothing waits."""

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot

from mdt_alpr.adapters.drive.story import VEHICLES, Reply
from mdt_alpr.car.app import CarApp
from mdt_alpr.clock import Clock
from mdt_alpr.demo.scripted_officer import Roadside, ScriptedOfficer
from mdt_alpr.patrol.events import (
    Event,
    Failed,
    HitChanged,
    HitRaised,
    QueueChanged,
    SignInFailed,
    SourceEnded,
)

_LOOK_EVERY_MS = 250
_GIVE_UP_AFTER_MS = 300_000
_QUIET_LOOKS = 24
"""Looks in a row at which nothing waits, before the run is taken to be over: six seconds."""


class DemoScript(QObject):
    """Works in the real window; quits the program when all has reached headquarters."""

    def __init__(self, app: CarApp, clock: Clock, credentials: tuple[str, str]) -> None:
        super().__init__()
        roadside = [
            Roadside(v.plate, v.state, v.body, v.colour, v.reply is not Reply.CLEARED)
            for v in VEHICLES
        ]
        self._app = app
        self._officer = ScriptedOfficer(app.car.desk, clock, roadside, awaits_gateway=True)
        self._ended = False
        self._waiting = 0
        self._quiet = 0
        app.bridge.arrived.connect(self.take)
        self._looking = QTimer(self)
        self._looking.timeout.connect(self._look)
        self._looking.start(_LOOK_EVERY_MS)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._give_up)
        self._patience.start(_GIVE_UP_AFTER_MS)
        app.car.desk.sign_in(*credentials)

    @Slot(object)
    def take(self, event: Event) -> None:
        """Take an event of the car."""
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
    def _look(self) -> None:
        done = self._ended and self._officer.is_done and self._waiting == 0
        self._quiet = self._quiet + 1 if done else 0
        if self._quiet >= _QUIET_LOOKS:
            QCoreApplication.exit(0)

    @Slot()
    def _give_up(self) -> None:
        QCoreApplication.exit(1)
