"""Finds how far a plate's text is turned in its box, and cuts the plate out level.

The rows of a level text begin and end at once, so the edges of its characters add up to the
steepest profile where the picture is sheared by just that angle.
"""

import math
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.patrol.ports import Frame

MOST_DEGREES = 16
_LEAST_DEGREES = 4
"""Less is within what the network was trained on, and within the error of this."""
_WIDTH, _HEIGHT = 96, 48
_LEAST_WIDTH, _LEAST_HEIGHT = 20, 10
_FRAME_OF_BOX = 4
"""Columns at both ends that show the plate's edge."""
_BRIGHTEST = 95
_AROUND = (1.6, 1.8)
"""How much of the surroundings is cut out with the plate, in its widths and heights."""
_NARROWEST, _WIDEST, _LOWEST = 0.8, 1.05, 0.3
"""Bounds of the level plate: widths of its box, and its height as a share of its width."""

_ANGLES = np.arange(-MOST_DEGREES, MOST_DEGREES + 1, 2)
_STRIP = 6
"""Columns that are moved together."""
_STRIPS = np.arange(_WIDTH // _STRIP)
_ROWS = np.arange(_HEIGHT)
_TANGENTS = np.tan(np.radians(_ANGLES))


def slant(frame: Frame, box: Box) -> int:
    """Return by how many degrees, an even number, the text in ``box`` falls to the right.

    0 where it is as good as level.
    """
    left, top = max(0, int(box.left)), max(0, int(box.top))
    right, bottom = min(frame.width, int(box.right)), min(frame.height, int(box.bottom))
    if right - left < _LEAST_WIDTH or bottom - top < _LEAST_HEIGHT:
        return 0
    edges = _edges(np.asarray(frame.pixels[top:bottom, left:right], np.uint8))
    narrowed = (right - left) / _WIDTH * _HEIGHT / (bottom - top)
    steep = _steepness(edges, narrowed)
    smooth = np.convolve(np.pad(steep, 1, mode="edge"), (0.25, 0.5, 0.25), "valid")
    steepest, level = int(smooth.argmax()), len(_ANGLES) // 2
    degrees = int(_ANGLES[steepest]) if smooth[steepest] > smooth[level] else 0
    return degrees if abs(degrees) >= _LEAST_DEGREES else 0


def levelled(frame: Frame, box: Box, degrees: int) -> tuple[Frame, Box]:
    """Return the plate and what is around it, turned back, and the plate's box in that."""
    width, height = _level_size(box, math.radians(abs(degrees)))
    size = max(1, int(_AROUND[0] * width)), max(1, int(_AROUND[1] * height))
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    turned = cv2.getRotationMatrix2D((x, y), degrees, 1.0)
    turned[0, 2] += size[0] / 2 - x
    turned[1, 2] += size[1] / 2 - y
    pixels = cv2.warpAffine(
        frame.pixels, turned, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    left, top = (size[0] - width) / 2, (size[1] - height) / 2
    level = replace(frame, pixels=pixels, width=size[0], height=size[1])
    return level, Box(left, top, left + width, top + height)


def _edges(picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Return the upright edges of the characters, none counting above the strongest few."""
    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    fitted = cv2.resize(gray, (_WIDTH, _HEIGHT), interpolation=cv2.INTER_AREA)
    edges = np.abs(cv2.Sobel(fitted, cv2.CV_32F, 1, 0))
    edges = np.minimum(edges, np.percentile(edges, _BRIGHTEST)).astype(np.float32)
    edges[:, :_FRAME_OF_BOX] = edges[:, -_FRAME_OF_BOX:] = 0
    strips = edges.reshape(_HEIGHT, len(_STRIPS), _STRIP).sum(axis=2)
    return np.pad(strips, ((_HEIGHT // 2, _HEIGHT // 2), (0, 0)))


def _steepness(edges: npt.NDArray[np.float32], narrowed: float) -> npt.NDArray[np.float32]:
    """Return, for each angle, how steeply the rows begin and end that go down by it."""
    aside = _STRIP * (_STRIPS - (len(_STRIPS) - 1) / 2) * narrowed
    down = np.rint(_TANGENTS[:, None] * aside).astype(np.intp)
    rows = np.clip(_ROWS[:, None] + _HEIGHT // 2 + down[:, None, :], 0, 2 * _HEIGHT - 1)
    profiles = edges[rows, _STRIPS].sum(axis=2)
    return np.asarray((np.diff(profiles, axis=1) ** 2).sum(axis=1), np.float32)


def _level_size(box: Box, angle: float) -> tuple[float, float]:
    """Return width and height of the plate whose turned outline fills the box, within bounds."""
    sine, cosine, double = math.sin(angle), math.cos(angle), math.cos(2 * angle)
    width = (box.width * cosine - box.height * sine) / double
    height = (box.height * cosine - box.width * sine) / double
    width = min(max(width, _NARROWEST * box.width), _WIDEST * box.width)
    return width, min(max(height, _LOWEST * width), box.height)
