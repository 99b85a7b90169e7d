"""A plate's corners are found around an unsure box; what lies within them is seen straight."""

import math
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mdt_alpr.adapters.outline import (
    Corners,
    Outline,
    OutlineFinder,
    around_serial,
    from_cut,
    straightened,
    upon,
)
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.patrol.ports import Frame
from tests.adapters.test_slant import PLACE, turned
from tests.drawn_plates import PLATE, box_at, frame_of, plate, scene

SIZE = (128, 64)
LEANING = np.array([(150, 90), (330, 120), (325, 190), (155, 210)], np.float32)
"""A plate that is seen from its side."""

CLOSE = 0.1
"""In widths of the plate: what is drawn here is not what the network was trained on."""


@cache
def a_finder() -> OutlineFinder:
    return OutlineFinder(threads=1)


@cache
def an_empty_street() -> Frame:
    return frame_of(scene([]))


def rectangle(left: float, top: float, width: float, height: float, degrees: float = 0) -> Corners:
    """Return a rectangle's corners, turned about its middle so that its upper edge falls."""
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    flat = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * (width / 2, height / 2)
    middle = np.array((left + width / 2, top + height / 2))
    about = flat @ np.array([(cosine, sine), (-sine, cosine)])
    return np.asarray(about + middle, np.float32)


def pattern() -> npt.NDArray[np.uint8]:
    """Return a picture in which no part looks as another."""
    across = np.repeat(np.linspace(20, 230, SIZE[0])[None], SIZE[1], 0)
    down = np.repeat(np.linspace(200, 30, SIZE[1])[:, None], SIZE[0], 1)
    waves = 120 + 80 * np.sin(across / 12)
    return np.stack([across, down, waves], -1).astype(np.uint8)


def showing(corners: Corners) -> npt.NDArray[np.uint8]:
    """Return a street in which the pattern lies between these corners."""
    flat = np.array([(0, 0), (SIZE[0], 0), SIZE, (0, SIZE[1])], np.float32)
    onto = cv2.getPerspectiveTransform(flat, corners)
    picture = scene([])
    cv2.warpPerspective(
        pattern(), onto, picture.shape[1::-1], dst=picture, borderMode=cv2.BORDER_TRANSPARENT
    )
    return picture


def off(found: npt.NDArray[np.uint8], wanted: npt.NDArray[np.uint8]) -> float:
    """Return how much two pictures differ, but for their rims."""
    away = np.abs(found.astype(float) - wanted.astype(float))
    return float(away[3:-3, 3:-3].mean())


@pytest.mark.parametrize("degrees", [-8, 0, 8])
@pytest.mark.parametrize("unsure", [(0.0, 0.0), (0.08, 0.0), (-0.06, 0.1)])
def test_a_plates_corners_are_found_though_its_box_is_off(
    degrees: int, unsure: tuple[float, float]
) -> None:
    frame, box = turned("7KLM562", degrees)
    x, y = unsure[0] * box.width, unsure[1] * box.height
    found = a_finder().find(frame, Box(box.left + x, box.top + y, box.right + x, box.bottom + y))
    assert found is not None
    left, top, width = PLACE
    tall = width * PLATE[1] / PLATE[0]
    assert np.abs(found.plate - rectangle(left, top, width, tall, degrees)).max() < CLOSE * width
    assert 0 < found.plate_uncertainty < 0.5
    assert 0 < found.serial_uncertainty < 0.5


def test_in_a_box_twice_too_wide_the_plate_is_found_by_its_serial() -> None:
    frame, whole = frame_of(scene([(plate("7KLM562"), *PLACE)])), box_at(*PLACE)
    aside, above = whole.width / 2, whole.height / 4
    recess = Box(whole.left - aside, whole.top - above, whole.right + aside, whole.bottom + above)
    found = a_finder().find(frame, recess)
    assert found is not None
    closer = a_finder().find_closely(frame, recess)
    assert closer is not None
    assert closer.plate_uncertainty < min(0.1, found.plate_uncertainty)
    assert closer.box.overlap(whole) > 0.75


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 99), st.integers(-60, 600), st.integers(-60, 330), st.integers(12, 700))
def test_whatever_a_box_holds_its_corners_lie_near_it(
    seed: int, left: int, top: int, wide: int
) -> None:
    noise = np.random.default_rng(seed).integers(0, 256, (360, 640, 3), np.uint8)
    middle = np.array((left + wide / 2, top + wide / 4))
    box = Box(left, top, left + wide, top + wide / 2)
    for find in (a_finder().find, a_finder().find_closely):
        outline = find(frame_of(noise), box)
        assert outline is not None
        assert np.abs(outline.plate - middle).max() <= 2 * wide
        assert np.abs(outline.serial - middle).max() <= 2 * wide


