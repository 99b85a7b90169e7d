"""What a camera's pictures are like, measured on the plates in them; no plate is read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import atan2, degrees

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.adapters.outline import Corners, OutlineFinder, size_of, straightened
from mdt_alpr.adapters.pictures import focus_of
from mdt_alpr.domain.equipment.camera_check import MeasuredCamera, PlateView
from mdt_alpr.patrol.ports import Frame, PlateDetector

_CLIPPED_FROM = 250
_LOOKED_AT_EVERY_S, _LOOKED_AT = 0.4, 60
"""How often a frame is searched for plates, and how many at most: they wait in memory."""
_COARSELY = 8
"""Every eighth pixel each way tells the light of a frame."""
_LEAST_SIDE = 6
_CERTAIN = 0.1
"""In widths of a plate: what has less certain corners may be none, such as a sign far away."""
_STEEPEST = 99.0
_Gray = npt.NDArray[np.uint8]


@dataclass(slots=True)
class _Stream:
    """Frames as they came, of which some wait to be searched."""

    times: list[datetime] = field(default_factory=list)
    means: list[float] = field(default_factory=list)
    waiting: list[Frame] = field(default_factory=list)

    def take(self, frame: Frame) -> None:
        self.times.append(frame.captured_at)
        self.means.append(float(frame.pixels[::_COARSELY, ::_COARSELY].mean()))
        last = self.waiting[-1].captured_at if self.waiting else None
        since = _LOOKED_AT_EVERY_S if last is None else (frame.captured_at - last).total_seconds()
        if since >= _LOOKED_AT_EVERY_S and len(self.waiting) < _LOOKED_AT:
            self.waiting.append(frame)


def camera_view(
    frames: Iterable[Frame], detector: PlateDetector, outlines: OutlineFinder
) -> MeasuredCamera:
    """Return what a camera gave; its frames are taken first, so that searching delays none."""
    stream = _Stream()
    for frame in frames:
        stream.take(frame)
    seen = stream.waiting
    plates = [
        plate_view(frame, outline.plate, outline.serial)
        for frame in seen
        for detection in detector.detect(frame)
        if (outline := outlines.find_closely(frame, detection.box)) is not None
        and outline.plate_uncertainty <= _CERTAIN
    ]
    gaps = [(b - a).total_seconds() for a, b in zip(stream.times, stream.times[1:], strict=False)]
    sharp = [focus for frame in seen if (focus := focus_of(frame)) is not None]
    return MeasuredCamera(
        frames=len(stream.times),
        seconds=sum(gaps),
        longest_gap_s=max(gaps, default=0.0),
        flicker=_flicker(stream.means),
        saturation=_mean([_saturation(frame) for frame in seen]),
        clipped=_mean([_clipped(_gray(frame)) for frame in seen]),
        mean=_mean(stream.means),
        focus=_mean(sharp) if sharp else None,
        plates=tuple(plate for plate in plates if plate is not None),
    )


def plate_view(frame: Frame, plate: Corners, serial: Corners) -> PlateView | None:
    """Return how a plate shows, by its corners (4 x 2 pixels); None where too little is seen."""
    width, height = size_of(plate)
    letters = _cut(frame, serial)
    if min(letters.shape) < _LEAST_SIDE or height <= 0:
        return None
    sheet = _cut(frame, plate)
    right = plate[1] + plate[2] - plate[0] - plate[3]
    return PlateView(
        width=width,
        ratio=width / height,
        lean=degrees(atan2(float(right[1]), float(right[0]))),
        edge_across=_edge(letters, axis=1),
        edge_down=_edge(letters, axis=0),
        clipped=_clipped(sheet),
        light=float(np.percentile(sheet, 90)),
    )


def _cut(frame: Frame, corners: Corners) -> _Gray:
    """Return what lies within four corners at the size that the frame has it, gray."""
    width, height = size_of(corners)
    size = max(1, round(width)), max(1, round(height))
    return np.asarray(
        cv2.cvtColor(straightened(frame, corners, size), cv2.COLOR_BGR2GRAY), np.uint8
    )


def _edge(picture: _Gray, axis: int) -> float:
    """Return how many pixels its steepest edges take from dark to light."""
    low, high = np.percentile(picture, (5, 95))
    steps = np.abs(np.diff(picture.astype(np.float32), axis=axis))
    return float((high - low + 1.0) / (np.percentile(steps, _STEEPEST) + 1.0))


def _gray(frame: Frame) -> _Gray:
    part = np.ascontiguousarray(frame.pixels[::_COARSELY, ::_COARSELY])
    return np.asarray(cv2.cvtColor(part, cv2.COLOR_BGR2GRAY), np.uint8)


def _clipped(picture: _Gray) -> float:
    return float((picture >= _CLIPPED_FROM).mean())


def _saturation(frame: Frame) -> float:
    part = np.ascontiguousarray(frame.pixels[::_COARSELY, ::_COARSELY])
    return float(cv2.cvtColor(part, cv2.COLOR_BGR2HSV)[..., 1].mean())


def _flicker(means: Sequence[float]) -> float:
    """Return the middle share by which a frame's light differs from the one before it."""
    if len(means) < 2:  # noqa: PLR2004 - one has none before it
        return 0.0
    light = np.asarray(means)
    return float(np.median(np.abs(np.diff(light)) / np.maximum(light[:-1], 1.0)))


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else 0.0
