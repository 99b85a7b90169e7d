"""Reads as marks on a map, with the towns around them where there is no map file."""

from collections.abc import Collection, Iterable

from mdt_alpr.domain.reading.position import nearest
from mdt_alpr.maps.map_tiles import MapFile, on_map
from mdt_alpr.maps.named_places import named_points
from mdt_alpr.ui.desk.models.map_view import MapMark, MapName, MapView
from mdt_alpr.wire.messages import PlaceMessage

_WITHIN_MI, _MOST = 60.0, 40
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
    towns = nearest(named_points(), seen[0][2].lat, seen[0][2].lon, _WITHIN_MI) if seen else ()
    names = tuple(
        MapName(*on_map(town.lat, town.lon), town.name, _TOWN_SIZE, is_point=True)
        for town, _ in towns[:_MOST]
    )
    return MapView(marks, names, _TOWNS_FROM)
