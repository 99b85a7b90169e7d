"""Draws what the camera sees: vehicles with plates near and far, and all that is no plate."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.lab.training.assets import SIGNS, TRADE, Assets, place_names
from mdt_alpr.lab.training.cars import draw_car
from mdt_alpr.lab.training.long_plates import LONG_FROM, any_ratio, draw_long_plate
from mdt_alpr.lab.training.optics import expose, record, shade
from mdt_alpr.lab.training.pictures import (
    Area,
    Picture,
    Points,
    any_color,
    around,
    box,
    centered,
    clipped,
    cloud,
    color,
    disc,
    fitted,
    fitting,
    gray,
    lay_centered,
    lay_lit,
    lay_on_quad,
    mixed,
    onto,
    shaken,
    through,
)
from mdt_alpr.lab.training.plates import draw_plate
from mdt_alpr.lab.training.rng import Rng

_SKIES = ("#78a0dc", "#c8d2dc", "#5a6478", "#14141e", "#e6ebf0", "#f0d8b8")


def paint_backdrop(picture: Picture, assets: Assets, rng: Rng) -> None:
    """Fill a picture with a drawn street, a close surface, or a soup of shapes."""
    kind = rng.share()
    for share, paint in ((0.55, _street), (0.8, _surface), (1.0, _soup)):
        if kind < share:
            paint(picture, assets, rng)
            return


def _street(picture: Picture, assets: Assets, rng: Rng) -> None:
    height, width = picture.shape[:2]
    horizon = round(height * rng.between(-0.1, 0.5))
    ground = shaken(gray(rng.between(50, 190)), 10, rng)
    _rough(picture, ground, rng)
    if horizon > 4:  # noqa: PLR2004
        sky = np.array(color(rng.pick(_SKIES)), np.float32)
        fade = np.linspace(0, 1, horizon, dtype=np.float32)[:, None, None]
        picture[:horizon] = clipped(sky * (1 - fade) + 228 * fade * rng.between(0.6, 1))
        for _ in range(rng.whole(0, 5)):
            _building(picture, horizon, assets, rng)
        for _ in range(rng.whole(0, 6)):
            _tree(picture, horizon, rng)
    for _ in range(rng.whole(0, 5)):
        ink = color(rng.pick(("#e1e1dc", "#dcb43c", "#a0a0a0", "#282828")))
        start = rng.whole(0, width), max(horizon, 0)
        end = rng.whole(-width // 2, width * 3 // 2), height
        cv2.line(picture, start, end, ink, rng.whole(2, 9), cv2.LINE_AA)
    if rng.chance(0.3):
        _fence(picture, max(10, horizon), rng)


def _rough(picture: Picture, tint: tuple[float, float, float], rng: Rng) -> None:
    height, width = picture.shape[:2]
    blotches = cloud(rng, (width, height), rng.pick((8, 40, 160)))[..., None] - 0.5
    grain = rng.numbers.standard_normal((height, width, 1), np.float32)
    light = np.array(tint, np.float32) + blotches * rng.between(10, 60)
    picture[:] = clipped((light + grain * rng.between(1, 6)).astype(np.float32))


def _building(picture: Picture, foot: int, assets: Assets, rng: Rng) -> None:
    left, wide = rng.whole(-80, picture.shape[1]), rng.whole(60, 300)
    top = rng.whole(0, foot)
    wall = shaken(gray(rng.between(50, 210)), 35, rng)
    box(picture, Area(left, top, left + wide, foot), wall)
    pane, step = mixed(wall, gray(rng.between(0, 255)), 0.6), rng.whole(12, 34)
    for y in range(top + 6, foot - 6, step):
        for x in range(left + 5, left + wide - 8, step):
            box(picture, Area(x, y, x + step * 0.55, y + step * 0.55), pane)
    if rng.chance(0.5):
        text = fitted(assets.any_words(SIGNS, rng), max(8, (foot - top) * 0.2), wide * 0.9)
        lay_centered(picture, text, (left + wide / 2, top + text.shape[0]), any_color(rng))


def _tree(picture: Picture, foot: int, rng: Rng) -> None:
    x, reach = rng.whole(0, picture.shape[1]), rng.whole(20, 90)
    y = foot - rng.whole(0, 60)
    green = shaken(color("#32552a"), 25, rng)
    for _ in range(40):
        at = x + rng.normal(reach * 0.5), y + rng.normal(reach * 0.5)
        size = rng.between(3, reach / 4)
        disc(picture, at, (size, size), mixed(green, gray(rng.between(0, 200)), 0.25))


def _fence(picture: Picture, horizon: int, rng: Rng) -> None:
    width = picture.shape[1]
    left, right = sorted((rng.whole(0, width), rng.whole(0, width)))
    top = horizon - rng.whole(0, 80)
    foot = top + rng.whole(60, 200)
    ink = color(rng.pick(("#0f0f12", "#1e2823", "#bebebe")))
    for x in range(left, right, rng.whole(7, 20)):
        cv2.line(picture, (x, top), (x, foot), ink, 2)
    for y in (top + 8, foot - 8):
        cv2.line(picture, (left, y), (right, y), ink, 3)


def _surface(picture: Picture, assets: Assets, rng: Rng) -> None:
    """Fill with one close surface: paintwork, wall, asphalt, with seams and lettering."""
    height, width = picture.shape[:2]
    tint = mixed(gray(rng.between(10, 245)), any_color(rng), rng.between(0, 0.5))
    _rough(picture, tint, rng)
    for _ in range(rng.whole(0, 6)):
        y = rng.between(0, height)
        seam = mixed(tint, gray(rng.between(0, 255)), rng.between(0.2, 0.8))
        box(picture, Area(0, y, width, y + rng.log_between(1, 40)), seam)
    for _ in range(rng.whole(0, 3)):  # lettering on vans and walls
        text = fitted(
            assets.any_words((*SIGNS, *TRADE), rng), rng.log_between(10, 110), width * 0.8
        )
        at = rng.between(0, width), rng.between(0, height)
        lay_centered(picture, text, at, mixed(tint, any_color(rng), 0.8))


def _soup(picture: Picture, _kit: Assets, rng: Rng) -> None:
    """Fill with shapes of all sizes and colors, so that shape alone makes no plate."""
    height, width = picture.shape[:2]
    _rough(picture, any_color(rng), rng)
    for _ in range(rng.whole(10, 60)):
        wide = rng.log_between(10, 300)
        area = centered(
            (rng.between(0, width), rng.between(0, height)), wide, wide * rng.between(0.15, 1.2)
        )
        fitting(picture, area, (any_color(rng), any_color(rng)), rng)


def add_clutter(picture: Picture, assets: Assets, rng: Rng) -> None:
    """Add signs with words and loose shapes anywhere: nothing of it is a plate."""
    height, width = picture.shape[:2]
    for _ in range(rng.pick((0, 0, 1, 2, 3))):
        _sign(picture, assets, rng)
    if rng.chance(0.5):
        for _ in range(rng.whole(2, 12)):
            wide = rng.log_between(10, 120)
            middle = rng.between(0, width), rng.between(0, height)
            near = picture[min(height - 1, int(middle[1])), min(width - 1, int(middle[0]))]
            tint = float(near[0]), float(near[1]), float(near[2])
            inks = mixed(tint, any_color(rng), 0.5), mixed(tint, any_color(rng), 0.8)
            fitting(picture, centered(middle, wide, wide * rng.between(0.2, 1.1)), inks, rng)


def _sign(picture: Picture, assets: Assets, rng: Rng) -> None:
    text = assets.any_words((*SIGNS, *TRADE, *place_names()), rng)
    board = np.empty((text.shape[0] + 20, text.shape[1] + 24, 3), np.uint8)
    board[:] = any_color(rng)
    lay_centered(board, text, (board.shape[1] / 2, board.shape[0] / 2), any_color(rng))
    wide = rng.log_between(25, 260)
    tall = wide * board.shape[0] / board.shape[1] * rng.between(0.8, 1.8)
    middle = rng.between(0, picture.shape[1]), rng.between(0, picture.shape[0])
    lay_on_quad(picture, board, leaning(middle, (wide, tall), rng, 0.4))


def leaning(
    middle: tuple[float, float], size: tuple[float, float], rng: Rng, turned: float
) -> Points:
    """Return a rectangle's corners seen from the side by about ``turned`` radians."""
    yaw, roll = rng.normal(turned), rng.normal(turned * 0.15)
    corners = Area(-size[0] / 2, -size[1] / 2, size[0] / 2, size[1] / 2).corners
    corners[:, 0] *= np.cos(yaw)
    corners[:, 1] *= 1 + 0.25 * np.sin(yaw) * np.sign(corners[:, 0])
    corners[:, 1] += corners[:, 0] * np.tan(rng.normal(0.08)) * np.sin(yaw)
    turn = np.array([[np.cos(roll), np.sin(roll)], [-np.sin(roll), np.cos(roll)]])
    moved: Points = corners @ turn + middle
    return moved


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


