"""Where the car is and how fast it goes, as a receiver says it, and for how long that counts."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from mdt_alpr.domain.errors import PositionError

FIX_GOOD_FOR = timedelta(seconds=3)
"""Receivers report once per second; what is older says nothing about where the car is now."""
FASTEST_MPH = 300.0
"""What is faster is an error of the receiver, not a car."""
_POLE, _DATE_LINE, _FULL_TURN = 90, 180, 360


@dataclass(frozen=True, slots=True)
class Fix:
    """One answer of a receiver; ``at`` is its own time, ``seen_at`` our clock's.

    Degrees of WGS 84, north and east positive; ``heading`` in degrees from true north, below 360.
    What a receiver does not report is None. ``simulated`` marks what no receiver measured.

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
        is_valid = (
            is_on_earth(self.lat, self.lon)
            and (self.speed_mph is None or 0 <= self.speed_mph <= FASTEST_MPH)
            and (self.heading is None or 0 <= self.heading < _FULL_TURN)
            and (self.accuracy_m is None or 0 <= self.accuracy_m < float("inf"))
        )
        if not is_valid or self.at.tzinfo is None or self.seen_at.tzinfo is None:
            raise PositionError("The receiver reports an impossible position, speed or time.")

    @property
    def clock_error_s(self) -> float:
        """Return by how many seconds our clock is ahead of the receiver's.

        The way from the sky to here takes up to half a second with a serial receiver.
        """
        return (self.seen_at - self.at).total_seconds()


def is_on_earth(lat: float, lon: float) -> bool:
    """Return whether there is a place with these degrees."""
    return -_POLE <= lat <= _POLE and -_DATE_LINE <= lon <= _DATE_LINE


def is_current(fix: Fix, now: datetime) -> bool:
    """Return whether ``fix`` still says where the car is at ``now``; an older one is no fix."""
    return abs(now - fix.seen_at) <= FIX_GOOD_FOR


EARTH_RADIUS_MI = 3958.8
_WINDS = (
    "N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE",
    "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW",
)  # fmt: skip
_DEGREES_ROUND = 360.0


@dataclass(frozen=True, slots=True)
class NamedPoint:
    """A place that people know by its name; degrees of WGS 84."""

    name: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Offset:
    """Distance and direction of a point from another: miles, degrees from true north."""

    miles: float
    bearing: float

    @property
    def east(self) -> float:
        """Return miles to the east."""
        return self.miles * math.sin(math.radians(self.bearing))

    @property
    def north(self) -> float:
        """Return miles to the north."""
        return self.miles * math.cos(math.radians(self.bearing))


def offset(of: tuple[float, float], seen_from: tuple[float, float]) -> Offset:
    """Return the offset of ``of`` from a point, along the great circle; (lat, lon) each."""
    lat1, lon1 = map(math.radians, seen_from)
    lat2, lon2 = map(math.radians, of)
    east = lon2 - lon1
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin(east / 2) ** 2
    miles = 2 * EARTH_RADIUS_MI * math.asin(min(1.0, math.sqrt(half)))
    y = math.sin(east) * math.cos(lat2)
    x = math.cos(lat1) * math.sin(lat2) - math.sin(lat1) * math.cos(lat2) * math.cos(east)
    turned = math.degrees(math.atan2(y, x)) % _DEGREES_ROUND
    return Offset(miles, turned % _DEGREES_ROUND)  # a hair west of north came out as a whole turn


def wind(bearing: float) -> str:
    """Return a bearing as one of sixteen winds: "NNE"."""
    step = _DEGREES_ROUND / len(_WINDS)
    return _WINDS[round(bearing / step) % len(_WINDS)]


def nearest(
    points: Iterable[NamedPoint], lat: float, lon: float, within_mi: float
) -> list[tuple[NamedPoint, Offset]]:
    """Return the points within a distance, each with its offset from here, the nearest first."""
    reach = math.degrees(within_mi / EARTH_RADIUS_MI)
    near = (point for point in points if abs(point.lat - lat) <= reach)
    seen = ((point, offset((point.lat, point.lon), (lat, lon))) for point in near)
    return sorted(
        (pair for pair in seen if pair[1].miles <= within_mi), key=lambda pair: pair[1].miles
    )
