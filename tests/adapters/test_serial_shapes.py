"""The shapes of numbered series are data, by the state that numbers so."""

from mdt_alpr.adapters.state_classifier import known_series
from mdt_alpr.domain.plate.plate import STATES


def test_north_carolina_and_its_neighbors_have_their_shapes() -> None:
    assert {"LLLDDDD", "LLLDDD", "LDDDDL"} <= known_series().shapes


def test_every_state_but_those_whose_plates_are_numbers_alone_has_a_shape() -> None:
    assert set(STATES) - set(known_series().of_states) == {"NH"}


def test_every_shape_is_of_letters_and_digits() -> None:
    shapes = known_series().shapes
    assert all(set(shape) == {"L", "D"} and 5 <= len(shape) <= 8 for shape in shapes)


def test_a_sign_has_none() -> None:
    assert not known_series().has("PR0PERTY")
