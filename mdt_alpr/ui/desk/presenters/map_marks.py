"""Reads on a map, with the towns around where there is no map file; the place of one read."""

from collections.abc import Collection, Iterable

from mdt_alpr.domain.reading.position import Offset, nearest
from mdt_alpr.maps.map_tiles import MapFile, on_map
from mdt_alpr.maps.named_places import away, named_points
from mdt_alpr.ui.desk.models.desk import PlacePoint, PlaceView
from mdt_alpr.ui.desk.models.map_view import NO_MAP, MapMark, MapName, MapView
from mdt_alpr.wire.messages import PlaceMessage

WITHIN_MI, _MOST_TOWNS = 60.0, 40
_TOWN_SIZE = 13
_TOWNS_FROM = "Town centers: GeoNames"


def map_view(
    reads: Iterable[tuple[str, str, PlaceMessage | None]],
    file: MapFile | None,
    hits: Collection[str] = (),
) -> MapView:
    """Return the reads that have a place, each given as key, words and place.

    ``hits`` are the keys of those that alerted.
    """
    seen = [(key, words, place) for key, words, place in reads if place is not None]
    marks = tuple(
        MapMark(key, *on_map(place.lat, place.lon), words, place.heading, is_hit=key in hits)
        for key, words, place in seen
    )
    if file is not None:
        return MapView(marks, credit=file.credit, has_tiles=True)
    towns = nearest(named_points(), seen[0][2].lat, seen[0][2].lon, WITHIN_MI) if seen else ()
    names = tuple(
        MapName(*on_map(town.lat, town.lon), town.name, _TOWN_SIZE, is_point=True)
        for town, _ in towns[:_MOST_TOWNS]
    )
    return MapView(marks, names, _TOWNS_FROM)


_MOST = 4
_RINGS = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0)
_LETTERS = "ABCD"
NO_PLACE = PlaceView("", "No GPS position for this hit.")
TOWNS = "Town centers: GeoNames."
NO_STREETS = f"A grid, not a street map. {TOWNS}"


def place_view(place: PlaceMessage | None, map_file: MapFile | None = None) -> PlaceView:
    """Return where a read was made, on the agency's map or drawn around the car."""
    if place is None:
        return NO_PLACE
    shown = (
        NO_MAP if map_file is None else map_view([("read", "Place of the read", place)], map_file)
    )
    note = NO_STREETS if map_file is None else TOWNS
    near = nearest(named_points(), place.lat, place.lon, WITHIN_MI)[:_MOST]
    simulated = " (SIMULATED)" if place.simulated else ""
    coordinates = f"{place.lat:.5f}, {place.lon:.5f}{simulated}"
    if not near:
        note = f"No place of 5,000 people within {WITHIN_MI:.0f} miles. {note}"
        return PlaceView(coordinates, note, ring=_RINGS[-1], heading=place.heading, map=shown)
    ring = _ring([seen for _, seen in near])
    points = tuple(
        PlacePoint(letter, away(seen, point), seen.east / ring, seen.north / ring)
        for letter, (point, seen) in zip(_LETTERS, near, strict=False)
    )
    return PlaceView(coordinates, note, points, ring, place.heading, shown)


def _ring(offsets: list[Offset]) -> float:
    """Return the outer ring's miles, which hold all of them."""
    farthest = offsets[-1].miles
    return next((ring for ring in _RINGS if ring >= farthest), _RINGS[-1])
