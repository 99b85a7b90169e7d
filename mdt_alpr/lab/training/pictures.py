"""What the drawing code shares: pictures, colours and masks.

A picture is height x width x 3 bytes, blue first, as OpenCV keeps it; a mask is height x width
bytes, 255 where it covers fully; a colour is three floats from 0 to 255, blue first.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.lab.training.dice import Dice

Picture = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.uint8]
Colour = tuple[float, float, float]
Points = npt.NDArray[np.float64]

FULL = 255
_MIDDLE_GREY = 128.0
_SEEN = 40


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of a picture, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Return the distance from the left to the right edge."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Return the distance from the upper to the lower edge."""
        return self.bottom - self.top

    @property
    def corners(self) -> Points:
        """Return the four corners, clockwise from the upper left."""
        return np.array(
            [
                (self.left, self.top),
                (self.right, self.top),
                (self.right, self.bottom),
                (self.left, self.bottom),
            ],
            np.float64,
        )


def around(points: Points) -> Area:
    """Return the smallest upright rectangle that holds ``points``."""
    low, high = points.min(axis=0), points.max(axis=0)
    return Area(float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def through(points: Points, matrix: Points) -> Points:
    """Return where a perspective moves ``points``."""
    moved = cv2.perspectiveTransform(points.astype(np.float32)[:, None], matrix)
    return np.asarray(moved[:, 0], np.float64)


def onto(corners: Points, quad: Points) -> Points:
    """Return the perspective that moves four corners onto four others."""
    found = cv2.getPerspectiveTransform(corners.astype(np.float32), quad.astype(np.float32))
    return np.asarray(found, np.float64)


def colour(hexadecimal: str) -> Colour:
    """Return the colour written as ``#rrggbb``."""
    number = int(hexadecimal.removeprefix("#"), 16)
    return float(number & FULL), float(number >> 8 & FULL), float(number >> 16 & FULL)


def any_colour(dice: Dice) -> Colour:
    """Return a colour without any preference."""
    return dice.between(0, FULL), dice.between(0, FULL), dice.between(0, FULL)


def grey(value: float) -> Colour:
    """Return a grey of this lightness."""
    return value, value, value


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """Return ``one`` with this share of ``other``."""
    blue, green, red = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return blue, green, red


def shaken(start: Colour, spread: float, dice: Dice) -> Colour:
    """Return a colour near ``start``."""
    blue, green, red = (
        min(255.0, max(0.0, part + dice.between(-spread, spread))) for part in start
    )
    return blue, green, red


def lightness(of: Colour) -> float:
    """Return how light a colour looks, 0 to 255."""
    return 0.11 * of[0] + 0.59 * of[1] + 0.3 * of[2]


def contrasting(ground: Colour) -> Colour:
    """Return the light or dark grey that can be read on ``ground``."""
    return grey(235.0 if lightness(ground) < _MIDDLE_GREY else 20.0)


def lay(picture: Picture, mask: Mask, at: tuple[float, float], ink: Colour) -> None:
    """Colour ``picture`` where ``mask`` covers, its upper left corner laid ``at`` x, y."""
    x, y = round(at[0]), round(at[1])
    left, top = max(0, x), max(0, y)
    right = min(picture.shape[1], x + mask.shape[1])
    bottom = min(picture.shape[0], y + mask.shape[0])
    if right <= left or bottom <= top:
        return
    share = mask[top - y : bottom - y, left - x : right - x, None].astype(np.float32) / FULL
    part = picture[top:bottom, left:right]
    part[:] = (part + (np.array(ink, np.float32) - part) * share).astype(np.uint8)


def fitted(mask: Mask, height: float, widest: float, stretched: float = 1.0) -> Mask:
    """Return ``mask`` at this height, ``stretched`` across, and never wider than ``widest``."""
    tall = max(3, round(height))
    wide = max(3, round(min(mask.shape[1] * tall / mask.shape[0] * stretched, widest)))
    return np.asarray(cv2.resize(mask, (wide, tall), interpolation=cv2.INTER_AREA), np.uint8)


def trimmed(mask: Mask) -> Mask:
    """Return ``mask`` without its empty edges."""
    columns = np.flatnonzero(mask.max(axis=0) > _SEEN)
    rows = np.flatnonzero(mask.max(axis=1) > _SEEN)
    return mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def lay_centred(picture: Picture, mask: Mask, centre: tuple[float, float], ink: Colour) -> None:
    """Colour ``picture`` where ``mask`` covers, the mask's middle at ``centre``."""
    corner = centre[0] - mask.shape[1] / 2, centre[1] - mask.shape[0] / 2
    lay(picture, mask, corner, ink)


def cloud(dice: Dice, size: tuple[int, int], coarse: int) -> npt.NDArray[np.float32]:
    """Return soft blotches from 0 to 1; ``size`` is width, height, ``coarse`` cells a width."""
    width, height = size
    cells = max(2, coarse * height // max(1, width)), max(2, coarse)
    small = dice.numbers.random(cells, np.float32)
    large = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(large, np.float32)


def clipped(values: npt.NDArray[np.float32]) -> Picture:
    """Return floats as the bytes of a picture."""
    return np.clip(values, 0, FULL).astype(np.uint8)
