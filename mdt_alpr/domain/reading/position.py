"""Where the car is and how fast it goes, as a receiver says it, and for how long that counts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mdt_alpr.domain.errors import PositionError

FIX_GOOD_FOR = timedelta(seconds=3)
"""Receivers tell once a second; what is older says nothing about where the car is now."""
FASTEST_MPH = 300.0
"""What is faster is an error of the receiver, not a car."""
_POLE, _DATE_LINE, _FULL_TURN = 90, 180, 360


@dataclass(frozen=True, slots=True)
class Fix:
    """One answer of a receiver; ``at`` is its own time, ``seen_at`` our clock's.

    Degrees of WGS 84, north and east positive; ``heading`` in degrees from true north, below
    360. What a receiver does not tell is None. ``simulated`` marks what no receiver measured.

    Raises:
        PositionError: a value that no place, car or clock can have.
    """

    lat: float
    lon: float
    at: datetime
    seen_at: datetime
    speed_mph: float | None = None
    heading: float | None = None
    accuracy_m: float | None = None
    simulated: bool = False

    def __post_init__(self) -> None:
        sound = (
            is_on_earth(self.lat, self.lon)
            and (self.speed_mph is None or 0 <= self.speed_mph <= FASTEST_MPH)
            and (self.heading is None or 0 <= self.heading < _FULL_TURN)
            and (self.accuracy_m is None or 0 <= self.accuracy_m < float("inf"))
        )
        if not sound or self.at.tzinfo is None or self.seen_at.tzinfo is None:
            message = "The receiver reports an impossible position, speed or time."
            raise PositionError(message)

    @property
    def clock_error_s(self) -> float:
        """Return by how many seconds our clock is ahead of the receiver's.

        The way from the sky to here takes up to half a second with a serial receiver.
        """
        return (self.seen_at - self.at).total_seconds()


def is_on_earth(lat: float, lon: float) -> bool:
    """Tell whether there is a place with these degrees."""
    return -_POLE <= lat <= _POLE and -_DATE_LINE <= lon <= _DATE_LINE


def is_current(fix: Fix, now: datetime) -> bool:
    """Tell whether ``fix`` still says where the car is at ``now``; an older one is no fix."""
    return abs(now - fix.seen_at) <= FIX_GOOD_FOR
