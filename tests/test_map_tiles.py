"""The agency's map file: what is on its tiles, and what is no map."""

import gzip
from pathlib import Path

import pytest
from pmtiles.reader import MemorySource, all_tiles
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from mdt_alpr.cli import desk, main
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.files.paths import resource
from mdt_alpr.lab.screens.town_map import CREDIT
from mdt_alpr.maps.map_tiles import FILE_NAME, Feature, MapFile, Shape, map_in, on_map

BY_ANOTHER_PROGRAM = bytes.fromhex(
    "1a4e0a05726f61647312141206000001010202180222080900000a801080201a046b696e641a056c616e65731a046e616d"
    "65220c0a0a6d696e6f725f726f61642202200222050a034f616b28802078021a420a0577617465721226120200001803221e"
    "0900001a801000008010ff0f000f098004ff0b1a00800480040000ff030f1a046b696e6422060a046c616b6528802078021a"
    "270a06706c61636573120d120200001801220509802080201a046e616d6522030a01582880207802"
)
"""By mapbox-vector-tile 2.2: road with a number among its tags, lake with an island, place."""
EVERY = ("roads", "water", "places")


def a_map(folder: Path, content: bytes, **header: object) -> Path:
    file = folder / FILE_NAME
    with file.open("wb") as opened:
        writer = Writer(opened)
        writer.write_tile(zxy_to_tileid(3, 2, 1), content)
        form = {"tile_type": TileType.MVT, "tile_compression": Compression.NONE, **header}
        writer.finalize(form | dict.fromkeys(("min_lon_e7", "min_lat_e7"), 0), {})
    return file


def read(file: Path, place: tuple[int, int, int]) -> tuple[Feature, ...]:
    opened = MapFile(file)
    try:
        return opened.features(place, EVERY)
    finally:
        opened.close()


def test_places_are_where_every_web_map_has_them() -> None:
    assert on_map(0.0, 0.0) == pytest.approx((0.5, 0.5))
    assert on_map(85.0511, -180.0) == pytest.approx((0.0, 0.0), abs=1e-6)
    assert on_map(-90.0, 180.0) == pytest.approx((1.0, 1.0), abs=1e-6)
    x, y = on_map(35.2271, -80.8431)
    assert (int(x * 2**14), int(y * 2**14)) == (4512, 6477)


@pytest.mark.parametrize("packed", [Compression.NONE, Compression.GZIP])
def test_a_tile_of_another_program_is_read(tmp_path: Path, packed: Compression) -> None:
    content = BY_ANOTHER_PROGRAM
    content = gzip.compress(content) if packed is Compression.GZIP else content
    road, lake, place = read(a_map(tmp_path, content, tile_compression=packed), (3, 2, 1))
    assert road.shape == Shape.LINE
    assert road.tags == {"kind": "minor_road", "lanes": "", "name": "Oak"}
    assert road.parts == (((0.0, 0.0), (0.25, 0.5)),)
    assert lake.shape == Shape.AREA
    shore, island = lake.parts
    assert shore == ((0.0, 0.0), (0.25, 0.0), (0.25, 0.25), (0.0, 0.25), (0.0, 0.0))
    assert island[0] == island[-1] == (0.0625, 0.0625)
    assert (place.layer, place.parts) == ("places", (((0.5, 0.5),),))


def test_layers_that_nobody_asked_for_are_left_out(tmp_path: Path) -> None:
    opened = MapFile(a_map(tmp_path, BY_ANOTHER_PROGRAM))
    (only,) = opened.features((3, 2, 1), ("places",))
    assert only.layer == "places"
    opened.close()


@pytest.mark.parametrize(
    "content", [b"\xff\xff\xff", BY_ANOTHER_PROGRAM[:-40], b"\x1a\x06\x0a\x01r\x12\x01\x22"]
)
def test_a_tile_that_is_damaged_or_missing_is_empty(tmp_path: Path, content: bytes) -> None:
    file = a_map(tmp_path, content)
    assert read(file, (3, 2, 1)) == ()
    assert read(file, (3, 2, 2)) == ()
    assert read(a_map(tmp_path, content, tile_compression=Compression.GZIP), (3, 2, 1)) == ()


