"""The shapes of numbered series are data, and say nothing of the state."""

from mdt_alpr.adapters.serial_shapes import known_shapes
from mdt_alpr.domain.weighing import has_shape


def test_north_carolina_and_its_neighbours_have_their_shapes() -> None:
    assert {"LLLDDDD", "LLLDDD", "LDDDDL"} <= known_shapes()


def test_every_shape_is_of_letters_and_digits() -> None:
    assert all(set(shape) == {"L", "D"} and 5 <= len(shape) <= 8 for shape in known_shapes())


def test_a_sign_has_none() -> None:
    assert not has_shape("PR0PERTY", known_shapes())
