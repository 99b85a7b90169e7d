"""Draws what the camera sees: vehicles with plates near and far, and all that is no plate."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.lab.training.backdrops import add_clutter, leaning, paint_backdrop
from mdt_alpr.lab.training.cars import draw_car
from mdt_alpr.lab.training.dice import Dice
from mdt_alpr.lab.training.kit import Kit
from mdt_alpr.lab.training.long_plates import LONG_FROM, any_ratio, draw_long_plate
from mdt_alpr.lab.training.optics import expose, record, shade
from mdt_alpr.lab.training.pictures import Area, Picture, Points, around, colour, onto, through
from mdt_alpr.lab.training.plates import draw_plate
from mdt_alpr.lab.training.shapes import lay_lit, lay_on_quad

WIDTH, HEIGHT = 800, 480
_CARS = (1, 1, 1, 1, 2, 2, 3)
_PLATE_WIDTH, _CLOSE_PLATE_WIDTH = 256, 448
_LEAST_WIDTH = 14.0
"""Of a plate in pixels: smaller ones are drawn, but no one could box them."""

_CLOSE_SHARE, _EMPTY_SHARE = 0.22, 0.1
_OVERLAY_DIGITS = "0123456789-:/ APMKH"


@dataclass(frozen=True, slots=True)
class DrawnScene:
    """A picture and the boxes of its plates: left, top, right, bottom in pixels."""

    picture: Picture
    boxes: npt.NDArray[np.float32]


def draw_scene(kit: Kit, dice: Dice) -> DrawnScene:
    """Draw a scene: close-ups, traffic, loose plates, or nothing to find."""
    picture = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    paint_backdrop(picture, kit, dice)
    add_clutter(picture, kit, dice)
    kind = dice.share()
    quads: list[Points] = []
    if kind < _CLOSE_SHARE:
        quads = [_close_up(picture, kit, dice)]
    elif kind < 1 - _EMPTY_SHARE:
        quads = _traffic(picture, kit, dice)
        if dice.chance(0.3):
            quads += _loose_plate(picture, quads, kit, dice)
    elif dice.chance(0.5):
        car = draw_car(kit, dice)
        _lay_car(picture, (car.picture, car.cover), dice, dice.log_between(200, 900))
    light = shade(picture.astype(np.float32), dice)
    if dice.chance(0.3):
        light = np.asarray(cv2.GaussianBlur(light, (0, 0), dice.between(0.4, 1.4)), np.float32)
    picture = record(expose(light, dice), dice)
    if dice.chance(0.2):
        quads = _overlay(picture, quads, dice)
    boxes = [_box(quad) for quad in quads]
    return DrawnScene(
        picture, np.array([b for b in boxes if b is not None], np.float32).reshape(-1, 4)
    )


def _box(quad: Points) -> tuple[float, float, float, float] | None:
    area = around(quad)
    if area.width < _LEAST_WIDTH:
        return None
    return area.left, area.top, area.right, area.bottom


def _traffic(picture: Picture, kit: Kit, dice: Dice) -> list[Points]:
    quads: list[Points] = []
    for width in sorted(dice.log_between(110, 950) for _ in range(dice.pick(_CARS))):
        car = draw_car(kit, dice, dice.pick((260, 320, 380)))
        matrix = _lay_car(picture, (car.picture, car.cover), dice, width)
        hidden = around(through(Area(0, 0, *car.cover.shape[::-1]).corners, matrix))
        quads = [quad for quad in quads if not _inside(quad, hidden)]
        if car.plate is not None:
            quad = through(car.plate.corners, matrix)
            _lay_plate(picture, quad, kit, dice)
            quads.append(quad)
    return quads


def _inside(quad: Points, area: Area) -> bool:
    """Return whether most of a plate's place is within ``area``."""
    middle = quad.mean(0)
    spare = np.ptp(quad[:, 0]) / 2
    return bool(
        area.left - spare < middle[0] < area.right + spare
        and area.top - spare < middle[1] < area.bottom + spare
    )


