"""Where a hit was read: coordinates, and how far from places that people know.

No map is bundled: nothing here shows streets, and it says so.
"""

import csv
from functools import cache

from mdt_alpr.domain.reading.bearing import NamedPoint, Offset, nearest, wind
from mdt_alpr.paths import resource
from mdt_alpr.ui.desk.models.desk import PlacePoint, PlaceView
from mdt_alpr.wire.messages import PlaceMessage

WITHIN_MI = 60.0
_MOST = 4
_RINGS = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0)
_LETTERS = "ABCD"
NO_PLACE = PlaceView("", "No GPS position for this hit.")
HONEST = "A grid, not a street map. Town centers: GeoNames."


@cache
def named_points() -> tuple[NamedPoint, ...]:
    """Return the bundled places of the United States, read once."""
    with resource("places/us_places.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            NamedPoint(f"{row['name']} {row['state']}", float(row["lat"]), float(row["lon"]))
            for row in csv.DictReader(file)
        )


def place_view(place: PlaceMessage | None) -> PlaceView:
    """Return where a read was made, drawn around the car."""
    if place is None:
        return NO_PLACE
    near = nearest(named_points(), place.lat, place.lon, WITHIN_MI)[:_MOST]
    simulated = " (SIMULATED)" if place.simulated else ""
    coordinates = f"{place.lat:.5f}, {place.lon:.5f}{simulated}"
    if not near:
        told = f"No place of 5,000 people within {WITHIN_MI:.0f} miles. {HONEST}"
        return PlaceView(coordinates, told, ring=_RINGS[-1], heading=place.heading)
    ring = _ring([seen for _, seen in near])
    points = tuple(
        PlacePoint(letter, away(seen, point), seen.east / ring, seen.north / ring)
        for letter, (point, seen) in zip(_LETTERS, near, strict=False)
    )
    return PlaceView(coordinates, HONEST, points, ring, place.heading)


def away(seen: Offset, point: NamedPoint) -> str:
    """Return how the car lies from a named place: "1.2 mi NE of Concord NC"."""
    return f"{seen.miles:.1f} mi {wind(seen.bearing + 180)} of {point.name}"


def _ring(offsets: list[Offset]) -> float:
    """Return the outer ring's miles: room for all of them."""
    farthest = offsets[-1].miles
    return next((ring for ring in _RINGS if ring >= farthest), _RINGS[-1])
