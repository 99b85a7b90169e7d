"""Looking near a plate finds what the look at the whole frame finds, and looks nowhere else."""

from functools import cache

import cv2
import numpy as np
import pytest

from mdt_alpr.adapters.engines.own_detector import Detector
from mdt_alpr.adapters.outline import Outline
from mdt_alpr.domain.reading.reading import Box, Detection
from mdt_alpr.patrol.ports import Frame
from tests.adapters.test_outline import an_empty_street, rectangle
from tests.drawn_plates import box_at, frame_of, plate, scene

BOX = Box(200, 100, 300, 150)
LEFT, RIGHT = (160, 330, 110), (900, 420, 130)


@cache
def a_detector() -> Detector:
    detector = Detector()
    detector.load()
    return detector


@cache
def a_street() -> Frame:
    plates = [(plate("7KLM562"), *LEFT), (plate("EXN2894"), *RIGHT)]
    return frame_of(scene(plates, (1280, 720)))


@pytest.mark.parametrize("place", [LEFT, RIGHT])
def test_near_a_plate_it_is_found_as_in_the_whole_frame(place: tuple[int, int, int]) -> None:
    whole = [d for d in a_detector().detect(a_street()) if d.box.overlap(box_at(*place)) > 0.3]
    (near,) = a_detector().detect_near(a_street(), [box_at(*place)])
    assert near.box.overlap(whole[0].box) > 0.85
    assert abs(near.confidence - whole[0].confidence) < 0.2


def test_near_both_plates_both_are_found_and_neither_twice() -> None:
    places = [box_at(*LEFT), box_at(*RIGHT), box_at(*LEFT)]
    assert len(a_detector().detect_near(a_street(), places)) == 2


@pytest.mark.parametrize(
    "place", [Box(-90, -40, 10, 20), Box(1250, 700, 1400, 790), Box(3000, 2000, 3100, 2050)]
)
def test_a_place_at_or_beyond_the_edge_is_no_trouble(place: Box) -> None:
    for detection in a_detector().detect_near(a_street(), [place]):
        assert 0 <= detection.box.left < detection.box.right <= a_street().width


def test_no_place_is_nothing() -> None:
    assert a_detector().detect_near(a_street(), []) == []


@pytest.mark.parametrize("width", [460, 760, 1000])
def test_a_plate_that_fills_much_of_the_picture_is_found(width: int) -> None:
    at = ((1280 - width) // 2, 120, width)
    found = a_detector().detect(frame_of(scene([(plate("7KLM562"), *at)], (1280, 720))))
    assert max(detection.box.overlap(box_at(*at)) for detection in found) >= 0.5


def test_near_a_plate_that_fills_much_of_the_picture_it_is_found_too() -> None:
    at = (260, 120, 760)
    frame = frame_of(scene([(plate("7KLM562"), *at)], (1280, 720)))
    found = a_detector().detect_near(frame, [box_at(*at)])
    assert max(detection.box.overlap(box_at(*at)) for detection in found) >= 0.5


class Tells:
    """Tells the same outline at every box, and another one where it is asked to look closely."""

    def __init__(self, outline: Outline | None, closer: Outline | None) -> None:
        self._outline, self._closer = outline, closer

    def find(self, _frame: Frame, _box: Box) -> Outline | None:
        return self._outline

    def find_closely(self, _frame: Frame, _box: Box) -> Outline | None:
        return self._closer


def hugging(box: Box, outline: Outline | None, sure: float = 0.4) -> Box:
    detector = Detector()
    detector._outlines = Tells(outline, outline_at(200, 100, 80))
    return detector._hugging(an_empty_street(), Detection(box, sure))


def test_only_what_is_surely_a_plate_is_looked_at_closely() -> None:
    assert hugging(BOX, outline_at(204, 97, 90), 0.4) == Box(204, 97, 294, 142)
    assert hugging(BOX, outline_at(204, 97, 90), 0.8) == Box(200, 100, 280, 140)


def outline_at(left: float, top: float, width: float, unsure: float = 0.02) -> Outline:
    plate_at = rectangle(left, top, width, width / 2)
    return Outline(plate_at, plate_at, unsure, 0.02)


def test_a_plate_s_box_is_drawn_around_its_corners() -> None:
    assert hugging(BOX, outline_at(204, 97, 90)) == Box(204, 97, 294, 142)


def test_a_box_around_corners_ends_where_the_frame_does() -> None:
    at_the_edge = Box(0, 100, 90, 150)
    assert hugging(at_the_edge, outline_at(-12, 100, 100)) == Box(0, 100, 88, 150)


@pytest.mark.parametrize(
    "outline", [None, outline_at(204, 97, 90, unsure=0.4), outline_at(400, 97, 90)]
)
def test_a_box_stays_where_its_corners_are_unknown_unsure_or_another_plate_s(
    outline: Outline | None,
) -> None:
    assert hugging(BOX, outline) == BOX


@pytest.mark.parametrize(
    ("outline", "boxes"),
    [
        (outline_at(204, 97, 90), [Box(204, 97, 294, 142)]),
        (outline_at(204, 97, 90, unsure=0.08), []),
        (outline_at(400, 97, 90), []),
        (None, []),
    ],
    ids=["sure corners", "unsure corners", "another plate's corners", "no corners"],
)
def test_what_scores_too_little_for_a_plate_is_one_where_its_corners_prove_it(
    outline: Outline | None, boxes: list[Box]
) -> None:
    detector = Detector()
    detector._outlines = Tells(outline, None)
    weak = [Detection(BOX, 0.2), Detection(Box(0, 0, 40, 20), 0.2)]
    assert [d.box for d in detector._outlined(an_empty_street(), weak)] == boxes


def test_a_small_plate_with_no_vehicle_around_it_is_found_by_a_fine_scan_alone() -> None:
    grass = np.random.default_rng(3).normal((60, 110, 80), 28, (1440, 2560, 3))
    picture = cv2.GaussianBlur(grass.clip(0, 255).astype(np.uint8), (0, 0), 1.2)
    picture[400:430, 600:660] = cv2.resize(plate("7KLM562"), (60, 30))
    frame = frame_of(np.asarray(picture, np.uint8))
    assert a_detector().detect(frame) == []
    (small,) = a_detector().detect_finely(frame)
    assert small.box.overlap(Box(600, 400, 660, 430)) > 0.7
