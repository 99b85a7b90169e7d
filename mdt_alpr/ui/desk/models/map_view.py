"""What a map shows; places are on the square map of the world, 0, 0 to 1, 1."""

from dataclasses import dataclass

from PySide6.QtGui import QImage

TILE = 256
"""Pixels along the side of a tile."""


@dataclass(frozen=True, slots=True)
class MapMark:
    """A read on the map, with its words for a screen reader; degrees from true north.

    ``is_hit``: it alerted, and has a frame.
    """

    key: str
    x: float
    y: float
    words: str
    heading: float | None = None
    is_hit: bool = False


@dataclass(frozen=True, slots=True)
class MapName:
    """A name on the map, ``size`` in pixels, turned by degrees; ``is_point`` has a dot."""

    x: float
    y: float
    words: str
    size: int
    turn: float = 0.0
    is_point: bool = False


@dataclass(frozen=True, slots=True)
class MapView:
    """The marks; ``names`` are shown in place of tiles where there is no map file."""

    marks: tuple[MapMark, ...] = ()
    names: tuple[MapName, ...] = ()
    credit: str = ""
    has_tiles: bool = False


NO_MAP = MapView()


@dataclass(frozen=True, slots=True)
class TileKey:
    """A tile as a window shows it; ``ratio`` is how many pixels the screen has for each."""

    zoom: int
    column: int
    row: int
    palette: str
    ratio: float


@dataclass(frozen=True, slots=True)
class MapTile:
    """A painted tile, and the names on it, which cross its edges."""

    key: TileKey
    picture: QImage
    names: tuple[MapName, ...]
