"""Our own plate detector: a small anchor-free network trained on drawn scenes."""

from typing import Any, ClassVar

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.adapters.model_files import onnx_session
from mdt_alpr.domain.reading import Box, Detection
from mdt_alpr.patrol.ports import Frame

WIDTH, HEIGHT = 640, 384
"""The network was trained at this fit; larger is measurably worse and slower."""

_CELL = 8
_GREY = 114
_LEAST_SCORE = 0.3
_MOST_CANDIDATES = 40
_SAME_PLATE_OVERLAP = 0.35


class Detector:
    """Finds plates in a frame, 13 ms on one thread."""

    name: ClassVar[str] = "own"
    weights: ClassVar[tuple[str, ...]] = ("own_detector",)

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads
        self._session: Any = None

    def load(self) -> None:
        """Load the weights.

        Raises:
            EngineMissingError: the weights are missing or differ from those that were tested.
        """
        self._session = onnx_session("own_detector", self._threads)

    def detect(self, frame: Frame) -> list[Detection]:
        """Return every plate in the frame, surest first."""
        picture, scale = _fitted(frame)
        tensor = cv2.dnn.blobFromImage(picture, 1 / 255.0, swapRB=True)
        scores, sides = self._session.run(None, {"x": tensor})
        return _apart(_peaks(scores[0, 0], sides[0], scale, frame))


def _fitted(frame: Frame) -> tuple[npt.NDArray[np.uint8], float]:
    """Return the frame in the top left corner of a grey 640 x 384 picture, and its scale."""
    scale = min(WIDTH / frame.width, HEIGHT / frame.height)
    size = (max(1, round(frame.width * scale)), max(1, round(frame.height * scale)))
    how = cv2.INTER_AREA if scale < 0.5 else cv2.INTER_LINEAR  # noqa: PLR2004 - as trained
    picture = np.full((HEIGHT, WIDTH, 3), _GREY, np.uint8)
    picture[: size[1], : size[0]] = cv2.resize(frame.pixels, size, interpolation=how)
    return picture, scale


def _peaks(
    scores: npt.NDArray[np.float32], sides: npt.NDArray[np.float32], scale: float, frame: Frame
) -> list[Detection]:
    """Return the cells that are the highest of their neighbours, as boxes of the frame."""
    highest = cv2.dilate(scores, np.ones((3, 3), np.uint8))
    rows, columns = np.nonzero((scores >= highest) & (scores > _LEAST_SCORE))
    found = []
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        x, y = (column + 0.5) * _CELL, (row + 0.5) * _CELL
        left, top, right, bottom = sides[:, row, column].tolist()
        box = Box(
            max(0.0, (x - left) / scale),
            max(0.0, (y - top) / scale),
            min(float(frame.width), (x + right) / scale),
            min(float(frame.height), (y + bottom) / scale),
        )
        if box.area > 0:
            found.append(Detection(box, float(scores[row, column])))
    return sorted(found, key=lambda d: -d.confidence)[:_MOST_CANDIDATES]


def _apart(found: list[Detection]) -> list[Detection]:
    """Return the surest of every group of boxes that overlap."""
    kept: list[Detection] = []
    for detection in found:
        if all(detection.box.overlap(k.box) < _SAME_PLATE_OVERLAP for k in kept):
            kept.append(detection)
    return kept
