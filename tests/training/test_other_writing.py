import numpy as np
import pytest

from mdt_alpr.lab.training.assets import Assets
from mdt_alpr.lab.training.other_writing import draw_other_writing
from mdt_alpr.lab.training.plates import DrawnPlate
from mdt_alpr.lab.training.rng import Rng
from mdt_alpr.lab.training.views import view_of


@pytest.fixture(scope="module")
def drawn(assets: Assets) -> list[DrawnPlate]:
    rng = Rng(21)
    return [draw_other_writing(assets, rng) for _ in range(80)]


def test_the_same_seed_draws_the_same_writing(assets: Assets) -> None:
    one, same = draw_other_writing(assets, Rng(5)), draw_other_writing(assets, Rng(5))

    assert np.array_equal(one.canvas, same.canvas)
    assert one.serial == same.serial


def test_no_character_of_other_writing_counts(drawn: list[DrawnPlate]) -> None:
    for other in drawn:
        view = view_of(other, Rng(1))
        assert other.text == ""
        assert not view.classes.any()
        assert not view.stack.any()


def test_the_writing_lies_in_its_box_and_the_box_on_the_canvas(drawn: list[DrawnPlate]) -> None:
    for other in drawn:
        tall, wide = other.canvas.shape[:2]
        assert 0 < other.sheet.left < other.serial.left < other.serial.right < other.sheet.right
        assert 0 < other.sheet.top < other.serial.top < other.serial.bottom < other.sheet.bottom
        assert other.sheet.right < wide
        assert other.sheet.bottom < tall
        assert other.serial.height > 4


def test_where_the_writing_is_there_is_something_to_see(drawn: list[DrawnPlate]) -> None:
    seen = []
    for other in drawn:
        area = other.serial
        part = other.canvas[
            round(area.top) : round(area.bottom), round(area.left) : round(area.right)
        ]
        seen.append(part.std() > 3)

    assert np.mean(seen) > 0.9
