"""The patrol car's front camera: where points of the road lie in the frame.

Road coordinates: x meters right of the middle of our lane, y meters up, z meters ahead of
the camera along the road.
"""

from math import pi

import numpy as np
import numpy.typing as npt

WIDTH, HEIGHT = 1280, 720
FOCAL = 1800.0
EYE = 1.45
"""Meters of the camera above the road."""

CENTER, HORIZON = 500.0, 235.0
"""Where the road's far end lies in the frame: the camera looks a little right and down."""

NEAREST = 1.5
"""Meters; what is closer is behind the edge of the frame anyway."""

Numbers = npt.NDArray[np.float64]

_AHEAD = np.arange(0.0, 300.0, 0.5)
_WAVES = ((2.1, 3, 0.4), (0.5, 5, 2.1), (0.07, 11, 4.0))  # meters, waves a round, phase


class RoadLine:
    """The line of the road over one round, as a sum of waves, so that it closes."""

    def __init__(self, length: float) -> None:
        self.length = length
        self._waves = [(a, 2 * pi * n / length, phase) for a, n, phase in _WAVES]

    def shift(self, way: npt.ArrayLike) -> Numbers:
        """Return meters that the road lies right of a straight line, at ``way`` meters."""
        s = np.asarray(way, np.float64)
        return np.asarray(sum(a * np.sin(k * s + p) for a, k, p in self._waves), np.float64)

    def slope(self, way: float) -> float:
        """Return the direction of the road, as meters right for each meter ahead."""
        return float(sum(a * k * np.cos(k * way + p) for a, k, p in self._waves))


class CameraView:
    """The camera at one instant."""

    def __init__(self, road: RoadLine, way: float, lateral: float, pitch: float) -> None:
        """Stand at ``way`` meters, ``lateral`` right of our lane's middle.

        ``pitch`` is how many pixels the car nods: braking moves the horizon up.
        """
        self.road, self.way, self.lateral, self.pitch = road, way, lateral, pitch
        self.horizon = HORIZON + pitch
        self.heading = road.slope(way)
        turned = road.shift(way + _AHEAD) - road.shift(way)
        self._bend = turned - self.heading * _AHEAD

    def bend(self, ahead: Numbers) -> Numbers:
        """Return meters that the road has turned right, ``ahead`` meters away."""
        return np.asarray(np.interp(ahead, _AHEAD, self._bend), np.float64)

    def bend_at(self, ahead: float) -> float:
        """Return ``bend`` for one distance."""
        return float(np.interp(ahead, _AHEAD, self._bend))

    def foot(self, lateral: float, ahead: float) -> tuple[float, float]:
        """Return where a point of the road's surface lies in the frame."""
        x = lateral - self.lateral + self.bend_at(ahead)
        return CENTER + FOCAL * x / ahead, self.horizon + FOCAL * EYE / ahead

    def project(self, points: Numbers) -> npt.NDArray[np.float32]:
        """Return where points (N x 3, road coordinates) lie in the frame (N x 2)."""
        z = np.maximum(points[:, 2], NEAREST)
        pixels = np.empty((len(points), 2), np.float32)
        pixels[:, 0] = CENTER + FOCAL * (points[:, 0] - self.lateral + self.bend(z)) / z
        pixels[:, 1] = self.horizon + FOCAL * (EYE - points[:, 1]) / z
        return pixels
