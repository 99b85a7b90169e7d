"""Which plates a frame shows: the truth that reading is measured against."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.drive.optics import HEIGHT, NEAREST, WIDTH, CameraView
from mdt_alpr.drive.story import StoryVehicle
from mdt_alpr.drive.traffic import Placed
from mdt_alpr.drive.vehicles import SHELLS, sheet_corners

_INSET = 0.05  # meters by which a body is smaller than its box


@dataclass(frozen=True, slots=True, eq=False)
class PlateInFrame:
    """A plate in a frame: whose, and where the corners of its sheet are, in pixels."""

    vehicle: StoryVehicle
    corners: npt.NDArray[np.float32]

    @property
    def width(self) -> float:
        """Return the mean width in pixels."""
        top, bottom = self.corners[1] - self.corners[0], self.corners[2] - self.corners[3]
        return float(np.hypot(*top) + np.hypot(*bottom)) / 2


def plates_in_sight(view: CameraView, vehicles: list[Placed]) -> list[PlateInFrame]:
    """Return the plates wholly within the frame that no nearer vehicle hides, nearest first."""
    frames: list[PlateInFrame] = []
    hulls: list[npt.NDArray[np.float32]] = []
    for placed in sorted(vehicles, key=lambda item: item.ahead):
        if placed.vehicle.plate and placed.ahead > NEAREST:
            corners = view.project(placed.corners(sheet_corners(placed.vehicle.body)))
            if _within(corners) and not any(_inside(hull, corners) for hull in hulls):
                frames.append(PlateInFrame(placed.vehicle, corners))
        hulls.append(_hull(view, placed))
    return frames


def _within(corners: npt.NDArray[np.float32]) -> bool:
    low, high = corners.min(0), corners.max(0)
    return bool(low[0] >= 0 and low[1] >= 0 and high[0] < WIDTH and high[1] < HEIGHT)


def _inside(hull: npt.NDArray[np.float32], corners: npt.NDArray[np.float32]) -> bool:
    return any(
        cv2.pointPolygonTest(hull, (float(x), float(y)), measureDist=False) > 0 for x, y in corners
    )


def _hull(view: CameraView, placed: Placed) -> npt.NDArray[np.float32]:
    """Return the outline of a vehicle's box in the frame."""
    shell = SHELLS[placed.vehicle.body]
    half = shell.half_width - _INSET
    box = np.array(
        [
            [x, y, z]
            for x in (-half, half)
            for y in (0.2, max(shell.height, shell.back_head[0]))
            for z in (0.05, shell.length)
        ]
    )
    return np.asarray(cv2.convexHull(view.project(placed.corners(box))), np.float32)
