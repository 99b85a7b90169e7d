"""The free fonts that lend their letters, each listed with source and licence."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from mdt_alpr.lab.training.dies import ALPHABET, GLYPH_HEIGHT, Die, at_full_height
from mdt_alpr.lab.training.pictures import Mask
from mdt_alpr.paths import resource

WORDS_HEIGHT = 40
_DRAWN_AT = 110
_WIDE_ENOUGH = "ABCDEFHKLNPRSTUVXZ023456789"


@dataclass(frozen=True, slots=True)
class Font:
    """One listed font that lies on this machine."""

    path: Path
    source: str
    licence: str
    use: tuple[str, ...]


def find_fonts(folders: Iterable[Path]) -> tuple[Font, ...]:
    """Return the listed fonts found in ``folders`` and in ``resources/fonts``, in a fixed order.

    A font that ``resources/training/fonts.toml`` does not list is never opened.
    """
    table = tomllib.loads(resource("training/fonts.toml").read_text("utf-8"))
    files = {
        path.name: path
        for folder in (*folders, resource("fonts"))
        for path in sorted(folder.rglob("*.[ot]tf"))
    }
    return tuple(
        Font(files[name], entry["source"], entry["licence"], tuple(entry["use"]))
        for entry in table["font"]
        for name in entry["files"]
        if name in files
    )


def font_die(font: Font) -> Die:
    """Return the font's capitals and digits as a die."""
    face = ImageFont.truetype(str(font.path), _DRAWN_AT)
    glyphs = {character: at_full_height(_drawn(character, face)) for character in ALPHABET}
    widths = [glyphs[character].shape[1] for character in _WIDE_ENOUGH]
    return Die(glyphs, float(np.median(widths)) / GLYPH_HEIGHT)


def words(text: str, font: Font) -> Mask:
    """Return ``text`` as a mask, ``WORDS_HEIGHT`` high with its edges cut close."""
    drawn = _drawn(text, ImageFont.truetype(str(font.path), WORDS_HEIGHT * 2))
    rows, columns = np.flatnonzero(drawn.max(axis=1)), np.flatnonzero(drawn.max(axis=0))
    cut = drawn[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    wide = max(4, round(cut.shape[1] * WORDS_HEIGHT / cut.shape[0]))
    return np.asarray(cv2.resize(cut, (wide, WORDS_HEIGHT), interpolation=cv2.INTER_AREA))


def _drawn(text: str, face: ImageFont.FreeTypeFont) -> Mask:
    left, top, right, bottom = face.getbbox(text)
    image = Image.new("L", (int(right - left) + 8, int(bottom - top) + 8))
    ImageDraw.Draw(image).text((4 - left, 4 - top), text, font=face, fill=255)
    return np.asarray(image, np.uint8)
