"""The sheet of a plate before anything is stamped: colors and what is painted on it."""

import math
from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.lab.training.designs import DrawnDesign
from mdt_alpr.lab.training.pictures import Color, Picture, any_color, cloud, mixed, shaken
from mdt_alpr.lab.training.rng import Rng

Painter = Callable[[Picture, Color, Rng], None]


def paint_ground(picture: Picture, design: DrawnDesign, rng: Rng) -> None:
    """Paint a plate's sheet: its colors from top to bottom, and its scene."""
    height, width = picture.shape[:2]
    stops = [shaken(one, 14, rng) for one in design.ground]
    at = np.linspace(0, 1, len(stops))
    rows = np.linspace(0, 1, height)
    column = np.stack(
        [np.interp(rows, at, [stop[channel] for stop in stops]) for channel in range(3)], axis=1
    )
    picture[:] = column[:, None].astype(np.uint8)
    if rng.chance(0.25):
        blotches = cloud(rng, (width, height), rng.whole(3, 14))[..., None]
        tint = np.array(mixed(stops[0], any_color(rng), rng.between(0.05, 0.3)), np.float32)
        part: npt.NDArray[np.float32] = picture + (tint - picture) * blotches * 0.7
        picture[:] = np.clip(part, 0, 255)
    if design.scene is not None:
        kind, tint_of_scene = design.scene
        strength = rng.between(0.25, 0.9)
        middle = stops[len(stops) // 2]
        _PAINTERS[kind](picture, mixed(middle, shaken(tint_of_scene, 20, rng), strength), rng)
    if design.band is not None:
        where, ink = design.band
        thick = round(height * rng.between(0.17, 0.24))
        top = 0 if where == "top" else height - thick
        picture[top : top + thick] = shaken(ink, 12, rng)


def _hills(picture: Picture, ink: Color, rng: Rng) -> None:
    height, width = picture.shape[:2]
    line = rng.between(0.3, 0.9) * height
    count = rng.whole(4, 10)
    ridge = [
        (width * i / count, line + rng.between(-0.18, 0.18) * height) for i in range(count + 1)
    ]
    _fill(picture, [(0, height), *ridge, (width, height)], ink)


def _waves(picture: Picture, ink: Color, rng: Rng) -> None:
    height, width = picture.shape[:2]
    for _ in range(rng.whole(1, 4)):
        line, swing = rng.between(0.2, 0.95) * height, rng.between(0.02, 0.08) * height
        turns, start = rng.between(0.5, 4), rng.between(0, 6)
        points = [
            (width * i / 24, line + swing * math.sin(start + turns * 6.28 * i / 24))
            for i in range(25)
        ]
        _stroke(picture, points, ink, max(1, round(height * rng.between(0.02, 0.1))))


def _sun(picture: Picture, ink: Color, rng: Rng) -> None:
    height, width = picture.shape[:2]
    middle = round(rng.between(0.2, 0.8) * width), round(rng.between(0.1, 0.7) * height)
    radius = round(height * rng.between(0.08, 0.35))
    cv2.circle(picture, middle, radius, ink, -1, cv2.LINE_AA)
    for i in range(rng.whole(0, 12)):
        turn = i * 6.28 / 12
        reach = radius * 2.5
        end = middle[0] + reach * math.cos(turn), middle[1] + reach * math.sin(turn)
        _stroke(picture, [middle, end], ink, max(1, height // 60))


def _sunrise(picture: Picture, ink: Color, rng: Rng) -> None:
    """Paint a sun behind the words above and its lines to both sides."""
    height, width = picture.shape[:2]
    x, y = rng.between(0.47, 0.53) * width, rng.between(0.13, 0.2) * height
    radius = height * rng.between(0.08, 0.13)
    cv2.circle(picture, (round(x), round(y)), round(radius), ink, -1, cv2.LINE_AA)
    for i in range(rng.whole(2, 5)):
        line = y + radius * (i * 0.5 - 0.4)
        for start, end in ((0.0, 0.24), (0.76, 1.0)):
            points = [(start * width, line), (end * width, line)]
            _stroke(picture, points, ink, max(1, height // 70))


def _blotch(picture: Picture, ink: Color, rng: Rng) -> None:
    height, width = picture.shape[:2]
    for _ in range(rng.whole(1, 3)):
        x, y = rng.between(0.15, 0.85) * width, rng.between(0.3, 0.7) * height
        reach, count = rng.between(0.1, 0.4) * height, rng.whole(5, 12)
        points = [
            (
                x + reach * rng.between(0.4, 1.1) * math.cos(6.28 * i / count),
                y + reach * rng.between(0.4, 1.1) * math.sin(6.28 * i / count),
            )
            for i in range(count)
        ]
        _fill(picture, points, mixed(ink, any_color(rng), rng.between(0, 0.25)))


def _skyline(picture: Picture, ink: Color, rng: Rng) -> None:
    height, width = picture.shape[:2]
    x, foot = 0, round(height * rng.between(0.7, 1.0))
    while x < width:
        wide = round(width * rng.between(0.02, 0.1))
        top = foot - round(height * rng.between(0.05, 0.4))
        cv2.rectangle(picture, (x, top), (x + wide, foot), shaken(ink, 15, rng), -1)
        x += wide + round(width * rng.between(0, 0.03))


def _tree(picture: Picture, ink: Color, rng: Rng) -> None:
    height, width = picture.shape[:2]
    x, half = rng.between(0.35, 0.65) * width, rng.between(0.04, 0.1) * width
    for i in range(4):
        y = height * (0.15 + 0.16 * i)
        spread = half * (0.4 + 0.2 * i)
        _fill(picture, [(x, y), (x - spread, y + height * 0.24), (x + spread, y + height * 0.24)],
              ink)  # fmt: skip


def _plane(picture: Picture, ink: Color, rng: Rng) -> None:
    """Paint a biplane: two wings with struts, in the upper half."""
    height, width = picture.shape[:2]
    x, y = rng.between(0.45, 0.8) * width, rng.between(0.25, 0.45) * height
    half, lift = width * rng.between(0.1, 0.2), height * rng.between(0.06, 0.12)
    tilt = height * rng.between(-0.05, 0.05)
    thick = max(1, height // 50)
    for rise in (0.0, lift):
        ends = [(x - half, y - rise + tilt), (x + half, y - rise - tilt)]
        _stroke(picture, ends, ink, thick * 2)
    for i in range(5):
        at = x - half * 0.8 + half * 0.4 * i
        _stroke(picture, [(at, y), (at, y - lift)], ink, thick)
    _stroke(picture, [(x, y - lift / 2), (x + half * 0.9, y + lift)], ink, thick)
    if rng.chance(0.6):  # grass of the dunes below
        for _ in range(30):
            foot = rng.between(0, width)
            top = foot + rng.normal(width * 0.02), height * rng.between(0.72, 0.86)
            _stroke(picture, [(foot, height), top], ink, thick)


def _rainbow(picture: Picture, ink: Color, rng: Rng) -> None:
    height, width = picture.shape[:2]
    middle = width // 2, round(height * rng.between(0.8, 1.1))
    thick = max(2, height // 28)
    for i in range(rng.whole(3, 5)):
        axes = round(width * 0.42) - i * thick, round(height * 0.72) - i * thick
        shade = mixed(ink, any_color(rng), 0.5)
        cv2.ellipse(picture, middle, axes, 0, 180, 360, shade, thick, cv2.LINE_AA)


def _fill(picture: Picture, points: list[tuple[float, float]], ink: Color) -> None:
    cv2.fillPoly(picture, [np.round(np.array(points)).astype(np.int32)], ink, cv2.LINE_AA)


def _stroke(picture: Picture, points: list[tuple[float, float]], ink: Color, thick: int) -> None:
    path = np.round(np.array(points)).astype(np.int32)
    cv2.polylines(picture, [path], isClosed=False, color=ink, thickness=thick,
                  lineType=cv2.LINE_AA)  # fmt: skip


_PAINTERS: dict[str, Painter] = {
    "hills": _hills,
    "waves": _waves,
    "sun": _sun,
    "sunrise": _sunrise,
    "blotch": _blotch,
    "skyline": _skyline,
    "tree": _tree,
    "plane": _plane,
    "rainbow": _rainbow,
}
