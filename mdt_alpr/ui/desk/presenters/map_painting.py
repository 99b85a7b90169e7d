"""Paints tiles of the agency's map, off the screen's thread.

It knows the layers of the two common kinds of map: Protomaps and OpenMapTiles.
"""

import math
from collections.abc import Container, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from mdt_alpr.maps.map_tiles import Feature, MapFile, Point, Shape
from mdt_alpr.ui.desk.models.map_view import TILE, MapName, MapTile, TileKey

_WATER, _PARK, _BORDER, _STREAM = "water", "park", "border", "stream"
_LOCAL, _MIDDLE, _MAIN, _FREEWAY = range(4)
_ROAD_KINDS = {
    "highway": _FREEWAY, "motorway": _FREEWAY, "trunk": _MAIN, "major_road": _MAIN,
    "primary": _MAIN, "secondary": _MIDDLE, "medium_road": _MIDDLE, "tertiary": _MIDDLE,
    "minor_road": _LOCAL, "minor": _LOCAL, "service": _LOCAL,
}  # fmt: skip
_GREEN_KINDS = {
    "park", "forest", "wood", "grass", "grassland", "cemetery", "golf_course", "nature_reserve",
    "national_park", "protected_area", "recreation_ground", "pitch", "public_park",
}  # fmt: skip
_TOWN_SIZES = {
    "city": 16, "town": 14, "locality": 14, "village": 13, "suburb": 12, "hamlet": 12,
    "neighborhood": 12, "quarter": 12,
}  # fmt: skip
_ROADS, _ROAD_NAMES = ("roads", "transportation"), ("roads", "transportation_name")
_AREAS = {
    "water": _WATER, "landuse": _PARK, "landcover": _PARK, "park": _PARK,
}  # fmt: skip
_LINES = {"waterway": _STREAM, "water": _STREAM, "boundaries": _BORDER, "boundary": _BORDER}
_PLACES = ("places", "place")
LAYERS = frozenset((*_ROADS, *_ROAD_NAMES, *_AREAS, *_LINES, *_PLACES))
_WIDE = (1.6, 2.4, 3.4, 4.6)
"""Pixels of a road of each kind where a mile is 100 pixels or so."""
_WIDE_AT, _GROWS = 14, 1.42
_WIDEST, _NARROWEST = 40.0, 0.6
_STREETS_NAMED_FROM, _LOCAL_NAMED_FROM = 14, 15
_STREET_SIZE, _NAMED_PIECE = 12, 48


@dataclass(frozen=True, slots=True)
class _Colors:
    land: str
    water: str
    park: str
    border: str
    edge: str
    roads: tuple[str, str, str, str]


COLORS = {
    "day": _Colors(
        land="#ECEFF1", water="#B5D0E4", park="#D3E4CF", border="#7E8A94", edge="#B3BDC5",
        roads=("#FFFFFF", "#FFFFFF", "#F7F0DA", "#E9DDB4"),
    ),
    "night": _Colors(
        land="#0D1115", water="#14344B", park="#10201A", border="#55636F", edge="#05070A",
        roads=("#252E36", "#2E3841", "#3A444D", "#48525B"),
    ),
}  # fmt: skip


class MapTiles(QObject):
    """Paints the tiles in sight, one after the other, on a thread of its own.

    Signals:
        came: a tile that was wanted (``MapTile``).
    """

    came = Signal(object)

    def __init__(self, file: MapFile | None) -> None:
        super().__init__()
        self.file = file
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="map")
        self._wanted: frozenset[TileKey] = frozenset()

    def want(self, keys: frozenset[TileKey]) -> None:
        """Paint these tiles, and none that was wanted before and not painted yet."""
        new, self._wanted = keys - self._wanted, keys
        if self.file is not None:
            for key in new:
                self._pool.submit(self._paint, self.file, key)

    def close(self) -> None:
        """Stop, and close the file."""
        self._wanted = frozenset()
        self._pool.shutdown(wait=True, cancel_futures=True)
        if self.file is not None:
            self.file.close()

    def _paint(self, file: MapFile, key: TileKey) -> None:
        if key in self._wanted:
            self.came.emit(painted(file, key))


