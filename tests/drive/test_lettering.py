import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.drive.lettering import GLYPHS, HEIGHT, WIDTH, LetterStyle, strokes, text_mask

SERIAL = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@pytest.mark.parametrize("character", SERIAL)
def test_every_character_of_a_serial_keeps_within_the_box_of_the_die(character: str) -> None:
    points = np.concatenate([np.array(line) for line in strokes(character)])
    assert points.min() >= 0
    assert points[:, 0].max() <= WIDTH + 10  # the Q's tail
    assert points[:, 1].max() <= HEIGHT + 10


def test_no_two_characters_look_the_same_but_letter_o_and_zero() -> None:
    pictures = {c: text_mask(c, 60, LetterStyle()).tobytes() for c in SERIAL}
    twins = {(a, b) for a in SERIAL for b in SERIAL if a < b and pictures[a] == pictures[b]}
    assert twins == {("0", "O")}


@given(st.text(sorted(GLYPHS), min_size=1, max_size=9), st.integers(12, 80))
def test_text_is_as_high_as_asked_or_hangs_below_the_line(text: str, height: int) -> None:
    mask = text_mask(text, height, LetterStyle())
    assert mask.dtype == np.uint8
    assert mask.any()
    assert mask.shape[0] <= height * 1.5 + 2


def test_a_character_without_a_glyph_leaves_a_gap() -> None:
    assert (
        text_mask("A?A", 40, LetterStyle()).shape[1] > text_mask("AA", 40, LetterStyle()).shape[1]
    )
