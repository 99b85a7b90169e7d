"""Marks beside a serial that are no characters: wheelchair, star, map, scrawl, monogram."""

from collections.abc import Callable

import cv2
import numpy as np

from mdt_alpr.lab.training.assets import Assets
from mdt_alpr.lab.training.dies import ALPHABET
from mdt_alpr.lab.training.pictures import Mask, fitted, trimmed
from mdt_alpr.lab.training.rng import Rng

_TALL, _WIDE = 80, 60
_LETTERS = ALPHABET[10:]

_BADGE = 96
_BADGES = (
    ((0.3, 0), (0.7, 0), (0.6, 0.4), (1, 0.3), (1, 0.7), (0.6, 0.6), (0.7, 1), (0.3, 1),
     (0.4, 0.6), (0, 0.7), (0, 0.3), (0.4, 0.4)),
    ((0.05, 0.05), (0.95, 0.05), (0.95, 0.6), (0.5, 1), (0.05, 0.6)),
    ((0.3, 0), (0.7, 0), (1, 0.3), (1, 0.7), (0.7, 1), (0.3, 1), (0, 0.7), (0, 0.3)),
)  # fmt: skip
"""A cross, a shield and an octagon as shares of a square."""


def draw_emblem(rng: Rng) -> Mask:
    """Return a mark as a mask cut close to its edges."""
    mask = np.zeros((_TALL, _WIDE), np.uint8)
    rng.pick(_MARKS)(mask, rng)
    return trimmed(mask)


def draw_monogram(assets: Assets, rng: Rng) -> Mask:
    """Return letters that lie over one another, in a ring or on a badge, as clubs' do."""
    kind = rng.pick(("sans", "serif", "serif", "script"))
    if rng.chance(0.2):
        return _badge(assets, rng)
    if rng.chance(0.3):
        return _ringed(assets.words(rng.pick(_LETTERS), kind, rng), rng)
    laid = assets.words(rng.pick(_LETTERS), kind, rng)
    for _ in range(rng.pick((1, 1, 2))):
        laid = _interlocked(laid, assets.words(rng.pick(_LETTERS), kind, rng), rng)
    return trimmed(laid)


def _interlocked(mask: Mask, other: Mask, rng: Rng) -> Mask:
    """Lay a letter over another's right side, higher or lower, mostly with a gap around it."""
    right = round(mask.shape[1] * rng.between(0.3, 0.85))
    down = round(mask.shape[0] * rng.between(-0.35, 0.35))
    tall = max(mask.shape[0], other.shape[0]) + abs(down) + 8
    wide = max(mask.shape[1], right + other.shape[1]) + 8
    first, second = np.zeros((2, tall, wide), np.uint8)
    top = 4 + max(0, -down)
    first[top : top + mask.shape[0], 4 : 4 + mask.shape[1]] = mask
    top += down
    second[top : top + other.shape[0], 4 + right : 4 + right + other.shape[1]] = other
    if rng.chance(0.7):
        gap = cv2.dilate(second, np.ones((5, 5), np.uint8))
        first = np.where(gap > second, np.minimum(first, 255 - gap), first)
    return np.asarray(np.maximum(first, second), np.uint8)


