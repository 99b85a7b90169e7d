"""Our own plate reader: a small CTC network trained on drawn plates."""

from dataclasses import replace
from typing import Any, ClassVar

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.adapters.ctc import Alphabet, decode
from mdt_alpr.adapters.model_files import onnx_session
from mdt_alpr.domain.reading import Box, Character, PlateText
from mdt_alpr.patrol.ports import Frame

_WIDTH, _HEIGHT = 144, 48
_ALPHABET = Alphabet(("", *"0123456789ABCDEFGHIJKLMNPQRSTUVWXYZ"))
_WINDOWS = ((0.03, -0.04),)
"""By how much the box is widened at the sides and at top and bottom, as fractions of it."""

_LEAST_HEIGHT, _LEAST_WIDTH = 6, 12


class Reader:
    """Reads one plate, 4 ms on one thread. Letter O and digit 0 are one class to it."""

    name: ClassVar[str] = "own"

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads
        self._session: Any = None

    def load(self) -> None:
        """Load the weights.

        Raises:
            EngineMissingError: the weights are missing or differ from those that were tested.
        """
        self._session = onnx_session("own_reader", self._threads)

    def read(self, frame: Frame, box: Box) -> PlateText:
        """Return what stands on the plate in ``box``; its state is never read here."""
        cuts = [cut for window in _WINDOWS if (cut := _cut(frame, box, window)) is not None]
        if not cuts:
            return PlateText(())
        columns = np.mean([self._columns(cut) for cut in cuts], axis=0)
        read = decode(_ALPHABET.columns(columns), _ALPHABET.characters)
        return PlateText(tuple(_either(character) for character in read))

    def _columns(self, cut: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
        tensor = cut.astype(np.float32).transpose(2, 0, 1)[None]
        columns: npt.NDArray[np.float32] = self._session.run(None, {"x": tensor})[0][0]
        return columns


def _cut(frame: Frame, box: Box, window: tuple[float, float]) -> npt.NDArray[np.uint8] | None:
    side, ends = window[0] * box.width, window[1] * box.height
    left, right = max(0, int(box.left - side)), min(frame.width, int(box.right + side))
    top, bottom = max(0, int(box.top - ends)), min(frame.height, int(box.bottom + ends))
    if bottom - top < _LEAST_HEIGHT or right - left < _LEAST_WIDTH:
        return None
    how = cv2.INTER_AREA if right - left > _WIDTH else cv2.INTER_CUBIC
    cut = cv2.resize(frame.pixels[top:bottom, left:right], (_WIDTH, _HEIGHT), interpolation=how)
    return np.asarray(cut, np.uint8)


def _either(character: Character) -> Character:
    """Return a zero with letter O as an equal alternative: the network cannot tell them apart."""
    if character.text != "0":
        return character
    alternatives = (("O", character.confidence), *character.alternatives)
    return replace(character, alternatives=alternatives)
