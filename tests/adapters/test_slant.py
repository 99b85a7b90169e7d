"""A turned plate's slant is found and taken back, from what stands on it alone."""

import math

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdt_alpr.adapters.slant import MOST_DEGREES, levelled, slant
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.patrol.ports import Frame
from tests.drawn_plates import box_at, frame_of, plate, scene

PLACE = (260, 140, 150)


def turned(text: str, degrees: float) -> tuple[Frame, Box]:
    """Return a scene turned about its plate so that the text falls, and the plate's new box."""
    box = box_at(*PLACE)
    picture = scene([(plate(text), *PLACE)])
    middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    about = cv2.getRotationMatrix2D(middle, -degrees, 1.0)
    made = cv2.warpAffine(picture, about, (picture.shape[1], picture.shape[0]))
    sine, cosine = math.sin(math.radians(abs(degrees))), math.cos(math.radians(degrees))
    width = box.width * cosine + box.height * sine
    height = box.width * sine + box.height * cosine
    around = Box(
        middle[0] - width / 2, middle[1] - height / 2,
        middle[0] + width / 2, middle[1] + height / 2,
    )  # fmt: skip
    return frame_of(np.asarray(made, np.uint8)), around


@pytest.mark.parametrize("text", ["7KLM562", "EXN2894", "HB1052"])
@pytest.mark.parametrize("degrees", [-14, -8, -5, 0, 5, 8, 14])
def test_the_slant_is_found(text: str, degrees: int) -> None:
    assert abs(slant(*turned(text, degrees)) - degrees) <= 2


@pytest.mark.parametrize("degrees", [-14, 14])
def test_a_levelled_plate_is_level_and_keeps_its_size(degrees: int) -> None:
    frame, box = levelled(*turned("EXN2894", degrees), degrees)
    assert abs(slant(frame, box)) <= 2
    assert box.width == pytest.approx(PLACE[2], rel=0.05)
    assert box.height == pytest.approx(PLACE[2] / 2, rel=0.1)


def test_what_is_too_small_or_says_nothing_counts_as_level() -> None:
    frame = frame_of(np.full((360, 640, 3), 90, np.uint8))
    assert slant(frame, Box(0, 0, 12, 6)) == 0
    assert slant(frame, Box(100, 100, 220, 160)) == 0


@settings(deadline=None)
@given(
    st.floats(-50, 640), st.floats(-50, 360), st.floats(1, 700), st.floats(1, 400),
    st.integers(-MOST_DEGREES, MOST_DEGREES),
)  # fmt: skip
def test_any_box_gives_a_picture_that_holds_its_plate(
    left: float, top: float, width: float, height: float, degrees: int
) -> None:
    frame = frame_of(scene([(plate("EXN2894"), *PLACE)]))
    box = Box(left, top, left + width, top + height)
    assert abs(slant(frame, box)) <= MOST_DEGREES
    level, inside = levelled(frame, box, degrees)
    assert level.pixels.shape == (level.height, level.width, 3)
    assert inside.width > 0
    assert inside.height > 0
