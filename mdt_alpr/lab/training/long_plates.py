"""Draws the long plates of other countries: the detector is to box them whole, as it does ours."""

import cv2
import numpy as np

from mdt_alpr.lab.training.assets import Assets
from mdt_alpr.lab.training.dies import ALPHABET, Die
from mdt_alpr.lab.training.furniture import add_bolts, add_dirt
from mdt_alpr.lab.training.pictures import Area, Mask, Picture, box, color, gray, lay, shaken
from mdt_alpr.lab.training.rng import Rng

LONG_FROM = 3.0
"""Times as wide as tall; ours are twice."""

_SHARE = 0.12
_RATIO = (0.2, 0.26)
_INKS = (("#f2f2ee", "#141414"), ("#f2f2ee", "#141414"), ("#e6b414", "#141414"),
         ("#1e3c8c", "#f0f0f0"), ("#14643c", "#f0f0f0"), ("#141414", "#e6e6e6"))  # fmt: skip
_BAND, _BAND_SHARE = "#14329b", 0.35


def any_ratio(rng: Rng, low: float, high: float) -> float:
    """Return height over width of a plate: mostly between the two, now and then a long one's."""
    return rng.between(*_RATIO) if rng.chance(_SHARE) else rng.between(low, high)


def draw_long_plate(assets: Assets, rng: Rng, size: tuple[int, int]) -> Picture:
    """Draw a plate of this width and height in pixels: one line of characters from end to end."""
    width, height = size
    ground, ink = (color(tone) for tone in rng.pick(_INKS))
    plate = np.empty((height, width, 3), np.uint8)
    plate[:] = shaken(ground, 12, rng)
    left = width * 0.03
    if rng.chance(_BAND_SHARE):
        band = Area(0, 0, width * rng.between(0.07, 0.11), height)
        box(plate, band, shaken(color(_BAND), 20, rng))
        left = band.right + width * 0.02
    line = _line(rng.pick(assets.dies["plain"]), height * rng.between(0.58, 0.78), rng)
    room = width * 0.97 - left
    if line.shape[1] > room:
        line = np.asarray(cv2.resize(line, (round(room), line.shape[0])), np.uint8)
    lay(plate, line, (left + (room - line.shape[1]) / 2, (height - line.shape[0]) / 2), ink)
    add_bolts(plate, rng)
    if rng.chance(0.6):
        edge = max(1, round(height * rng.between(0.02, 0.06)))
        tint = ink if rng.chance(0.7) else gray(rng.between(0, 255))
        cv2.rectangle(plate, (0, 0), (width - 1, height - 1), tint, edge)
    add_dirt(plate, rng)
    return plate


def _line(die: Die, tall: float, rng: Rng) -> Mask:
    """Return six to eight characters in a row, in groups."""
    parts: list[Mask] = []
    for number in range(rng.whole(6, 8)):
        if number and rng.chance(0.3):
            parts.append(_between(round(tall), rng))
        glyph = die.glyphs[rng.pick(ALPHABET)]
        wide = max(2, round(tall * glyph.shape[1] / glyph.shape[0]))
        parts += [
            np.asarray(cv2.resize(glyph, (wide, round(tall)), interpolation=cv2.INTER_AREA)),
            np.zeros((round(tall), max(1, round(tall * 0.12))), np.uint8),
        ]
    return np.concatenate(parts[:-1], 1)


def _between(tall: int, rng: Rng) -> Mask:
    """Return what parts two groups: a gap, a dash or a dot."""
    gap = np.zeros((tall, max(3, round(tall * rng.between(0.15, 0.4)))), np.uint8)
    kind, middle = rng.share(), gap.shape[1] // 2
    if kind < 0.4:  # noqa: PLR2004
        gap[round(tall * 0.45) : round(tall * 0.57), 1:-1] = 255
    elif kind < 0.6:  # noqa: PLR2004
        cv2.circle(gap, (middle, round(tall * 0.9)), max(1, round(tall * 0.07)), 255, -1)
    return gap
