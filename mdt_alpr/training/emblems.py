"""Marks that stand in a serial's row and are no characters: wheelchair, star, rider, scrawl."""

from collections.abc import Callable

import cv2
import numpy as np

from mdt_alpr.training.dice import Dice
from mdt_alpr.training.pictures import Mask, trimmed

_TALL, _WIDE = 80, 60


def draw_emblem(dice: Dice) -> Mask:
    """Return a mark as a mask cut close to its edges."""
    mask = np.zeros((_TALL, _WIDE), np.uint8)
    dice.pick(_MARKS)(mask, dice)
    return trimmed(mask)


def _wheelchair(mask: Mask, dice: Dice) -> None:
    thick = dice.whole(5, 9)
    cv2.circle(mask, (dice.whole(18, 28), 9), dice.whole(5, 8), 255, -1)
    x, y = dice.whole(18, 26), dice.whole(36, 48)
    seat = x + dice.whole(12, 20)
    _line(mask, [(x, 16), (x, y), (seat, y), (seat + 6, 72)], thick)
    cv2.ellipse(mask, (x + 2, 54), (17, 19), 0, dice.whole(20, 60), dice.whole(220, 290), 255,
                thick, cv2.LINE_AA)  # fmt: skip


def _star(mask: Mask, dice: Dice) -> None:
    points = dice.pick((4, 5, 6, 8))
    turns = np.arange(2 * points) * np.pi / points
    reach = np.where(np.arange(2 * points) % 2, 11, 28)
    rim = np.stack([30 + np.sin(turns) * reach, 40 - np.cos(turns) * reach], 1)
    cv2.fillPoly(mask, [rim.astype(np.int32)], 255)


def _heart(mask: Mask, _dice: Dice) -> None:
    cv2.circle(mask, (18, 26), 14, 255, -1)
    cv2.circle(mask, (42, 26), 14, 255, -1)
    cv2.fillPoly(mask, [np.array([(5, 31), (55, 31), (30, 70)], np.int32)], 255)


def _scrawl(mask: Mask, dice: Dice) -> None:
    """Draw a figure of no meaning: a rider, an animal, a coat of arms seen from afar."""
    for _ in range(dice.whole(2, 5)):
        path = [(dice.whole(4, 56), dice.whole(4, 76)) for _ in range(dice.whole(2, 5))]
        _line(mask, path, dice.whole(3, 10))
    if dice.chance(0.5):
        at = dice.whole(12, 48), dice.whole(12, 68)
        cv2.circle(mask, at, dice.whole(5, 22), 255, dice.pick((-1, 5)))


def _line(mask: Mask, path: list[tuple[int, int]], thick: int) -> None:
    points = np.array(path, np.int32)
    cv2.polylines(mask, [points], isClosed=False, color=255, thickness=thick,
                  lineType=cv2.LINE_AA)  # fmt: skip


_MARKS: tuple[Callable[[Mask, Dice], None], ...] = (_wheelchair, _star, _heart, _scrawl, _scrawl)
