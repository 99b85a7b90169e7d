"""Drawing: areas, colors, simple solids and how they are laid on a picture."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.lab.training.rng import Rng

Picture = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.uint8]
Color = tuple[float, float, float]
Points = npt.NDArray[np.float64]

FULL = 255
_MIDDLE_GRAY = 128.0
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


def color(hexadecimal: str) -> Color:
    """Return the color written as ``#rrggbb``."""
    number = int(hexadecimal.removeprefix("#"), 16)
    return float(number & FULL), float(number >> 8 & FULL), float(number >> 16 & FULL)


def any_color(rng: Rng) -> Color:
    """Return a color without any preference."""
    return rng.between(0, FULL), rng.between(0, FULL), rng.between(0, FULL)


def gray(value: float) -> Color:
    """Return a gray of this lightness."""
    return value, value, value


def mixed(one: Color, other: Color, share: float) -> Color:
    """Return ``one`` with this share of ``other``."""
    blue, green, red = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return blue, green, red


def shaken(start: Color, spread: float, rng: Rng) -> Color:
    """Return a color near ``start``."""
    blue, green, red = (
        min(255.0, max(0.0, part + rng.between(-spread, spread))) for part in start
    )
    return blue, green, red


def lightness(of: Color) -> float:
    """Return how light a color looks, 0 to 255."""
    return 0.11 * of[0] + 0.59 * of[1] + 0.3 * of[2]


def contrasting(ground: Color) -> Color:
    """Return the light or dark gray that can be read on ``ground``."""
    return gray(235.0 if lightness(ground) < _MIDDLE_GRAY else 20.0)


def lay(picture: Picture, mask: Mask, at: tuple[float, float], ink: Color) -> None:
    """Color ``picture`` where ``mask`` covers, its upper left corner laid ``at`` x, y."""
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


def lay_centered(picture: Picture, mask: Mask, center: tuple[float, float], ink: Color) -> None:
    """Color ``picture`` where ``mask`` covers, the mask's middle at ``center``."""
    corner = center[0] - mask.shape[1] / 2, center[1] - mask.shape[0] / 2
    lay(picture, mask, corner, ink)


def cloud(rng: Rng, size: tuple[int, int], coarse: int) -> npt.NDArray[np.float32]:
    """Return soft blotches from 0 to 1; ``size`` is width, height, ``coarse`` cells a width."""
    width, height = size
    cells = max(2, coarse * height // max(1, width)), max(2, coarse)
    small = rng.numbers.random(cells, np.float32)
    large = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(large, np.float32)


def clipped(values: npt.NDArray[np.float32]) -> Picture:
    """Return floats as the bytes of a picture."""
    return np.clip(values, 0, FULL).astype(np.uint8)


_PARTS_OF_A_PIXEL = 16


def fill(picture: Picture, points: Points, ink: Color) -> None:
    """Fill a polygon."""
    fixed = np.round(points * _PARTS_OF_A_PIXEL).astype(np.int32)
    cv2.fillPoly(picture, [fixed], ink, cv2.LINE_AA, 4)


def box(picture: Picture, area: Area, ink: Color, rounding: float = 0.0) -> None:
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
    picture: Picture, middle: tuple[float, float], axes: tuple[float, float], ink: Color
) -> None:
    """Fill an ellipse."""
    turns = np.linspace(0, 2 * np.pi, 24)
    rim = np.stack([np.cos(turns) * axes[0], np.sin(turns) * axes[1]], 1) + middle
    fill(picture, rim, ink)


def centered(middle: tuple[float, float], width: float, height: float) -> Area:
    """Return the rectangle of this size around a point."""
    x, y = middle
    return Area(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def fitting(picture: Picture, area: Area, inks: tuple[Color, Color], rng: Rng) -> None:
    """Draw something that a car or a wall carries: lamp, vent, badge, handle, reflector."""
    outer, inner = inks
    middle = (area.left + area.right) / 2, (area.top + area.bottom) / 2
    kind = rng.whole(0, 3)
    if kind == 0:
        box(picture, area, outer, rng.between(1, area.height / 2))
        box(picture, centered(middle, area.width * 0.7, area.height * rng.between(0.3, 0.7)),
            inner, area.height * 0.2)  # fmt: skip
    elif kind == 1:
        disc(picture, middle, (area.width / 2, area.height / 2), outer)
        disc(picture, middle, (area.width * 0.32, area.height * 0.32), inner)
    elif kind == 2:  # noqa: PLR2004
        box(picture, area, outer, 3)
        count = rng.whole(2, 6)
        for i in range(count):
            y = area.top + area.height * (i + 0.5) / count
            box(picture, Area(area.left, y, area.right, y + max(1, area.height * 0.06)), inner)
    else:
        count = rng.whole(2, 5)
        step = area.width / count
        for i in range(count):
            left = area.left + i * step
            cell = Area(left, area.top, left + step * 0.85, area.bottom)
            box(picture, cell, outer if i % 2 else inner, rng.between(1, 3))


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


def lay_lit(picture: Picture, source: Picture, quad: Points, rng: Rng) -> None:
    """Lay a plate onto four corners, lighter or darker than what is around it."""
    light = source.astype(np.float32) * rng.between(0.55, 1.25) + rng.between(-10, 30)
    lay_on_quad(picture, clipped(light), quad)


def metal_or_dark(rng: Rng) -> Color:
    """Return the color of chrome, plastic or rubber."""
    value = rng.pick((15.0, 30.0, 58.0, 110.0, 150.0, 205.0, 235.0))
    return mixed((value, value, value), any_color(rng), 0.04)
