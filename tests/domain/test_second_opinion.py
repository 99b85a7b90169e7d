import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.reading.reader_fusion import confirmed
from mdt_alpr.domain.reading.reading import Character, PlateText


def text(characters: str, sure: float) -> PlateText:
    return PlateText(tuple(Character(c, sure) for c in characters))


def test_two_readers_that_agree_are_surer_than_either() -> None:
    both = confirmed(text("ABC1230", 0.5), text("ABC123O", 0.6))
    assert both.text == "ABC1230"
    assert both.confidence == pytest.approx(0.8)


@pytest.mark.parametrize("other", ["ABC1234", "ABC123", "", "ABC12300"])
def test_a_second_reader_that_differs_changes_nothing(other: str) -> None:
    first = text("ABC1230", 0.5)
    assert confirmed(first, text(other, 0.99)) is first


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=10))
def test_agreement_never_makes_a_character_less_sure(shares: list[tuple[float, float]]) -> None:
    one = PlateText(tuple(Character("A", share) for share, _ in shares))
    other = PlateText(tuple(Character("A", share) for _, share in shares))
    for before, after in zip(one.characters, confirmed(one, other).characters, strict=True):
        assert round(before.confidence, 4) <= after.confidence <= 1.0
