"""A plate reader that the agency brings: a network with one answer a place, as fast-plate-ocr's.

Such a network accepts one picture of the plate, 8-bit, channels last, and gives for each place of
the plate a share for each character of its alphabet; one of them pads short plates.
"""

from pathlib import Path
from typing import Any, ClassVar

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.adapters.model_files import models_folder, placed_file, session_of
from mdt_alpr.domain.errors import EngineMissingError
from mdt_alpr.domain.reading.reading import Box, Character, PlateText
from mdt_alpr.patrol.ports import Frame

_LEAST_HEIGHT, _LEAST_WIDTH = 6, 12
_LEAST_CONFIDENCE = 0.15
"""Below it a place holds nothing: an empty wall would otherwise be read."""
_ALTERNATIVES, _WORTH_TELLING = 4, 0.002


class Reader:
    """Reads one plate with the network that ``mdt-alpr models import`` placed in ``folder``."""

    name: ClassVar[str] = "agency"

    def __init__(self, threads: int = 1, folder: Path | None = None) -> None:
        self._threads, self._folder = threads, folder
        self._session: Any = None
        self._input = ""
        self._shape = (64, 128, 1)
        self._alphabet, self._pad = "", ""

    def load(self) -> None:
        """Load the weights.

        Raises:
            EngineMissingError: none was placed, or the file was changed since.
        """
        model, path = placed_file("reader", self._folder or models_folder())
        self._alphabet, self._pad = model.alphabet, model.pad
        self._session = session_of(path, self._threads)
        first = self._session.get_inputs()[0]
        height, width, planes = first.shape[1:4]
        self._input, self._shape = first.name, (height, width, planes)

    def read(self, frame: Frame, box: Box) -> PlateText:
        """Return what is read on the plate in ``box``; this reader names no state.

        Raises:
            EngineMissingError: the network answers for another alphabet than was said.
        """
        left, right = max(0, int(box.left)), min(frame.width, int(box.right))
        top, bottom = max(0, int(box.top)), min(frame.height, int(box.bottom))
        if bottom - top < _LEAST_HEIGHT or right - left < _LEAST_WIDTH:
            return PlateText(())
        output = self._session.run(
            None, {self._input: self._tensor(frame, left, top, right, bottom)}
        )
        read = [self._character(row) for row in _places(output[0], len(self._alphabet))]
        return PlateText(tuple(c for c in read if c is not None))

    def _tensor(
        self, frame: Frame, left: int, top: int, right: int, bottom: int
    ) -> npt.NDArray[np.uint8]:
        height, width, planes = self._shape
        cut = cv2.resize(frame.pixels[top:bottom, left:right], (width, height))
        how = cv2.COLOR_BGR2GRAY if planes == 1 else cv2.COLOR_BGR2RGB
        colored = np.asarray(cv2.cvtColor(cut, how), np.uint8)
        return colored.reshape(1, height, width, planes)

    def _character(self, row: npt.NDArray[np.float32]) -> Character | None:
        order = np.argsort(-row, kind="stable").tolist()
        best = order[0]
        text, confidence = self._alphabet[best], float(row[best])
        if text == self._pad or not text.isalnum() or confidence < _LEAST_CONFIDENCE:
            return None
        others = tuple(
            (self._alphabet[i], round(float(row[i]), 4))
            for i in order[1 : _ALTERNATIVES + 1]
            if self._alphabet[i].isalnum() and row[i] >= _WORTH_TELLING
        )
        return Character(text.upper(), round(min(1.0, confidence), 4), others)


def _places(output: Any, classes: int) -> npt.NDArray[np.float32]:
    """Return the shares of every class, a row a place; some exports give one row of all."""
    answer = np.asarray(output, np.float32)
    in_a_row = answer.size == answer.shape[-1] and answer.size % classes == 0
    if answer.shape[-1] != classes and not in_a_row:
        raise EngineMissingError(
            f"The agency's reader answers in the shape {answer.shape}, which is not one share a "
            f"place for each of the {classes} characters of its alphabet."
        )
    return answer.reshape(-1, classes)
