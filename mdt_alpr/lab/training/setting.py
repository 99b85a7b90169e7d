"""Where the characters of a serial stand on a plate."""

from dataclasses import dataclass

from mdt_alpr.lab.training.dice import Dice
from mdt_alpr.lab.training.dies import Die
from mdt_alpr.lab.training.pictures import Area
from mdt_alpr.lab.training.serials import SEPARATORS

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
    """A serial set on a plate: its places, and where small letters or a logo stand."""

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


def set_serial(wanted: Wanted, die: Die, sheet: Area, dice: Dice) -> Setting:
    """Place a serial on ``sheet``, the plate's area, as states' machines do, by chance."""
    row = _row(wanted.serial, die, dice)
    slim = die.width * dice.between(0.42, 0.75)
    stack_share = slim + die.width * 0.15 if wanted.stacked else 0.0
    shown = sum(c not in SEPARATORS for c in wanted.serial)
    room = sheet.width * (dice.between(0.72, 0.96) if shown >= _FEW else dice.between(0.3, 0.9))
    shift = 0.0
    if wanted.logo:
        room = min(room, sheet.width * 0.7)
        shift = sheet.width * 0.13 * dice.pick((1, 1, 1, -1))
    tall = sheet.height * (
        dice.between(0.4, 0.56) if dice.chance(0.85) else dice.between(0.34, 0.62)
    )
    whole = row.whole + stack_share
    across = tall  # pixels a share of height, before any squeezing
    if whole * across > room:
        across = room / whole
    elif dice.chance(0.5):
        across = min(room / whole, tall * 1.35)
    tall = min(tall, across / _NARROWEST)
    middle = sheet.top + sheet.height * (
        dice.between(0.47, 0.58) if dice.chance(0.9) else dice.between(0.43, 0.62)
    )
    left = (sheet.left + sheet.right - whole * across) / 2 + shift
    left += dice.between(-0.02, 0.02) * sheet.width
    left = max(sheet.left + sheet.width * 0.02,
               min(left, sheet.left + sheet.width * 0.985 - whole * across))  # fmt: skip
    top = middle - tall / 2
    in_front = wanted.stacked and dice.chance(0.35)
    start = left + (stack_share * across if in_front else 0.0)
    places = _places(wanted.serial, row, Area(start, top, start + row.whole * across, top + tall))
    edge = left if in_front else left + row.whole * across + die.width * 0.12 * across
    stacked = Area(edge, top, edge + slim * across, top + tall) if wanted.stacked else None
    box = Area(left, top, left + whole * across, top + tall)
    return Setting(places, stacked, _logo(wanted, sheet, shift, box), box)


def _row(serial: str, die: Die, dice: Dice) -> _Row:
    gap = die.width * (dice.between(0.12, 0.42) if dice.chance(0.8) else dice.between(0.06, 0.5))
    between = die.width * dice.pick((0.35, 0.5, 0.8, 1.1))
    even = dice.chance(0.55)  # one pitch for all, as old machines have
    widths, advances = [], []
    for character in serial:
        if character in SEPARATORS:
            width = between * (1.8 if character == "*" else 1.0)
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