def draw_scene(assets: Assets, rng: Rng) -> DrawnScene:
    """Draw a scene: close-ups, traffic, loose plates, or nothing to find."""
    picture = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    paint_backdrop(picture, assets, rng)
    add_clutter(picture, assets, rng)
    kind = rng.share()
    quads: list[Points] = []
    if kind < _CLOSE_SHARE:
        quads = [_close_up(picture, assets, rng)]
    elif kind < 1 - _EMPTY_SHARE:
        quads = _traffic(picture, assets, rng)
        if rng.chance(0.3):
            quads += _loose_plate(picture, quads, assets, rng)
    elif rng.chance(0.5):
        car = draw_car(assets, rng)
        _lay_car(picture, (car.picture, car.cover), rng, rng.log_between(200, 900))
    light = shade(picture.astype(np.float32), rng)
    if rng.chance(0.3):
        light = np.asarray(cv2.GaussianBlur(light, (0, 0), rng.between(0.4, 1.4)), np.float32)
    picture = record(expose(light, rng), rng)
    if rng.chance(0.2):
        quads = _overlay(picture, quads, rng)
    boxes = [_box(quad) for quad in quads]
    return DrawnScene(
        picture, np.array([b for b in boxes if b is not None], np.float32).reshape(-1, 4)
    )


