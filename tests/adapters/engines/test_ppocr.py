from functools import cache

import pytest

from mdt_alpr.adapters.engines import ppocr_detector, ppocr_reader
from tests.drawn_plates import box_at, frame_of, plate, scene

AT = (280, 180, 160)


@cache
def a_reader() -> ppocr_reader.Reader:
    reader = ppocr_reader.Reader()
    reader.load()
    return reader


@pytest.mark.parametrize(
    ("name", "slogan", "state"),
    [
        ("NORTH CAROLINA", "FIRST IN FLIGHT", "NC"),
        ("SOUTH CAROLINA", "WHILE I BREATHE I HOPE", "SC"),
        ("VIRGINIA", "", "VA"),
        ("WEST VIRGINIA", "WILD WONDERFUL", "WV"),
        ("", "LAND OF ENCHANTMENT", "NM"),
        ("", "", ""),
        ("CAROLINA", "", ""),
    ],
)
def test_state_is_read_from_the_small_lines(name: str, slogan: str, state: str) -> None:
    frame = frame_of(scene([(plate("7KLM562", name, slogan), *AT)]))
    read = a_reader().read(frame, box_at(*AT))
    assert (read.text, read.state) == ("7KLM562", state)


def test_a_plate_too_small_for_its_lines_has_no_state() -> None:
    frame = frame_of(scene([(plate("7KLM562"), 300, 200, 54)]))
    assert a_reader().read(frame, box_at(300, 200, 54)).state == ""


def test_detector_works_on_large_and_small_frames() -> None:
    detector = ppocr_detector.Detector()
    detector.load()
    for size, at in (((320, 240), (120, 120, 100)), ((1920, 1080), (900, 500, 200))):
        found = detector.detect(frame_of(scene([(plate("7KLM562"), *at)], size)))
        assert max(d.box.overlap(box_at(*at)) for d in found) >= 0.3


def test_every_character_is_told_where_it_stands() -> None:
    frame = frame_of(scene([(plate("7KLM562"), *AT)]))
    read = a_reader().read(frame, box_at(*AT))
    cell = (300 - 28) // 7
    for place, character in enumerate(read.characters):
        assert character.span is not None
        drawn = (14 + (place + 0.5) * cell) / 300
        assert abs(sum(character.span) / 2 - drawn) < 0.4 * cell / 300
