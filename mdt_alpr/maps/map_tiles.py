"""The agency's own map: vector tiles in one PMTiles file, for a desk without the internet."""

import gzip
import math
import re
import zlib
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any, BinaryIO

from google.protobuf.descriptor_pb2 import FieldDescriptorProto, FileDescriptorProto
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message import DecodeError
from google.protobuf.message_factory import GetMessageClass
from pmtiles.reader import Reader
from pmtiles.tile import Compression, MagicNumberNotFound, SpecVersionUnsupported, TileType

from mdt_alpr.domain.errors import OutsideError

FILE_NAME = "map.pmtiles"
EXTENT = 4096
"""Units along the side of a tile, where it says nothing else."""
_KEPT = 16
_FARTHEST_NORTH = 85.0511
"""Degrees of latitude at which the square map ends."""
_TAG = re.compile(r"<[^>]*>")
_BROKEN = (
    ArithmeticError, DecodeError, EOFError, LookupError, MagicNumberNotFound, OSError,
    RecursionError, SpecVersionUnsupported, ValueError, zlib.error,
)  # fmt: skip
"""What the libraries raise for a file that is damaged or none of theirs."""
_LARGEST_PIECE = 4 * 1024 * 1024
"""Bytes of a tile or a directory, packed or not: larger ones would fill a desk's memory."""
_GZIP, _GZIP_BITS = b"\x1f\x8b", 31
Point = tuple[float, float]


class Shape(IntEnum):
    """What the points of a feature make, as tiles number it."""

    POINT = 1
    LINE = 2
    AREA = 3


class PathCommand(IntEnum):
    """What follows in a list of points, as tiles number it."""

    MOVE = 1
    LINE = 2
    CLOSE = 7


@dataclass(frozen=True, slots=True)
class Feature:
    """A road, a lake or a place name of a tile; its points are in parts of the tile, 0 to 1."""

    layer: str
    shape: int
    tags: dict[str, str]
    parts: tuple[tuple[Point, ...], ...]


def on_map(lat: float, lon: float) -> Point:
    """Return where a place is on the square map of the world, from 0, 0 in the northwest to 1, 1.

    It is the projection of every web map (EPSG 3857).
    """
    north = math.radians(max(-_FARTHEST_NORTH, min(_FARTHEST_NORTH, lat)))
    return (lon + 180) / 360, (1 - math.asinh(math.tan(north)) / math.pi) / 2


class MapFile:
    """The tiles of a file; one thread at a time asks for them.

    Raises:
        OutsideError: it is no map, or one in a form that is not read.
    """

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                reader = Reader(partial(_bytes, file))
                header, about = reader.header(), reader.metadata()
        except _BROKEN as error:
            message = f"{path} cannot be read as a map. Bring a PMTiles file (version 3)."
            raise OutsideError(message) from error
        self._is_packed = header["tile_compression"] is Compression.GZIP
        if header["tile_type"] is not TileType.MVT or not (
            self._is_packed or header["tile_compression"] is Compression.NONE
        ):
            message = f"{path} holds no vector tiles (MVT), plain or gzip. Bring a map of those."
            raise OutsideError(message)
        self._file = path.open("rb")
        self._reader = Reader(partial(_bytes, self._file))
        self.nearest: int = header["max_zoom"]
        """The zoom of its most detailed tiles."""
        credit = about.get("attribution", "") if isinstance(about, dict) else ""
        self.credit = _TAG.sub("", str(credit))
        """Whom the map names as its source; its license asks that this is shown."""
        self.features = lru_cache(_KEPT)(self._features)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _features(
        self, place: tuple[int, int, int], layers: Container[str]
    ) -> tuple[Feature, ...]:
        """Return what is on the tile at (zoom, column, row), of some layers.

        A tile that is damaged, or that the file does not have, is empty.
        """
        try:
            content = self._reader.get(*place) or b""
            if self._is_packed and content:
                content = gzip.decompress(content)
            return tuple(_decoded(content, layers))
        except _BROKEN:
            return ()


