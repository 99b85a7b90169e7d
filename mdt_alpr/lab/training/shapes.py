"""Simple solids that cars, lamps, signs and walls are drawn from."""

import cv2
import numpy as np

from mdt_alpr.lab.training.dice import Dice
from mdt_alpr.lab.training.pictures import (
    Area,
    Colour,
    Mask,
    Picture,
    Points,
    any_colour,
    clipped,
    mixed,
)

_PARTS_OF_A_PIXEL = 16


def fill(picture: Picture, points: Points, ink: Colour) -> None:
    """Fill a polygon."""
    fixed = np.round(points * _PARTS_OF_A_PIXEL).astype(np.int32)
    cv2.fillPoly(picture, [fixed], ink, cv2.LINE_AA, 4)


def box(picture: Picture, area: Area, ink: Colour, rounding: float = 0.0) -> None:
    """Fill a rectangle whose corners are rounded by this many pixels."""
    radius = max(0.0, min(rounding, area.width / 2, area.height / 2))
    if radius < 1:
        fill(picture, area.corners, ink)
        return
    turns = np.linspace(0, np.pi / 2, 6)
    middles = (
        (area.right - radius, area.top + radius, -np.pi / 2),
        (area.right - radius, area.bottom - radius, 0.0),
        (area.left + radius, area.bottom - radius, np.pi / 2),
        (area.left + radius, area.top + radius, np.pi),
    )
    rim = [
        np.stack([x + radius * np.cos(start + turns), y + radius * np.sin(start + turns)], 1)
        for x, y, start in middles
    ]
    fill(picture, np.concatenate(rim), ink)


def disc(
    picture: Picture, middle: tuple[float, float], axes: tuple[float, float], ink: Colour
) -> None:
    """Fill an ellipse."""
    turns = np.linspace(0, 2 * np.pi, 24)
    rim = np.stack([np.cos(turns) * axes[0], np.sin(turns) * axes[1]], 1) + middle
    fill(picture, rim, ink)


def centred(middle: tuple[float, float], width: float, height: float) -> Area:
    """Return the rectangle of this size around a point."""
    x, y = middle
    return Area(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def fitting(picture: Picture, area: Area, inks: tuple[Colour, Colour], dice: Dice) -> None:
    """Draw something that a car or a wall carries: lamp, vent, badge, handle, reflector."""
    outer, inner = inks
    middle = (area.left + area.right) / 2, (area.top + area.bottom) / 2
    kind = dice.whole(0, 3)
    if kind == 0:
        box(picture, area, outer, dice.between(1, area.height / 2))
        box(picture, centred(middle, area.width * 0.7, area.height * dice.between(0.3, 0.7)),
            inner, area.height * 0.2)  # fmt: skip
    elif kind == 1:
        disc(picture, middle, (area.width / 2, area.height / 2), outer)
        disc(picture, middle, (area.width * 0.32, area.height * 0.32), inner)
    elif kind == 2:  # noqa: PLR2004
        box(picture, area, outer, 3)
        count = dice.whole(2, 6)
        for i in range(count):
            y = area.top + area.height * (i + 0.5) / count
            box(picture, Area(area.left, y, area.right, y + max(1, area.height * 0.06)), inner)
    else:
        count = dice.whole(2, 5)
        step = area.width / count
        for i in range(count):
            left = area.left + i * step
            cell = Area(left, area.top, left + step * 0.85, area.bottom)
            box(picture, cell, outer if i % 2 else inner, dice.between(1, 3))


def lay_on_quad(
    picture: Picture, source: Picture, quad: Points, cover: Mask | None = None
) -> None:
    """Lay a whole picture onto four corners of another, where ``cover`` is set."""
    height, width = source.shape[:2]
    size = float(np.hypot(*(quad[1] - quad[0])))
    shrink = width / max(1.0, size)
    if cover is None:
        cover = np.full((height, width), 255, np.uint8)
    if shrink > 1.3:  # noqa: PLR2004  # first shrink by averaging, or fine lines flicker
        size_to = max(4, round(width / shrink * 1.15)), max(4, round(height / shrink * 1.15))
        source = np.asarray(cv2.resize(source, size_to, interpolation=cv2.INTER_AREA), np.uint8)
        cover = np.asarray(cv2.resize(cover, size_to, interpolation=cv2.INTER_AREA), np.uint8)
        width, height = size_to
    low = np.maximum(np.floor(quad.min(0)).astype(int) - 1, 0)
    high = np.minimum(np.ceil(quad.max(0)).astype(int) + 2, picture.shape[1::-1])
    if (high - low < 2).any():  # noqa: PLR2004
        return
    corners = Area(0, 0, width, height).corners.astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners, (quad - low).astype(np.float32))
    size_of_part = int(high[0] - low[0]), int(high[1] - low[1])
    moved = cv2.warpPerspective(source, matrix, size_of_part, flags=cv2.INTER_LINEAR,
                                borderMode=cv2.BORDER_REPLICATE)  # fmt: skip
    share = cv2.warpPerspective(cover, matrix, size_of_part).astype(np.float32)[..., None] / 255
    part = picture[low[1] : high[1], low[0] : high[0]]
    part[:] = part + (moved - part.astype(np.float32)) * share


def lay_lit(picture: Picture, source: Picture, quad: Points, dice: Dice) -> None:
    """Lay a plate onto four corners, lighter or darker than what is around it."""
    light = source.astype(np.float32) * dice.between(0.55, 1.25) + dice.between(-10, 30)
    lay_on_quad(picture, clipped(light), quad)


def metal_or_dark(dice: Dice) -> Colour:
    """Return the colour of chrome, plastic or rubber."""
    value = dice.pick((15.0, 30.0, 58.0, 110.0, 150.0, 205.0, 235.0))
    return mixed((value, value, value), any_colour(dice), 0.04)
