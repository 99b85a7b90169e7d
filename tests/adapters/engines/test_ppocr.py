from functools import cache

import cv2
import numpy as np
import pytest

from mdt_alpr.adapters.engines import ppocr_detector, ppocr_reader
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.domain.reading.state_of_issuance import NO_SERIES, issuing_state
from tests.drawn_plates import SIZE, box_at, frame_of, plate, scene

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
def test_the_small_lines_tell_the_state(name: str, slogan: str, state: str) -> None:
    frame, box = frame_of(scene([(plate("7KLM562", name, slogan), *AT)])), box_at(*AT)
    assert a_reader().read(frame, box).text == "7KLM562"
    assert issuing_state({}, a_reader().words(frame, box), (), NO_SERIES)[0] == state


def test_the_small_lines_of_a_slanted_plate_tell_the_state() -> None:
    picture = scene([(plate("7KLM562"), *AT)])
    turn = cv2.getRotationMatrix2D((360, 220), 8.0, 1.0)
    frame = frame_of(np.asarray(cv2.warpAffine(picture, turn, SIZE), np.uint8))
    words = a_reader().words(frame, Box(276, 166, 444, 274))
    assert max(words, key=lambda state: words[state]) == "NC"


def test_the_lines_of_a_plate_too_small_say_nothing() -> None:
    frame = frame_of(scene([(plate("7KLM562"), 300, 200, 54)]))
    assert a_reader().words(frame, box_at(300, 200, 54)) == {}


def test_detector_works_on_large_and_small_frames() -> None:
    detector = ppocr_detector.Detector()
    detector.load()
    for size, at in (((320, 240), (120, 120, 100)), ((1920, 1080), (900, 500, 200))):
        found = detector.detect(frame_of(scene([(plate("7KLM562"), *at)], size)))
        assert max(d.box.overlap(box_at(*at)) for d in found) >= 0.3


def test_every_character_is_placed() -> None:
    frame = frame_of(scene([(plate("7KLM562"), *AT)]))
    read = a_reader().read(frame, box_at(*AT))
    cell = (300 - 28) // 7
    for place, character in enumerate(read.characters):
        assert character.span is not None
        drawn = (14 + (place + 0.5) * cell) / 300
        assert abs(sum(character.span) / 2 - drawn) < 0.4 * cell / 300