def _lay_car(
    picture: Picture, car: tuple[Picture, npt.NDArray[np.uint8]], dice: Dice, width: float
) -> Points:
    """Lay a vehicle into the scene and return the matrix that placed it."""
    source, cover = car
    tall, across = cover.shape
    near = width > WIDTH / 2
    middle = dice.between(0, WIDTH), HEIGHT * dice.between(0.3, 0.7 if near else 0.95)
    quad = leaning(middle, (width, width * tall / across), dice, 0.28)
    foot = (quad[2] + quad[3]) / 2
    shadow = np.zeros((HEIGHT // 4, WIDTH // 4), np.float32)
    below = round(foot[0] / 4), round(foot[1] / 4) - 2
    axes = round(width * 0.13), max(2, round(width * 0.018))
    cv2.ellipse(shadow, below, axes, 0, 0, 360, 1.0, -1)
    soft = cv2.resize(cv2.GaussianBlur(shadow, (0, 0), 2), (WIDTH, HEIGHT))
    picture[:] = picture * (1 - dice.between(0.4, 0.85) * soft[..., None])
    lay_on_quad(picture, source, quad, cover)
    corners = Area(0, 0, across, tall).corners
    return onto(corners, quad)


def _lay_plate(picture: Picture, quad: Points, kit: Kit, dice: Dice) -> None:
    """Draw a plate and lay it, with its frame, so that its sheet fills ``quad``."""
    across, down = (float(np.hypot(*(quad[n] - quad[0]))) for n in (1, 3))
    width = _CLOSE_PLATE_WIDTH if across > _PLATE_WIDTH else _PLATE_WIDTH
    if across > LONG_FROM * down:
        part, corners = draw_long_plate(kit, dice, (width, round(width * down / across))), quad
    else:
        plate = draw_plate(kit, dice, width)
        part = plate.framed
        corners = through(plate.outer.corners, onto(plate.sheet.corners, quad))
    lay_lit(picture, part, corners, dice)


def _close_up(picture: Picture, kit: Kit, dice: Dice) -> Points:
    """Draw a plate that fills up to all of the picture's width, mostly on a vehicle."""
    wide = WIDTH * dice.between(0.22, 0.92)
    middle = WIDTH * dice.between(0.4, 0.6), HEIGHT * dice.between(0.35, 0.65)
    if dice.chance(0.75):
        car = draw_car(kit, dice, 420)
        spot = car.plate
        if spot is not None:
            scale = wide / spot.width
            tall, across = car.cover.shape
            left = middle[0] - (spot.left + spot.right) / 2 * scale
            top = middle[1] - (spot.top + spot.bottom) / 2 * scale
            quad = Area(left, top, left + across * scale, top + tall * scale).corners
            lay_on_quad(picture, car.picture, quad, car.cover)
    quad = leaning(middle, (wide, wide * any_ratio(dice, 0.46, 0.54)), dice, 0.22)
    _lay_plate(picture, quad, kit, dice)
    return quad


def _loose_plate(picture: Picture, others: list[Points], kit: Kit, dice: Dice) -> list[Points]:
    wide = dice.log_between(26, 260)
    middle = dice.between(20, WIDTH - 20), dice.between(20, HEIGHT - 20)
    quad = leaning(middle, (wide, wide * any_ratio(dice, 0.44, 0.58)), dice, 0.4)
    area = around(quad)
    if any(_inside(other, area) or _inside(quad, around(other)) for other in others):
        return []
    _lay_plate(picture, quad, kit, dice)
    return [quad]


def _overlay(picture: Picture, quads: list[Points], dice: Dice) -> list[Points]:
    """Write a recorder's date line over the picture; return the plates that stay clear of it."""
    text = "".join(dice.pick(_OVERLAY_DIGITS) for _ in range(dice.whole(5, 22)))
    size, face = dice.between(0.4, 1.2), dice.pick((0, 2, 3))
    wide, tall = cv2.getTextSize(text, face, size, 1)[0]
    x = dice.whole(-10, max(0, WIDTH - wide))
    y = dice.pick((tall + dice.whole(2, 20), HEIGHT - dice.whole(4, 20), dice.whole(20, HEIGHT)))
    ink = colour(dice.pick(("#ffffff", "#e6e6e6", "#000000", "#ffff00", "#3ce63c")))
    if dice.chance(0.4):
        cv2.rectangle(picture, (x - 4, y - tall - 4), (x + wide + 4, y + 5), (0.0, 0.0, 0.0), -1)
    cv2.putText(picture, text, (x, y), face, size, ink, dice.whole(1, 2), cv2.LINE_AA)
    written = Area(x, y - tall, x + wide, y)
    return [quad for quad in quads if not _touches(around(quad), written)]


def _touches(one: Area, other: Area) -> bool:
    return (
        one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
    )


def draw_scenes(kit: Kit, dice: Dice, count: int) -> dict[str, npt.NDArray[Any]]:
    """Return this many scenes as arrays for a cache.

    ``jpegs`` are the pictures' bytes one after the other and ``ends`` where each ends;
    ``boxes`` are all plates and ``owners`` the scene of each.
    """
    jpegs, boxes, owners = [], [], []
    for i in range(count):
        scene = draw_scene(kit, dice)
        coded = cv2.imencode(".jpg", scene.picture, [cv2.IMWRITE_JPEG_QUALITY, 93])[1]
        jpegs.append(coded.reshape(-1))
        boxes.append(scene.boxes)
        owners += [i] * len(scene.boxes)
    return {
        "jpegs": np.concatenate(jpegs),
        "ends": np.cumsum([len(jpeg) for jpeg in jpegs]),
        "boxes": np.concatenate(boxes),
        "owners": np.array(owners, np.int64),
    }
