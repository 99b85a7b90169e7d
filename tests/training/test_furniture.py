import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mdt_alpr.lab.training.assets import Assets
from mdt_alpr.lab.training.furniture import (
    add_frame,
    add_hitch,
    add_lettering_behind,
    add_separating_sticker,
    add_stickers,
    round_corners,
)
from mdt_alpr.lab.training.pictures import Area
from mdt_alpr.lab.training.rng import Rng
from tests.profiles import examples

SHEET, SERIAL = Area(40, 40, 296, 168), Area(60, 70, 280, 130)


@settings(max_examples=examples(30))
@given(st.integers(0, 9999))
def test_a_frame_and_stickers_leave_the_serial_in_sight(assets: Assets, seed: int) -> None:
    canvas = np.full((208, 336, 3), 77, np.uint8)
    window = add_frame(canvas, SHEET, SERIAL, (assets, Rng(seed)))

    assert window.left <= SERIAL.left
    assert window.right >= SERIAL.right
    assert window.top <= SERIAL.top
    assert window.bottom >= SERIAL.bottom
    assert (canvas[70:130, 60:280] == 77).all()


def test_stickers_keep_to_the_corners(assets: Assets) -> None:
    plate = np.full((128, 256, 3), 77, np.uint8)
    for seed in range(20):
        add_stickers(plate, Area(20, 35, 236, 95), (), (assets, Rng(seed)))

    assert (plate[45:85, 40:216] == 77).all()
    assert (plate != 77).any()


def test_month_and_year_stand_where_the_state_has_them(assets: Assets) -> None:
    seen = np.zeros((128, 256), int)
    for seed in range(60):
        plate = np.full((128, 256, 3), 77, np.uint8)
        add_stickers(plate, Area(20, 35, 236, 95), ("top left", "top right"), (assets, Rng(seed)))
        seen += (plate != 77).any(2)

    above = min(seen[:40, :64].max(), seen[:40, 192:].max())
    assert above > 4 * seen[90:].max()


def test_stickers_between_characters_reach_a_quarter_gap_beyond_at_most(assets: Assets) -> None:
    plate = np.full((128, 256, 3), 77, np.uint8)
    for seed in range(20):
        add_separating_sticker(plate, Area(110, 35, 140, 95), assets, Rng(seed))

    assert (plate[:, :102] == 77).all()
    assert (plate[:, 149:] == 77).all()
    assert (plate != 77).any()


def test_lettering_behind_a_plate_shows_on_both_of_its_sides(assets: Assets) -> None:
    seen = 0
    for seed in range(200):
        canvas = np.full((208, 336, 3), 77, np.uint8)
        add_lettering_behind(canvas, SHEET, assets, Rng(seed))
        left, right = ((canvas[:, part] != 77).any() for part in (slice(0, 40), slice(296, 336)))
        assert left == right
        seen += left

    assert 0 < seen < 40


def test_round_corners_show_what_lies_behind() -> None:
    plate = np.full((128, 256, 3), 200, np.uint8)
    round_corners(plate, np.full_like(plate, 10), Rng(1))

    assert plate[0, 0].tolist() == [10, 10, 10]
    assert plate[64, 128].tolist() == [200, 200, 200]


def test_a_hitch_stands_before_the_plate_and_hides_at_most_the_feet_of_characters() -> None:
    seen = np.zeros((208, 336), int)
    for seed in range(40):
        canvas = np.full((208, 336, 3), 77, np.uint8)
        add_hitch(canvas, SHEET, SERIAL, Rng(seed))
        seen += (canvas != 77).any(2)

    feet = round(SERIAL.bottom - 0.16 * SERIAL.height)
    assert not seen[:feet].any()
    assert seen[feet : round(SHEET.bottom)].any()
