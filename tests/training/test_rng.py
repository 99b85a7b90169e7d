import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.lab.training.rng import Rng


def test_the_same_seed_throws_the_same_and_another_seed_differs() -> None:
    one, same, other = Rng(3, 1), Rng(3, 1), Rng(3, 2)

    thrown = [one.share() for _ in range(5000)]

    assert thrown == [same.share() for _ in range(5000)]
    assert thrown != [other.share() for _ in range(5000)]


@given(st.integers(0, 1000), st.integers(-50, 50), st.integers(0, 60))
def test_whole_numbers_keep_between_their_ends(seed: int, low: int, more: int) -> None:
    assert low <= Rng(seed).whole(low, low + more) <= low + more


@given(st.integers(0, 1000), st.floats(0.01, 10), st.floats(1, 100))
def test_log_numbers_keep_between_their_ends(seed: int, low: float, times: float) -> None:
    thrown = Rng(seed).log_between(low, low * times)

    assert low * 0.999 <= thrown <= low * times * 1.001


def test_every_choice_comes_up() -> None:
    rng = Rng(1)

    assert {rng.pick("abc") for _ in range(100)} == set("abc")


def test_normal_numbers_have_their_middle_and_spread() -> None:
    rng = Rng(1)
    thrown = [rng.normal(2.0, 10.0) for _ in range(4000)]
    middle = sum(thrown) / len(thrown)

    assert middle == pytest.approx(10.0, abs=0.2)
    assert sum((t - middle) ** 2 for t in thrown) / len(thrown) == pytest.approx(4.0, rel=0.15)


def test_chances_come_true_as_often_as_they_say() -> None:
    rng = Rng(1)

    assert sum(rng.chance(0.2) for _ in range(4000)) == pytest.approx(800, rel=0.15)
