"""Where characters and words are placed on a plate."""

from dataclasses import dataclass

import cv2
import numpy as np

from mdt_alpr.lab.training.assets import COUNTIES, SLOGANS, Assets
from mdt_alpr.lab.training.designs import SEPARATORS, UNKNOWN, DrawnDesign, Line
from mdt_alpr.lab.training.dies import ALPHABET, GLYPH_HEIGHT, Die
from mdt_alpr.lab.training.pictures import (
    Area,
    Color,
    Mask,
    Picture,
    any_color,
    fitted,
    lay,
    mixed,
)
from mdt_alpr.lab.training.rng import Rng

_FEW = 5
"""Serials with fewer characters do not fill the plate."""

_NARROWEST = 0.5
"""Of a character, over its own shape; a plate with more characters takes a smaller die."""


@dataclass(frozen=True, slots=True)
class GlyphPlace:
    """One character or separator: what it is and the rectangle that it fills."""

    character: str
    area: Area


@dataclass(frozen=True, slots=True)
class Setting:
    """A serial set on a plate: its places, and where small letters or a logo are."""

    places: tuple[GlyphPlace, ...]
    stacked: Area | None
    logo: Area | None
    box: Area


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a plate should carry beside its serial."""

    serial: str
    stacked: bool
    logo: bool


@dataclass(frozen=True, slots=True)
class _Row:
    """Widths and advances in shares of the character height."""

    widths: tuple[float, ...]
    advances: tuple[float, ...]
    gap: float

    @property
    def whole(self) -> float:
        return sum(self.advances) - self.gap


def set_serial(wanted: Wanted, die: Die, sheet: Area, rng: Rng) -> Setting:
    """Place a serial on ``sheet``, the plate's area, as states' machines do, by chance."""
    row = _row(wanted.serial, die, rng)
    slim = die.width * rng.between(0.42, 0.75)
    stack_share = slim + die.width * 0.15 if wanted.stacked else 0.0
    shown = sum(c not in SEPARATORS for c in wanted.serial)
    room = sheet.width * (rng.between(0.72, 0.96) if shown >= _FEW else rng.between(0.3, 0.9))
    shift = 0.0
    if wanted.logo:
        room = min(room, sheet.width * 0.7)
        shift = sheet.width * 0.13 * rng.pick((1, 1, 1, -1))
    tall = sheet.height * (rng.between(0.4, 0.56) if rng.chance(0.85) else rng.between(0.34, 0.62))
    whole = row.whole + stack_share
    across = tall  # pixels a share of height, before any squeezing
    if whole * across > room:
        across = room / whole
    elif rng.chance(0.5):
        across = min(room / whole, tall * 1.35)
    tall = min(tall, across / _NARROWEST)
    middle = sheet.top + sheet.height * (
        rng.between(0.47, 0.58) if rng.chance(0.9) else rng.between(0.43, 0.62)
    )
    left = (sheet.left + sheet.right - whole * across) / 2 + shift
    left += rng.between(-0.02, 0.02) * sheet.width
    left = max(sheet.left + sheet.width * 0.02,
               min(left, sheet.left + sheet.width * 0.985 - whole * across))  # fmt: skip
    top = middle - tall / 2
    in_front = wanted.stacked and rng.chance(0.35)
    start = left + (stack_share * across if in_front else 0.0)
    places = _places(wanted.serial, row, Area(start, top, start + row.whole * across, top + tall))
    edge = left if in_front else left + row.whole * across + die.width * 0.12 * across
    stacked = Area(edge, top, edge + slim * across, top + tall) if wanted.stacked else None
    box = Area(left, top, left + whole * across, top + tall)
    return Setting(places, stacked, _logo(wanted, sheet, shift, box), box)


def _row(serial: str, die: Die, rng: Rng) -> _Row:
    gap = die.width * (rng.between(0.12, 0.42) if rng.chance(0.8) else rng.between(0.06, 0.5))
    between = die.width * rng.pick((0.35, 0.5, 0.8, 1.1))
    even = rng.chance(0.55)  # one pitch for all, as old machines have
    widths, advances = [], []
    for character in serial:
        if character in SEPARATORS:
            width = between * (1.8 if character in "*_" else 1.0)
        else:
            glyph = die.glyphs[character]
            width = glyph.shape[1] / glyph.shape[0]
        widths.append(width)
        pitch = max(die.width, width) if even and character not in SEPARATORS else width
        advances.append(pitch + gap)
    return _Row(tuple(widths), tuple(advances), gap)


def _places(serial: str, row: _Row, area: Area) -> tuple[GlyphPlace, ...]:
    across = area.width / row.whole
    left, places = area.left, []
    for character, width, advance in zip(serial, row.widths, row.advances, strict=True):
        start = left + (advance - row.gap - width) / 2 * across
        box = Area(start, area.top, start + width * across, area.bottom)
        places.append(GlyphPlace(character, box))
        left += advance * across
    return tuple(places)


def _logo(wanted: Wanted, sheet: Area, shift: float, box: Area) -> Area | None:
    if not wanted.logo:
        return None
    if shift > 0:
        edges = sheet.left + sheet.width * 0.02, box.left - sheet.width * 0.01
    else:
        edges = box.right + sheet.width * 0.01, sheet.right - sheet.width * 0.02
    return Area(edges[0], sheet.top + sheet.height * 0.2, edges[1],
                sheet.top + sheet.height * 0.82)  # fmt: skip


HIGHEST_STACK = 3
_STACKED = ALPHABET + ALPHABET[10:]
"""Letters are in stacks more often than digits."""


def put(mask: Mask, glyph: Mask, area: Area) -> None:
    """Lay a glyph over a mask so that it fills ``area``."""
    left, top = max(0, round(area.left)), max(0, round(area.top))
    wide, tall = max(2, round(area.width)), max(4, round(area.height))
    part = mask[top : top + tall, left : left + wide]
    if part.size == 0:
        return
    how = cv2.INTER_AREA if tall < GLYPH_HEIGHT else cv2.INTER_LINEAR
    sized = cv2.resize(glyph, (wide, tall), interpolation=how)
    np.maximum(part, sized[: part.shape[0], : part.shape[1]], out=part)


def stamp_stack(mask: Mask, die: Die, area: Area, rng: Rng) -> tuple[GlyphPlace, ...]:
    """Stamp small characters one above the other and return where they are."""
    count = rng.pick((2, 2, 2, 2, HIGHEST_STACK))
    tall = area.height / (count + 0.15)
    tops = [area.top + i * tall * 1.08 for i in range(count)]
    places = [
        GlyphPlace(rng.pick(_STACKED), Area(area.left, top, area.right, top + tall * 0.85))
        for top in tops
    ]
    for place in places:
        put(mask, die.glyphs[place.character], place.area)
    return tuple(places)


def stamp_small_pair(mask: Mask, die: Die, area: Area, rng: Rng) -> None:
    """Stamp two small characters side by side: a class of vehicle that no serial counts."""
    tall, wide = area.height * rng.between(0.3, 0.5), area.width * 0.46
    top = area.top + (area.height - tall) * rng.pick((0.0, 0.5, 1.0))
    for left in (area.left, area.right - wide):
        glyph = die.glyphs[rng.pick(ALPHABET)]
        put(mask, glyph, Area(left, top, left + wide, top + tall))


_SHARED_WORDS = ("SLOGAN", "COUNTY", "IN GOD WE TRUST", "In God We Trust", "BICENTENNIAL")


def draw_lines(
    plate: Picture, design: DrawnDesign, serial: Area, tools: tuple[Assets, Rng]
) -> list[Area]:
    """Print the words above and below the serial; return where the state can be read."""
    height, rng = plate.shape[0], tools[1]
    telling = []
    if design.top is not None:
        middle = serial.top * rng.between(0.4, 0.6)
        area = _draw_line(plate, design.top, (middle, serial.top * 0.9), tools)
        telling += [area] if _tells(design.top, design) else []
    if design.bottom is not None:
        room = height - serial.bottom
        middle = serial.bottom + room * rng.between(0.4, 0.65)
        area = _draw_line(plate, design.bottom, (middle, room * 0.9), tools)
        telling += [area] if _tells(design.bottom, design) else []
    return telling


def _tells(line: Line, design: DrawnDesign) -> bool:
    """Return whether a line is the state's own and not words that any state prints."""
    return design.state != UNKNOWN and line.text not in _SHARED_WORDS


