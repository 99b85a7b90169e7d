"""What a camera's pictures are like, measured on the plates in them; no plate is read."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import atan2, degrees

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.adapters.outline import Corners, Outline, OutlineFinder, size_of, straightened
from mdt_alpr.adapters.pictures import focus_of
from mdt_alpr.domain.equipment.camera_check import MeasuredCamera, PlateView
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.patrol.ports import Frame, PlateDetector

_CLIPPED_FROM = 250
_LOOKED_AT_EVERY, _LOOKED_AT = timedelta(seconds=0.4), 60
"""How often a frame is searched for plates, and how many at most: they wait in memory."""
_COARSELY = 8
"""Every eighth pixel each way tells the light of a frame."""
_LEAST_SIDE = 6
_CERTAIN = 0.1
"""In widths of a plate: what has less certain corners may be none, such as a sign far away."""
_STEEPEST = 99.0
_Gray = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class SearchedFrame:
    """What one frame gave; ``boxes`` are its plates, with the view of each."""

    at: datetime
    saturation: float
    clipped: float
    focus: float | None
    boxes: tuple[tuple[Box, PlateView], ...]


class CameraMeter:
    """Measures a camera while its frames come; ``lasts_s`` ago is forgotten, None forgets nothing.

    ``take`` is quick and belongs on the camera's thread; ``search`` takes as long as a read does.
    """

    def __init__(
        self, detector: PlateDetector, outlines: OutlineFinder, lasts_s: float | None = None
    ) -> None:
        self._detector, self._outlines, self._lasts_s = detector, outlines, lasts_s
        self._came: deque[tuple[datetime, float, float]] = deque()
        """When each frame was captured, its light, its age in seconds as it came."""
        self._searched: deque[SearchedFrame] = deque()
        self._due_at: datetime | None = None

    def take(self, frame: Frame, now: datetime | None = None) -> bool:
        """Note that a frame came, at ``now``; return whether it is to be searched."""
        at, light = frame.captured_at, float(frame.pixels[::_COARSELY, ::_COARSELY].mean())
        age = 0.0 if now is None else max(0.0, (now - at).total_seconds())
        self._came.append((at, light, age))
        if self._lasts_s is not None:
            while abs((at - self._came[0][0]).total_seconds()) > self._lasts_s:
                self._came.popleft()
        is_due = self._due_at is None or not timedelta(0) <= at - self._due_at < _LOOKED_AT_EVERY
        if is_due:
            self._due_at = at
        return is_due

    def search(self, frame: Frame) -> SearchedFrame:
        """Measure a frame and the plates in it; from one thread at a time."""
        views = [
            (box, plate_view(frame, outline.plate, outline.serial))
            for box, outline in self._outlines_in(frame)
        ]
        found = SearchedFrame(
            frame.captured_at,
            _saturation(frame),
            _clipped(_gray(frame)),
            focus_of(frame),
            tuple((box, view) for box, view in views if view is not None),
        )
        self._searched.append(found)
        return found

    def view(self) -> MeasuredCamera:
        """Return what the camera gave."""
        came, searched = tuple(self._came), self._lately_searched()
        times, means = [at for at, _, _ in came], [light for _, light, _ in came]
        gaps = [(b - a).total_seconds() for a, b in pairwise(times)]
        sharp = [frame.focus for frame in searched if frame.focus is not None]
        return MeasuredCamera(
            frames=len(times),
            seconds=sum(gaps),
            longest_gap_s=max(gaps, default=0.0),
            flicker=_flicker(means),
            saturation=_mean([frame.saturation for frame in searched]),
            clipped=_mean([frame.clipped for frame in searched]),
            mean=_mean(means),
            focus=_mean(sharp) if sharp else None,
            plates=tuple(view for frame in searched for _, view in frame.boxes),
            age_s=_mean([age for _, _, age in came]),
        )

    def _lately_searched(self) -> tuple[SearchedFrame, ...]:
        if self._lasts_s is not None and self._came:
            newest = self._came[-1][0]
            while self._searched and (
                abs((newest - self._searched[0].at).total_seconds()) > self._lasts_s
            ):
                self._searched.popleft()
        return tuple(self._searched)

    def _outlines_in(self, frame: Frame) -> Iterator[tuple[Box, Outline]]:
        for detection in self._detector.detect(frame):
            outline = self._outlines.find_closely(frame, detection.box)
            if outline is not None and outline.plate_uncertainty <= _CERTAIN:
                yield detection.box, outline


def camera_view(
    frames: Iterable[Frame],
    detector: PlateDetector,
    outlines: OutlineFinder,
    now: Callable[[], datetime] | None = None,
) -> MeasuredCamera:
    """Return what a camera gave; its frames are taken first, so that searching delays none."""
    meter = CameraMeter(detector, outlines)
    waiting: list[Frame] = []
    for frame in frames:
        if meter.take(frame, now() if now is not None else None) and len(waiting) < _LOOKED_AT:
            waiting.append(frame)
    for frame in waiting:
        meter.search(frame)
    return meter.view()


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
