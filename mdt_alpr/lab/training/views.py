"""What the reader sees of a drawn plate: cut out by an unsure detector, seen by a camera."""

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.lab.training.assets import Assets
from mdt_alpr.lab.training.designs import LONGEST, draw_design, with_chosen_text
from mdt_alpr.lab.training.dies import ALPHABET
from mdt_alpr.lab.training.optics import blur, expose, record, shade
from mdt_alpr.lab.training.other_writing import draw_other_writing
from mdt_alpr.lab.training.pictures import Area, Picture, Points, around, onto, through
from mdt_alpr.lab.training.plates import DrawnPlate, draw_plate
from mdt_alpr.lab.training.rng import Rng
from mdt_alpr.lab.training.setting import HIGHEST_STACK

WIDTH, HEIGHT = 144, 48
"""Of the reader's input, in pixels."""

CHARACTERS = ALPHABET.replace("O", "")
"""What the reader's classes 1 to 35 mean. Letter O and digit 0 are one class, written 0:
most dies stamp them alike, so that only a mark in the digit tells them apart (``zero_views``)."""

_CLASSES = {character: i for i, character in enumerate(CHARACTERS, start=1)}
_CLASSES["O"] = _CLASSES["0"]

_SLOTS = ((), (), (0, 2), (0, 1, 2))
"""Which of the three places a stack of so many characters fills."""

ASIDE, ABOVE, LEAST_RATIO = 0.6, 0.28, 2.6
"""How a straight cut lies around a serial: what is seen beside and above it, in its heights, and
the width of the cut over its height, at least."""

OTHER_SHARE = 0.07
"""Of the views that show no plate: all their columns are blank."""

_CHOSEN_SHARE = 0.12
"""Of the plates: a text that somebody chose. It has the letters that numbered series leave out."""

_STRAIGHT_SHARE = 0.7
_STRAIGHT_OFF = (0.03, 0.06, 0.06, 0.12)
_NARROWEST, _WIDEST = 35, 260
_FINE = 130
"""Below this width in pixels the view is drawn twice as large and then shrunk."""


@dataclass(frozen=True, slots=True)
class ReaderView:
    """One picture for the reader with its truth.

    ``classes`` are padded with 0 to ``LONGEST``; ``centers`` and ``reaches`` give each
    character's middle and half width as shares of the picture's width. ``stack`` are the
    classes of the small stacked characters, from above, one of two in the first and the last
    of the three places; ``stands`` is their middle and half width. All 0: there is no stack.
    """

    picture: Picture
    classes: npt.NDArray[np.uint8]
    centers: npt.NDArray[np.float32]
    reaches: npt.NDArray[np.float32]
    stack: npt.NDArray[np.uint8]
    stands: npt.NDArray[np.float32]


def class_of(character: str) -> int:
    """Return the reader's class of a character."""
    return _CLASSES[character]


def draw_view(assets: Assets, rng: Rng) -> ReaderView:
    """Draw a plate, or now and then what passes for one, as the reader would be given it."""
    if rng.chance(OTHER_SHARE):
        return view_of(draw_other_writing(assets, rng), rng)
    chosen = rng.chance(_CHOSEN_SHARE)
    design = with_chosen_text(draw_design(rng), rng) if chosen else None
    return view_of(draw_plate(assets, rng, design=design), rng)


def view_of(plate: DrawnPlate, rng: Rng) -> ReaderView:
    """Return a drawn plate as the reader would be given it."""
    cut = _straight(plate, rng) if rng.chance(_STRAIGHT_SHARE) else _upright(plate, rng)
    final = photographed(plate.canvas, cut, (WIDTH, HEIGHT), rng)
    return _with_truth(final, plate, cut.matrix, cut.size[0])


