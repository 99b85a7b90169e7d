"""What a road does to a car, for a soak: to its camera, GPS, clock, link and processor.

The car's own parts are taken at their ports; what stops its process comes from outside of it.
"""

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Self

from mdt_alpr.domain.errors import PositionLostError
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.lab.faults.network import FAULTS, FaultyNetwork, Wire
from mdt_alpr.machine.clock import SystemClock

CAMERA_LOST, CLOCK_SET = "camera_lost", "clock_set"
PICTURES_BETWEEN_LOSSES, PICTURES_BETWEEN_STEPS = 45, 35
_STEP = timedelta(seconds=20)
"""Less than what makes a pass of the same plate another one."""
_ROUND_S, _WIRE_IS_BAD_S, _ASLEEP_S, _SLOW_S = 40.0, 6.0, 3.0, 6.0
_RUNS_S, _STOPS_S = 0.02, 0.04
"""A third of the processor, as a laptop has that its battery holds back."""
_FIX_EVERY_S = 0.25
_FIXES_BETWEEN_LOSSES = 40


class SetClock(SystemClock):
    """The machine's clock, which is set forward and back again meanwhile."""

    def __init__(self) -> None:
        self._off = timedelta(0)

    def now(self) -> datetime:
        """Return what it shows."""
        return super().now() + self._off

    def set_anew(self) -> None:
        """Set it forward, or back where it was."""
        self._off = _STEP - self._off


class JumpingPositions:
    """A receiver that leaps a mile, is silent, or is unplugged."""

    name = "gps"

    def __init__(self, clock: SystemClock) -> None:
        self._clock, self._dice = clock, random.Random(44)  # noqa: S311 - no secret
        self._closed, self._numbers = threading.Event(), count(1)

    def open(self) -> None:
        """Open the device."""
        self._closed.clear()

    def read(self) -> Fix | None:
        """Return where the car is, may be, or nothing.

        Raises:
            PositionLostError: it is unplugged.
        """
        self._closed.wait(_FIX_EVERY_S)
        number = next(self._numbers)
        if number % _FIXES_BETWEEN_LOSSES == 0:
            raise PositionLostError("The GPS receiver is unplugged.")
        if number % 3 == 0:
            return None
        far = self._dice.choice((0.0, 0.0, 0.015))
        now = self._clock.now()
        return Fix(35.4 + far, -80.6 - far, now, now, speed_mph=self._dice.uniform(0, 70))

    def close(self) -> None:
        """Let a read that waits come back."""
        self._closed.set()


class Road:
    """Disturbs link and process by turns, on a thread of its own, until it is left."""

    def __init__(self, network: FaultyNetwork, pid: int) -> None:
        self._network, self._pid = network, pid
        self._over, self.happened = threading.Event(), Counter[str]()
        self._thread = threading.Thread(target=self._disturb)

    def __enter__(self) -> Self:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Leave link and process as they were."""
        self._over.set()
        self._thread.join()

    def _disturb(self) -> None:
        turns: tuple[Callable[[], None], ...] = (self._cut, self._sleep, self._slow)
        for number in count():
            if self._over.wait(_ROUND_S / len(turns)):
                return
            turns[number % len(turns)]()

    def _cut(self) -> None:
        wire = FAULTS[self.happened["link_faults"] % len(FAULTS)]
        self.happened["link_faults"] += 1
        self._network.wire = wire
        self._over.wait(_WIRE_IS_BAD_S)
        self._network.wire = Wire.GOOD

    def _sleep(self) -> None:
        self.happened["suspended"] += 1
        self._stop_for(_ASLEEP_S)

    def _slow(self) -> None:
        self.happened["throttled"] += 1
        ends = time.monotonic() + _SLOW_S
        while time.monotonic() < ends and not self._over.is_set():
            self._stop_for(_STOPS_S)
            self._over.wait(_RUNS_S)

    def _stop_for(self, seconds: float) -> None:
        try:
            os.kill(self._pid, signal.SIGSTOP)
            self._over.wait(seconds)
            os.kill(self._pid, signal.SIGCONT)
        except ProcessLookupError:
            self._over.set()