def _box(quad: Points) -> tuple[float, float, float, float] | None:
    area = around(quad)
    if area.width < _LEAST_WIDTH:
        return None
    return area.left, area.top, area.right, area.bottom


def _traffic(picture: Picture, assets: Assets, rng: Rng) -> list[Points]:
    quads: list[Points] = []
    for width in sorted(rng.log_between(110, 950) for _ in range(rng.pick(_CARS))):
        car = draw_car(assets, rng, rng.pick((260, 320, 380)))
        matrix = _lay_car(picture, (car.picture, car.cover), rng, width)
        hidden = around(through(Area(0, 0, *car.cover.shape[::-1]).corners, matrix))
        quads = [quad for quad in quads if not _inside(quad, hidden)]
        if car.plate is not None:
            quad = through(car.plate.corners, matrix)
            _lay_plate(picture, quad, assets, rng)
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
    picture: Picture, car: tuple[Picture, npt.NDArray[np.uint8]], rng: Rng, width: float
) -> Points:
    """Lay a vehicle into the scene and return the matrix that placed it."""
    source, cover = car
    tall, across = cover.shape
    near = width > WIDTH / 2
    middle = rng.between(0, WIDTH), HEIGHT * rng.between(0.3, 0.7 if near else 0.95)
    quad = leaning(middle, (width, width * tall / across), rng, 0.28)
    foot = (quad[2] + quad[3]) / 2
    shadow = np.zeros((HEIGHT // 4, WIDTH // 4), np.float32)
    below = round(foot[0] / 4), round(foot[1] / 4) - 2
    axes = round(width * 0.13), max(2, round(width * 0.018))
    cv2.ellipse(shadow, below, axes, 0, 0, 360, 1.0, -1)
    soft = cv2.resize(cv2.GaussianBlur(shadow, (0, 0), 2), (WIDTH, HEIGHT))
    picture[:] = picture * (1 - rng.between(0.4, 0.85) * soft[..., None])
    lay_on_quad(picture, source, quad, cover)
    corners = Area(0, 0, across, tall).corners
    return onto(corners, quad)


def _lay_plate(picture: Picture, quad: Points, assets: Assets, rng: Rng) -> None:
    """Draw a plate and lay it, with its frame, so that its sheet fills ``quad``."""
    across, down = (float(np.hypot(*(quad[n] - quad[0]))) for n in (1, 3))
    width = _CLOSE_PLATE_WIDTH if across > _PLATE_WIDTH else _PLATE_WIDTH
    if across > LONG_FROM * down:
        part, corners = draw_long_plate(assets, rng, (width, round(width * down / across))), quad
    else:
        plate = draw_plate(assets, rng, width)
        part = plate.framed
        corners = through(plate.outer.corners, onto(plate.sheet.corners, quad))
    lay_lit(picture, part, corners, rng)


def _close_up(picture: Picture, assets: Assets, rng: Rng) -> Points:
    """Draw a plate that fills up to all of the picture's width, mostly on a vehicle."""
    wide = WIDTH * rng.between(0.22, 0.92)
    middle = WIDTH * rng.between(0.4, 0.6), HEIGHT * rng.between(0.35, 0.65)
    if rng.chance(0.75):
        car = draw_car(assets, rng, 420)
        spot = car.plate
        if spot is not None:
            scale = wide / spot.width
            tall, across = car.cover.shape
            left = middle[0] - (spot.left + spot.right) / 2 * scale
            top = middle[1] - (spot.top + spot.bottom) / 2 * scale
            quad = Area(left, top, left + across * scale, top + tall * scale).corners
            lay_on_quad(picture, car.picture, quad, car.cover)
    quad = leaning(middle, (wide, wide * any_ratio(rng, 0.46, 0.54)), rng, 0.22)
    _lay_plate(picture, quad, assets, rng)
    return quad


def _loose_plate(picture: Picture, others: list[Points], assets: Assets, rng: Rng) -> list[Points]:
    wide = rng.log_between(26, 260)
    middle = rng.between(20, WIDTH - 20), rng.between(20, HEIGHT - 20)
    quad = leaning(middle, (wide, wide * any_ratio(rng, 0.44, 0.58)), rng, 0.4)
    area = around(quad)
    if any(_inside(other, area) or _inside(quad, around(other)) for other in others):
        return []
    _lay_plate(picture, quad, assets, rng)
    return [quad]


def _overlay(picture: Picture, quads: list[Points], rng: Rng) -> list[Points]:
    """Write a recorder's date line over the picture; return the plates that stay clear of it."""
    text = "".join(rng.pick(_OVERLAY_DIGITS) for _ in range(rng.whole(5, 22)))
    size, face = rng.between(0.4, 1.2), rng.pick((0, 2, 3))
    wide, tall = cv2.getTextSize(text, face, size, 1)[0]
    x = rng.whole(-10, max(0, WIDTH - wide))
    y = rng.pick((tall + rng.whole(2, 20), HEIGHT - rng.whole(4, 20), rng.whole(20, HEIGHT)))
    ink = color(rng.pick(("#ffffff", "#e6e6e6", "#000000", "#ffff00", "#3ce63c")))
    if rng.chance(0.4):
        cv2.rectangle(picture, (x - 4, y - tall - 4), (x + wide + 4, y + 5), (0.0, 0.0, 0.0), -1)
    cv2.putText(picture, text, (x, y), face, size, ink, rng.whole(1, 2), cv2.LINE_AA)
    written = Area(x, y - tall, x + wide, y)
    return [quad for quad in quads if not _touches(around(quad), written)]


def _touches(area: Area, other: Area) -> bool:
    return (
        area.left < other.right
        and other.left < area.right
        and area.top < other.bottom
        and other.top < area.bottom
    )


def draw_scenes(assets: Assets, rng: Rng, count: int) -> dict[str, npt.NDArray[Any]]:
    """Return this many scenes as arrays for a cache.

    ``jpegs`` are the pictures' bytes one after the other and ``ends`` where each ends;
    ``boxes`` are all plates and ``owners`` the scene of each.
    """
    jpegs, boxes, owners = [], [], []
    for i in range(count):
        scene = draw_scene(assets, rng)
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
