import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.lab.training.pictures import Area, around, color, fitted, lay, mixed, onto, through


def test_a_color_is_read_blue_first() -> None:
    assert color("#102030") == (0x30, 0x20, 0x10)


def test_mixing_goes_from_one_color_to_the_other() -> None:
    assert mixed((0, 0, 0), (100, 200, 40), 0.5) == (50, 100, 20)


@given(st.integers(-30, 60), st.integers(-30, 60))
def test_a_mask_may_lie_partly_or_wholly_beside_the_picture(x: int, y: int) -> None:
    picture = np.zeros((40, 50, 3), np.uint8)

    lay(picture, np.full((10, 12), 255, np.uint8), (x, y), (255.0, 255.0, 255.0))

    across = max(0, min(50, x + 12) - max(0, x))
    down = max(0, min(40, y + 10) - max(0, y))
    assert (picture[..., 0] > 250).sum() == across * down


def test_words_are_narrowed_to_their_room() -> None:
    assert fitted(np.zeros((40, 400), np.uint8), 20, 90).shape == (20, 90)
    assert fitted(np.zeros((40, 400), np.uint8), 20, 900).shape == (20, 200)


def test_an_area_around_its_own_corners_is_itself() -> None:
    area = Area(1, 2, 30, 40)

    assert around(area.corners) == area


def test_a_perspective_moves_four_corners_onto_four_others_and_back() -> None:
    flat = Area(0, 0, 40, 20).corners
    leaning = np.array([(3, 5), (60, 9), (57, 41), (5, 33)], np.float64)

    assert np.allclose(through(flat, onto(flat, leaning)), leaning, atol=1e-3)
    assert np.allclose(through(leaning, onto(leaning, flat)), flat, atol=1e-3)