def painted(file: MapFile, key: TileKey) -> MapTile:
    """Return a tile; where the map ends at a lower zoom, a part of a tile of that one."""
    deeper = max(0, key.zoom - file.nearest)
    column, row = key.column >> deeper, key.row >> deeper
    features = file.features((key.zoom - deeper, column, row), LAYERS)
    side = float(TILE << deeper)
    window = _Window(
        side, (key.column - (column << deeper)) * TILE, (key.row - (row << deeper)) * TILE
    )
    pixels = math.ceil(TILE * key.ratio)
    picture = QImage(pixels, pixels, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(key.ratio)
    colors = COLORS[key.palette]
    picture.fill(QColor(colors.land))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_ground(painter, features, window, colors)
    _paint_roads(painter, features, window, (key.zoom, colors))
    painter.end()
    size = TILE << key.zoom
    names = tuple(
        MapName(
            (key.column * TILE + at[0]) / size, (key.row * TILE + at[1]) / size, words, *look
        )
        for at, words, look in _names(features, window, key.zoom)
        if 0 <= at[0] < TILE and 0 <= at[1] < TILE
    )  # fmt: skip
    return MapTile(key, picture, names)


@dataclass(frozen=True, slots=True)
class _Window:
    """Which part of a tile is painted: the side of the whole one, and where the part begins."""

    side: float
    left: int
    top: int

    def at(self, point: Point) -> Point:
        """Return a point in pixels of the part."""
        return point[0] * self.side - self.left, point[1] * self.side - self.top

    def lines(self, features: Iterable[Feature]) -> list[QPolygonF]:
        """Return the lines of features."""
        return [
            QPolygonF([QPointF(*self.at(point)) for point in part])
            for feature in features
            for part in feature.parts
        ]


def _paint_ground(
    painter: QPainter, features: tuple[Feature, ...], window: _Window, colors: _Colors
) -> None:
    areas = [(_area(feature), feature) for feature in features if feature.shape == Shape.AREA]
    for kind, color in ((_PARK, colors.park), (_WATER, colors.water)):
        for shape in (one for is_kind, one in areas if is_kind == kind):
            path = QPainterPath()  # of one shape: its inner rings are islands
            for ring in window.lines((shape,)):
                path.addPolygon(ring)
            painter.fillPath(path, QColor(color))
    lines = [feature for feature in features if feature.shape == Shape.LINE]
    for kind, color, wide in ((_STREAM, colors.water, 2.0), (_BORDER, colors.border, 1.0)):
        shown = window.lines(line for line in lines if _LINES.get(line.layer) == kind)
        _stroke(painter, shown, color, wide)


def _area(feature: Feature) -> str:
    kind = _AREAS.get(feature.layer, "")
    is_green = feature.layer == _PARK or bool(_kind(feature, _GREEN_KINDS))
    return "" if kind == _PARK and not is_green else kind


def _paint_roads(
    painter: QPainter, features: tuple[Feature, ...], window: _Window, look: tuple[int, _Colors]
) -> None:
    zoom, colors = look
    kinds: dict[int, list[Feature]] = {}
    for feature in features:
        kind = _ROAD_KINDS.get(_kind(feature, _ROAD_KINDS))
        if feature.layer in _ROADS and feature.shape == Shape.LINE and kind is not None:
            kinds.setdefault(kind, []).append(feature)
    roads = [(kind, window.lines(kinds[kind])) for kind in sorted(kinds)]
    for kind, lines in roads:
        _stroke(painter, lines, colors.edge, _width(kind, zoom) + 1.6)
    for kind, lines in roads:
        _stroke(painter, lines, colors.roads[kind], _width(kind, zoom))


def _width(kind: int, zoom: int) -> float:
    return max(_NARROWEST, min(_WIDEST, _WIDE[kind] * _GROWS ** (zoom - _WIDE_AT)))


def _stroke(painter: QPainter, lines: list[QPolygonF], color: str, wide: float) -> None:
    """Paint lines one by one: a call that paints all of them keeps the screen's thread waiting."""
    pen = QPen(QColor(color), wide)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    for line in lines:
        painter.drawPolyline(line)


def _kind(feature: Feature, known: Container[str]) -> str:
    """Return what a feature is, in the first of its tags that says so; empty for none."""
    said = (feature.tags.get(tag, "") for tag in ("kind_detail", "kind", "subclass", "class"))
    return next((kind for kind in said if kind in known), "")


def _names(
    features: tuple[Feature, ...], window: _Window, zoom: int
) -> Iterator[tuple[Point, str, tuple[int, float]]]:
    """Give names with their place in pixels, size and turn: towns first, then streets."""
    for one in features:
        name = one.tags.get("name:en") or one.tags.get("name", "")
        size = _TOWN_SIZES.get(_kind(one, _TOWN_SIZES))
        if one.layer in _PLACES and one.parts and name and size:
            yield window.at(one.parts[0][0]), name, (size, 0.0)
    for feature in features if zoom >= _STREETS_NAMED_FROM else ():
        name = feature.tags.get("name", "")
        is_local = _ROAD_KINDS.get(_kind(feature, _ROAD_KINDS), _LOCAL) == _LOCAL
        is_named = feature.layer in _ROAD_NAMES and name and feature.shape == Shape.LINE
        if is_named and (not is_local or zoom >= _LOCAL_NAMED_FROM):
            size = _STREET_SIZE + (not is_local)
            yield from ((at, name, (size, turn)) for at, turn in _along(feature, window))


def _along(feature: Feature, window: _Window) -> Iterator[tuple[Point, float]]:
    """Give the middle of each straight piece of a road that a name fits on, and its turn."""
    for part in feature.parts:
        for one, other in pairwise(map(window.at, part)):
            if math.dist(one, other) >= _NAMED_PIECE:
                turn = math.degrees(math.atan2(other[1] - one[1], other[0] - one[0]))
                yield ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2), (turn + 90) % 180 - 90
