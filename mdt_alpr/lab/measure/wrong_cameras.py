"""Cameras that are set wrong, drawn: the check must name each, and nothing of the right one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice
from typing import Any

import cv2
import numpy as np

from mdt_alpr.adapters import discovery
from mdt_alpr.adapters.camera_views import camera_view
from mdt_alpr.adapters.outline import OutlineFinder
from mdt_alpr.domain.equipment.camera_check import CameraFault, CameraFinding, camera_findings
from mdt_alpr.drive.canvas import Bytes
from mdt_alpr.drive.optics import HEIGHT, WIDTH
from mdt_alpr.drive.renderer import FRAMES_A_SECOND, DriveRenderer
from mdt_alpr.patrol.ports import Frame, PlateDetector

_BEGINS_AT = datetime(2026, 1, 1, tzinfo=UTC)
_SECONDS, _PICTURES, _NEAR = 60, 14, 100
"""Of so long a drive so many pictures, with a plate of so many pixels."""
_EVERY = 6
"""Frames of the drive of which one is drawn: the others are its repetition, for the rate."""
_MARKED = 40
"""Rows at the top that say what is drawn."""
_MIDDLE = WIDTH / 2, HEIGHT / 2
Change = Callable[[Bytes, int], Bytes]


def _out_of_focus(picture: Bytes, _number: int) -> Bytes:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 3.4), np.uint8)


def _too_far(picture: Bytes, _number: int) -> Bytes:
    """Return the view of a lens of a third of the focal length, the road around it in gray."""
    small = cv2.resize(picture, None, fx=0.34, fy=0.34, interpolation=cv2.INTER_AREA)
    wide = np.full_like(picture, 118)
    top, left = (HEIGHT - small.shape[0]) // 2, (WIDTH - small.shape[1]) // 2
    wide[top : top + small.shape[0], left : left + small.shape[1]] = small
    return wide


def _slow_shutter(picture: Bytes, _number: int) -> Bytes:
    streak = np.full((1, 13), 1 / 13, np.float32)
    return np.asarray(cv2.filter2D(picture, -1, streak), np.uint8)


def _turned(picture: Bytes, _number: int) -> Bytes:
    lean = cv2.getRotationMatrix2D(_MIDDLE, -14, 1.0)
    return np.asarray(cv2.warpAffine(picture, lean, (WIDTH, HEIGHT)), np.uint8)


def _overexposed(picture: Bytes, _number: int) -> Bytes:
    return np.asarray(cv2.convertScaleAbs(picture, alpha=1.9, beta=30), np.uint8)


def _dark(picture: Bytes, _number: int) -> Bytes:
    return np.asarray(cv2.convertScaleAbs(picture, alpha=0.14), np.uint8)


def _flickers(picture: Bytes, number: int) -> Bytes:
    return np.asarray(cv2.convertScaleAbs(picture, alpha=0.72 if number % 2 else 1.0), np.uint8)


def _as_drawn(picture: Bytes, _number: int) -> Bytes:
    return picture


@dataclass(frozen=True, slots=True)
class DrawnCamera:
    """How its pictures are changed, frames a second, and the fault that the check must name."""

    change: Change
    fault: CameraFault | None
    rate: float = FRAMES_A_SECOND


CAMERAS: Mapping[str, DrawnCamera] = {
    "as it should be": DrawnCamera(_as_drawn, None),
    "out of focus": DrawnCamera(_out_of_focus, CameraFault.OUT_OF_FOCUS),
    "too far": DrawnCamera(_too_far, CameraFault.TOO_FAR),
    "too slow a shutter": DrawnCamera(_slow_shutter, CameraFault.MOTION_BLUR),
    "mounted turned": DrawnCamera(_turned, CameraFault.TURNED),
    "overexposed": DrawnCamera(_overexposed, CameraFault.OVEREXPOSED),
    "too dark": DrawnCamera(_dark, CameraFault.TOO_DARK),
    "flickers": DrawnCamera(_flickers, CameraFault.FLICKER),
    "too slow a stream": DrawnCamera(_as_drawn, CameraFault.SLOW, rate=5.0),
}


@cache
def _drawn() -> tuple[Bytes, ...]:
    """Return pictures of the drive at which plates are in sight."""
    renderer = DriveRenderer()
    numbers = (
        n
        for n in range(0, _SECONDS * FRAMES_A_SECOND, _EVERY)
        if max((plate.width for plate in renderer.plates(n)), default=0.0) >= _NEAR
    )
    return tuple(_unmarked(renderer.frame(n)) for n in islice(numbers, _PICTURES))


def _unmarked(picture: Bytes) -> Bytes:
    """Return a picture without the words that it is drawn, which may pass for a plate."""
    bare = picture.copy()
    bare[:_MARKED] = bare[_MARKED : 2 * _MARKED]
    return bare


def _frames(camera: DrawnCamera) -> Iterator[Frame]:
    for number in range(len(_drawn()) * _EVERY):
        picture = camera.change(_drawn()[number // _EVERY], number)
        at = _BEGINS_AT + timedelta(seconds=number / camera.rate)
        yield Frame(picture, at, number, WIDTH, HEIGHT, "drawn")


@cache
def _engines() -> tuple[PlateDetector, OutlineFinder]:
    detector = discovery.detector("own", 1)
    detector.load()
    return detector, OutlineFinder(1)


def findings_of(name: str) -> tuple[CameraFinding, ...]:
    """Return what the check says of a drawn camera.

    Raises:
        EngineMissingError: the detector cannot be used.
    """
    return camera_findings(camera_view(_frames(CAMERAS[name]), *_engines()))


def figures() -> dict[str, Any]:
    """Return how many wrong cameras there are, how many are named, and what is said of each."""
    named = {name: [finding.fault.value for finding in findings_of(name)] for name in CAMERAS}
    wrong = {name: camera.fault for name, camera in CAMERAS.items() if camera.fault}
    return {
        "cameras_wrong": len(wrong),
        "cameras_named": sum(fault in named[name] for name, fault in wrong.items()),
        "said_of_the_right_one": named["as it should be"],
        "cameras": named,
    }
