"""The bridge and the junctions: what crosses the road."""

from dataclasses import dataclass

import cv2
import numpy as np

from mdt_alpr.adapters.drive import street
from mdt_alpr.adapters.drive.canvas import Bytes, Canvas, Tone
from mdt_alpr.adapters.drive.compose import HAZE, Texture, TexturePanel, texture, warp
from mdt_alpr.adapters.drive.ground import KERB, LANE, LEFT_KERB
from mdt_alpr.adapters.drive.optics import EYE, FOCAL, HEIGHT, NEAREST, CameraView, Numbers
from mdt_alpr.adapters.drive.scenery import lying, standing

BRIDGE_DEPTH = 13.0
STOP_LINE = 11.0
"""Metres ahead of a car that waits first in line behind another."""

JUNCTION = (STOP_LINE + 5.0, STOP_LINE + 18.0)
_SIGNAL = STOP_LINE + 24.0
_DECK, _WALL = 5.2, KERB + 3.4
_ARM = 7.8  # metres that the signal reaches over the road
_SHADE = 0.46
_RED_BEFORE = 3.0  # seconds before the patrol car stands
_CLOSEST = 4.0  # metres; nearer ground lies below the frame
_ASPHALT: Tone = (110, 110, 112)
_PAINT: Tone = (206, 210, 212)
_SUBPIXEL = 16


class Bridge:
    """A bridge over the road: front, walls, banks and the shade under it."""

    def __init__(self, way: float) -> None:
        self.way = way
        self._bank = lying(street.BANK, 24, 7, 24.0)
        self._panels = (
            TexturePanel(
                standing(street.DECK_FACE, 60, 1.7, 24.0), _facing(-30, 30, _DECK, _DECK + 1.7)
            ),
            TexturePanel(lying(street.ABUTMENT, 13, 5.2, 30.0), _along(_WALL)),
            TexturePanel(lying(street.ABUTMENT, 13, 5.2, 30.0), _along(LEFT_KERB - 4.0)),
            TexturePanel(self._bank, _facing(_WALL, _WALL + 24, 0, 7)),
            TexturePanel(self._bank, _facing(LEFT_KERB - 4.0, LEFT_KERB - 28, 0, 7)),
        )

    def shades(self, way: float) -> bool:
        """Tell whether a place on the road lies under the bridge."""
        return self.way < way < self.way + BRIDGE_DEPTH

    def darken(self, frame: Bytes, view: CameraView, distance: float) -> None:
        """Lay the bridge's shadow over the ground."""
        near, far = max(distance - 0.6, 2.0), distance + BRIDGE_DEPTH + 2.2
        if far < near:
            return
        top, bottom = (int(view.horizon + FOCAL * EYE / z) for z in (far, near))
        part = frame[max(0, top) : min(HEIGHT, bottom)]
        if len(part):
            cv2.convertScaleAbs(part, dst=part, alpha=_SHADE)

    def draw(self, frame: Bytes, view: CameraView, distance: float) -> None:
        """Draw the structure, its front ``distance`` metres ahead."""
        for panel in self._panels:
            corners = panel.corners + np.array([0, 0, distance])
            if corners[:, 2].min() > NEAREST:
                warp(frame, panel.picture, view.project(corners))


@dataclass(frozen=True, slots=True)
class Junction:
    """A crossing street; ``way`` is where the patrol car waits, ``green_at`` when it may go."""

    way: float
    red_from: float
    green_at: float

    def is_green(self, time: float) -> bool:
        """Tell what the signal shows at a second of the round; it is red in good time."""
        return not self.red_from - _RED_BEFORE < time < self.green_at


class Junctions:
    """Draws crossing streets and their signals."""

    def __init__(self, junctions: tuple[Junction, ...]) -> None:
        self.all = junctions
        self._signals = {green: _signal(green=green) for green in (True, False)}

    @staticmethod
    def draw_ground(frame: Bytes, view: CameraView, distance: float) -> None:
        """Draw the crossing street, the stop line and the crosswalk."""
        near, far = distance + JUNCTION[0], distance + JUNCTION[1]
        for left, right in ((KERB - 0.05, 60.0), (-80.0, LEFT_KERB + 0.05)):
            _lay(frame, view, (left, near, right, far), _ASPHALT)
        _lay(frame, view, (-1.5 * LANE - 0.4, near, LANE / 2 + 0.2, far), _ASPHALT)
        line = distance + STOP_LINE
        _lay(frame, view, (-1.5 * LANE + 0.3, line, LANE / 2, line + 0.5), _PAINT)
        for left in np.arange(LEFT_KERB + 0.3, KERB - 0.4, 1.2):
            _lay(frame, view, (left, line + 1.4, left + 0.6, line + 4.2), _PAINT)

    def draw_signal(self, frame: Bytes, view: CameraView, distance: float, *, green: bool) -> None:
        """Draw the signal beyond the crossing street."""
        z = distance + _SIGNAL
        if z > _CLOSEST:
            corners = _facing(KERB + 0.8 - _ARM, KERB + 1.2, 0, 6.1) + np.array([0, 0, z])
            warp(frame, self._signals[green], view.project(corners))


def _signal(*, green: bool) -> Texture:
    canvas = Canvas((_ARM + 0.4, 6.1), (_ARM, 0.0), 46.0)
    canvas.draw(street.signal(green=green), street.TONES)
    return texture(canvas.bgra())


def _facing(left: float, right: float, bottom: float, top: float) -> Numbers:
    return np.array(
        [[left, top, 0.0], [right, top, 0.0], [right, bottom, 0.0], [left, bottom, 0.0]]
    )


def _along(x: float) -> Numbers:
    deep = BRIDGE_DEPTH
    return np.array([[x, _DECK, 0.0], [x, _DECK, deep], [x, 0.0, deep], [x, 0.0, 0.0]])


def _lay(
    frame: Bytes, view: CameraView, area: tuple[float, float, float, float], tone: Tone
) -> None:
    """Fill a rectangle of ground (left, near, right, far), hazy where it is far."""
    left, near, right, far = area
    if far < _CLOSEST:
        return
    near = max(near, _CLOSEST)
    corners = np.array([[left, 0, far], [right, 0, far], [right, 0, near], [left, 0, near]])
    share = min(0.4, near / 200)
    mixed = [c * (1 - share) + h * share for c, h in zip(tone, HAZE, strict=True)]
    fixed = np.clip(view.project(corners), -4000, 4000) * _SUBPIXEL
    cv2.fillConvexPoly(frame, fixed.astype(np.int32), (*mixed, 255.0), cv2.LINE_AA, 4)
