import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from mdt_alpr.adapters.ctc import Alphabet, Columns, NetworkViews, decode

LETTERS = "ABC"


def columns_of(*rows: str, share: float = 0.9) -> Columns:
    """Return time steps that surely show ``_`` (blank) or a letter each."""
    places = {"_": 0, **{letter: i + 1 for i, letter in enumerate(LETTERS)}}
    columns = np.full((len(rows), 4), (1 - share) / 3, np.float32)
    for step, row in enumerate(rows):
        columns[step, places[row]] = share
    return columns


def text_of(columns: Columns) -> str:
    return "".join(character.text for character in decode(columns, LETTERS))


def test_repeats_are_one_letter_and_a_blank_parts_two() -> None:
    assert text_of(columns_of("A", "A", "B", "_", "B", share=0.99)) == "ABB"


def test_blanks_alone_read_nothing() -> None:
    assert decode(columns_of("_", "_", "_", share=0.99), LETTERS) == ()


def test_a_doubtful_letter_keeps_its_alternative() -> None:
    columns = columns_of("A", "_", "B", "_", share=0.998)
    columns[2] = (0.001, 0.001, 0.598, 0.4)
    first, second = decode(columns, LETTERS)
    assert (first.text, second.text) == ("A", "B")
    assert second.alternatives[0][0] == "C"
    assert first.confidence > second.confidence > second.alternatives[0][1] > 0.3


def test_forbidden_classes_count_as_blank() -> None:
    alphabet = Alphabet(("", "A", "", "B"))
    probabilities = np.array([[0.1, 0.2, 0.6, 0.1], [0.0, 0.0, 0.1, 0.9]], np.float32)
    columns = alphabet.columns(probabilities)
    assert alphabet.characters == "AB"
    assert np.allclose(columns, [[0.7, 0.2, 0.1], [0.1, 0.0, 0.9]])


@given(
    arrays.arrays(
        np.float32,
        st.tuples(st.integers(1, 8), st.just(4)),
        elements=st.floats(0.015625, 1, width=32),
    )
)
def test_confidences_are_shares_and_the_best_comes_first(raw: Columns) -> None:
    columns = raw / raw.sum(axis=1, keepdims=True)
    for character in decode(columns, LETTERS):
        beliefs = [character.confidence, *(belief for _, belief in character.alternatives)]
        assert all(0 <= belief <= 1 for belief in beliefs)
        assert sum(beliefs) <= 1.001
        assert character.text in LETTERS


ABC = Alphabet(("", *LETTERS))


def test_the_text_that_is_spelt_is_the_likeliest_and_others_are_weighed_too() -> None:
    views = NetworkViews([columns_of("A", "_", "B", "B", share=0.97)], ABC)
    assert "AB" in views.likeliest()
    assert views.log_likelihood("AB") > views.log_likelihood("AC") > views.log_likelihood("CBA")


def test_likelihoods_of_all_texts_add_up_to_one() -> None:
    views = NetworkViews([columns_of("A", "_", "B", share=0.6)], ABC)
    one = list(LETTERS)
    two = [a + b for a in LETTERS for b in LETTERS]
    three = [a + b for a in two for b in LETTERS]
    whole = math.fsum(math.exp(views.log_likelihood(t)) for t in ["", *one, *two, *three])
    assert math.isclose(whole, 1.0, abs_tol=1e-5)


def test_a_text_that_the_network_cannot_spell_is_as_good_as_impossible() -> None:
    views = NetworkViews([columns_of("A", "B", share=0.9)], ABC)
    assert views.log_likelihood("XYZ") == views.log_likelihood("ABCAB") == -60.0
    assert NetworkViews([], ABC).likeliest() == frozenset()
