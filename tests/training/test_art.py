"""Emblems and landscapes are drawn where the tables say, and a slip in a table is refused."""

import numpy as np
import pytest

from mdt_alpr.lab.training.art import paint_shapes, shapes
from mdt_alpr.lab.training.designs import states
from mdt_alpr.lab.training.pictures import Area
from mdt_alpr.lab.training.rng import Rng

WHOLE = Area(0, 0, 100, 50)


def painted(*rows: list[str], seed: int = 1) -> np.ndarray:
    picture = np.zeros((50, 100, 3), np.uint8)
    paint_shapes(picture, shapes(rows), WHOLE, Rng(seed))
    return picture


@pytest.mark.parametrize(
    ("shape", "inside", "outside"),
    [
        ("poly 0,0 40,0 40,100 0,100", (20, 25), (70, 25)),
        ("line:10 0,50 100,50", (50, 25), (50, 8)),
        ("oval 50,50 20,20", (50, 25), (80, 25)),
    ],
)
def test_a_shape_is_painted_at_its_percents_of_the_area(
    shape: str, inside: tuple[int, int], outside: tuple[int, int]
) -> None:
    picture = painted(["#ffffff", shape])
    assert picture[inside[1], inside[0]].min() > 150
    assert picture[outside[1], outside[0]].max() == 0


def test_a_shape_of_no_kind_is_refused_by_its_name() -> None:
    with pytest.raises(ValueError, match="'star' is no shape"):
        shapes([["#ffffff", "star 1,1"]])


def test_drawings_of_all_states_lie_on_their_plates() -> None:
    drawings = [d for state in states() for d in state.designs if d.art]
    assert len(drawings) > 40
    for design in drawings:
        points = [point for shape in design.art for point in shape.points]
        assert all(-0.2 <= share <= 1.2 for point in points for share in point), design