def photographed(canvas: Picture, cut: "Cut", final: tuple[int, int], rng: Rng) -> Picture:
    """Return what a camera makes of a cut, in a picture of ``final`` width and height."""
    scale = 2 if cut.size[0] < _FINE else 1
    size = cut.size[0] * scale, cut.size[1] * scale
    raw = _warped(canvas, np.diag((scale, scale, 1.0)) @ cut.matrix, size)
    light = shade(raw.astype(np.float32), rng)
    light = expose(blur(light, cut.size[0], scale, rng), rng)
    if scale > 1:
        light = np.asarray(cv2.resize(light, cut.size, interpolation=cv2.INTER_AREA), np.float32)
    how = cv2.INTER_AREA if cut.size[0] > final[0] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(record(light, rng), final, interpolation=how), np.uint8)


@dataclass(frozen=True, slots=True)
class Cut:
    """Where the canvas goes: a perspective onto a picture of this width and height."""

    matrix: Points
    size: tuple[int, int]


def _upright(plate: DrawnPlate, rng: Rng) -> Cut:
    """Return a cut of a detector's box out of a camera's picture."""
    pose = _pose(plate, rng)
    seen = around(through(plate.sheet.corners, pose))
    box = _detected(seen, around(through(plate.serial.corners, pose)), rng)
    wide = rng.log_between(_NARROWEST, _WIDEST) * box.width / seen.width
    size = max(24, round(wide)), max(10, round(wide * box.height / box.width))
    return Cut(_onto(box, size) @ pose, size)


def _straight(plate: DrawnPlate, rng: Rng) -> Cut:
    """Return a cut around the serial that an outline has made straight, nearly."""
    serial = plate.serial
    tall, off = serial.height, rng.pick(_STRAIGHT_OFF)
    sides, ends = ASIDE * tall, ABOVE * tall
    missing = max(0.0, LEAST_RATIO * (tall + 2 * ends) - serial.width - 2 * sides)
    sides += missing / 2
    far = rng.pick((0.0, 0.0, 0.0, 0.0, 1.0)) * tall
    area = Area(
        serial.left - sides + rng.normal(off) * tall + rng.between(-0.6, 0.6) * far,
        serial.top - ends + rng.normal(0.8 * off) * tall,
        serial.right + sides + rng.normal(off) * tall + rng.between(-0.6, 0.6) * far,
        serial.bottom + ends + rng.normal(0.8 * off) * tall,
    )
    area = Area(
        min(area.left, serial.left), min(area.top, serial.top),
        max(area.right, serial.right), max(area.bottom, serial.bottom),
    )  # fmt: skip
    shaken = np.array([(rng.normal(off / 2), rng.normal(off / 2)) for _ in range(4)]) * tall
    wide = rng.log_between(_NARROWEST, _WIDEST) * area.width / plate.sheet.width
    size = max(24, round(wide)), max(10, round(wide * area.height / area.width))
    return Cut(onto(area.corners + shaken, Area(0, 0, *size).corners), size)


def _pose(plate: DrawnPlate, rng: Rng) -> Points:
    """Return a camera's view of the plate as a perspective matrix."""
    turn = math.radians(max(-14.0, min(14.0, rng.normal(4))))
    lean, shear = math.tan(math.radians(rng.normal(3))), rng.normal(0.06)
    tall = rng.between(0.85, 1.2)
    matrix = np.array(
        [[math.cos(turn), -math.sin(turn) + shear], [math.sin(turn) + lean, math.cos(turn) * tall]]
    )
    corners = plate.sheet.corners
    flat = (corners - corners.mean(axis=0)) @ matrix.T
    depth = rng.normal(0.02) * plate.sheet.height
    away = np.array([(0, -depth), (0, depth), (0, -depth), (0, depth)])
    shaken = np.array([(rng.normal(1.2), rng.normal(1.2)) for _ in range(4)])
    return onto(corners, flat + away + shaken)


