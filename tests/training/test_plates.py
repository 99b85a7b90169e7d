from dataclasses import replace

import numpy as np
import pytest

from mdt_alpr.lab.training.art import shapes
from mdt_alpr.lab.training.assets import Assets
from mdt_alpr.lab.training.designs import draw_own_design
from mdt_alpr.lab.training.pictures import Area
from mdt_alpr.lab.training.plates import DrawnPlate, draw_plate, seen_share
from mdt_alpr.lab.training.rng import Rng


@pytest.fixture(scope="module")
def plates(assets: Assets) -> list[DrawnPlate]:
    rng = Rng(11)
    return [draw_plate(assets, rng) for _ in range(60)]


def test_the_same_seed_draws_the_same_plate(assets: Assets) -> None:
    one, same = draw_plate(assets, Rng(5)), draw_plate(assets, Rng(5))

    assert np.array_equal(one.canvas, same.canvas)
    assert one.text == same.text


def test_serial_and_characters_lie_on_the_sheet(plates: list[DrawnPlate]) -> None:
    for plate in plates:
        assert 1 <= len(plate.text) <= 8
        assert plate.sheet.left <= plate.serial.left
        assert plate.serial.right <= plate.sheet.right + 1
        for place in plate.characters:
            assert plate.serial.left - 1 <= place.area.left
            assert place.area.right <= plate.serial.right + 1


def test_no_frame_hides_the_serial(plates: list[DrawnPlate]) -> None:
    for plate in plates:
        assert plate.window.top <= plate.serial.top
        assert plate.window.bottom >= plate.serial.bottom


def test_where_a_character_is_there_is_ink_on_ground(plates: list[DrawnPlate]) -> None:
    for plate in plates:
        for place in plate.characters:
            area = place.area
            part = plate.canvas[
                round(area.top) : round(area.bottom), round(area.left) : round(area.right) + 1
            ]
            assert part.std() > 3, plate.text


def test_some_plates_tell_their_state_and_some_do_not(plates: list[DrawnPlate]) -> None:
    reported = [bool(plate.telling) for plate in plates]

    assert any(reported)
    assert not all(reported)
    assert all(plate.state > 0 for plate in plates if plate.telling)


def test_a_larger_plate_has_the_same_shape(assets: Assets) -> None:
    plate = draw_plate(assets, Rng(5), 448)

    assert plate.sheet.width == 448
    assert plate.sheet.height == 224


def test_words_half_behind_a_frame_are_half_seen() -> None:
    assert seen_share(Area(0, 10, 50, 20), Area(0, 15, 60, 90)) == 0.5
    assert seen_share(Area(0, 10, 50, 20), Area(0, 30, 60, 90)) == 0.0


def test_a_wide_gap_shows_what_is_painted_behind_it(assets: Assets) -> None:
    look = draw_own_design(Rng(4))
    plain = replace(look, formats=("DDD_DDD",), art=(), between=(), scene=None)
    painted = replace(plain, art=shapes([["#ff0000", "poly 0,0 100,0 100,100 0,100"]]))

    drawn = [draw_plate(assets, Rng(seed), design=painted) for seed in range(20)]

    assert all(gap_of(plate).width > 3 for plate in drawn)
    assert sum(is_red(plate, gap_of(plate)) for plate in drawn) >= 17, "the rest is worn or dirty"


def gap_of(plate: DrawnPlate) -> Area:
    """Return what lies between the third and the fourth character."""
    before, after = plate.characters[2].area, plate.characters[3].area
    return Area(before.right, before.top, after.left, after.bottom)


def is_red(plate: DrawnPlate, area: Area) -> bool:
    middle = plate.canvas[round(area.top) : round(area.bottom), round(area.left + area.width / 2)]
    blue, green, red = np.median(middle, axis=0)
    return bool(red > max(blue, green) + 40)
