"""Sky, clouds and the distant tree line: what stands still while the road turns."""

import cv2
import numpy as np

from mdt_alpr.adapters.drive.canvas import Bytes, Floats
from mdt_alpr.adapters.drive.compose import HAZE
from mdt_alpr.adapters.drive.optics import FOCAL, HORIZON, WIDTH, CameraView

_MARGIN = 520
"""Pixels that the road may turn to either side."""

_NOD = 24
_TOP, _LOW = (214.0, 160.0, 104.0), (238.0, 222.0, 204.0)


class Backdrop:
    """Draws everything above the horizon, and a little below it."""

    def __init__(self, seed: int) -> None:
        generator = np.random.default_rng(seed)
        self._width = WIDTH + 2 * _MARGIN
        self._height = int(HORIZON) + 40
        picture = _sky((self._height + _NOD, self._width), generator)
        _ridge(picture, int(HORIZON) + _NOD, generator)
        solid = np.full((*picture.shape[:2], 1), 255, np.uint8)
        self._picture: Bytes = np.concatenate(
            [np.clip(picture, 0, 255).astype(np.uint8), solid], axis=2
        )

    def draw(self, frame: Bytes, view: CameraView) -> None:
        """Copy the part of the panorama that the camera sees."""
        left = int(np.clip(_MARGIN + round(view.heading * FOCAL), 0, 2 * _MARGIN))
        top = int(np.clip(_NOD - round(view.pitch), 0, 2 * _NOD))
        height = min(self._height, self._picture.shape[0] - top)
        frame[:height] = self._picture[top : top + height, left : left + WIDTH]


def _cloud_field(size: tuple[int, int], generator: np.random.Generator) -> Floats:
    """Return soft noise of several scales, 0 to 1, wider than high."""
    field = np.zeros(size, np.float32)
    for octave in range(6):
        cells = 3 * 2**octave, 5 * 2**octave
        noise = generator.random(cells).astype(np.float32)
        grown = cv2.resize(noise, (size[1], size[0]), interpolation=cv2.INTER_CUBIC)
        field += grown * np.float32(0.56**octave)
    low, high = float(field.min()), float(field.max())
    return (field - low) / (high - low)


def _sky(size: tuple[int, int], generator: np.random.Generator) -> Floats:
    down = np.linspace(0, 1, size[0], dtype=np.float32)[:, None, None] ** 0.8
    picture = np.array(_TOP, np.float32) * (1 - down) + np.array(_LOW, np.float32) * down
    picture = np.repeat(picture, size[1], axis=1)
    field = _cloud_field(size, generator)
    cover = np.clip((field - 0.5) / 0.2, 0, 1)
    lit = np.clip(0.5 + (np.roll(field, 9, 0) - field) * 3.2, 0.25, 1.0)[..., None]
    white, grey = np.array((252, 250, 248), np.float32), np.array((206, 196, 190), np.float32)
    clouds = grey + (white - grey) * lit
    return np.asarray(picture + (clouds - picture) * (cover * 0.85)[..., None], np.float32)


def _ridge(picture: Floats, horizon: int, generator: np.random.Generator) -> None:
    """Stand three rows of woods on the horizon, the farther the paler."""
    width = picture.shape[1]
    x = np.arange(width)
    haze = np.array(HAZE, np.float32)
    rows = ((34.0, (118, 132, 108), 0.62), (22.0, (78, 112, 84), 0.42), (13.0, (52, 88, 62), 0.24))
    for height, colour, share in rows:
        line = np.zeros(width)
        for waves, size in ((7, 0.5), (23, 0.25), (71, 0.18), (190, 0.12)):
            line += size * np.sin(x / width * 2 * np.pi * waves + generator.uniform(0, 6.3))
        top = horizon - height * (0.8 + 0.35 * line) - generator.random(width) * height * 0.1
        tone = np.array(colour, np.float32) * (1 - share) + haze * share
        depth = np.arange(picture.shape[0])[:, None]
        inside = np.clip(depth - top[None], 0, 1)[..., None].astype(np.float32)
        speckle = generator.normal(0, 7, (picture.shape[0], width, 1)).astype(np.float32)
        leaves = cv2.GaussianBlur(speckle, (0, 0), 1.2)[..., None] * 2.4
        shade = np.clip(1.1 - (depth - top[None]) / 60, 0.75, 1.1)[..., None].astype(np.float32)
        picture += (tone * shade + leaves - picture) * inside
