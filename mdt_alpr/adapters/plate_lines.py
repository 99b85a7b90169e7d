"""Where a plate's small print stands: strips above and below its serial, made straight."""

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.adapters.outline import WEIGHTS as OUTLINE_WEIGHTS
from mdt_alpr.adapters.outline import (
    Corners,
    OutlineFinder,
    rectangle,
    size_of,
    straightened,
)
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.patrol.ports import Frame

WEIGHTS = OUTLINE_WEIGHTS
HEIGHT = 48
_NARROWEST, _WIDEST = 48, 640
_KNOWN_OUTLINE = 0.12
"""Spread of the plate's corners, in its widths, up to which they are believed; else the box is."""

_SERIAL_OF_BOX = 0.25, 0.75
_LEAST_HEIGHT = 0.06
"""Of the plate: a lower strip holds no words."""

_ASIDE = 0.17
"""From each side of the plate: there stand month, year and bolts."""


class _Strip(NamedTuple):
    """A strip: from and to across the plate, and by how much it grows at its two edges."""

    left: float
    right: float
    above: float
    below: float


_MIDDLE = _ASIDE, 1 - _ASIDE
_STRIPS_ABOVE = (
    _Strip(0.0, 1.0, 0.0, 0.0),
    _Strip(*_MIDDLE, 0.0, 0.0),
    _Strip(*_MIDDLE, -0.03, -0.02),
    _Strip(*_MIDDLE, 0.04, 0.04),
    _Strip(*_MIDDLE, -0.05, 0.03),
    _Strip(0.2, 0.8, -0.02, 0.0),
)
_STRIPS_BELOW = (
    _Strip(0.0, 1.0, 0.0, 0.0),
    _Strip(0.12, 0.88, 0.0, 0.0),
    _Strip(0.12, 0.88, 0.03, 0.03),
    _Strip(0.2, 0.8, 0.0, 0.0),
)
"""Some are cut closely and some are not: of one plate in two only some can be read."""


_EDGES = ((-0.14, 0.06), (0.94, 1.14))
"""From and to height of where a frame's words stand, most of it outside the plate."""
_ALONG_EDGES = 0.12, 0.88
_BESIDE = 0.05
"""Of the box's height: how much of what is beyond it a picture has to show."""

Picture = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Strips:
    """Pictures ``HEIGHT`` high: where a plate's words may stand, and where those of a frame do.

    No edge where the picture ends with the plate.
    """

    inside: tuple[Picture, ...]
    edges: tuple[Picture, ...]


class PlateLines:
    """Cuts the strips of a plate's small print."""

    def __init__(self, threads: int) -> None:
        self._outlines = OutlineFinder(threads)

    def strips(self, frame: Frame, box: Box) -> Strips:
        """Return where words may stand on and around the plate in ``box``."""
        plate, (top, bottom) = self._plate(frame, box)
        edges = [(0.0 - s.above, top + s.below, s) for s in _STRIPS_ABOVE]
        edges += [(bottom - s.above, 1.0 + s.below, s) for s in _STRIPS_BELOW]
        return Strips(
            tuple(
                _cut(frame, plate, (strip.left, strip.right), (start, end))
                for start, end, strip in edges
                if end - start > _LEAST_HEIGHT
            ),
            tuple(
                _cut(frame, plate, _ALONG_EDGES, edge)
                for edge, seen in zip(_EDGES, _seen_beside(frame, box), strict=True)
                if seen
            ),
        )

    def _plate(self, frame: Frame, box: Box) -> tuple[Corners, tuple[float, float]]:
        """Return the plate's corners, and from where to where its height holds the serial."""
        outline = self._outlines.find(frame, box)
        if outline is None or outline.plate_unsure > _KNOWN_OUTLINE:
            return rectangle(box.left, box.top, box.right, box.bottom), _SERIAL_OF_BOX
        onto = cv2.getPerspectiveTransform(outline.plate, rectangle(0, 0, 1, 1))
        serial = cv2.perspectiveTransform(outline.serial[:, None], onto)[:, 0, 1].clip(0, 1)
        return outline.plate, (float(serial[:2].mean()), float(serial[2:].mean()))


def _seen_beside(frame: Frame, box: Box) -> tuple[bool, bool]:
    """Tell whether the picture goes on above and below the plate."""
    above = _BESIDE * box.height
    return box.top >= above, box.bottom <= frame.height - above


def _cut(
    frame: Frame, plate: Corners, across: tuple[float, float], along: tuple[float, float]
) -> Picture:
    onto = cv2.getPerspectiveTransform(rectangle(0, 0, 1, 1), plate)
    strip = rectangle(across[0], along[0], across[1], along[1])
    corners = cv2.perspectiveTransform(strip[:, None], onto)[:, 0]
    wide, tall = size_of(plate)
    shape = (across[1] - across[0]) * wide / max(1.0, (along[1] - along[0]) * tall)
    width = int(np.clip(round(HEIGHT * shape / 8) * 8, _NARROWEST, _WIDEST))
    return straightened(frame, np.asarray(corners, np.float32), (width, HEIGHT))
