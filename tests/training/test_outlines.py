import cv2
import numpy as np
import numpy.typing as npt
import pytest

from mdt_alpr.lab.training.assets import Assets
from mdt_alpr.lab.training.outlines import (
    HEIGHT,
    POINTS,
    WIDTH,
    DrawnOutline,
    draw_outline,
    draw_outlines,
)
from mdt_alpr.lab.training.rng import Rng


@pytest.fixture(scope="module")
def outlines(assets: Assets) -> list[DrawnOutline]:
    rng = Rng(6)
    return [draw_outline(assets, rng) for _ in range(30)]


def area(quad: npt.NDArray[np.float32]) -> float:
    """Return what four corners enclose; it is positive where they go clockwise."""
    (x, y), (next_x, next_y) = quad.T, np.roll(quad, -1, 0).T
    return float((x * next_y - next_x * y).sum()) / 2


def test_the_same_seed_draws_the_same_outline(assets: Assets) -> None:
    one, same = draw_outline(assets, Rng(9)), draw_outline(assets, Rng(9))

    assert np.array_equal(one.picture, same.picture)
    assert np.array_equal(one.points, same.points)


def test_all_corners_lie_in_the_picture(outlines: list[DrawnOutline]) -> None:
    for drawn in outlines:
        assert drawn.picture.shape == (HEIGHT, WIDTH, 3)
        assert drawn.picture.std() > 0
        assert (drawn.points > 0).all()
        assert (drawn.points < (WIDTH, HEIGHT)).all()


def test_corners_go_clockwise_from_the_upper_left(outlines: list[DrawnOutline]) -> None:
    for drawn in outlines:
        for quad in (drawn.points[:4], drawn.points[4:]):
            assert area(quad) > 0
            assert quad.sum(1).argmin() == 0


def test_the_serial_lies_on_its_plate(outlines: list[DrawnOutline]) -> None:
    for drawn in outlines:
        plate, serial = drawn.points[:4], drawn.points[4:]
        for x, y in serial.tolist():
            assert cv2.pointPolygonTest(plate, (x, y), measureDist=True) > -1
        assert area(serial) < area(plate)


def test_around_a_plate_there_is_room_for_unsure_boxes(outlines: list[DrawnOutline]) -> None:
    widths = [np.ptp(drawn.points[:4, 0]) for drawn in outlines]

    assert max(widths) < 0.6 * WIDTH
    assert np.median(widths) > 0.3 * WIDTH


def test_outlines_are_put_together_for_the_cache(assets: Assets) -> None:
    arrays = draw_outlines(assets, Rng(1), 3)

    assert {name: (array.shape, array.dtype.name) for name, array in arrays.items()} == {
        "pictures": ((3, HEIGHT, WIDTH, 3), "uint8"),
        "points": ((3, POINTS, 2), "float32"),
    }