def test_a_serial_is_found_where_its_characters_stand() -> None:
    frame = frame_of(scene([(plate("7KLM562"), *PLACE)]))
    found = a_finder().find(frame, box_at(*PLACE))
    assert found is not None
    left, top, width = PLACE
    scale = width / PLATE[0]
    serial = rectangle(left + 17 * scale, top + 40 * scale, 260 * scale, 75 * scale)
    assert np.abs(found.serial - serial).max() < CLOSE * width


@pytest.mark.parametrize("size", [(11, 20), (40, 5), (151, 50)])
def test_at_a_box_too_small_or_too_long_nothing_is_looked_for(size: tuple[int, int]) -> None:
    frame = frame_of(scene([(plate("7KLM562"), *PLACE)]))
    assert a_finder().find(frame, Box(100, 100, 100 + size[0], 100 + size[1])) is None


def test_of_our_plates_a_box_along_the_serial_alone_is_enough() -> None:
    frame = frame_of(scene([(plate("7KLM562"), *PLACE)]))
    whole = box_at(*PLACE)
    cut = (whole.height - whole.width / 3.1) / 2
    found = a_finder().find(
        frame, Box(whole.left, whole.top + cut, whole.right, whole.bottom - cut)
    )
    assert found is not None
    assert found.box.overlap(whole) > 0.8


def test_of_a_long_plate_no_corners_are_given() -> None:
    long = cv2.resize(plate("51F97022"), (520, 112), interpolation=cv2.INTER_AREA)
    street = scene([])
    street[120:232, 60:580] = long
    assert a_finder().find(frame_of(street), Box(60, 120, 580, 232)) is None


@pytest.mark.parametrize("left", [-400, -60, 600, 900])
@pytest.mark.parametrize("top", [-300, -20, 340, 700])
def test_a_box_at_or_beyond_the_edge_is_no_trouble(left: int, top: int) -> None:
    found = a_finder().find(an_empty_street(), Box(left, top, left + 90, top + 45))
    assert found is not None
    assert np.isfinite(found.plate).all()
    assert np.isfinite(found.serial).all()


def test_an_outlines_box_holds_its_plate_upright() -> None:
    turned_plate = rectangle(100, 50, 80, 40, 30)
    outline = Outline(turned_plate, rectangle(110, 60, 60, 20, 30), 0.01, 0.01)
    width = 80 * math.cos(math.radians(30)) + 40 * math.sin(math.radians(30))
    assert outline.box.width == pytest.approx(width, abs=0.01)
    assert (outline.box.left + outline.box.right) / 2 == pytest.approx(140, abs=0.01)
    assert (outline.box.top + outline.box.bottom) / 2 == pytest.approx(70, abs=0.01)


@pytest.mark.parametrize("degrees", [-35, -9, 0, 9, 35])
@pytest.mark.parametrize("width", [60, 128, 300])
def test_a_turned_rectangle_is_seen_upright(width: int, degrees: int) -> None:
    corners = rectangle(160, 90, width, width / 2, degrees)
    frame = frame_of(showing(corners))
    assert off(straightened(frame, corners, SIZE), pattern()) < 8


def test_what_leans_away_is_seen_straight() -> None:
    assert off(straightened(frame_of(showing(LEANING)), LEANING, SIZE), pattern()) < 8


@pytest.mark.parametrize(
    ("at", "rows", "columns"),
    [
        ((-64, 120), slice(None), slice(66, None)),
        ((640 - 64, 120), slice(None), slice(None, 62)),
        ((240, -32), slice(34, None), slice(None)),
        ((240, 360 - 32), slice(None, 30), slice(None)),
    ],
)
def test_at_the_frames_edge_what_is_in_the_frame_is_seen(
    at: tuple[int, int], rows: slice, columns: slice
) -> None:
    corners = rectangle(*at, *SIZE)
    seen = straightened(frame_of(showing(corners)), corners, SIZE)
    assert off(seen[rows, columns], pattern()[rows, columns]) < 8


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.floats(-400, 1040), st.floats(-300, 660)), min_size=4, max_size=4
    ),
    st.sampled_from([SIZE, (144, 48)]),
)  # fmt: skip
def test_any_four_corners_give_a_picture_of_the_size_that_was_asked_for(
    points: list[tuple[float, float]], size: tuple[int, int]
) -> None:
    seen = straightened(an_empty_street(), np.array(points, np.float32), size)
    assert seen.shape == (size[1], size[0], 3)
    assert seen.dtype == np.uint8


