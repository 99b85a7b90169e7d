from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.lab.training.designs import LONGEST, SEPARATORS, draw_serial, states
from mdt_alpr.lab.training.dies import ALPHABET
from mdt_alpr.lab.training.rng import Rng

FORMATS = sorted(
    {form for state in states() for design in state.designs for form in design.formats}
)


@given(st.sampled_from(FORMATS), st.integers(0, 10_000))
def test_a_serial_has_the_characters_that_its_format_asks_for(form: str, seed: int) -> None:
    serial = draw_serial(form, Rng(seed))
    shown = [character for character in serial if character not in SEPARATORS]

    assert 1 <= len(shown) <= LONGEST
    assert set(shown) <= set(ALPHABET)
    if "V" not in form:
        assert len(serial) == len(form)
        for place, character in zip(form, serial, strict=True):
            expected = {"D": str.isdigit, "L": str.isalpha}.get(place, place.__eq__)
            assert expected(character)


@given(st.integers(0, 10_000))
def test_a_chosen_text_is_never_longer_than_a_plate(seed: int) -> None:
    assert len(draw_serial("VVVVVVVV", Rng(seed))) <= LONGEST + 1
