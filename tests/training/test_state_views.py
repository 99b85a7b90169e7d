from collections import Counter

import numpy as np
import pytest

from mdt_alpr.lab.training.assets import Assets
from mdt_alpr.lab.training.designs import UNKNOWN, draw_own_design, states
from mdt_alpr.lab.training.rng import Rng
from mdt_alpr.lab.training.state_views import (
    HEIGHT,
    WIDTH,
    StateView,
    draw_state_view,
    draw_state_views,
)


@pytest.fixture(scope="module")
def views(assets: Assets) -> list[StateView]:
    rng = Rng(3, 5)
    return [draw_state_view(assets, rng) for _ in range(60)]


def test_a_view_is_a_picture_of_the_network_s_size(views: list[StateView]) -> None:
    for view in views:
        assert view.picture.shape == (HEIGHT, WIDTH, 3)
        assert view.picture.dtype == np.uint8


def test_a_design_that_no_state_has_counts_only_by_its_words(views: list[StateView]) -> None:
    assert 0.6 < np.mean([view.state != UNKNOWN for view in views]) < 1


def test_the_same_seed_draws_the_same_views(assets: Assets) -> None:
    one, other = (draw_state_view(assets, Rng(8, 2)) for _ in range(2))

    assert np.array_equal(one.picture, other.picture)
    assert one.state == other.state


def test_a_state_s_plates_carry_serials_of_all_others() -> None:
    rng, of_one_state = Rng(4, 4), 1
    formats: Counter[tuple[str, ...]] = Counter()
    for _ in range(3000):
        design = draw_own_design(rng)
        if design.state == of_one_state:
            formats[design.formats] += 1
    its_own = {design.formats for design in states()[of_one_state - 1].designs}

    assert len(formats) > 5
    assert sum(formats[form] for form in its_own) < sum(formats.values()) / 4


def test_views_are_put_together_for_the_cache(assets: Assets) -> None:
    arrays = draw_state_views(assets, Rng(1), 3)

    assert arrays["pictures"].shape == (3, HEIGHT, WIDTH, 3)
    assert arrays["states"].shape == (3,)
