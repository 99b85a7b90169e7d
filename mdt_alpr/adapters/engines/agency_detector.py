"""A plate detector that the agency brings: any YOLO-style network exported to ONNX."""

from pathlib import Path
from typing import Any, ClassVar

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.adapters.model_files import session_of
from mdt_alpr.adapters.placed_models import models_folder, placed_file
from mdt_alpr.adapters.yolo_outputs import rows_of
from mdt_alpr.domain.reading.reading import Box, Detection
from mdt_alpr.patrol.ports import Frame

_GREY = 114
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
        """Return every plate in the frame, surest first.

        Raises:
            EngineMissingError: the network answers in a shape that is not known.
        """
        picture, scale, (aside, above) = _fitted(frame, self._size)
        tensor = cv2.dnn.blobFromImage(picture, 1 / 255.0, swapRB=True)
        output = self._session.run(None, {self._input: tensor})[0]
        found = []
        for left, top, right, bottom, score in rows_of(output, _LEAST_SCORE).tolist():
            box = Box(
                max(0.0, (left - aside) / scale),
                max(0.0, (top - above) / scale),
                min(float(frame.width), (right - aside) / scale),
                min(float(frame.height), (bottom - above) / scale),
            )
            if box.width > 0 and box.height > 0:
                found.append(Detection(box, min(1.0, score)))
        return found


def _fitted(
    frame: Frame, size: tuple[int, int]
) -> tuple[npt.NDArray[np.uint8], float, tuple[int, int]]:
    """Return the frame in the middle of a grey picture of ``size``, its scale and its place."""
    scale = min(size[0] / frame.width, size[1] / frame.height)
    width, height = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
    aside, above = (size[0] - width) // 2, (size[1] - height) // 2
    picture = np.full((size[1], size[0], 3), _GREY, np.uint8)
    smaller = cv2.resize(frame.pixels, (width, height), interpolation=cv2.INTER_LINEAR)
    picture[above : above + height, aside : aside + width] = smaller
    return picture, scale, (aside, above)
