"""Fonts, and what a drawing process loads once: dies, words and place names."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from mdt_alpr.files.paths import resource
from mdt_alpr.lab.training.designs import DrawnDesign, states
from mdt_alpr.lab.training.dies import (
    ALPHABET,
    GLYPH_HEIGHT,
    Die,
    at_full_height,
    draw_shape,
    make_die,
)
from mdt_alpr.lab.training.pictures import Mask
from mdt_alpr.lab.training.rng import Rng

WORDS_HEIGHT = 40
_DRAWN_AT = 110
_WIDE_ENOUGH = "ABCDEFHKLNPRSTUVXZ023456789"


@dataclass(frozen=True, slots=True)
class Font:
    """One listed font that lies on this machine."""

    path: Path
    source: str
    license: str
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
        Font(files[name], entry["source"], entry["license"], tuple(entry["use"]))
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


_OWN_DIES = 240
_KINDS = ("sans", "serif", "script", "brush")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_OWN_SHARES = {"plain": 1.0, "narrow": 0.15, "serif": 0.15}
_LENT_SHARE = 0.33
"""Dies lent by fonts, over plain dies of our own."""

COUNTIES = (
    "WAKE", "GUILFORD", "KNOX", "DAVIDSON", "JACKSON", "MADISON", "ORANGE", "DOUGLAS", "POLK",
    "BOONE", "KENTON", "RANKIN", "LEE", "FULTON", "COBB", "CLAY", "WARREN", "MARION", "HAMILTON",
    "MECKLENBURG", "DURHAM", "BUNCOMBE", "SHELBY", "JEFFERSON", "MONROE", "GREENE",
)  # fmt: skip
SLOGANS = (
    "In God We Trust", "VETERAN", "DISABLED", "TRUCK", "COMMERCIAL", "TRAILER", "APPORTIONED",
    "VISIT US", "www.dmv.gov", "Centennial", "ANTIQUE", "DEALER", "HANDICAPPED", "FIREFIGHTER",
    "Support Wildlife", "UNIVERSITY", "Save the Bay", "TEMPORARY", "PASSENGER", "NATIONAL GUARD",
)  # fmt: skip
TRADE = (
    "TOYOTA", "HONDA", "AUTO SALES", "SMITH FORD", "CHEVROLET", "VALLEY NISSAN", "ALUMNI",
    "UNIVERSITY", "AUTO CENTER", "DODGE", "MOTORS", "LEXUS", "SUBARU OF", "www.cars.com",
    "SAN DIEGO", "MY OTHER CAR", "CITY KIA", "JEEP", "CADILLAC", "FAMILY", "ACURA", "BUICK GMC",
    "I LOVE NC", "GO BEARS", "(555) 123-4567", "HYUNDAI", "RALEIGH", "CHARLOTTE", "TAR HEELS",
)  # fmt: skip
SIGNS = (
    "SALE", "EXIT 24", "STOP", "PARKING ONLY", "OPEN 24 H", "MOTEL", "GAS", "MAIN ST", "NO TURN",
    "SPEED LIMIT 35", "BANK", "COFFEE", "PIZZA 555-1234", "TAXI", "SCHOOL BUS", "POLICE", "CAMRY",
    "ACCORD", "CIVIC", "XLT V6", "TURBO", "LIMITED", "HYBRID", "4X4", "SILVERADO", "HEAVY DUTY",
    "MARKET", "CITY HOTEL", "EXPLORER", "RANGER", "TUNDRA", "E350", "PLUMBING", "ELECTRIC CO",
    "ROOFING 919-555-0134", "CAUTION", "WIDE TURNS", "US 70", "I-40 WEST", "HOW AM I DRIVING",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Assets:
    """Dies and words, ready to be laid on plates, frames and signs."""

    dies: Mapping[str, Sequence[Die]]
    lettering: Mapping[str, Sequence[Font]]
    known: dict[tuple[str, str], Mask]

    @classmethod
    def make(cls, seed: int, fonts: Sequence[Font], dies: int = _OWN_DIES) -> "Assets":
        """Return assets with this many own dies, the same for the same seed and fonts."""
        rng = Rng(seed, 1)
        own = {
            kind: [make_die(draw_shape(rng, kind)) for _ in range(max(2, round(dies * share)))]
            for kind, share in _OWN_SHARES.items()
        }
        plain = _with_use(fonts, "die")
        # fonts are fewer than own dies: repeated until they make up their share
        repeats = max(1, round(len(own["plain"]) * _LENT_SHARE / len(plain)))
        own["plain"] += [font_die(font) for font in plain] * repeats
        own["serif"] += [font_die(font) for font in _with_use(fonts, "serifdie")] * 2
        lettering = {kind: _with_use(fonts, kind) for kind in _KINDS}
        return cls(own, lettering, {})

    def die(self, design: DrawnDesign, rng: Rng) -> Die:
        """Return a die for plates of this design."""
        return rng.pick(self.dies[design.die])

    def words(self, text: str, kind: str, rng: Rng) -> Mask:
        """Return ``text`` as a mask in one of the fonts of this kind of lettering."""
        font = rng.pick(self.lettering[kind])
        key = (text, font.path.name)
        if key not in self.known:
            self.known[key] = words(text, font)
        return self.known[key]

    def any_words(self, among: Sequence[str], rng: Rng) -> Mask:
        """Return one of several texts in any lettering."""
        return self.words(rng.pick(among), rng.pick(("sans", "sans", "serif", "script")), rng)

    def small_print(self, rng: Rng) -> Mask:
        """Return what a sticker says: a month, a year, or two characters of a number."""
        texts = (
            rng.pick(_MONTHS),
            str(rng.whole(1995, 2030)),
            "".join(rng.pick(ALPHABET) for _ in range(2)),
        )
        return self.words(rng.pick(texts), "sans", rng)


def place_names() -> tuple[str, ...]:
    """Return the names of all states, as signs and frames carry them too."""
    return tuple(state.name for state in states())


def _with_use(fonts: Sequence[Font], use: str) -> tuple[Font, ...]:
    return tuple(font for font in fonts if use in font.use)
