"""The small characters beside a serial that no serial counts: stacks, and pairs in a line."""

import cv2
import numpy as np

from mdt_alpr.lab.training.dice import Dice
from mdt_alpr.lab.training.dies import ALPHABET, GLYPH_HEIGHT, Die
from mdt_alpr.lab.training.pictures import Area, Mask
from mdt_alpr.lab.training.setting import GlyphPlace

HIGHEST_STACK = 3
_STACKED = ALPHABET + ALPHABET[10:]
"""Letters stand in stacks more often than digits."""


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


def stamp_stack(mask: Mask, die: Die, area: Area, dice: Dice) -> tuple[GlyphPlace, ...]:
    """Stamp small characters one above the other and return where they stand."""
    count = dice.pick((2, 2, 2, 2, HIGHEST_STACK))
    tall = area.height / (count + 0.15)
    tops = [area.top + i * tall * 1.08 for i in range(count)]
    places = [
        GlyphPlace(dice.pick(_STACKED), Area(area.left, top, area.right, top + tall * 0.85))
        for top in tops
    ]
    for place in places:
        put(mask, die.glyphs[place.character], place.area)
    return tuple(places)


def stamp_small_pair(mask: Mask, die: Die, area: Area, dice: Dice) -> None:
    """Stamp two small characters side by side: a class of vehicle that no serial counts."""
    tall, wide = area.height * dice.between(0.3, 0.5), area.width * 0.46
    top = area.top + (area.height - tall) * dice.pick((0.0, 0.5, 1.0))
    for left in (area.left, area.right - wide):
        glyph = die.glyphs[dice.pick(ALPHABET)]
        put(mask, glyph, Area(left, top, left + wide, top + tall))
