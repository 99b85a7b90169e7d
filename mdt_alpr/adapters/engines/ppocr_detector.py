"""PP-OCRv6-small's text detector as plate detector: every line of text may be a plate.

All parts Apache-2.0, but some ten times slower than our own detector and less confident. The
weights are in the package ``rapidocr``; nothing is downloaded.
"""

from typing import Any, ClassVar

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.adapters.model_files import onnx_session
from mdt_alpr.domain.reading.reading import Box, Detection
from mdt_alpr.patrol.ports import Frame

_Scores = npt.NDArray[np.float32]

_LONG_SIDE = 960
_TEXT_SCORE = 0.3
_LEAST_LINE_SCORE = 0.5
_UNCLIP = 1.6
"""The network shrinks lines; this is by how much they were shrunk in its training."""

_LINE_TO_PLATE = (0.06, 0.35)
"""What a plate adds to its serial's line at each side and each end, as shares of the line."""

_LINE_SHAPES = (1.6, 9.0)
_LEAST_LINE = (14, 5)


class Detector:
    """Finds lines of text that have a serial's shape."""

    name: ClassVar[str] = "ppocr"
    weights: ClassVar[tuple[str, ...]] = ("ppocr_detector",)

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads
        self._session: Any = None

    def load(self) -> None:
        """Load the weights.

        Raises:
            EngineMissingError: the package is missing, or its weights differ.
        """
        self._session = onnx_session("ppocr_detector", self._threads)

    def detect(self, frame: Frame) -> list[Detection]:
        """Return every line that may be a serial, as the plate around it, most confident first."""
        width, height = _network_size(frame)
        picture = cv2.resize(frame.pixels, (width, height), interpolation=cv2.INTER_AREA)
        tensor = cv2.dnn.blobFromImage(picture, 1 / 127.5, mean=(127.5, 127.5, 127.5))
        scores = self._session.run(None, {"x": tensor})[0][0, 0]
        detections = [
            Detection(_plate_around(line, frame, (width, height)), score)
            for line, score in _lines(scores)
        ]
        return sorted(detections, key=lambda d: -d.confidence)


def _network_size(frame: Frame) -> tuple[int, int]:
    """Return width and height in multiples of 32, the long side at most 960."""
    scale = min(1.0, _LONG_SIDE / max(frame.width, frame.height))
    return max(32, round(frame.width * scale / 32) * 32), max(
        32, round(frame.height * scale / 32) * 32
    )


def _lines(scores: _Scores) -> list[tuple[Box, float]]:
    """Return the boxes of serial-shaped lines in network pixels, with their mean score."""
    mask = (scores > _TEXT_SCORE).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    lines = []
    for label in range(1, count):
        left, top, width, height, area = stats[label].tolist()
        grow = area * _UNCLIP / (2 * (width + height))
        line = Box(left - grow, top - grow, left + width + grow, top + height + grow)
        inside = labels[top : top + height, left : left + width] == label
        score = float(scores[top : top + height, left : left + width][inside].mean())
        if score >= _LEAST_LINE_SCORE and _like_a_serial(line):
            lines.append((line, score))
    return lines


def _like_a_serial(line: Box) -> bool:
    narrowest, widest = _LINE_SHAPES
    big_enough = line.width >= _LEAST_LINE[0] and line.height >= _LEAST_LINE[1]
    return big_enough and narrowest <= line.width / line.height <= widest


def _plate_around(line: Box, frame: Frame, network: tuple[int, int]) -> Box:
    x, y = frame.width / network[0], frame.height / network[1]
    side, end = line.width * _LINE_TO_PLATE[0], line.height * _LINE_TO_PLATE[1]
    return Box(
        max(0.0, (line.left - side) * x),
        max(0.0, (line.top - end) * y),
        min(float(frame.width), (line.right + side) * x),
        min(float(frame.height), (line.bottom + end) * y),
    )
