"""What the shape of a numbered series says of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.reading.reading import Character
from mdt_alpr.domain.reading.state_of_issuance import NumberedSeries
from tests.observations import characters_of

SERIES = NumberedSeries({"NC": frozenset({"LLLDDDD"}), "CA": frozenset({"DLLLDDD", "LLLDDD"})})


@pytest.mark.parametrize(
    ("text", "expected"),
    [("ABC1234", True), ("ABC12B4", False), ("0BC1234", True), ("ABC12345", False), ("", False)],
)
def test_a_shape_tells_letters_from_digits_and_a_zero_may_be_either(
    text: str, *, expected: bool
) -> None:
    assert SERIES.has(text) is expected


def test_a_serial_fits_the_states_that_number_so_and_no_others() -> None:
    plate = characters_of("1ABC234")
    fits = SERIES.fits(plate)
    assert fits["CA"] == pytest.approx(1.0)
    assert fits["NC"] == 0
    assert fits["VA"] == 0


def test_a_doubtful_character_fits_as_far_as_it_may_be_the_other() -> None:
    first = Character("4", 0.7, (("A", 0.3),))
    plate = (first, *characters_of("BC1234"))
    assert SERIES.fits(plate)["NC"] == pytest.approx(0.3)


@given(st.text("AB01", min_size=1, max_size=8), st.sampled_from(("NC", "CA", "VA")))
def test_a_fit_is_a_share_and_whole_texts_that_fit_have_a_shape(text: str, state: str) -> None:
    fit = SERIES.fits(characters_of(text))[state]
    assert 0 <= fit <= 1
    assert fit == 0 or SERIES.has(text)
