"""Marks in the digit 0: the slash or the dot by which a die tells it from the letter O."""

from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.lab.training.dice import Dice
from mdt_alpr.lab.training.dies import Die
from mdt_alpr.lab.training.pictures import Mask

Where = npt.NDArray[np.bool_]
_INK = 110
"""From this value on a glyph's pixel counts as ink."""

_DOT_SHARE, _BACKWARDS_SHARE = 0.2, 0.15
_LEAST_FILLED, _MOST_FILLED = 0.1, 0.65
"""Share of a zero's hollow that a mark fills: less is not seen, more closes it."""

_TRIES = 12


def is_marked(glyph: Mask) -> bool:
    """Tell whether a zero has more inside than one hollow: parted by a slash, or a dot."""
    ink = glyph >= _INK
    inks = cv2.connectedComponents(ink.astype(np.uint8))[0] - 1
    outside = np.pad(~ink, 1, constant_values=True).astype(np.uint8)
    hollows = cv2.connectedComponents(outside, connectivity=4)[0] - 2
    return inks > 1 or hollows > 1


def with_mark(die: Die, dice: Dice) -> Die | None:
    """Return ``die`` with a mark in its zero, None where its zero has no room for one."""
    zero = die.glyphs["0"]
    hollow = _hollow(zero)
    for _ in range(_TRIES):
        mark = _mark(zero, hollow, dice)
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


def _mark(zero: Mask, hollow: Where, dice: Dice) -> Where:
    """Return where a slash or a dot would be stamped."""
    height, width = zero.shape
    mark = np.zeros_like(zero)
    rows, columns = np.nonzero(hollow)
    across, along = np.ptp(columns) if len(columns) else 0, np.ptp(rows) if len(rows) else 0
    x, y = width / 2, height / 2
    if dice.chance(_DOT_SHARE):
        size = round(across * dice.between(0.2, 0.36)), round(along * dice.between(0.08, 0.24))
        cv2.ellipse(mark, (round(x), round(y)), size, 0, 0, 360, 255, cv2.FILLED)
        return mark > 0
    far = width / 2, height * dice.between(0.1, 0.48)
    way = -1 if dice.chance(_BACKWARDS_SHARE) else 1
    ends = (
        (round(x - far[0]), round(y + way * far[1])),
        (round(x + far[0]), round(y - way * far[1])),
    )
    cv2.line(mark, *ends, 255, max(2, round(height * dice.between(0.04, 0.11))))
    return mark > 0
