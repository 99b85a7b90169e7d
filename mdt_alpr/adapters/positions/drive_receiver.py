"""Place and speed of the simulated drive; every fix of it is marked simulated."""

import math
import threading
from collections.abc import Callable

from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.drive.ground import REPEAT
from mdt_alpr.drive.story import SECONDS, SPEEDS, Odometer
from mdt_alpr.machine.clock import Clock

NAME = "drive"
START = (35.2271, -80.8431)
"""Uptown Charlotte; the street of the drive is on no map."""
HEADING = 45.0
_MPH_PER_METER_A_SECOND = 3600 / 1609.344
_METERS_PER_DEGREE = 111_320.0
_EVERY_S = 1.0
_WAITS_S = 0.2
_ACCURACY_M = 4.0


class Receiver:
    """A receiver in the simulated car; ``seconds`` is how far the drive is, None while parked.

    Without it the drive begins when the receiver is opened.
    """

    def __init__(
        self, source: str, clock: Clock, seconds: Callable[[], float | None] | None = None
    ) -> None:
        self.name = source
        self._clock = clock
        self._seconds = seconds or self._since_opened
        self._odometer = Odometer(SPEEDS, SECONDS, REPEAT)
        self._closed = threading.Event()
        self._opened_at = clock.now()
        self._given = 0

    @staticmethod
    def accepts(source: str) -> bool:
        """Tell whether ``source`` is the drive."""
        return source == NAME

    def open(self) -> None:
        """Begin the fixes."""
        self._closed.clear()
        self._opened_at, self._given = self._clock.now(), 0

    def read(self) -> Fix | None:
        """Return where the car is once a second, None in between."""
        if self._since_opened() < self._given * _EVERY_S:
            self._closed.wait(_WAITS_S)
            return None
        self._given = math.floor(self._since_opened() / _EVERY_S) + 1
        return self._fix(self._seconds())

    def close(self) -> None:
        """Stop; a ``read`` that waits comes back with nothing."""
        self._closed.set()

    def _since_opened(self) -> float:
        return (self._clock.now() - self._opened_at).total_seconds()

    def _fix(self, seconds: float | None) -> Fix:
        """Return the place on the straight line that the drive is, over and over again."""
        at = seconds or 0.0
        speed = self._odometer.speed(at) if seconds is not None else 0.0
        way = math.fmod(self._odometer.at(at), self._odometer.length)
        north, east = (way * f(math.radians(HEADING)) for f in (math.cos, math.sin))
        lat = START[0] + north / _METERS_PER_DEGREE
        lon = START[1] + east / (_METERS_PER_DEGREE * math.cos(math.radians(START[0])))
        now = self._clock.now()
        return Fix(
            lat,
            lon,
            now,
            now,
            speed_mph=max(0.0, speed) * _MPH_PER_METER_A_SECOND,
            heading=HEADING,
            accuracy_m=_ACCURACY_M,
            simulated=True,
        )