def test_a_tile_that_would_fill_the_memory_is_empty(tmp_path: Path) -> None:
    swells = gzip.compress(bytes(5_000_000))
    for content in (swells, gzip.compress(b"") + swells):
        file = a_map(tmp_path, content, tile_compression=Compression.GZIP)
        assert file.stat().st_size < 10_000
        opened = MapFile(file)
        with pytest.raises(ValueError, match="larger than a piece"):
            opened._reader.get(3, 2, 1)
        assert opened.features((3, 2, 1), EVERY) == ()
        opened.close()


def with_metadata(file: Path, text: bytes, length: int | None = None) -> None:
    """Write other metadata behind the file, and where it is into its head."""
    content = bytearray(file.read_bytes())
    content[24:32] = len(content).to_bytes(8, "little")
    content[32:40] = (len(text) if length is None else length).to_bytes(8, "little")
    content[97] = Compression.NONE.value
    file.write_bytes(bytes(content) + text)


def test_metadata_that_harm_are_refused_in_words(tmp_path: Path) -> None:
    for text, length in ((b"{}", 2**62), (b"[" * 100_000, None), (b"\xff", None)):
        with_metadata(a_map(tmp_path, BY_ANOTHER_PROGRAM), text, length)
        with pytest.raises(OutsideError, match="Bring a PMTiles file"):
            map_in(tmp_path)
    with_metadata(a_map(tmp_path, BY_ANOTHER_PROGRAM), b'["no names"]')
    opened = map_in(tmp_path)
    assert opened is not None
    assert opened.credit == ""
    opened.close()


def test_what_is_no_map_of_vector_tiles_is_refused_in_words(tmp_path: Path) -> None:
    good = a_map(tmp_path, BY_ANOTHER_PROGRAM).read_bytes()
    for broken in (b"", b"no map", good[:60], good[:140], b"PMTiles\x02" + good[8:]):
        (tmp_path / FILE_NAME).write_bytes(broken)
        with pytest.raises(OutsideError, match="Bring a PMTiles file"):
            map_in(tmp_path)
    for form in ({"tile_type": TileType.PNG}, {"tile_compression": Compression.BROTLI}):
        a_map(tmp_path, b"", **form)
        with pytest.raises(OutsideError, match="no vector tiles"):
            map_in(tmp_path)


def test_a_desk_goes_on_without_a_map_and_says_what_is_wrong_with_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert desk._map(tmp_path) is None
    assert capsys.readouterr().err == ""
    (tmp_path / FILE_NAME).write_bytes(b"no map")
    assert desk._map(tmp_path) is None
    assert f"{FILE_NAME} cannot be read as a map" in capsys.readouterr().err
    a_map(tmp_path, BY_ANOTHER_PROGRAM)
    opened = desk._map(tmp_path)
    assert opened is not None
    opened.close()


def test_the_map_of_the_demo_is_what_its_command_makes_and_is_small(tmp_path: Path) -> None:
    made, shipped = tmp_path / FILE_NAME, resource("demo") / FILE_NAME
    assert main(["demo-map", str(made)]) == 0
    tiles = [
        {place: gzip.decompress(tile) for place, tile in all_tiles(MemorySource(f.read_bytes()))}
        for f in (made, shipped)
    ]
    assert tiles[0] == tiles[1]
    assert shipped.stat().st_size < 40_000
    opened = MapFile(shipped)
    assert (opened.nearest, opened.credit) == (14, CREDIT)
    streets = {feature.tags["name"] for feature in opened.features((14, 4512, 6477), ("roads",))}
    assert {"Drive Street", "11th Avenue", "Training Highway"} <= streets
    opened.close()
