"""Passes of vehicles with known plates, drawn: some out of focus, some dark, some illegible."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import cv2
import numpy as np

from mdt_alpr.drive.canvas import Bytes
from mdt_alpr.drive.plates import PlateFrame, plate_picture
from mdt_alpr.drive.renderer import DriveRenderer

BEGINS = datetime(2026, 3, 2, 13, tzinfo=UTC)
_SHIFTS_APART_H = 24
_STATES = "NC", "SC", "VA", "GA", "TN"
_FRAMES, _APART = 4, 2
"""Of a pass so many frames are shown, of every second frame of the drive."""
_SECONDS, _NEAR, _FAR, _SCENES = 90, 85, 190, 6
_MARKED = 40
"""Rows at the top that say what is drawn, and may pass for a plate."""
_BLURS = ((0.0, 0.62), (1.6, 0.12), (2.6, 0.14), (3.4, 0.06), (9.0, 0.06))
"""By how much a pass is out of focus, and how often; of the last nobody reads the plate."""
_ILLEGIBLE = 9.0
_DARK, _DARK_SHARE = 0.3, 0.2
_Corners = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class WeekSize:
    """How many days a week has, how many passes a day; what judges get wrong, as a share."""

    days: int = 2
    passes: int = 10
    judged: float = 60.0
    error: float = 0.02


@dataclass(frozen=True, slots=True)
class DrawnPass:
    """A vehicle that passes: when, and the plate that it has."""

    at: datetime
    scene: int
    text: str
    state: str
    blur: float
    is_dark: bool

    @property
    def is_legible(self) -> bool:
        """Tell whether a person can read the plate."""
        return self.blur < _ILLEGIBLE


@cache
def _scenes() -> tuple[tuple[tuple[Bytes, _Corners], ...], ...]:
    """Return passes of the drive: frames with one plate in sight, and where that is."""
    renderer, scenes = DriveRenderer(), []
    step = _FRAMES * _APART
    for first in range(0, _SECONDS * 15, step):
        numbers = range(first, first + step, _APART)
        plates = [renderer.plates(number) for number in numbers]
        alone = all(len(seen) == 1 and _NEAR < seen[0].width < _FAR for seen in plates)
        if alone and len({seen[0].vehicle.plate for seen in plates}) == 1:
            pictures = (_unmarked(renderer.frame(number)) for number in numbers)
            corners = (seen[0].corners for seen in plates)
            scenes.append(tuple(zip(pictures, corners, strict=True)))
        if len(scenes) == _SCENES:
            break
    return tuple(scenes)


@cache
def empty_road() -> Bytes:
    """Return a picture without a plate in sight."""
    renderer = DriveRenderer()
    number = next(n for n in range(_SECONDS * 15) if not renderer.plates(n))
    return _unmarked(renderer.frame(number))


def _unmarked(picture: Bytes) -> Bytes:
    bare = picture.copy()
    bare[:_MARKED] = bare[_MARKED : 2 * _MARKED]
    return bare


def _with_plate(scene: Bytes, corners: _Corners, sheet: Bytes) -> Bytes:
    """Return a scene with another plate on its vehicle."""
    height, width = sheet.shape[:2]
    own = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    onto = cv2.getPerspectiveTransform(own, corners.astype(np.float32))
    size = scene.shape[1], scene.shape[0]
    drawn = cv2.warpPerspective(sheet[:, :, :3], onto, size, flags=cv2.INTER_AREA)
    solid = np.full((height, width), 255, np.uint8)
    share = cv2.warpPerspective(solid, onto, size, flags=cv2.INTER_AREA)[..., None] / 255.0
    return np.asarray(scene * (1 - share) + drawn * share, np.uint8)


def pass_pictures(drawn: DrawnPass, dice: random.Random) -> Iterator[Bytes]:
    """Yield what a camera sees of a pass."""
    sheet = plate_picture(drawn.text, drawn.state, PlateFrame.NONE)
    noise = np.random.default_rng(dice.randrange(2**31))
    for scene, corners in _scenes()[drawn.scene]:
        picture = _with_plate(scene, corners, sheet)
        if drawn.blur:
            picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), drawn.blur), np.uint8)
        if drawn.is_dark:
            grain = noise.normal(0, 4, picture.shape)
            picture = np.clip(picture * _DARK + grain, 0, 255).astype(np.uint8)
        yield picture


def drawn_week(size: WeekSize, dice: random.Random) -> list[list[DrawnPass]]:
    """Return the passes of each day of a week."""
    blurs, shares = zip(*_BLURS, strict=True)

    def one(day: int, number: int) -> DrawnPass:
        letters = "".join(dice.choices("ABCDEFGHJKLMNPRSTUVWXYZ", k=3))
        return DrawnPass(
            BEGINS + timedelta(hours=_SHIFTS_APART_H * day, minutes=2 + 4 * number),
            dice.randrange(len(_scenes())),
            f"{letters}{dice.randrange(10_000):04}",
            dice.choice(_STATES),
            dice.choices(blurs, shares)[0],
            dice.random() < _DARK_SHARE,
        )

    return [[one(day, number) for number in range(size.passes)] for day in range(size.days)]
