"""A plate detector that the agency brings: any YOLO-style network exported to ONNX.

=================  =====================================  ===============================
shape              a row                                  exported by
=================  =====================================  ===============================
n x 7              batch, left, top, right, bottom,       YOLOv9 with suppression inside
                   class, score
1 x n x 6          left, top, right, bottom, score,       YOLOv10 and later
                   class
1 x (4 + c) x n    middle, size, one score a class        YOLOv8, v9, v11
1 x n x (5 + c)    middle, size, objectness, one score    YOLOv5, v7
                   a class
=================  =====================================  ===============================
"""

from pathlib import Path
from typing import Any, ClassVar

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.adapters.model_files import models_folder, placed_file, session_of
from mdt_alpr.domain.errors import EngineMissingError
from mdt_alpr.domain.reading.reading import Box, Detection
from mdt_alpr.patrol.ports import Frame

Rows = npt.NDArray[np.float32]
"""n x 5: left, top, right, bottom in pixels of the network's picture, score 0 to 1."""

_MOST_SUPPRESSED = 1000
"""Networks that suppress overlaps themselves answer with some hundred rows at most."""
_SAME_PLATE_OVERLAP = 0.45
_BATCHED, _ENDED, _PLANES = 7, 6, 3


def rows_of(output: npt.NDArray[Any], least_score: float) -> Rows:
    """Return the boxes of one picture, each plate once, most confident first.

    Raises:
        EngineMissingError: no known network answers in this shape.
    """
    shape = output.shape
    if output.ndim == 2 and shape[1] == _BATCHED:  # noqa: PLR2004 - a table
        return _most_confident(output[:, [1, 2, 3, 4, 6]], least_score)
    if output.ndim == _PLANES and shape[0] == 1:
        if shape[2] == _ENDED and shape[1] <= _MOST_SUPPRESSED:
            return _most_confident(output[0, :, :5], least_score)
        table = output[0].T if shape[1] < shape[2] else output[0]
        scores = _scores(table, has_objectness=shape[1] >= shape[2])
        return _apart(_corners(table, scores), least_score)
    message = f"The agency's detector answers in a shape that is not known: {shape}."
    raise EngineMissingError(message)


def _scores(table: npt.NDArray[Any], *, has_objectness: bool) -> npt.NDArray[Any]:
    if not has_objectness:
        return np.asarray(table[:, 4:].max(axis=1))
    best = table[:, 5:].max(axis=1) if table.shape[1] > 5 else 1.0  # noqa: PLR2004
    return np.asarray(table[:, 4] * best)


def _corners(table: npt.NDArray[Any], scores: npt.NDArray[Any]) -> Rows:
    middle, half = table[:, :2], table[:, 2:4] / 2
    return np.concatenate([middle - half, middle + half, scores[:, None]], axis=1)


def _most_confident(rows: npt.NDArray[Any], least_score: float) -> Rows:
    astype = rows[rows[:, 4] >= least_score].astype(np.float32)
    return astype[np.argsort(-astype[:, 4], kind="stable")]


def _apart(rows: npt.NDArray[Any], least_score: float) -> Rows:
    likely = _most_confident(rows, least_score)
    sizes = np.concatenate([likely[:, :2], likely[:, 2:4] - likely[:, :2]], axis=1)
    boxes = cv2.dnn.NMSBoxes(
        sizes.tolist(), likely[:, 4].tolist(), least_score, _SAME_PLATE_OVERLAP
    )
    return likely[np.asarray(boxes, np.int64).reshape(-1)]


_GRAY = 114
_LEAST_SCORE = 0.3
_USUAL_SIDE = 640
"""For networks that take any size."""


class Detector:
    """Finds plates with the network that ``mdt-alpr models import`` placed in ``folder``."""

    name: ClassVar[str] = "agency"

    def __init__(self, threads: int = 1, folder: Path | None = None) -> None:
        self._threads, self._folder = threads, folder
        self._session: Any = None
        self._input = ""
        self._size = (_USUAL_SIDE, _USUAL_SIDE)

    def load(self) -> None:
        """Load the weights.

        Raises:
            EngineMissingError: none was placed, or the file was changed since.
        """
        _, path = placed_file("detector", self._folder or models_folder())
        self._session = session_of(path, self._threads)
        first = self._session.get_inputs()[0]
        sides = [s if isinstance(s, int) else _USUAL_SIDE for s in first.shape[2:4]]
        self._input, self._size = first.name, (sides[1], sides[0])

    def detect(self, frame: Frame) -> list[Detection]:
        """Return every plate in the frame, most confident first.

        Raises:
            EngineMissingError: the network answers in a shape that is not known.
        """
        picture, scale, (aside, above) = _fitted(frame, self._size)
        tensor = cv2.dnn.blobFromImage(picture, 1 / 255.0, swapRB=True)
        output = self._session.run(None, {self._input: tensor})[0]
        detections = []
        for left, top, right, bottom, score in rows_of(output, _LEAST_SCORE).tolist():
            box = Box(
                max(0.0, (left - aside) / scale),
                max(0.0, (top - above) / scale),
                min(float(frame.width), (right - aside) / scale),
                min(float(frame.height), (bottom - above) / scale),
            )
            if box.width > 0 and box.height > 0:
                detections.append(Detection(box, min(1.0, score)))
        return detections


def _fitted(
    frame: Frame, size: tuple[int, int]
) -> tuple[npt.NDArray[np.uint8], float, tuple[int, int]]:
    """Return the frame in the middle of a gray picture of ``size``, its scale and its place."""
    scale = min(size[0] / frame.width, size[1] / frame.height)
    width, height = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
    aside, above = (size[0] - width) // 2, (size[1] - height) // 2
    picture = np.full((size[1], size[0], 3), _GRAY, np.uint8)
    smaller = cv2.resize(frame.pixels, (width, height), interpolation=cv2.INTER_LINEAR)
    picture[above : above + height, aside : aside + width] = smaller
    return picture, scale, (aside, above)
