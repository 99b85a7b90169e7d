import numpy as np
import numpy.typing as npt
import pytest

from mdt_alpr.adapters.engines.own_reader import stack_beside

LETTERS = "0123456789ABCDEFGHIJKLMNPQRSTUVWXYZ"
COLUMNS = 36
Array = npt.NDArray[np.float32]


def a_serial(first: int = 8, last: int = 30) -> Array:
    columns = np.zeros((COLUMNS, 36), np.float32)
    columns[:, 0] = 1.0
    for column in (first, last):
        columns[column] = np.eye(36)[5]
    return columns


def a_stack(text: str, column: int, sure: float = 0.97) -> Array:
    """Return what the network says of these characters from above, ``-`` for none."""
    stacks = np.zeros((COLUMNS, 3, 36), np.float32)
    stacks[..., 0] = 1.0
    for place, letter in enumerate(text):
        if letter != "-":
            stacks[column, place, 0] = 1 - sure
            stacks[column, place, LETTERS.index(letter) + 1] = sure
    return stacks


def result(columns: Array, stacks: Array) -> tuple[str, bool]:
    characters, leads = stack_beside(columns, stacks, LETTERS)
    return "".join(character.text for character in characters), leads


def test_a_stack_leaves_open_whether_it_has_a_letter_o_or_a_digit_0() -> None:
    (_, zero), _ = stack_beside(a_serial(), a_stack("C-0", 33), LETTERS)
    assert zero.alternatives[0] == ("O", zero.confidence)


def test_a_stack_is_read_from_above_and_placed_before_or_behind_the_serial() -> None:
    assert result(a_serial(), a_stack("E-S", 33)) == ("ES", False)
    assert result(a_serial(), a_stack("R-V", 3)) == ("RV", True)
    assert result(a_serial(), a_stack("MSP", 33)) == ("MSP", False)


def test_what_looks_like_a_stack_inside_the_serial_is_an_emblem() -> None:
    assert result(a_serial(), a_stack("E-S", 20)) == ("", False)


@pytest.mark.parametrize("text", ["E--", "--S", "-E-"])
def test_half_a_stack_is_none(text: str) -> None:
    assert result(a_serial(), a_stack(text, 33)) == ("", False)


def test_a_stack_that_is_not_sure_is_none() -> None:
    assert result(a_serial(), a_stack("E-S", 33, sure=0.6)) == ("", False)


def test_a_stack_that_cannot_be_read_is_none() -> None:
    stacks = a_stack("E-S", 33, sure=0.97)
    stacks[33, 0, LETTERS.index("E") + 1] = 0.5
    stacks[33, 0, LETTERS.index("F") + 1] = 0.47

    assert result(a_serial(), stacks) == ("", False)


def test_there_is_no_stack_beside_nothing() -> None:
    nothing = np.zeros((COLUMNS, 36), np.float32)
    nothing[:, 0] = 1.0

    assert result(nothing, a_stack("E-S", 33)) == ("", False)


def test_a_small_character_says_what_else_it_may_be() -> None:
    stacks = a_stack("E-S", 33, sure=0.9)
    stacks[33, 0, 0] = 0.0
    stacks[33, 0, LETTERS.index("F") + 1] = 0.1

    (upper, lower), _ = stack_beside(a_serial(), stacks, LETTERS)

    assert upper.text == "E"
    assert upper.confidence == pytest.approx(0.9)
    assert upper.alternatives == (("F", 0.1),)
    assert lower.alternatives == ()
