"""A car's position thread and what it feeds: places, the clock's error, what may be touched."""

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.crew import DrivingWatch
from mdt_alpr.patrol.events import DrivingChanged, Failed, Health, PositionChanged
from mdt_alpr.patrol.ports import Positions
from mdt_alpr.patrol.position import ClockChecks, PositionLoop, PositionParts, Whereabouts

_ENDS_WITHIN_S = 10.0


@dataclass(frozen=True, slots=True)
class PositionWatchParts:
    """What the watch needs; ``record`` keeps an audit event about the receiver of that name."""

    positions: Positions | None
    clock: Clock
    publish: Callable[[PositionChanged | DrivingChanged | Failed], None]
    record: Callable[[AuditEvent, str], None]
    clock_checks: ClockChecks = field(default_factory=ClockChecks)


class PositionWatch:
    """Runs from the car's start to its end, whoever is signed in; no thread without a receiver."""

    def __init__(self, parts: PositionWatchParts) -> None:
        self._parts = parts
        self.whereabouts = Whereabouts()
        self.driving = DrivingWatch(parts.publish)
        self._is_lost = False
        self._loop: PositionLoop | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the thread where there is a receiver."""
        if self._parts.positions is None:
            return
        self._loop = PositionLoop(
            PositionParts(
                self._parts.positions, self._parts.clock, random.random, self._changed, self._moved
            )
        )
        self._thread = threading.Thread(target=self._run, name="position")
        self._thread.start()

    def stop(self) -> None:
        """End the thread and give the receiver back."""
        if self._loop is not None and self._thread is not None:
            self._loop.stop()
            self._thread.join(_ENDS_WITHIN_S)

    # ------------------------------------------------------------------ on the position thread

    def _run(self) -> None:
        try:
            if self._loop is not None:
                self._loop.run()
        except Exception as error:  # noqa: BLE001 - edge of the thread: a bug must be said
            self._parts.publish(Failed("position", f"{type(error).__name__}: {error}"))
            self.driving.moves(None)

    def _moved(self, fix: Fix | None) -> None:
        if fix is not None:
            self.whereabouts.note(fix)
            self._parts.clock_checks.note_receiver(fix)
        self.driving.moves(fix)

    def _changed(self, event: PositionChanged) -> None:
        """Record a loss and its end (CAR-03), each once, then publish it."""
        name = self._parts.positions.name if self._parts.positions is not None else ""
        if event.health is Health.LOST and not self._is_lost:
            self._parts.record(AuditEvent.GPS_LOST, name)
        elif event.health in (Health.OK, Health.WEAK) and self._is_lost:
            self._parts.record(AuditEvent.GPS_BACK, name)
        self._is_lost = event.health is Health.LOST
        self._parts.publish(event)