@given(st.floats(4, 300), st.floats(4, 120), st.floats(-30, 30))
def test_around_a_serial_lies_a_little_more_and_never_too_narrow_a_cut(
    width: float, height: float, degrees: float
) -> None:
    serial = rectangle(200, 100, width, height, degrees)
    cut = around_serial(serial)
    wide, tall = np.hypot(*(cut[1] - cut[0])), np.hypot(*(cut[3] - cut[0]))
    assert tall == pytest.approx(1.56 * height, rel=0.01)
    assert wide == pytest.approx(max(width + 1.2 * height, 2.6 * 1.56 * height), rel=0.01)
    assert cut.mean(0) == pytest.approx(serial.mean(0), abs=0.05)
    for x, y in serial.tolist():
        assert cv2.pointPolygonTest(cut, (x, y), measureDist=False) > 0


EQUALLY = np.ones(4, np.float32)


def on_the_leaning_plate(corners: Corners) -> Corners:
    """Return where corners of a plate 1 wide and 1 tall are seen."""
    onto = cv2.getPerspectiveTransform(rectangle(0, 0, 1, 1), LEANING)
    return np.asarray(cv2.perspectiveTransform(corners[:, None], onto)[:, 0], np.float32)


@given(st.floats(0.02, 0.4), st.floats(0.1, 0.4), st.floats(0.3, 0.55), st.floats(0.2, 0.55))
def test_a_serial_that_is_level_on_its_plate_stays(
    left: float, top: float, width: float, height: float
) -> None:
    serial = on_the_leaning_plate(rectangle(left, top, width, height))
    assert upon(LEANING, serial, EQUALLY) == pytest.approx(serial, abs=0.05)


@given(st.integers(0, 3), st.floats(-0.12, 0.12), st.floats(-0.12, 0.12))
def test_an_unsure_corner_of_a_serial_goes_by_the_three_sure_ones(
    corner: int, across: float, down: float
) -> None:
    level = rectangle(0.2, 0.3, 0.6, 0.4)
    sought = level.copy()
    sought[corner] += across, down
    spread = EQUALLY.copy()
    spread[corner] = 20
    found = upon(LEANING, on_the_leaning_plate(sought), spread)
    assert found == pytest.approx(on_the_leaning_plate(level), abs=0.3)


def test_of_two_corners_as_sure_an_edge_lies_between() -> None:
    plate_at, serial = rectangle(0, 0, 200, 100), rectangle(40, 30, 120, 40)
    serial[0, 0] -= 10
    assert upon(plate_at, serial, EQUALLY) == pytest.approx(rectangle(35, 30, 125, 40), abs=0.01)


@given(
    st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), min_size=4, max_size=4),
    st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), min_size=4, max_size=4),
)
@example([(0, 0)] * 4, [(1, 1)] * 4)
@example([(0, 0), (10, 0), (20, 0), (30, 0)], [(1, 1), (9, 1), (9, 4), (1, 4)])
def test_on_what_can_be_no_plate_a_serial_stays_about_where_it_was(
    plate_at: list[tuple[float, float]], serial_at: list[tuple[float, float]]
) -> None:
    corners, serial = np.array(plate_at, np.float32), np.array(serial_at, np.float32)
    found = upon(corners, serial, EQUALLY)
    assert np.abs(found - serial).max() <= 0.2 * np.hypot(*(corners[1] - corners[0])) + 1e-3


def test_around_a_leaning_serial_the_cut_leans_with_it() -> None:
    cut = around_serial(LEANING)
    assert np.hypot(*(cut[3] - cut[0])) > np.hypot(*(cut[2] - cut[1]))
    assert cut[1, 1] > cut[0, 1]


@given(st.floats(-200, 700), st.floats(20, 300), st.floats(10, 100), st.floats(-30, 30))
def test_a_share_of_a_cut_is_given_as_a_place_in_the_frame(
    left: float, width: float, height: float, degrees: float
) -> None:
    corners = rectangle(left, 100, width, height, degrees)
    ends = (corners[0, 0] + corners[3, 0]) / 2, (corners[1, 0] + corners[2, 0]) / 2
    result = [ends[0], ends[1], left + width / 2]
    assert from_cut(corners, [0.0, 1.0, 0.5]) == pytest.approx(result, abs=0.1)


def test_where_nothing_is_written_no_place_is_given() -> None:
    assert from_cut(rectangle(10, 10, 90, 30), []) == []
