"""Checks each O and 0 of a plate for a slash or a dot, with our own network.

It sees one character at a time, so that it cannot go by the position in the text.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from mdt_alpr.adapters.ctc import Span
from mdt_alpr.adapters.model_files import onnx_session
from mdt_alpr.domain.reading.reading import Character
from mdt_alpr.domain.reading.slashed_zero import is_o_or_zero, resolve_by_marks

WEIGHTS = "own_zero"
WIDTH = 32
"""Of a strip, in pixels of the reader's picture."""


class ZeroClassifier:
    """Tells letter O from digit 0 by the mark in the digit; 0.4 ms a character on one thread."""

    def __init__(self, threads: int) -> None:
        self._session: Any = onnx_session(WEIGHTS, threads)

    def classified(
        self, cut: npt.NDArray[np.uint8], characters: tuple[Character, ...], spans: Sequence[Span]
    ) -> tuple[Character, ...]:
        """Return the characters, each O or 0 as the digit, as the letter, or left open.

        ``cut`` is the picture in which they were read, 144 x 48, blue first; ``spans`` are
        the left and right edge of each, 0 to 1 over its width, empty where unknown.
        """
        rounds = [n for n, c in enumerate(characters) if is_o_or_zero(c.text)]
        marks: list[float | None] = [None] * len(characters)
        if rounds and len(spans) == len(characters):
            middles = [sum(spans[n]) / 2 * cut.shape[1] for n in rounds]
            strips = np.stack([strip(cut, middle) for middle in middles])
            tensor = strips.transpose(0, 3, 1, 2).astype(np.float32)
            for n, mark in zip(rounds, self._session.run(["m"], {"x": tensor})[0], strict=True):
                marks[n] = float(mark)
        return resolve_by_marks(characters, marks)


def strip(cut: npt.NDArray[np.uint8], middle: float) -> npt.NDArray[np.uint8]:
    """Return the part of a reader's picture about ``middle``, in pixels from its left."""
    left = round(middle - WIDTH / 2)
    columns = np.clip(np.arange(left, left + WIDTH), 0, cut.shape[1] - 1)
    return cut[:, columns]
