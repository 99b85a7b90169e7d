"""Pictures are made harder in ways that keep their truth."""

import math

import numpy as np
import pytest

from mdt_alpr.adapters.slant import slant
from mdt_alpr.lab.measure.harder_pictures import HARDER, Picture
from tests.drawn_plates import box_at, frame_of, plate, scene

PLACE = (260, 140, 150)


@pytest.fixture(scope="module")
def picture() -> Picture:
    return scene([(plate("7KLM562"), *PLACE)])


@pytest.mark.parametrize("how", sorted(HARDER))
def test_each_gives_a_picture_of_the_same_size_the_same_each_time(
    picture: Picture, how: str
) -> None:
    made, box = HARDER[how](picture, box_at(*PLACE), 3)
    again, _ = HARDER[how](picture, box_at(*PLACE), 3)
    assert made.shape == picture.shape
    assert made.dtype == np.uint8
    assert (made == again).all()
    assert not (made == picture).all()
    if not how.startswith("close"):
        assert box.overlap(box_at(*PLACE)) > 0.5


@pytest.mark.parametrize(("how", "share"), [("close-40", 0.4), ("close-70", 0.7)])
def test_a_plate_that_is_close_takes_that_share_of_the_width_and_lies_in_its_new_box(
    picture: Picture, how: str, share: float
) -> None:
    made, box = HARDER[how](picture, box_at(*PLACE), 0)
    assert box.width == pytest.approx(share * picture.shape[1])
    inside = made[round(box.top) : round(box.bottom), round(box.left) : round(box.right)]
    before = picture[140:215, 260:410]
    assert inside.mean() == pytest.approx(before.mean(), rel=0.1)


@pytest.mark.parametrize("number", [0, 1])
def test_a_turned_plate_lies_in_its_new_box_and_every_other_one_turns_to_the_other_side(
    picture: Picture, number: int
) -> None:
    made, box = HARDER["turned-12"](picture, box_at(*PLACE), number)
    side = 1 if number == 0 else -1
    assert abs(slant(frame_of(made), box) - side * 12) <= 2
    wide = PLACE[2] * math.cos(math.radians(12)) + PLACE[2] / 2 * math.sin(math.radians(12))
    assert box.width == pytest.approx(wide)


def test_what_is_dark_is_darker_and_what_is_too_bright_is_cut_off(picture: Picture) -> None:
    box = box_at(*PLACE)
    assert HARDER["dark"](picture, box, 0)[0].mean() < 0.25 * picture.mean()
    bright = HARDER["too-bright"](picture, box, 0)[0]
    inside = bright[145:210, 265:405]
    assert np.median(inside) == 255


def test_glare_falls_on_or_near_the_plate(picture: Picture) -> None:
    made, _ = HARDER["glare"](picture, box_at(*PLACE), 5)
    brighter = made.astype(int).sum(axis=2) - picture.astype(int).sum(axis=2)
    row, column = np.unravel_index(int(brighter.argmax()), brighter.shape)
    assert abs(column - 335) < 1.5 * PLACE[2]
    assert abs(row - 177) < 1.5 * PLACE[2]


@pytest.mark.parametrize("how", ["hitch", "frame", "dirt", "gold-on-blue", "gold-on-black"])
def test_what_is_on_the_plate_leaves_the_rest_of_the_picture(picture: Picture, how: str) -> None:
    made, _ = HARDER[how](picture, box_at(*PLACE), 1)
    changed = (made != picture).any(2)
    assert changed[140:215, 260:410].mean() > 0.02
    assert not changed[:130].any()
    assert not changed[:, :250].any()
    assert not changed[:, 420:].any()


def test_a_frame_hides_the_words_and_leaves_the_serial(picture: Picture) -> None:
    made, _ = HARDER["frame"](picture, box_at(*PLACE), 1)
    changed = (made != picture).any(2)[140:215, 260:410]
    assert changed[:12, 20:130].mean() > 0.8
    assert changed[30:45, 20:130].mean() < 0.1


def test_gold_on_blue_is_light_on_dark_and_infrared_is_gray(picture: Picture) -> None:
    box = box_at(*PLACE)
    blue = HARDER["gold-on-blue"](picture, box, 0)[0][145:210, 265:405].reshape(-1, 3)
    ground = np.median(blue, axis=0)
    assert ground[0] > 2 * ground[2]
    gray = HARDER["infrared"](picture, box, 0)[0]
    assert (gray == gray[..., :1]).all()


def test_headlights_leave_what_is_far_from_the_plate_dark(picture: Picture) -> None:
    made, _ = HARDER["headlights"](picture, box_at(*PLACE), 0)
    assert made[145:210, 265:405].mean() > 0.5 * picture[145:210, 265:405].mean()
    assert made[:20, -60:].mean() < 0.4 * picture[:20, -60:].mean()
