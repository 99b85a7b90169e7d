"""Laying textures into the frame: pyramids, perspective, haze, and blending.

Frames under construction are H x W x 4 bytes: the library's four-channel paths are the
fast ones, and the fourth channel is dropped at the end.
"""

from dataclasses import dataclass
from math import ceil, floor, hypot, log2

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.drive.canvas import Bytes, Tone

HAZE: Tone = (226, 214, 200)
_HAZE_BY_LEVEL = (0.0, 0.02, 0.07, 0.16, 0.28, 0.38)
_SMALLEST = 3
_NO_SHADE = 0.999
_VISIBLE = 3  # pixels below which a quad is not worth drawing

Quad = npt.NDArray[np.float32]
"""Four corners in the frame, x and y, in the order of the texture's: from top left, clockwise."""


@dataclass(frozen=True, slots=True, eq=False)
class Texture:
    """A premultiplied picture in halving sizes; farther ones carry the haze of distance."""

    levels: tuple[Bytes, ...]

    @property
    def size(self) -> tuple[int, int]:
        """Return width and height of the largest level, in pixels."""
        return self.levels[0].shape[1], self.levels[0].shape[0]


@dataclass(frozen=True, slots=True, eq=False)
class TexturePanel:
    """A texture and its four corners (N x 3, from top left, clockwise), in meters.

    ``side`` is -1 or 1 for a flank, which shows only from outside it, 0 for the rest;
    flanks cut up for a vehicle ``beside`` the camera replace the whole ones there.
    """

    picture: Texture
    corners: npt.NDArray[np.float64]
    side: int = 0
    beside: bool = False


def texture(picture: Bytes, *, hazy: bool = True) -> Texture:
    """Return the pyramid of a premultiplied picture (H x W x 4)."""
    levels = [picture]
    while min(levels[-1].shape[:2]) >= 2 * _SMALLEST and len(levels) < len(_HAZE_BY_LEVEL):
        height, width = levels[-1].shape[:2]
        half = cv2.resize(
            levels[-1], ((width + 1) // 2, (height + 1) // 2), interpolation=cv2.INTER_AREA
        )
        levels.append(np.asarray(half, np.uint8))
    if not hazy:
        return Texture(tuple(levels))
    return Texture(tuple(_hazed(level, _HAZE_BY_LEVEL[i]) for i, level in enumerate(levels)))


def warp(frame: Bytes, what: Texture, quad: Quad, shade: float = 1.0) -> None:
    """Draw a texture into the quad, darkened or brightened by ``shade``."""
    region = _region(quad, frame.shape)
    if region is None:
        return
    x0, y0, x1, y1 = region
    if x1 - x0 < _VISIBLE or y1 - y0 < _VISIBLE:
        return
    level = _level(what, quad)
    height, width = level.shape[:2]
    corners = np.array(
        [[-0.5, -0.5], [width - 0.5, -0.5], [width - 0.5, height - 0.5], [-0.5, height - 0.5]],
        np.float32,
    )
    matrix = cv2.getPerspectiveTransform(corners, quad - np.array([x0, y0], np.float32))
    over = cv2.warpPerspective(level, matrix, (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR)
    blend(frame[y0:y1, x0:x1], np.asarray(over, np.uint8), shade)


def blend(under: Bytes, over: Bytes, shade: float = 1.0) -> None:
    """Lay a premultiplied picture over a part of the frame of the same size, in place."""
    clear = cv2.bitwise_not(cv2.extractChannel(over, 3))
    cv2.multiply(under, cv2.merge([clear, clear, clear, clear]), dst=under, scale=1 / 255)
    if abs(shade - 1.0) > 1 - _NO_SHADE:
        over = np.asarray(cv2.convertScaleAbs(over, alpha=shade), np.uint8)
    cv2.add(under, over, dst=under)


def upright(frame: Bytes, what: Texture, foot: tuple[float, float], scale: float) -> None:
    """Draw a texture upright, centered on ``foot``.

    ``scale`` is frame pixels for each pixel of the largest level.
    """
    width, height = what.size[0] * scale, what.size[1] * scale
    left, top = foot[0] - width / 2, foot[1] - height
    x0, y0 = max(0, floor(left)), max(0, floor(top))
    x1, y1 = min(frame.shape[1], ceil(left + width) + 1), min(frame.shape[0], ceil(foot[1]) + 1)
    if x1 <= x0 or y1 <= y0:
        return
    place = min(int(log2(max(1 / scale, 1.0)) + 0.25), len(what.levels) - 1)
    level = what.levels[place]
    across, down = width / level.shape[1], height / level.shape[0]
    matrix = np.array(
        [[across, 0, left + across / 2 - 0.5 - x0], [0, down, top + down / 2 - 0.5 - y0]]
    )
    over = cv2.warpAffine(level, matrix, (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR)
    blend(frame[y0:y1, x0:x1], np.asarray(over, np.uint8))


def _region(quad: Quad, shape: tuple[int, ...]) -> tuple[int, int, int, int] | None:
    """Return the quad's extent within the frame, None where nothing of it shows."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad.tolist()
    x0, y0 = max(0, floor(min(ax, bx, cx, dx))), max(0, floor(min(ay, by, cy, dy)))
    x1 = min(shape[1], ceil(max(ax, bx, cx, dx)) + 1)
    y1 = min(shape[0], ceil(max(ay, by, cy, dy)) + 1)
    return (x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None


def _level(what: Texture, quad: Quad) -> Bytes:
    """Return the level with one to two pixels for each of the frame's."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad.tolist()
    across = max(hypot(bx - ax, by - ay), hypot(cx - dx, cy - dy), 1.0)
    down = max(hypot(dx - ax, dy - ay), hypot(cx - bx, cy - by), 1.0)
    ratio = min(what.size[0] / across, what.size[1] / down)
    place = int(log2(max(ratio, 1.0)) + 0.25)
    return what.levels[min(place, len(what.levels) - 1)]


def _hazed(level: Bytes, share: float) -> Bytes:
    if share == 0.0:
        return level
    haze = np.array([*HAZE, 255], np.float32) * (level[..., 3:].astype(np.float32) / 255)
    return np.round(level * (1 - share) + haze * share).astype(np.uint8)
