import numpy as np
import pytest

from mdt_alpr.adapters.zero_classifier import WIDTH, strip
from mdt_alpr.lab.training.assets import Assets
from mdt_alpr.lab.training.rng import Rng
from mdt_alpr.lab.training.zero_views import draw_rounds, draw_zero_views


@pytest.fixture(scope="module")
def drawn(assets: Assets) -> dict[str, np.ndarray]:
    return draw_zero_views(assets, Rng(3, 5), 240)


def test_a_view_is_a_strip_of_the_reader_s_picture(drawn: dict[str, np.ndarray]) -> None:
    assert drawn["pictures"].shape == (240, 48, WIDTH, 3)
    assert drawn["pictures"].dtype == np.uint8
    assert drawn["marked"].shape == (240,)


def test_marked_zeros_are_some_and_never_most(drawn: dict[str, np.ndarray]) -> None:
    assert 0.08 < drawn["marked"].mean() < 0.5


def test_the_same_seed_draws_the_same_views(assets: Assets) -> None:
    one, other = (draw_rounds(assets, Rng(8, 2)) for _ in range(2))
    assert [view.marked for view in one] == [view.marked for view in other]
    assert all(np.array_equal(a.picture, b.picture) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("middle", [-3.0, 0.0, 40.0, 143.0, 200.0])
def test_a_strip_is_as_wide_wherever_the_character_is(middle: float) -> None:
    picture = np.zeros((48, 144, 3), np.uint8)
    picture[:, 40] = 255
    cut = strip(picture, middle)
    assert cut.shape == (48, WIDTH, 3)
    assert bool((cut == 255).any()) == (middle == 40.0)
