import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.lab.training.pictures import Area, box, centered, fitting, lay_on_quad
from mdt_alpr.lab.training.rng import Rng

WHITE = (255.0, 255.0, 255.0)


def blank() -> np.ndarray:
    return np.zeros((60, 80, 3), np.uint8)


def test_a_box_fills_its_area_and_rounding_cuts_its_corners() -> None:
    square, rounded = blank(), blank()
    box(square, Area(10, 10, 50, 40), WHITE)
    box(rounded, Area(10, 10, 50, 40), WHITE, 12)

    assert (square[12:38, 12:48] == 255).all()
    assert rounded[25, 30].tolist() == [255, 255, 255]
    assert rounded[11, 11].max() < 128 < square[11, 11].max()


@given(st.floats(-100, 150), st.floats(-100, 150), st.floats(4, 200), st.integers(0, 99))
def test_a_fitting_may_lie_anywhere(x: float, y: float, size: float, seed: int) -> None:
    picture = blank()

    fitting(picture, centered((x, y), size, size / 2), (WHITE, (90.0, 0.0, 0.0)), Rng(seed))

    assert picture.shape == (60, 80, 3)


def test_a_picture_is_laid_onto_the_corners_asked_for() -> None:
    picture, source = blank(), np.full((20, 40, 3), 200, np.uint8)
    lay_on_quad(picture, source, Area(20, 15, 60, 35).corners)

    assert picture[25, 40].tolist() == [200, 200, 200]
    assert picture[5, 5].max() == 0
    assert (picture[..., 0] > 100).sum() == pytest.approx(800, rel=0.1)


def test_what_lies_outside_the_picture_changes_nothing() -> None:
    picture = blank()
    lay_on_quad(picture, np.full((20, 40, 3), 200, np.uint8), Area(200, 15, 260, 35).corners)

    assert picture.max() == 0
