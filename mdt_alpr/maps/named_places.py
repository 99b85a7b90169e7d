"""The bundled places of the United States: where a read was made, in words (PRS-12)."""

import csv
from functools import cache

from mdt_alpr.domain.reading.position import NamedPoint, Offset, nearest, wind
from mdt_alpr.files.paths import resource

_WITHIN_MI = 60.0


@cache
def named_points() -> tuple[NamedPoint, ...]:
    """Return the places of 5,000 people or more, read once."""
    with resource("places/us_places.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            NamedPoint(f"{row['name']} {row['state']}", float(row["lat"]), float(row["lon"]))
            for row in csv.DictReader(file)
        )


def away(seen: Offset, point: NamedPoint) -> str:
    """Return where something was relative to a place: "1.2 mi NE of Concord NC"."""
    return f"{seen.miles:.1f} mi {wind(seen.bearing + 180)} of {point.name}"


def place_in_words(lat: float, lon: float) -> str:
    """Return a place in words, by the nearest one that has a name."""
    near = nearest(named_points(), lat, lon, _WITHIN_MI)[:1]
    at = f"{lat:.5f}, {lon:.5f}"
    return f"{away(near[0][1], near[0][0])} ({at})" if near else at
