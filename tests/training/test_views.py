import numpy as np
import pytest

from mdt_alpr.lab.training.assets import Assets
from mdt_alpr.lab.training.dies import ALPHABET
from mdt_alpr.lab.training.plates import draw_plate
from mdt_alpr.lab.training.rng import Rng
from mdt_alpr.lab.training.views import (
    CHARACTERS,
    HEIGHT,
    OTHER_SHARE,
    WIDTH,
    ReaderView,
    class_of,
    draw_view,
    draw_views,
    view_of,
)


@pytest.fixture(scope="module")
def views(assets: Assets) -> list[ReaderView]:
    rng = Rng(3)
    return [view_of(draw_plate(assets, rng), rng) for _ in range(80)]


def test_letter_o_and_digit_zero_are_one_class_and_nothing_else_is() -> None:
    assert class_of("O") == class_of("0") == 1
    assert len({class_of(character) for character in ALPHABET}) == len(CHARACTERS) == 35
    assert all(CHARACTERS[class_of(c) - 1] == c for c in CHARACTERS)


def test_the_same_seed_draws_the_same_view(assets: Assets) -> None:
    one, same = draw_view(assets, Rng(9)), draw_view(assets, Rng(9))

    assert np.array_equal(one.picture, same.picture)
    assert np.array_equal(one.centers, same.centers)


def test_a_view_has_the_size_that_the_reader_takes(views: list[ReaderView]) -> None:
    assert {view.picture.shape for view in views} == {(HEIGHT, WIDTH, 3)}
    assert all(view.picture.std() > 0 for view in views)


def test_all_characters_are_inside_the_picture_in_reading_order(views: list[ReaderView]) -> None:
    for view in views:
        count = int((view.classes > 0).sum())
        assert count >= 1
        assert not view.classes[count:].any()
        centers = view.centers[:count]
        assert (np.diff(centers) > 0).all()
        assert centers[0] > -0.02
        assert centers[-1] < 1.02
        assert (view.reaches[:count] > 0).all()


def test_now_and_then_what_is_shown_is_no_plate(assets: Assets) -> None:
    rng = Rng(4)
    none = [not draw_view(assets, rng).classes.any() for _ in range(300)]

    assert OTHER_SHARE / 3 < np.mean(none) < OTHER_SHARE * 3


def test_chosen_texts_show_the_letters_that_numbered_series_leave_out(assets: Assets) -> None:
    rng = Rng(5)
    shown = [draw_view(assets, rng).classes for _ in range(300)]

    with_i = sum((classes == class_of("I")).any() for classes in shown)
    assert with_i > 300 * 0.05, "without chosen texts they are fewer"


def test_a_stack_is_beside_the_serial_and_counts_apart_from_it(views: list[ReaderView]) -> None:
    stacked = [view for view in views if view.stack.any()]

    assert 0 < len(stacked) < len(views) / 2
    for view in stacked:
        assert view.stack[0] > 0
        assert view.stack[2] > 0
        middle, half = view.stands
        assert half > 0
        centers = view.centers[view.classes > 0]
        assert middle < centers[0] or middle > centers[-1]


def test_views_are_put_together_for_the_cache(assets: Assets) -> None:
    arrays = draw_views(assets, Rng(1), 3)

    assert arrays["pictures"].shape == (3, HEIGHT, WIDTH, 3)
    assert {key: len(value) for key, value in arrays.items()} == {
        "pictures": 3, "classes": 3, "centers": 3, "reaches": 3, "stack": 3, "stands": 3,
    }  # fmt: skip
