"""Pictures and clips of plates that tests draw themselves; no real picture is ever committed."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.patrol.ports import Frame
from tests.builders import NOW

Picture = npt.NDArray[np.uint8]

INK = (110, 40, 25)
PAPER = (236, 238, 240)
PLATE = (300, 150)
SIZE = (640, 360)


def plate(text: str, name: str = "NORTH CAROLINA", slogan: str = "FIRST IN FLIGHT") -> Picture:
    """Return a plate with state name and slogan, 300 x 150."""
    width, height = PLATE
    picture = np.full((height, width, 3), PAPER, np.uint8)
    cv2.rectangle(picture, (2, 2), (width - 3, height - 3), INK, 2)
    cell = (width - 28) // max(1, len(text))
    for place, character in enumerate(text):
        drawn = _character(character, cell, height // 2)
        left = 14 + place * cell + (cell - drawn.shape[1]) // 2
        top = round(height * 0.27)
        picture[top : top + drawn.shape[0], left : left + drawn.shape[1]] = drawn
    _line(picture, name, 30, 0.75, 2)
    _line(picture, slogan, height - 8, 0.5, 1)
    return picture


def slashed(text: str, place: int) -> Picture:
    """Return ``plate(text)`` with a slash through one of its characters."""
    picture = plate(text)
    width, height = PLATE
    cell = (width - 28) // len(text)
    x, y = round(14 + (place + 0.5) * cell), round(height * 0.52)
    cv2.line(picture, (x - 9, y + 17), (x + 9, y - 17), INK, 8, cv2.LINE_AA)
    return picture


def scene(
    plates: Iterable[tuple[Picture, int, int, int]], size: tuple[int, int] = SIZE, seed: int = 0
) -> Picture:
    """Return a street with the rear of a vehicle around each (plate, left, top, width)."""
    width, height = size
    picture: Any = np.full((height, width, 3), (96, 100, 92), np.uint8)
    picture[height // 2 :] = (80, 82, 84)
    for one, left, top, wide in plates:
        _vehicle(picture, one, left, top, wide)
    blurred = cv2.GaussianBlur(picture, (3, 3), 0.6)
    noise = np.random.default_rng(seed).normal(0, 3, picture.shape)
    return np.asarray(np.clip(blurred + noise, 0, 255), np.uint8)


def box_at(left: int, top: int, width: int) -> Box:
    """Return where a plate of that width was drawn."""
    return Box(left, top, left + width, top + width * PLATE[1] / PLATE[0])


def frame_of(picture: Picture, at: datetime = NOW, number: int = 0) -> Frame:
    """Return the picture as a frame."""
    height, width = picture.shape[:2]
    return Frame(picture, at, number, width, height, "drawn")


def clip(path: Path, pictures: Iterable[Picture], rate: float = 15.0) -> Path:
    """Write a clip of motion JPEG at ``path``."""
    writer: cv2.VideoWriter | None = None
    for picture in pictures:
        if writer is None:
            size = (picture.shape[1], picture.shape[0])
            writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), rate, size)
        writer.write(picture)
    assert writer is not None
    writer.release()
    return path


def _character(character: str, cell: int, height: int) -> Picture:
    font, scale, thick = cv2.FONT_HERSHEY_SIMPLEX, 3.6, 14
    square = np.full((140, 120, 3), PAPER, np.uint8)
    (wide, tall), _ = cv2.getTextSize(character, font, scale, thick)
    at = ((120 - wide) // 2, 70 + tall // 2)
    cv2.putText(square, character, at, font, scale, INK, thick, cv2.LINE_AA)
    half_wide, half_tall = wide // 2 + thick // 2, tall // 2 + thick // 2 + 2
    tight = square[70 - half_tall : 70 + half_tall, max(0, 60 - half_wide) : 60 + half_wide]
    drawn_width = round(cell * 0.45) if character in "1I" else cell - 6
    drawn = cv2.resize(tight, (drawn_width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(drawn, np.uint8)


def _line(picture: Picture, text: str, baseline: int, scale: float, thick: int) -> None:
    font = cv2.FONT_HERSHEY_DUPLEX
    (wide, _), _ = cv2.getTextSize(text, font, scale, thick)
    at = ((picture.shape[1] - wide) // 2, baseline)
    cv2.putText(picture, text, at, font, scale, INK, thick, cv2.LINE_AA)


def _vehicle(picture: Any, one: Picture, left: int, top: int, wide: int) -> None:
    tall = round(wide * one.shape[0] / one.shape[1])
    right, foot = left + 2 * wide, top + tall
    cv2.rectangle(picture, (left - wide, top - wide), (right, foot + wide // 2), (70, 50, 40), -1)
    glass = (left - wide + 20, top - wide + 15), (right - 20, top - wide // 2)
    cv2.rectangle(picture, *glass, (25, 25, 25), -1)
    for lamp in (left - wide + 5, right - wide // 3 - 5):
        corners = (lamp, top - wide // 6), (lamp + wide // 3, top + wide // 6)
        cv2.rectangle(picture, *corners, (40, 35, 160), -1)
    bumper = (left - wide, foot + 12), (right, foot + wide // 2)
    cv2.rectangle(picture, *bumper, (45, 45, 45), -1)
    cv2.rectangle(picture, (left - 8, top - 6), (left + wide + 8, foot + 6), (55, 40, 32), -1)
    picture[top:foot, left : left + wide] = cv2.resize(
        one, (wide, tall), interpolation=cv2.INTER_AREA
    )
