"""The map of the demo: a made-up town at the street of the drive, and one at the sample hits."""

import gzip
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from mdt_alpr.adapters.positions.drive_receiver import HEADING, START
from mdt_alpr.maps.map_tiles import EXTENT, PathCommand, Point, Shape, on_map, tile_message

CREDIT = "Made up for training"
_NEAREST = 14
_SAMPLES = 35.40872, -80.57951
_METERS_PER_DEGREE = 111_320.0
_BLOCK, _PIECE = 120, 240
"""Meters between two streets, and of a piece of a line; a tile has the pieces that touch it."""
_BLOCKS = 10
_BUFFER = 1 / 16
_TREES = (
    "Alder", "Ash", "Aspen", "Beech", "Birch", "Cedar", "Cherry", "Chestnut", "Cypress", "Dogwood",
    "Elm", "Fir", "Hazel", "Hickory", "Holly", "Juniper", "Larch", "Linden", "Maple", "Myrtle",
    "Oak",
)  # fmt: skip
_KINDS = {0: ("major_road", 10), 5: ("medium_road", 12), 10: ("medium_road", 12)}
"""Streets that are more than local, by blocks from the middle: kind, and since which zoom."""


@dataclass(frozen=True, slots=True)
class _Thing:
    """A feature of the map: its points on the map of the world, and from which zoom it shows."""

    layer: str
    shape: Shape
    tags: tuple[tuple[str, str], ...]
    points: tuple[Point, ...]
    since: int


def write_map(file: Path) -> None:
    """Write the map; the same one each time."""
    things = [*_town(START, "Training"), *_town(_SAMPLES, "Sample"), _highway()]
    tiles: dict[tuple[int, int, int], list[tuple[_Thing, list[list[Point]]]]] = {}
    for thing in things:
        for zoom in range(thing.since, _NEAREST + 1):
            for tile, parts in _cut(thing, zoom).items():
                tiles.setdefault((zoom, *tile), []).append((thing, parts))
    with file.open("wb") as opened:
        writer = Writer(opened)
        for tile_id, place in sorted((zxy_to_tileid(*place), place) for place in tiles):
            writer.write_tile(tile_id, gzip.compress(_packed(place, tiles[place]), mtime=0))
        header = {"tile_type": TileType.MVT, "tile_compression": Compression.GZIP}
        writer.finalize({**header, **_bounds()}, {"attribution": CREDIT})


def _town(center: Point, name: str) -> Iterator[_Thing]:
    """Give a grid of streets, the street of the drive in its middle, with a creek and a park."""
    yield _Thing("places", Shape.POINT, _tags("town", name), _placed(center, [(0, 40)]), 6)
    reach = _BLOCK * _BLOCKS
    for place in range(-_BLOCKS, _BLOCKS + 1):
        kind, since = _KINDS.get(abs(place), ("minor_road", 13))
        at = place * _BLOCK
        tree = _TREES[place + _BLOCKS] if place else "Drive"
        ends = -reach, reach
        along: list[Point] = [(at, end) for end in ends]
        across: list[Point] = [(end, at) for end in ends]
        for tags, line in (
            (_tags(kind, f"{tree} Street"), along),
            (_tags(kind, f"{_counted(place + _BLOCKS + 1)} Avenue"), across),
        ):
            yield _Thing("roads", Shape.LINE, tags, _placed(center, _pieces(line)), since)
    bend = [(x, 380 + 160 * math.sin(x / 340)) for x in range(-2 * reach, 2 * reach, 80)]
    yield _Thing("water", Shape.LINE, _tags("stream", ""), _placed(center, bend), 11)
    for layer, kind, (x, y), size in (
        ("water", "lake", (760, 480), 170),
        ("landuse", "park", (-780, -700), 330),
        ("landuse", "park", (740, 470), 300),
    ):
        turns = [math.tau * n / 24 for n in range(25)]
        ring = [
            (x + size * math.cos(turn), y + size * 0.7 * math.sin(turn) * (1.2 + math.cos(turn)))
            for turn in turns
        ]
        tags = _tags(kind, "")
        yield _Thing(layer, Shape.AREA, tags, _placed(center, ring), 11)


def _highway() -> _Thing:
    (lat1, lon1), (lat2, lon2) = START, _SAMPLES
    steps = [n / 160 for n in range(161)]
    line = tuple(
        on_map(lat1 + (lat2 - lat1) * s + 0.012 * math.sin(s * math.tau), lon1 + (lon2 - lon1) * s)
        for s in steps
    )
    return _Thing("roads", Shape.LINE, _tags("highway", "Training Highway"), line, 6)


