"""What every recognition engine must do. A new file is found by itself."""

import importlib.util
from functools import cache

import numpy as np
import pytest

from mdt_alpr.adapters import discovery
from mdt_alpr.adapters.model_files import listed_models
from mdt_alpr.domain.errors import EngineMissingError
from mdt_alpr.domain.plate.plate import STATES, UNKNOWN_STATE, folded
from mdt_alpr.domain.reading.reading import Box, Detection
from mdt_alpr.domain.reading.voting import edits
from mdt_alpr.patrol.ports import Frame, PlateDetector, PlateReader
from tests.builders import NOW
from tests.drawn_plates import box_at, frame_of, plate, scene
from tests.patrol.scripted_car import ScriptedEngine, StateReader

_EASYOCR = ("torch", "easyocr", "easyocr_en_models")
PACKAGES = {"easyocr": _EASYOCR, "easyocr-plates": _EASYOCR}
"""Engines that are an extra, and what they need."""
BROUGHT = {"agency"}
"""Engines whose networks an agency brings: tests/adapters/engines/test_agency.py."""

TEXT, AT = "7KLM562", (300, 200, 130)


def is_installed(engine: str) -> bool:
    return engine not in BROUGHT and all(
        importlib.util.find_spec(name) is not None for name in PACKAGES.get(engine, ())
    )


INSTALLED = [name for name in discovery.engines() if is_installed(name)]
every_engine, every_reader = (
    pytest.mark.parametrize(
        "name",
        [
            pytest.param(name, marks=[pytest.mark.torch] if name in PACKAGES else [])
            for name in names
            if is_installed(name)
        ],
    )
    for names in (discovery.engines(), discovery.readers())
)


@cache
def a_detector(name: str) -> PlateDetector:
    detector = discovery.detector(name)
    detector.load()
    return detector


@cache
def a_reader(name: str) -> PlateReader:
    reader = discovery.reader(name)
    reader.load()
    return reader


@cache
def a_street() -> Frame:
    return frame_of(scene([(plate(TEXT), *AT)]))


def test_our_engine_and_both_others_are_there() -> None:
    assert set(discovery.engines()) >= {"own", "ppocr", "easyocr"}
    assert set(discovery.readers()) > set(discovery.engines())
    assert {"own", "ppocr"} <= set(INSTALLED)


@pytest.mark.parametrize("name", sorted({*discovery.engines(), *discovery.readers()} - BROUGHT))
def test_an_engine_names_its_weights_which_are_sealed_with_a_hit(name: str) -> None:
    made: list[object] = [discovery.reader(name)]
    if name in discovery.engines():
        made.append(discovery.detector(name))
    for engine in made:
        weights = getattr(engine, "weights", ())
        assert weights
        assert set(weights) <= set(listed_models())


@pytest.mark.parametrize("make", [discovery.detector, discovery.reader])
def test_an_unknown_engine_names_those_that_exist(make: object) -> None:
    assert callable(make)
    with pytest.raises(EngineMissingError, match=r"Choose one of: agency, (.*, )?own, "):
        make("hal9000")


@every_engine
def test_detector_finds_the_plate(name: str) -> None:
    found = a_detector(name).detect(a_street())
    assert all(isinstance(detection, Detection) for detection in found)
    assert max(detection.box.overlap(box_at(*AT)) for detection in found) >= 0.3


@every_engine
def test_detector_puts_the_surest_first_and_stays_within_the_frame(name: str) -> None:
    edge = frame_of(scene([(plate(TEXT), 505, 200, 130), (plate("EXN2894"), 140, 120, 90)]))
    found = a_detector(name).detect(edge)
    assert found
    confidences = [detection.confidence for detection in found]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 < confidence <= 1 for confidence in confidences)
    for box in (detection.box for detection in found):
        assert 0 <= box.left < box.right <= edge.width
        assert 0 <= box.top < box.bottom <= edge.height


@every_engine
@pytest.mark.parametrize("size", [(64, 48), (1280, 720), (360, 640)])
def test_detector_finds_nothing_in_an_empty_picture(name: str, size: tuple[int, int]) -> None:
    empty = np.full((size[1], size[0], 3), 90, np.uint8)
    assert a_detector(name).detect(frame_of(empty)) == []


@every_reader
def test_reader_reads_the_plate(name: str) -> None:
    read = a_reader(name).read(a_street(), box_at(*AT))
    assert edits(folded(read.text), TEXT) <= 1
    for character in read.characters:
        assert len(character.text) == 1
        assert character.text.isalnum()
        assert 0 <= character.confidence <= 1
        assert all(len(text) == 1 and 0 < belief <= 1 for text, belief in character.alternatives)
        assert character.text not in {text for text, _ in character.alternatives}


@every_reader
def test_reader_gives_the_same_answer_twice(name: str) -> None:
    reader = a_reader(name)
    assert reader.read(a_street(), box_at(*AT)) == reader.read(a_street(), box_at(*AT))


@every_reader
def test_reader_names_a_state_or_none(name: str) -> None:
    read = a_reader(name).read(a_street(), box_at(*AT))
    assert read.state in {UNKNOWN_STATE, *STATES}
    assert (read.state == UNKNOWN_STATE) == (read.state_confidence == 0.0)


@every_reader
@pytest.mark.parametrize(
    "box", [Box(10, 10, 12, 11), Box(-40, -20, 5, 3), Box(636, 357, 700, 400), Box(0, 0, 0, 0)]
)
def test_reader_reads_nothing_where_there_is_no_room(name: str, box: Box) -> None:
    assert a_reader(name).read(a_street(), box).characters == ()


@every_reader
def test_reader_reads_nothing_on_an_empty_wall(name: str) -> None:
    wall = frame_of(np.full((200, 300, 3), 128, np.uint8))
    assert a_reader(name).read(wall, Box(50, 50, 200, 120)).characters == ()


@every_engine
def test_engines_leave_the_frame_as_it_was(name: str) -> None:
    frame = a_street()
    before = frame.pixels.copy()
    a_detector(name).detect(frame)
    a_reader(name).read(frame, box_at(*AT))
    assert np.array_equal(frame.pixels, before)


# ------------------------------------------------------------------------- what tests script


SCRIPTED = ((Box(20, 10, 120, 60), TEXT, 0.9), (Box(300, 10, 400, 60), "EXN2894", 0.7))


@pytest.mark.parametrize("kind", [ScriptedEngine, StateReader])
def test_a_scripted_engine_reads_what_it_finds_and_nothing_elsewhere(
    kind: type[ScriptedEngine],
) -> None:
    engine = kind()
    engine.load()
    frame = Frame(SCRIPTED, NOW, 0, 1280, 720, "front")
    found = engine.detect(frame)
    assert all(isinstance(detection, Detection) for detection in found)
    assert [engine.read(frame, each.box).text for each in found] == [TEXT, "EXN2894"]
    nowhere = engine.read(frame, Box(0, 0, 5, 5))
    assert nowhere.characters == ()
    assert (nowhere.state == UNKNOWN_STATE) == (nowhere.state_confidence == 0.0)
    assert engine.detect(Frame((), NOW, 1, 1280, 720, "front")) == []
