"""The receiver's thread: every fix is passed on, a loss is said within 2 s and tried again."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from mdt_alpr.clock import Clock
from mdt_alpr.domain.errors import OutsideError, PositionLostError
from mdt_alpr.domain.reading.position import Fix, is_current
from mdt_alpr.domain.retention.outbox import pause_before_try
from mdt_alpr.patrol.events import Health, PositionChanged
from mdt_alpr.patrol.position_port import NoFix, Positions

SILENT_AFTER_S = 1.75
"""With the quarter second that a read may wait, a loss is told within 2 s (U20)."""
LONGEST_PAUSE_S = 5.0
"""A receiver that is plugged in again must not be waited for long."""
REPORTED_AGAIN_AFTER_S = 10.0
"""How often place and clock error are told anew while nothing else changes."""
NO_FIX = "The receiver does not see enough of the sky yet."
SILENT = "The receiver sends nothing that can be read. Check its cable and the setting position."


@dataclass(frozen=True, slots=True)
class PositionParts:
    """What the loop needs; ``jitter`` returns 0 to 1, ``seconds`` a clock that never jumps.

    ``moved`` gets every fix, and None once the last one is too old to count.
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
        heard_at = parts.seconds()
        while not self._stop.is_set():
            answer = parts.positions.read()
            self._forget_old()
            if answer is not None:
                heard_at, self._failures = parts.seconds(), 0
                self._take(answer)
            elif parts.seconds() - heard_at > SILENT_AFTER_S:
                raise PositionLostError(SILENT)

    def _take(self, answer: Fix | NoFix) -> None:
        if isinstance(answer, Fix):
            self._fix = answer
            self._parts.moved(answer)
            self._say(Health.OK, "")
        elif self._fix is None:
            self._say(Health.WEAK, NO_FIX)

    def _forget_old(self) -> None:
        """Let go of a fix that no longer says where the car is: the speed is unknown then."""
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