def _detected(seen: Area, serial: Area, rng: Rng) -> Area:
    """Return a detector's box: jittered, or a close one, as readers are given too.

    It always holds the serial and never reaches far beyond the plate.
    """
    loose = rng.pick((0.015, 0.03, 0.06, 0.09))
    widened = rng.pick((0.0, 0.03, 0.05))  # the reader's callers widen the box
    across, along = seen.width, seen.height
    left = seen.left + (rng.normal(loose) - widened) * across
    right = seen.right + (rng.normal(loose) + widened) * across
    top = seen.top + (rng.normal(loose * 1.6) - widened * 2.6) * along
    bottom = seen.bottom + (rng.normal(loose * 1.6) + widened * 2.6) * along
    if rng.chance(0.3):
        top = seen.top + (serial.top - seen.top) * rng.between(0.2, 1.0)
        bottom = seen.bottom + (serial.bottom - seen.bottom) * rng.between(0.2, 1.0)
    spare = 0.02 * across
    left = min(left, serial.left - spare * rng.between(-0.2, 1))
    right = max(right, serial.right + spare * rng.between(-0.2, 1))
    top = min(top, serial.top - 0.01 * along)
    bottom = max(bottom, serial.bottom + 0.01 * along)
    return Area(
        max(left, seen.left - 0.2 * across),
        max(top, seen.top - 0.3 * along),
        min(right, seen.right + 0.2 * across),
        min(bottom, seen.bottom + 0.3 * along),
    )


def _onto(box: Area, size: tuple[int, int]) -> Points:
    """Return the matrix that lays ``box`` onto a picture of this width and height."""
    x, y = size[0] / box.width, size[1] / box.height
    return np.array([[x, 0, -box.left * x], [0, y, -box.top * y], [0, 0, 1]])


def _warped(canvas: Picture, matrix: Points, size: tuple[int, int]) -> Picture:
    shrunk = float(np.hypot(matrix[0, 0], matrix[1, 0]) / abs(matrix[2, 2]))
    if shrunk < 0.7:  # noqa: PLR2004  # finer than the view's pixels: soften, or it flickers
        canvas = np.asarray(cv2.GaussianBlur(canvas, (0, 0), 0.35 / shrunk), np.uint8)
    view = cv2.warpPerspective(
        canvas, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(view, np.uint8)


def _with_truth(picture: Picture, plate: DrawnPlate, matrix: Points, width: int) -> ReaderView:
    classes = np.zeros(LONGEST, np.uint8)
    centers = np.zeros(LONGEST, np.float32)
    reaches = np.zeros(LONGEST, np.float32)
    for i, place in enumerate(plate.characters):
        classes[i] = class_of(place.character)
        centers[i], half = _stand(place.area, matrix, width)
        reaches[i] = max(half, plate.serial.height * 0.16 / plate.sheet.width)
    stack = np.zeros(HIGHEST_STACK, np.uint8)
    stands = np.zeros(2, np.float32)
    for place, slot in zip(plate.stack, _SLOTS[len(plate.stack)], strict=True):
        stack[slot] = class_of(place.character)
        stands[:] = _stand(place.area, matrix, width)
    return ReaderView(picture, classes, centers, reaches, stack, stands)


def _stand(area: Area, matrix: Points, width: int) -> tuple[float, float]:
    """Return a character's middle and half width as shares of the view's width."""
    middle = (area.top + area.bottom) / 2
    ends = np.array([(area.left, middle), (area.right, middle)])
    left, right = through(ends, matrix)[:, 0] / width
    return (left + right) / 2, (right - left) / 2


def draw_views(assets: Assets, rng: Rng, count: int) -> dict[str, npt.NDArray[Any]]:
    """Return this many views as arrays for a cache; the names are those of ``ReaderView``."""
    views = [draw_view(assets, rng) for _ in range(count)]
    return {
        "pictures": np.stack([view.picture for view in views]),
        "classes": np.stack([view.classes for view in views]),
        "centers": np.stack([view.centers for view in views]),
        "reaches": np.stack([view.reaches for view in views]),
        "stack": np.stack([view.stack for view in views]),
        "stands": np.stack([view.stands for view in views]),
    }