def _bytes(file: BinaryIO, offset: int, length: int) -> bytes:
    """Return a piece of the file.

    Raises:
        ValueError: it is larger than a piece of a map, or would be unpacked, or is not whole.
    """
    message = "larger than a piece of a map, or cut off"
    if length > _LARGEST_PIECE:
        raise ValueError(message)
    file.seek(offset)
    content = file.read(length)
    if content.startswith(_GZIP):
        unpacking = zlib.decompressobj(_GZIP_BITS)
        unpacking.decompress(content, _LARGEST_PIECE)
        if not unpacking.eof or unpacking.unused_data:
            raise ValueError(message)
    return content


def map_in(folder: Path) -> MapFile | None:
    """Return the map that lies in a folder, None where there is none.

    Raises:
        OutsideError: see ``MapFile``.
    """
    path = folder / FILE_NAME
    return MapFile(path) if path.exists() else None


def _decoded(content: bytes, layers: Container[str]) -> Iterator[Feature]:
    tile = tile_message()()
    tile.ParseFromString(content)
    for layer in tile.layers:
        if layer.name not in layers:
            continue
        texts = [value.text for value in layer.values]
        for feature in layer.features:
            pairs = zip(feature.tags[::2], feature.tags[1::2], strict=True)
            tags = {layer.keys[key]: texts[value] for key, value in pairs}
            yield Feature(
                layer.name, feature.type, tags, tuple(_parts(list(feature.geometry), layer.extent))
            )


def _parts(numbers: Sequence[int], extent: int) -> Iterator[tuple[Point, ...]]:
    """Give the lines of a feature: commands, and steps from one point to the next."""
    x = y = place = 0
    part: list[Point] = []
    while place < len(numbers):
        command, count = numbers[place] & 7, numbers[place] >> 3
        place += 1
        if command == PathCommand.CLOSE:
            part += part[:1]
            continue
        if command == PathCommand.MOVE and part:
            yield tuple(part)
            part = []
        for at in range(place, place + 2 * count, 2):
            x += _signed(numbers[at])
            y += _signed(numbers[at + 1])
            part.append((x / extent, y / extent))
        place += 2 * count
    if part:
        yield tuple(part)


def _signed(number: int) -> int:
    return (number >> 1) ^ -(number & 1)


_ONE, _MANY = FieldDescriptorProto.LABEL_OPTIONAL, FieldDescriptorProto.LABEL_REPEATED
_TEXT, _NUMBER = FieldDescriptorProto.TYPE_STRING, FieldDescriptorProto.TYPE_UINT32
_FIELDS: tuple[tuple[str, str, int, int, Any], ...] = (
    ("Value", "text", 1, _ONE, _TEXT),
    ("Feature", "tags", 2, _MANY, _NUMBER),
    ("Feature", "type", 3, _ONE, _NUMBER),
    ("Feature", "geometry", 4, _MANY, _NUMBER),
    ("Layer", "name", 1, _ONE, _TEXT),
    ("Layer", "features", 2, _MANY, "Feature"),
    ("Layer", "keys", 3, _MANY, _TEXT),
    ("Layer", "values", 4, _MANY, "Value"),
    ("Layer", "extent", 5, _ONE, _NUMBER),
    ("Layer", "version", 15, _ONE, _NUMBER),
    ("Tile", "layers", 3, _MANY, "Layer"),
)
"""Message, field, number, how often, and what: the part of Mapbox Vector Tile 2.1 that is used."""


@cache
def tile_message() -> Any:
    """Return the class of the message that a tile is."""
    file = FileDescriptorProto(name="tile.proto", package="tile", syntax="proto2")
    names = dict.fromkeys(name for name, *_ in _FIELDS)
    messages = {name: file.message_type.add(name=name) for name in names}
    for message, name, number, label, kind in _FIELDS:
        form: dict[str, Any] = {"type": kind}
        if kind in messages:
            form = {"type": FieldDescriptorProto.TYPE_MESSAGE, "type_name": f".tile.{kind}"}
        elif kind == _NUMBER and label == _MANY:
            form["options"] = {"packed": True}
        if name == "extent":
            form["default_value"] = str(EXTENT)
        messages[message].field.add(name=name, number=number, label=label, **form)
    pool = DescriptorPool()
    pool.Add(file)
    return GetMessageClass(pool.FindMessageTypeByName("tile.Tile"))