def _ringed(letter: Mask, rng: Rng) -> Mask:
    reach = round(max(letter.shape) * rng.between(0.6, 0.8))
    mask = np.zeros((2 * reach + 1, 2 * reach + 1), np.uint8)
    filled = rng.chance(0.5)
    cv2.circle(mask, (reach, reach), reach, 255, -1 if filled else rng.whole(2, 6), cv2.LINE_AA)
    top, left = (reach - side // 2 for side in letter.shape)
    part = mask[top : top + letter.shape[0], left : left + letter.shape[1]]
    part[:] = np.minimum(part, 255 - letter) if filled else np.maximum(part, letter)
    return mask


def _badge(assets: Assets, rng: Rng) -> Mask:
    """Return a cross, shield or octagon with small letters in it: a fire brigade's.

    Some are filled and leave the letters out, some are drawn as a line.
    """
    mask = np.zeros((_BADGE, _BADGE), np.uint8)
    points = (np.array(rng.pick(_BADGES), np.float64) * (_BADGE - 8) + 4).astype(np.int32)
    filled = rng.chance(0.5)
    if filled:
        cv2.fillPoly(mask, [points], 255, cv2.LINE_AA)
    else:
        cv2.polylines(mask, [points], isClosed=True, color=255, thickness=rng.whole(2, 6),
                      lineType=cv2.LINE_AA)  # fmt: skip
    around = rng.chance(0.6)
    places = ((0.5, 0.2), (0.2, 0.5), (0.8, 0.5), (0.5, 0.8)) if around else ((0.5, 0.5),)
    tall = _BADGE * (rng.between(0.18, 0.26) if around else rng.between(0.3, 0.55))
    for x, y in places[: rng.whole(2, 4)] if around else places:
        letter = fitted(assets.words(rng.pick(_LETTERS), "sans", rng), tall, tall)
        top, left = round(y * _BADGE - tall / 2), round(x * _BADGE - letter.shape[1] / 2)
        part = mask[top : top + letter.shape[0], left : left + letter.shape[1]]
        part[:] = np.minimum(part, 255 - letter) if filled else np.maximum(part, letter)
    return trimmed(mask)


def _wheelchair(mask: Mask, rng: Rng) -> None:
    thick = rng.whole(5, 9)
    cv2.circle(mask, (rng.whole(18, 28), 9), rng.whole(5, 8), 255, -1)
    x, y = rng.whole(18, 26), rng.whole(36, 48)
    seat = x + rng.whole(12, 20)
    _line(mask, [(x, 16), (x, y), (seat, y), (seat + 6, 72)], thick)
    cv2.ellipse(mask, (x + 2, 54), (17, 19), 0, rng.whole(20, 60), rng.whole(220, 290), 255,
                thick, cv2.LINE_AA)  # fmt: skip


def _star(mask: Mask, rng: Rng) -> None:
    points = rng.pick((4, 5, 6, 8))
    turns = np.arange(2 * points) * np.pi / points
    reach = np.where(np.arange(2 * points) % 2, 11, 28)
    rim = np.stack([30 + np.sin(turns) * reach, 40 - np.cos(turns) * reach], 1)
    cv2.fillPoly(mask, [rim.astype(np.int32)], 255)


def _heart(mask: Mask, _dice: Rng) -> None:
    cv2.circle(mask, (18, 26), 14, 255, -1)
    cv2.circle(mask, (42, 26), 14, 255, -1)
    cv2.fillPoly(mask, [np.array([(5, 31), (55, 31), (30, 70)], np.int32)], 255)


def _map(mask: Mask, rng: Rng) -> None:
    """Draw the map of a state: a broad figure with a ragged rim, and a cape or an island."""
    count = rng.whole(9, 18)
    turns = np.sort(rng.numbers.random(count)) * 2 * np.pi
    reach = np.array((rng.between(12, 28), rng.between(10, 26)))
    ragged = rng.numbers.uniform(0.6, 1.1, (count, 1))
    rim = np.stack([np.cos(turns), np.sin(turns)], 1) * reach * ragged + (30, 40)
    cv2.fillPoly(mask, [rim.astype(np.int32)], 255, cv2.LINE_AA)
    for _ in range(rng.pick((0, 1, 1, 2))):
        x, y = rim[rng.whole(0, count - 1)].astype(int).tolist()
        _line(mask, [(x, y), (x + rng.whole(-14, 14), y + rng.whole(-10, 10))], rng.whole(2, 7))


def _scrawl(mask: Mask, rng: Rng) -> None:
    """Draw a figure of no meaning: a rider, an animal, a coat of arms seen from afar."""
    for _ in range(rng.whole(2, 5)):
        path = [(rng.whole(4, 56), rng.whole(4, 76)) for _ in range(rng.whole(2, 5))]
        _line(mask, path, rng.whole(3, 10))
    if rng.chance(0.5):
        at = rng.whole(12, 48), rng.whole(12, 68)
        cv2.circle(mask, at, rng.whole(5, 22), 255, rng.pick((-1, 5)))


def _line(mask: Mask, path: list[tuple[int, int]], thick: int) -> None:
    points = np.array(path, np.int32)
    cv2.polylines(mask, [points], isClosed=False, color=255, thickness=thick,
                  lineType=cv2.LINE_AA)  # fmt: skip


_MARKS: tuple[Callable[[Mask, Rng], None], ...] = (
    _wheelchair, _wheelchair, _star, _heart, _scrawl, _scrawl, _map, _map
)  # fmt: skip
