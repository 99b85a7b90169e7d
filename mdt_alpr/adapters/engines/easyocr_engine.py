"""EasyOCR: its text detector CRAFT and its English reader, both offline.

Selectable, not the default: on plates it is about five times as often wrong as the others, and
needs PyTorch. EasyOCR unpickles its weights, so their SHA-256 is compared first.
"""

from typing import Any, ClassVar

import cv2
import numpy as np

from mdt_alpr.adapters.ctc import Alphabet, decode
from mdt_alpr.adapters.easyocr_parts import opened, plate_cut, refuse_if_absent
from mdt_alpr.adapters.model_files import checked_model
from mdt_alpr.domain.reading.reading import Box, Detection, PlateText
from mdt_alpr.patrol.ports import Frame

_LONG_SIDE = 960
_HEIGHT = 64
_LINE_SHAPES = (1.6, 9.0)
_LINE_TO_PLATE = (0.06, 0.30)
"""What a plate adds to its serial's line at each side and each end, as shares of the line."""

_WINDOW = (-0.03, -0.18)
"""By how much the plate's box is widened at the sides and at top and bottom."""

_SERIAL_LETTERS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")


class Detector:
    """Finds lines of text that have a serial's shape, with CRAFT."""

    name: ClassVar[str] = "easyocr"
    weights: ClassVar[tuple[str, ...]] = ("easyocr_detector",)

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads
        self._easyocr: Any = None

    def load(self) -> None:
        """Load the weights.

        Raises:
            EngineMissingError: EasyOCR is not installed, or its weights differ.
        """
        refuse_if_absent()
        weights = checked_model("easyocr_detector")
        self._easyocr = opened(weights.parent, self._threads, detector=True, recognizer=False)

    def detect(self, frame: Frame) -> list[Detection]:
        """Return every line that may be a serial, as the plate around it.

        CRAFT gives a line no score, so each has full confidence.
        """
        picture = np.ascontiguousarray(frame.pixels[:, :, ::-1])
        level, slanted = self._easyocr.detect(picture, canvas_size=_LONG_SIDE)
        lines = [Box(float(x), float(y), float(r), float(b)) for x, r, y, b in level[0]]
        lines += [_around(corners) for corners in slanted[0]]
        return [Detection(_plate_around(x, frame), 1.0) for x in lines if _like_a_serial(x)]


class Reader:
    """Reads one plate with EasyOCR's English network, given the plate's box."""

    name: ClassVar[str] = "easyocr"
    weights: ClassVar[tuple[str, ...]] = ("easyocr_reader",)

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads
        self._easyocr: Any = None
        self._alphabet = Alphabet(())

    def load(self) -> None:
        """Load the weights.

        Raises:
            EngineMissingError: EasyOCR is not installed, or its weights differ.
        """
        refuse_if_absent()
        weights = checked_model("easyocr_reader")
        self._easyocr = opened(weights.parent, self._threads, detector=False, recognizer=True)
        self._easyocr.recognizer.eval()
        classes = self._easyocr.converter.character
        self._alphabet = Alphabet(tuple(c if c in _SERIAL_LETTERS else "" for c in classes))

    def read(self, frame: Frame, box: Box) -> PlateText:
        """Return what is read on the plate in ``box``; its state is never read here."""
        import torch

        gray = plate_cut(frame, box, _WINDOW)
        if gray is None:
            return PlateText(())
        width = -(-_HEIGHT * gray.shape[1] // gray.shape[0])
        cut = cv2.resize(gray, (width, _HEIGHT), interpolation=cv2.INTER_CUBIC)
        tensor = torch.from_numpy((cut.astype(np.float32) / 127.5 - 1.0)[None, None])
        with torch.no_grad():
            scores = self._easyocr.recognizer(tensor, "")
        columns = torch.softmax(scores, dim=2)[0].numpy()
        return PlateText(decode(self._alphabet.columns(columns), self._alphabet.characters))


def _around(corners: Any) -> Box:
    points = np.asarray(corners, np.float32)
    left, top = points.min(axis=0).tolist()
    right, bottom = points.max(axis=0).tolist()
    return Box(left, top, right, bottom)


def _like_a_serial(line: Box) -> bool:
    narrowest, widest = _LINE_SHAPES
    return line.area > 0 and narrowest <= line.width / line.height <= widest


def _plate_around(line: Box, frame: Frame) -> Box:
    side, end = line.width * _LINE_TO_PLATE[0], line.height * _LINE_TO_PLATE[1]
    return Box(
        max(0.0, line.left - side),
        max(0.0, line.top - end),
        min(float(frame.width), line.right + side),
        min(float(frame.height), line.bottom + end),
    )
