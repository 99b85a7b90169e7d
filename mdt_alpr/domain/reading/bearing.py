"""How far and in which direction one point lies from another, on the sphere."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

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
    """How a point lies seen from another: miles, degrees from true north."""

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
    """Return how ``of`` lies seen from another point, along the great circle; (lat, lon) each."""
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
    """Return the points within a distance, each as it lies from here, the nearest first."""
    reach = math.degrees(within_mi / EARTH_RADIUS_MI)
    near = (point for point in points if abs(point.lat - lat) <= reach)
    seen = ((point, offset((point.lat, point.lon), (lat, lon))) for point in near)
    return sorted(
        (pair for pair in seen if pair[1].miles <= within_mi), key=lambda pair: pair[1].miles
    )
