import shutil
from pathlib import Path

import pytest

from mdt_alpr.files.paths import resource
from mdt_alpr.lab.training.assets import Font, find_fonts, font_die, words
from mdt_alpr.lab.training.dies import ALPHABET, GLYPH_HEIGHT

PERMISSIVE = {"OFL-1.1", "Apache-2.0", "MIT", "Bitstream-Vera", "CC0-1.0"}


def test_a_font_that_is_not_listed_is_never_opened(tmp_path: Path) -> None:
    some = next(iter(resource("fonts").glob("*.ttf")))
    shutil.copy(some, tmp_path / "Unlisted.ttf")

    assert "Unlisted.ttf" not in {font.path.name for font in find_fonts([tmp_path])}


def test_every_font_of_the_repository_is_listed() -> None:
    bundled = {path.name for path in resource("fonts").glob("*.[ot]tf")}
    used = {font.path.name for font in find_fonts(())}

    assert used <= bundled
    assert used


def test_every_listed_font_is_free_to_use() -> None:
    import tomllib

    table = tomllib.loads(resource("training/fonts.toml").read_text("utf-8"))

    for entry in table["font"]:
        assert entry["license"] in PERMISSIVE, entry
        assert entry["source"]
        assert entry["use"]


def test_the_bundled_fonts_alone_serve_every_use(bundled_fonts: tuple[Font, ...]) -> None:
    served = {use for font in bundled_fonts for use in font.use}

    assert served == {"die", "serifdie", "sans", "serif", "script", "brush"}


def test_a_font_lends_all_characters_as_a_die(bundled_fonts: tuple[Font, ...]) -> None:
    die = font_die(bundled_fonts[0])

    assert set(die.glyphs) == set(ALPHABET)
    assert all(glyph.shape[0] == GLYPH_HEIGHT for glyph in die.glyphs.values())
    assert 0.3 < die.width < 1.2


@pytest.mark.parametrize("text", ["First in Flight", "i", "-"])
def test_words_are_cut_close_to_their_ink(text: str, bundled_fonts: tuple[Font, ...]) -> None:
    mask = words(text, bundled_fonts[0])

    assert mask.max() > 200
    assert mask[0].max() > 0
    assert mask[-1].max() > 0


def test_no_file_but_the_known_tables_lies_among_the_drawing_resources() -> None:
    lying = {path.name for path in resource("training").rglob("*") if path.is_file()}

    assert lying == {"fonts.toml", "states.toml", "strokes.toml"}
