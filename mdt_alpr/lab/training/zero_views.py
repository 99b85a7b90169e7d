"""What the zero network learns on: one round character out of the reader's picture of a plate.

Whether a character is marked depends on its die alone: digits, letters and what else is round
are at any place beside anything, so that nothing can be learned from the text around them.
"""

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.adapters.zero_classifier import strip
from mdt_alpr.lab.training.assets import Assets
from mdt_alpr.lab.training.designs import draw_design, with_any_serial
from mdt_alpr.lab.training.dies import Die
from mdt_alpr.lab.training.pictures import Mask, Picture
from mdt_alpr.lab.training.plates import draw_plate
from mdt_alpr.lab.training.rng import Rng
from mdt_alpr.lab.training.views import WIDTH as READER_WIDTH
from mdt_alpr.lab.training.views import view_of

Where = npt.NDArray[np.bool_]
_INK = 110
"""From this value on a glyph's pixel counts as ink."""

_DOT_SHARE, _BACKWARDS_SHARE = 0.2, 0.15
_LEAST_FILLED, _MOST_FILLED = 0.1, 0.65
"""Share of a zero's hollow that a mark fills: less is not seen, more closes it."""

_TRIES = 12


def is_marked(glyph: Mask) -> bool:
    """Log whether a zero has more inside than one hollow: parted by a slash, or a dot."""
    ink = glyph >= _INK
    inks = cv2.connectedComponents(ink.astype(np.uint8))[0] - 1
    outside = np.pad(~ink, 1, constant_values=True).astype(np.uint8)
    hollows = cv2.connectedComponents(outside, connectivity=4)[0] - 2
    return inks > 1 or hollows > 1


def with_mark(die: Die, rng: Rng) -> Die | None:
    """Return ``die`` with a mark in its zero, None where its zero has no room for one."""
    zero = die.glyphs["0"]
    hollow = _hollow(zero)
    for _ in range(_TRIES):
        mark = _mark(zero, hollow, rng)
        if _LEAST_FILLED <= (mark & hollow).sum() / max(1, hollow.sum()) <= _MOST_FILLED:
            glyph = np.where(mark & hollow, np.uint8(255), zero)
            softened = np.maximum(zero, cv2.GaussianBlur(glyph, (3, 3), 0))
            return replace(die, glyphs={**die.glyphs, "0": np.asarray(softened, np.uint8)})
    return None


def without_mark(die: Die) -> Die:
    """Return ``die`` with its letter O for a zero where its own zero is marked."""
    if not is_marked(die.glyphs["0"]):
        return die
    return replace(die, glyphs={**die.glyphs, "0": die.glyphs["O"]})


def _hollow(zero: Mask) -> Where:
    """Return the pixels that the ring of a zero encloses."""
    rings, _ = cv2.findContours((zero >= _INK).astype(np.uint8), cv2.RETR_EXTERNAL,
                                cv2.CHAIN_APPROX_NONE)  # fmt: skip
    filled = cv2.drawContours(np.zeros_like(zero), rings, -1, 255, cv2.FILLED)
    return np.asarray((filled > 0) & (zero < _INK))


def _mark(zero: Mask, hollow: Where, rng: Rng) -> Where:
    """Return where a slash or a dot would be stamped."""
    height, width = zero.shape
    mark = np.zeros_like(zero)
    rows, columns = np.nonzero(hollow)
    across, along = np.ptp(columns) if len(columns) else 0, np.ptp(rows) if len(rows) else 0
    x, y = width / 2, height / 2
    if rng.chance(_DOT_SHARE):
        size = round(across * rng.between(0.2, 0.36)), round(along * rng.between(0.08, 0.24))
        cv2.ellipse(mark, (round(x), round(y)), size, 0, 0, 360, 255, cv2.FILLED)
        return mark > 0
    far = width / 2, height * rng.between(0.1, 0.48)
    way = -1 if rng.chance(_BACKWARDS_SHARE) else 1
    ends = (
        (round(x - far[0]), round(y + way * far[1])),
        (round(x + far[0]), round(y - way * far[1])),
    )
    cv2.line(mark, *ends, 255, max(2, round(height * rng.between(0.04, 0.11))))
    return mark > 0


_ZERO = "0"
_ROUNDS, _OTHERS = "0O", "8QDGB69CU"
_ROUND_SHARE = 0.8
_MARKED_SHARE = 0.6
_REPLACED = 0.45
_OFF = 1.2
"""How far a reader is off a character's middle, in pixels of its picture."""


@dataclass(frozen=True, slots=True)
class ZeroView:
    """A strip about one character, and whether that is a zero with a mark."""

    picture: Picture
    marked: bool


def draw_rounds(assets: Assets, rng: Rng) -> list[ZeroView]:
    """Draw a plate and return a strip about each of its characters that are round."""
    design = with_any_serial(draw_design(rng), rng)
    form = rng.pick(design.formats).replace("V", "L")
    design = replace(design, formats=("".join(_place(place, rng) for place in form),))
    plain = without_mark(assets.die(design, rng))
    stamped = with_mark(plain, rng) if rng.chance(_MARKED_SHARE) else None
    plate = draw_plate(replace(assets, dies={design.die: [stamped or plain]}), rng, design=design)
    view = view_of(plate, rng)
    return [
        ZeroView(
            strip(view.picture, center * READER_WIDTH + rng.normal(_OFF)),
            marked=character == _ZERO and stamped is not None,
        )
        for character, center in zip(plate.text, view.centers.tolist(), strict=False)
        if character in _ROUNDS + _OTHERS
    ]


def _place(place: str, rng: Rng) -> str:
    """Return a round character in the stead of some places of a format."""
    if place not in "LD" or not rng.chance(_REPLACED):
        return place
    return rng.pick(_ROUNDS if rng.chance(_ROUND_SHARE) else _OTHERS)


def draw_zero_views(assets: Assets, rng: Rng, count: int) -> dict[str, npt.NDArray[Any]]:
    """Return this many views as arrays for a cache; the names are those of ``ZeroView``."""
    views: list[ZeroView] = []
    while len(views) < count:
        views += draw_rounds(assets, rng)
    return {
        "pictures": np.stack([view.picture for view in views[:count]]),
        "marked": np.array([view.marked for view in views[:count]]),
    }
