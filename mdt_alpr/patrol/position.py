"""The receiver's thread: every fix is passed on, a loss is reported within 2 s and retried."""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from mdt_alpr.domain.errors import OutsideError, PositionLostError
from mdt_alpr.domain.reading.position import FIX_GOOD_FOR, Fix, is_current
from mdt_alpr.domain.retention.outbox import pause_before_try
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.events import Health, PositionChanged
from mdt_alpr.patrol.ports import NoFix, Positions

_KEPT = 3000
"""Fixes: five minutes of a receiver that reports ten times a second."""


class Whereabouts:
    """The last minutes' fixes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._fixes: deque[Fix] = deque(maxlen=_KEPT)

    def note(self, fix: Fix) -> None:
        """Add the receiver's newest fix."""
        with self._lock:
            self._fixes.append(fix)

    def at(self, instant: datetime) -> Fix | None:
        """Return the fix nearest to ``instant``, None where none was current then."""
        with self._lock:
            near = []
            for fix in reversed(self._fixes):
                if fix.seen_at < instant - FIX_GOOD_FOR:
                    break
                if is_current(fix, instant):
                    near.append(fix)
        return min(near, key=lambda fix: abs(fix.seen_at - instant), default=None)


@dataclass(frozen=True, slots=True)
class ClockCheck:
    """By how many seconds the car's clock is ahead of others; None where never compared.

    ``receiver_s`` is good to half a second, ``headquarters_s`` to a second (its answers carry
    whole seconds); ``receiver_at`` and ``headquarters_at`` say when that was found.
    """

    receiver_s: float | None = None
    receiver_at: datetime | None = None
    headquarters_s: float | None = None
    headquarters_at: datetime | None = None


class ClockChecks:
    """Holds the newest comparison of the car's clock with each other clock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._check = ClockCheck()

    @property
    def current(self) -> ClockCheck:
        """Return what is known now."""
        with self._lock:
            return self._check

    def note_receiver(self, fix: Fix) -> None:
        """Compare with a receiver's time; what is simulated has none."""
        if not fix.simulated:
            with self._lock:
                self._check = replace(
                    self._check, receiver_s=fix.clock_error_s, receiver_at=fix.seen_at
                )

    def note_headquarters(self, ahead_s: float, at: datetime) -> None:
        """Note by how much our clock was ahead of headquarters' answer at ``at``."""
        with self._lock:
            self._check = replace(self._check, headquarters_s=ahead_s, headquarters_at=at)


SILENT_AFTER_S = 1.75
"""With the quarter second that a read may wait, a loss is reported within 2 s (U20)."""
LONGEST_PAUSE_S = 5.0
"""A receiver that is plugged in again must come back soon."""
REPORTED_AGAIN_AFTER_S = 10.0
"""How often place and clock error are reported while nothing else changes."""
NO_FIX = "The receiver does not see enough of the sky yet."
SILENT = "The receiver sends nothing that can be read. Check its cable and the setting position."


@dataclass(frozen=True, slots=True)
class PositionParts:
    """What the loop needs; ``jitter`` returns 0 to 1, ``seconds`` a clock that never jumps.

    ``moved`` gets every fix, and None once the last one is too old.
    """

    positions: Positions
    clock: Clock
    jitter: Callable[[], float]
    publish: Callable[[PositionChanged], None]
    moved: Callable[[Fix | None], None]
    seconds: Callable[[], float] = time.monotonic


class PositionLoop:
    """Runs on the position thread until it is stopped."""

    def __init__(self, parts: PositionParts) -> None:
        self._parts = parts
        self._stop = threading.Event()
        self._failures = 0
        self._fix: Fix | None = None
        self._said: tuple[Health, str] | None = None
        self._said_at = 0.0

    def run(self) -> None:
        """Pass fixes on; after a loss wait a growing pause and open again."""
        self._say(Health.STARTING, "Starting the receiver")
        while not self._stop.is_set():
            try:
                self._follow()
            except OutsideError as error:
                self._lost(str(error))
            finally:
                self._parts.positions.close()

    def stop(self) -> None:
        """End the loop soon; called from another thread."""
        self._stop.set()

    def _follow(self) -> None:
        parts = self._parts
        parts.positions.open()
        received_at = parts.seconds()
        while not self._stop.is_set():
            answer = parts.positions.read()
            self._forget_old()
            if answer is not None:
                received_at, self._failures = parts.seconds(), 0
                self._received(answer)
            elif parts.seconds() - received_at > SILENT_AFTER_S:
                raise PositionLostError(SILENT)

    def _received(self, answer: Fix | NoFix) -> None:
        if isinstance(answer, Fix):
            self._fix = answer
            self._parts.moved(answer)
            self._say(Health.OK, "")
        elif self._fix is None:
            self._say(Health.WEAK, NO_FIX)

    def _forget_old(self) -> None:
        """Drop a fix that is no longer current: the speed is then unknown."""
        if self._fix is not None and not is_current(self._fix, self._parts.clock.now()):
            self._fix = None
            self._parts.moved(None)

    def _lost(self, why: str) -> None:
        self._failures += 1
        if self._fix is not None:
            self._fix = None
            self._parts.moved(None)
        self._say(Health.LOST, why)
        pause = pause_before_try(self._failures, self._parts.jitter()).total_seconds()
        self._stop.wait(min(pause, LONGEST_PAUSE_S))

    def _say(self, health: Health, why: str) -> None:
        now = self._parts.seconds()
        if (health, why) == self._said and now - self._said_at < REPORTED_AGAIN_AFTER_S:
            return
        self._said, self._said_at = (health, why), now
        self._parts.publish(PositionChanged(health, why, self._fix))
