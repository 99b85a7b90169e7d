"""What a soak's car sees, and what a rough road does to it: camera, GPS, clock, link, processor.

The car's own parts are taken at their ports; what stops its process comes from outside of it.
"""

import math
import os
import random
import resource
import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import ClassVar, Self

import cv2

from mdt_alpr.adapters.pictures import picture_at
from mdt_alpr.domain.errors import CameraLostError, PositionLostError
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.lab.faults.network import FAULTS, FaultyNetwork, Wire
from mdt_alpr.lab.faults.processes import Say
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.patrol.ports import Frame

READS_AN_HOUR, BURST_EVERY, BURST = 1_500, 200, 25
TIMES_FASTER = 20
"""Of a shift; where this computer does not recognize so fast, it takes longer."""
CAMERA_LOST, CLOCK_SET = "camera_lost", "clock_set"
PICTURES_BETWEEN_LOSSES, PICTURES_BETWEEN_STEPS = 45, 35
_STEP = timedelta(seconds=20)
"""Less than what makes a pass of the same plate another one."""
_ROUND_S, _WIRE_IS_BAD_S, _ASLEEP_S, _SLOW_S, _DISK_IS_FULL_S = 50.0, 6.0, 3.0, 6.0, 3.0
_NO_BYTES = 0
_NIGHT_LIGHT, _NIGHT_EVERY = 0.3, 300
"""Share of the day's light at night; pictures from one night to the next."""
_RUNS_S, _STOPS_S = 0.02, 0.04
"""A third of the processor, as a laptop has that its battery holds back."""
_FIX_EVERY_S = 0.25
_FIXES_BETWEEN_LOSSES = 40
_STARTS_WITHIN_S = 120.0


class JumpingClock(SystemClock):
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


class RoughRoad:
    """Disturbs link and process by turns, on a thread of its own, until it is left."""

    def __init__(self, network: FaultyNetwork, pid: int) -> None:
        self._network, self._pid = network, pid
        self._over, self.happened = threading.Event(), Counter[str]()
        self.stood: list[tuple[float, float]] = []
        """When its process was stopped or held back, by the clock of ``time.perf_counter``."""
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
        turns = (self._cut, self._sleep, self._slow, self._fill)
        for number in count():
            if self._over.wait(_ROUND_S / len(turns)):
                return
            begun, turn = time.perf_counter(), turns[number % len(turns)]
            turn()
            if turn in (self._sleep, self._slow):
                self.stood.append((begun, time.perf_counter()))

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

    def _fill(self) -> None:
        """Let no file of the process grow."""
        self.happened["disk_full"] += 1
        try:
            _, most = resource.prlimit(self._pid, resource.RLIMIT_FSIZE)
            resource.prlimit(self._pid, resource.RLIMIT_FSIZE, (_NO_BYTES, most))
            self._over.wait(_DISK_IS_FULL_S)
            resource.prlimit(self._pid, resource.RLIMIT_FSIZE, (most, most))
        except ProcessLookupError:
            self._over.set()

    def _stop_for(self, seconds: float) -> None:
        try:
            os.kill(self._pid, signal.SIGSTOP)
            self._over.wait(seconds)
            os.kill(self._pid, signal.SIGCONT)
        except ProcessLookupError:
            self._over.set()


@dataclass(frozen=True, slots=True)
class SoakShift:
    """What a car reads: pictures from a folder, with the listed plates among them."""

    pictures: Path
    listed: frozenset[str]
    reads: int
    rough: bool


class SoakPictures:
    """A camera that shows so many pictures, one after the other, and then ends.

    On a rough road it is unplugged now and then; ``clock`` is set there, too.
    """

    stills: ClassVar[bool] = True
    name = "front"

    def __init__(self, shift: SoakShift, clock: SystemClock, say: Say) -> None:
        self.shift = shift
        self._files, self._pictures = sorted(shift.pictures.iterdir()), shift.reads
        self._rough, self._clock, self._say = shift.rough, clock, say
        self._number = self._lost_at = 0
        self._closed = threading.Event()
        self.begins = threading.Event()
        """Set once the list is there."""

    def open(self) -> None:
        self._closed.clear()

    def read(self) -> Frame | None:
        """Return the next picture when its time has come; a burst has no pauses."""
        pause = 3600 / READS_AN_HOUR / TIMES_FASTER
        if not self.begins.wait(_STARTS_WITHIN_S) or self._number == self._pictures:
            return None
        self._disturb()
        in_burst = self._number % BURST_EVERY < BURST
        if self._closed.wait(0 if in_burst else pause):
            return None
        pixels = picture_at(self._files[self._number % len(self._files)])
        self._number += 1
        if pixels is None:
            return None
        if self._rough:
            pixels = cv2.convertScaleAbs(pixels, alpha=_light(self._number))
        height, width = pixels.shape[:2]
        return Frame(pixels, self._clock.now(), self._number, width, height, self.name)

    def close(self) -> None:
        self._closed.set()

    def _disturb(self) -> None:
        """Set the clock or lose the camera, once for a picture.

        Raises:
            CameraLostError: it is unplugged.
        """
        if not self._rough or self._number == self._lost_at:
            return
        self._lost_at = self._number
        if isinstance(self._clock, JumpingClock) and self._number % PICTURES_BETWEEN_STEPS == 0:
            self._clock.set_anew()
            self._say(CLOCK_SET)
        if self._number % PICTURES_BETWEEN_LOSSES == 0:
            self._say(CAMERA_LOST)
            raise CameraLostError("The camera is unplugged.")


def _light(number: int) -> float:
    """Return the share of the day's light that a picture has: it dusks, and dawns again."""
    night = (1 - math.cos(2 * math.pi * number / _NIGHT_EVERY)) / 2
    return 1 - night * (1 - _NIGHT_LIGHT)
