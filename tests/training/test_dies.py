from dataclasses import replace

import numpy as np
import pytest

from mdt_alpr.lab.training.dies import (
    ALPHABET,
    GLYPH_HEIGHT,
    DieShape,
    draw_shape,
    make_die,
    strokes,
)
from mdt_alpr.lab.training.rng import Rng


@pytest.fixture
def shape() -> DieShape:
    return draw_shape(Rng(4))


def test_every_character_has_a_form_with_at_least_two_points_a_stroke() -> None:
    assert set(strokes()) == set(ALPHABET)
    assert all(
        len(stroke) >= 2 for forms in strokes().values() for form in forms for stroke in form
    )


@pytest.mark.parametrize("seed", range(6))
def test_every_glyph_fills_its_height_and_has_ink_and_room(seed: int) -> None:
    die = make_die(draw_shape(Rng(seed)))

    for character in ALPHABET:
        glyph = die.glyphs[character]
        assert glyph.shape[0] == GLYPH_HEIGHT
        assert 0.04 < (glyph > 127).mean() <= 1.0, character


def test_characters_of_one_die_differ_but_o_and_zero(shape: DieShape) -> None:
    glyphs = make_die(replace(shape, forms={**shape.forms, "0": 0, "I": 1, "1": 1})).glyphs
    seen = {glyph.tobytes(): character for character, glyph in glyphs.items()}

    assert len(seen) == len(ALPHABET) - 1
    assert np.array_equal(glyphs["0"], glyphs["O"])


def test_most_dies_give_the_letter_i_bars_so_that_it_is_no_one() -> None:
    barred = 0
    for seed in range(60):
        glyph = make_die(draw_shape(Rng(seed))).glyphs["I"] > 127
        barred += glyph[2].sum() > 1.5 * glyph[GLYPH_HEIGHT // 2].sum()

    assert barred > 35


def test_a_slashed_zero_differs_from_letter_o(shape: DieShape) -> None:
    glyphs = make_die(replace(shape, forms={**shape.forms, "0": 1})).glyphs

    assert not np.array_equal(glyphs["0"], glyphs["O"])


def test_an_open_four_has_no_closed_space(shape: DieShape) -> None:
    open_four = make_die(replace(shape, forms={**shape.forms, "4": 1})).glyphs["4"]
    closed_four = make_die(replace(shape, forms={**shape.forms, "4": 0})).glyphs["4"]

    assert _closed_spaces(open_four) == 0
    assert _closed_spaces(closed_four) == 1


def test_serifs_add_ink_at_the_foot_of_an_upright(shape: DieShape) -> None:
    plain = make_die(replace(shape, serifs=False, round_ends=True)).glyphs["H"]
    serif = make_die(replace(shape, serifs=True, round_ends=True)).glyphs["H"]

    assert (serif[-6:] > 127).mean() > (plain[-6:] > 127).mean()


def _closed_spaces(glyph: np.ndarray) -> int:
    import cv2

    paper = np.pad((glyph < 90).astype(np.uint8), 2, constant_values=1)
    count, _, facts, _ = cv2.connectedComponentsWithStats(paper, connectivity=4)
    large = [i for i in range(1, count) if facts[i, cv2.CC_STAT_AREA] > 12]
    return len(large) - 1