def _tags(kind: str, name: str) -> tuple[tuple[str, str], ...]:
    return (("kind", kind), ("name", name)) if name else (("kind", kind),)


def _counted(number: int) -> str:
    is_teen = 10 < number < 14  # noqa: PLR2004 - eleventh to thirteenth
    return f"{number}{'th' if is_teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _pieces(line: list[Point]) -> list[Point]:
    """Return a straight line with points in between."""
    (x1, y1), (x2, y2) = line
    steps = math.ceil(math.dist(*line) / _PIECE)
    return [(x1 + (x2 - x1) * n / steps, y1 + (y2 - y1) * n / steps) for n in range(steps + 1)]


def _placed(center: Point, meters: Iterable[Point]) -> tuple[Point, ...]:
    """Return points that are given in meters across and along the street of the drive."""
    lat, lon = center
    turn = math.radians(HEADING)
    return tuple(
        on_map(
            lat + (y * math.cos(turn) - x * math.sin(turn)) / _METERS_PER_DEGREE,
            lon
            + (y * math.sin(turn) + x * math.cos(turn))
            / (_METERS_PER_DEGREE * math.cos(math.radians(lat))),
        )
        for x, y in meters
    )


def _cut(thing: _Thing, zoom: int) -> dict[tuple[int, int], list[list[Point]]]:
    """Return by tile which parts of a thing it has: the runs of pieces that touch it."""
    points = [(x * 2**zoom, y * 2**zoom) for x, y in thing.points]
    if thing.shape is not Shape.LINE:
        return {tile: [points] for tile in _touched(points)}
    runs: dict[tuple[int, int], list[list[Point]]] = {}
    for one, other in pairwise(points):
        for tile in _touched([one, other]):
            kept = runs.setdefault(tile, [])
            if kept and kept[-1][-1] == one:
                kept[-1].append(other)
            else:
                kept.append([one, other])
    return runs


def _touched(points: list[Point]) -> list[tuple[int, int]]:
    columns, rows = (
        range(math.floor(min(ways) - _BUFFER), math.floor(max(ways) + _BUFFER) + 1)
        for ways in zip(*points, strict=True)
    )
    return [(column, row) for column in columns for row in rows]


def _packed(tile: tuple[int, int, int], things: list[tuple[_Thing, list[list[Point]]]]) -> bytes:
    """Return a tile's content as Mapbox Vector Tile."""
    made = tile_message()()
    for name in dict.fromkeys(thing.layer for thing, _ in things):
        own = [(thing, parts) for thing, parts in things if thing.layer == name]
        keys, texts = (
            list(dict.fromkeys(tag[n] for thing, _ in own for tag in thing.tags)) for n in (0, 1)
        )
        layer = made.layers.add(name=name, version=2, extent=EXTENT, keys=keys)
        for text in texts:
            layer.values.add(text=text)
        for thing, parts in own:
            layer.features.add(
                type=int(thing.shape),
                tags=[n for key, text in thing.tags for n in (keys.index(key), texts.index(text))],
                geometry=_commands(thing.shape, parts, tile[1:]),
            )
    content: bytes = made.SerializeToString(deterministic=True)
    return content


def _commands(shape: Shape, parts: list[list[Point]], corner: tuple[int, ...]) -> Iterator[int]:
    """Give a thing's points as steps from one to the next, each part after a move."""
    at = [0, 0]
    for part in parts:
        points = part[:-1] if shape is Shape.AREA else part
        for place, point in enumerate(points):
            if place <= 1:
                yield (
                    PathCommand.MOVE | 1 << 3
                    if place == 0
                    else PathCommand.LINE | len(points) - 1 << 3
                )
            for axis in (0, 1):
                now = round((point[axis] - corner[axis]) * EXTENT)
                step, at[axis] = now - at[axis], now
                yield step << 1 ^ step >> 31
        if shape is Shape.AREA:
            yield PathCommand.CLOSE | 1 << 3


def _bounds() -> dict[str, int]:
    (lat1, lon1), (lat2, lon2) = START, _SAMPLES
    degrees = {
        "min_lat": lat1 - 0.1, "min_lon": lon1 - 0.1, "max_lat": lat2 + 0.1, "max_lon": lon2 + 0.1,
        "center_lat": lat1, "center_lon": lon1,
    }  # fmt: skip
    return {
        "center_zoom": _NEAREST,
        **{f"{name}_e7": round(value * 10**7) for name, value in degrees.items()},
    }
