import numpy as np
import pytest

from mdt_alpr.lab.training.assets import Font, font_die
from mdt_alpr.lab.training.dies import Die, draw_shape, make_die
from mdt_alpr.lab.training.rng import Rng
from mdt_alpr.lab.training.zero_views import is_marked, with_mark, without_mark


def a_die(seed: int) -> Die:
    return without_mark(make_die(draw_shape(Rng(seed))))


@pytest.mark.parametrize("seed", range(12))
def test_a_mark_adds_ink_inside_the_zero_and_changes_nothing_else(seed: int) -> None:
    plain = a_die(seed)
    stamped = with_mark(plain, Rng(seed, 1))
    assert stamped is not None
    assert stamped.glyphs["0"].shape == plain.glyphs["0"].shape
    assert np.all(stamped.glyphs["0"] >= plain.glyphs["0"])
    assert stamped.glyphs["0"].sum() > 1.01 * plain.glyphs["0"].sum()
    assert all(np.array_equal(g, plain.glyphs[c]) for c, g in stamped.glyphs.items() if c != "0")


def test_a_slash_parts_a_zero_or_a_dot_is_in_it() -> None:
    stamped = [with_mark(a_die(seed), Rng(seed, 1)) for seed in range(30)]
    seen = [is_marked(die.glyphs["0"]) for die in stamped if die is not None]
    assert np.mean(seen) > 0.9
    assert not any(is_marked(die.glyphs["O"]) for die in stamped if die is not None)


def test_a_zero_without_room_takes_no_mark() -> None:
    full = np.full((80, 40), 255, np.uint8)
    assert with_mark(Die({"0": full, "O": full}, 0.5), Rng(1)) is None


def test_a_font_s_own_mark_is_known_and_can_be_removed(bundled_fonts: tuple[Font, ...]) -> None:
    dies = {font.path.name: font_die(font) for font in bundled_fonts}
    dotted, plain = dies["FiraCode-Bold.ttf"], dies["Inter-Bold.otf"]
    assert is_marked(dotted.glyphs["0"])
    assert not is_marked(plain.glyphs["0"])
    assert not is_marked(without_mark(dotted).glyphs["0"])
    assert without_mark(plain) is plain
