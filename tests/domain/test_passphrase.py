"""A passphrase that guards a car's store is hard to guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.people.passwords import SHORTEST, passphrase_fault

WORDS = ("anvil", "brisk", "cobalt", "dwarf", "ember", "fjord", "glyph", "hovel")


@pytest.mark.proved("V9")
@pytest.mark.attack("V9")
@pytest.mark.parametrize(
    ("weak", "why"),
    [
        ("short", "too short"),
        ("aaaaaaaaaaaa", "too few different"),
        ("abababababab", "too few different"),
        ("winter winter winter ", "repeats"),
        ("TJL534TJL534", "repeats"),
        ("123456789012", "row"),
        ("abcdefghijkl", "row"),
        ("Password12345", "everybody tries"),
        ("mdt-alpr-2026-car", "everybody tries"),
    ],
)
def test_a_weak_passphrase_is_refused_with_what_to_do(weak: str, why: str) -> None:
    fault = passphrase_fault(weak)
    assert why in fault
    assert fault.endswith((".", "more."))


@pytest.mark.parametrize(
    "good", ["twelve letters and more", "correct horse battery", "k3#vQz!p0Lm9"]
)
def test_several_words_or_a_random_text_will_do(good: str) -> None:
    assert passphrase_fault(good) == ""


@given(st.lists(st.sampled_from(WORDS), min_size=3, unique=True))
def test_any_three_different_words_will_do(words: list[str]) -> None:
    assert passphrase_fault(" ".join(words)) == ""


@given(st.text(max_size=SHORTEST - 1))
def test_whatever_is_too_short_is_refused(text: str) -> None:
    assert "too short" in passphrase_fault(text)
