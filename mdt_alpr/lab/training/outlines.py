"""What the outline network learns on: plates and what is around them, near and far.

The corners of the plate and of its serial are known to the pixel. The picture holds more than
the network is shown, so that one drawing serves for many unsure boxes.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.lab.training.assets import Assets
from mdt_alpr.lab.training.cars import draw_car
from mdt_alpr.lab.training.furniture import paint_surroundings
from mdt_alpr.lab.training.optics import blur, expose, record, shade
from mdt_alpr.lab.training.pictures import (
    Area,
    Picture,
    Points,
    box,
    centered,
    fitting,
    gray,
    lay_lit,
    lay_on_quad,
    metal_or_dark,
    onto,
    through,
)
from mdt_alpr.lab.training.plates import draw_plate
from mdt_alpr.lab.training.rng import Rng
from mdt_alpr.lab.training.scenes import leaning

WIDTH, HEIGHT = 208, 112
"""Of a drawn picture, in pixels."""

POINTS = 8
"""Corners of the plate, clockwise from the upper left, then those of the serial."""

_PLATE = 0.43
"""Width of the plate over that of the picture."""

_DRAWN_AT = 2
_NARROWEST, _WIDEST = 32, 240
_ON_A_CAR, _BACKED, _SHADOWED = 0.7, 0.3, 0.45


@dataclass(frozen=True, slots=True)
class DrawnOutline:
    """A picture of a plate, and its corners and its serial's: 8 x 2 pixels, x before y."""

    picture: Picture
    points: npt.NDArray[np.float32]


def draw_outline(assets: Assets, rng: Rng) -> DrawnOutline:
    """Draw a plate where it is mounted, as a camera sees it."""
    size = _DRAWN_AT * WIDTH, _DRAWN_AT * HEIGHT
    picture = np.empty((size[1], size[0], 3), np.uint8)
    paint_surroundings(picture, rng)
    plate = draw_plate(assets, rng)
    wide = size[0] * _PLATE * rng.between(0.95, 1.05)
    tall = wide * rng.between(0.44, 0.58)
    middle = size[0] / 2 + rng.normal(2), size[1] / 2 + rng.normal(2)
    quad = _turned(leaning(middle, (wide, tall), rng, 0.35), rng.normal(4))
    if rng.chance(_ON_A_CAR):
        _lay_car(picture, quad, assets, rng)
    else:
        _scatter(picture, rng)
    matrix = onto(plate.sheet.corners, quad)
    _mount(picture, quad, rng)
    lay_lit(picture, plate.framed, through(plate.outer.corners, matrix), rng)
    points = np.concatenate([quad, through(plate.serial.corners, matrix)]) / _DRAWN_AT
    return DrawnOutline(_recorded(picture, rng), points.astype(np.float32))


def _turned(quad: Points, degrees: float) -> Points:
    """Return four corners turned about their middle."""
    x, y = quad.mean(0)
    turn = cv2.getRotationMatrix2D((float(x), float(y)), degrees, 1.0)
    return np.asarray(cv2.transform(quad[:, None], turn)[:, 0], np.float64)


def _lay_car(picture: Picture, quad: Points, assets: Assets, rng: Rng) -> None:
    """Lay a vehicle so that the place of its plate falls on ``quad``."""
    car = draw_car(assets, rng, rng.pick((260, 320, 380)))
    if car.plate is None:
        return
    tall, across = car.cover.shape
    matrix = onto(car.plate.corners, quad)
    corners = Area(0, 0, across, tall).corners
    lay_on_quad(picture, car.picture, through(corners, matrix), car.cover)


def _scatter(picture: Picture, rng: Rng) -> None:
    """Lay loose shapes anywhere."""
    height, width = picture.shape[:2]
    for _ in range(rng.whole(0, 10)):
        middle = rng.between(0, width), rng.between(0, height)
        wide = rng.log_between(12, 260)
        inks = metal_or_dark(rng), gray(rng.between(0, 255))
        fitting(picture, centered(middle, wide, wide * rng.between(0.1, 1.2)), inks, rng)


def _mount(picture: Picture, quad: Points, rng: Rng) -> None:
    """Put a holder behind the plate, or the shadow that it casts."""
    wide, tall = np.ptp(quad[:, 0]), np.ptp(quad[:, 1])
    x, y = quad.mean(0)
    if rng.chance(_BACKED):
        middle = x + rng.normal(0.02) * wide, y + rng.normal(0.03) * tall
        holder = centered(middle, wide * rng.between(1.0, 1.3), tall * rng.between(1.0, 1.5))
        box(picture, holder, gray(rng.between(0, 255)), rng.between(0, tall * 0.2))
    if rng.chance(_SHADOWED):
        mask = np.zeros(picture.shape[:2], np.float32)
        away = np.array((rng.normal(0.03) * wide, rng.between(0, 0.12) * tall))
        cv2.fillPoly(mask, [np.round(quad + away).astype(np.int32)], 1.0)
        mask = np.asarray(cv2.GaussianBlur(mask, (0, 0), rng.between(0.5, 6)), np.float32)
        picture[:] = picture * (1 - rng.between(0.2, 0.8) * mask[..., None])


def _recorded(picture: Picture, rng: Rng) -> Picture:
    """Return what a camera makes of it, at the size at which the plate was seen."""
    seen = rng.log_between(_NARROWEST, _WIDEST)
    scale = min(float(_DRAWN_AT), seen / (WIDTH * _PLATE))
    size = round(WIDTH * scale), round(HEIGHT * scale)
    light = shade(picture.astype(np.float32), rng)
    finer = _DRAWN_AT / scale
    light = expose(blur(light, seen, finer, rng), rng)
    light = np.asarray(cv2.resize(light, size, interpolation=cv2.INTER_AREA), np.float32)
    how = cv2.INTER_AREA if scale > 1 else cv2.INTER_CUBIC
    taken = cv2.resize(record(light, rng), (WIDTH, HEIGHT), interpolation=how)
    return np.asarray(taken, np.uint8)


def draw_outlines(assets: Assets, rng: Rng, count: int) -> dict[str, npt.NDArray[Any]]:
    """Return this many pictures as arrays for a cache; the names are those of ``DrawnOutline``."""
    drawn = [draw_outline(assets, rng) for _ in range(count)]
    return {
        "pictures": np.stack([one.picture for one in drawn]),
        "points": np.stack([one.points for one in drawn]),
    }