def _draw_line(
    plate: Picture, line: Line, room: tuple[float, float], tools: tuple[Assets, Rng]
) -> Area:
    assets, rng = tools
    height, width = plate.shape[:2]
    text = {"SLOGAN": SLOGANS, "COUNTY": COUNTIES}.get(line.text, (line.text,))
    mask = assets.words(rng.pick(text), line.lettering, rng)
    tall = min(line.height * height * rng.between(0.85, 1.15), room[1])
    sized = fitted(mask, tall, *_across(mask, tall, line, (width, rng)))
    x = width * (line.middle + rng.between(-0.04, 0.04))
    corner = x - sized.shape[1] / 2, room[0] - sized.shape[0] / 2
    lay(plate, sized, corner, _printed(line.ink, rng))
    return Area(corner[0], corner[1], corner[0] + sized.shape[1], corner[1] + sized.shape[0])


def _across(mask: Mask, tall: float, line: Line, made: tuple[int, Rng]) -> tuple[float, float]:
    """Return how wide words are at most, in pixels, and how far they are stretched."""
    width, rng = made
    if not line.width:
        return width * rng.between(0.45, 0.68), rng.between(0.95, 1.6)
    wide = width * line.width * rng.between(0.92, 1.08)
    return wide, min(2.2, max(0.6, wide * mask.shape[0] / (tall * mask.shape[1])))


def _printed(ink: Color, rng: Rng) -> Color:
    return mixed(ink, any_color(rng), rng.between(0, 0.12))
