"""PP-OCRv6-small as plate reader: slower than ours, trained by others, so it errs elsewhere.

It also says which states' names and slogans the small lines of a plate may be. The weights lie in
the package ``rapidocr``; nothing is downloaded.
"""

from dataclasses import replace
from typing import Any, ClassVar

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.adapters.ctc import Alphabet, Columns, NetworkViews, Span, decode, spans
from mdt_alpr.adapters.model_files import onnx_session
from mdt_alpr.adapters.plate_words import WEIGHTS as LINES_WEIGHTS
from mdt_alpr.adapters.plate_words import Phrases, PlateLines, known_phrases
from mdt_alpr.domain.reading.reading import Box, Character, PlateText
from mdt_alpr.domain.reading.state_of_issuance import Words
from mdt_alpr.patrol.ports import Frame

_Picture = npt.NDArray[np.uint8]
_Probabilities = npt.NDArray[np.float32]

_HEIGHT = 48
_SERIAL_WIDTH = 176
_SIDE_PADDING = 0.3
"""Replicated edge at both sides, as a share of the window's height."""

_LATE = 0.018
"""By how much of the plate's width the network names a character after its middle; measured."""

_SERIAL_WINDOWS = (
    (0.0, -0.05, -0.05), (0.0, -0.15, -0.10), (0.02, -0.10, -0.20),
    (0.02, -0.22, -0.12), (0.02, -0.22, -0.20),
)  # fmt: skip
"""Side, top and bottom by which the box is widened, as shares of it; the answers are averaged."""

_LEAST_PLATE_FOR_WORDS = 60
_LEAST_HEIGHT, _LEAST_WIDTH = 3, 8
_SERIAL_LETTERS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")


class Reader:
    """Reads one plate, about 0.1 s on one thread; its small lines take four times that."""

    name: ClassVar[str] = "ppocr"
    weights: ClassVar[tuple[str, ...]] = ("ppocr_reader", LINES_WEIGHTS)

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads
        self._session: Any = None
        self._characters: list[str] = []
        self._serial_classes = np.zeros(0, np.intp)
        self._alphabet = self._folded = Alphabet(())
        self._lines: Any = None
        self._phrases: Any = None

    def load(self) -> None:
        """Load the weights, and the names and slogans of the states.

        Raises:
            EngineMissingError: the package is missing, or its weights differ.
        """
        self._session = onnx_session("ppocr_reader", self._threads)
        listed = self._session.get_modelmeta().custom_metadata_map["character"]
        self._characters = ["", *listed.split("\n"), " "]
        serial = [i for i, c in enumerate(self._characters) if c in _SERIAL_LETTERS]
        self._serial_classes = np.array(serial, np.intp)
        self._alphabet = Alphabet(("", *(self._characters[i] for i in serial)))
        letters = (self._characters[i] for i in serial)
        self._folded = Alphabet(("", *("0" if letter == "O" else letter for letter in letters)))
        self._phrases = Phrases(known_phrases(), self._characters)
        self._lines = PlateLines(self._threads)

    def read(self, frame: Frame, box: Box) -> PlateText:
        """Return what is read on the plate in ``box``; its state is never read here."""
        return PlateText(self._serial(frame, box))

    def words(self, frame: Frame, box: Box) -> Words:
        """Return what the small lines of the plate in ``box`` say of its state."""
        if box.width < _LEAST_PLATE_FOR_WORDS:
            return {}
        strips = self._lines.strips(frame, box)
        inside, edges = (
            [self._run(strip, strip.shape[1]) for strip in some]
            for some in (strips.inside, strips.edges)
        )
        words: Words = self._phrases.words(inside, edges)
        return words

    def weigh(self, frame: Frame, box: Box) -> NetworkViews:
        """Return how likely texts are on the plate in ``box``; letter O counts as 0."""
        cuts = [_cut(frame, box, window) for window in _SERIAL_WINDOWS]
        columns = [self._columns_of(cut, self._folded) for cut in cuts if cut is not None]
        return NetworkViews(columns, self._folded)

    def _serial(self, frame: Frame, box: Box) -> tuple[Character, ...]:
        """Return the likeliest serial of all windows, as confidently as the single windows do.

        The mean of the windows reads best, but blurs the confidence of each.
        """
        cuts = [_cut(frame, box, window) for window in _SERIAL_WINDOWS]
        windows = [self._columns_of(cut, self._alphabet) for cut in cuts if cut is not None]
        if not windows:
            return ()
        letters = self._alphabet.characters
        mean = np.mean(windows, axis=0)
        read = decode(mean, letters)
        singly = [decode(columns, letters) for columns in windows]
        places = _spans(spans(mean, "".join(c.text for c in read), letters), box)
        return tuple(
            replace(c, confidence=_agreement(place, c.text, len(read), singly), span=span)
            for place, (c, span) in enumerate(zip(read, places, strict=True))
        )

    def _columns_of(self, cut: _Picture, alphabet: Alphabet) -> Columns:
        wanted = self._run(_padded(cut), _SERIAL_WIDTH)[:, self._serial_classes]
        blank = 1.0 - wanted.sum(axis=1, keepdims=True)
        return alphabet.columns(np.concatenate([blank, wanted], axis=1))

    def _run(self, picture: _Picture, width: int) -> _Probabilities:
        how = cv2.INTER_CUBIC if picture.shape[0] < _HEIGHT else cv2.INTER_AREA
        fitted = cv2.resize(picture, (width, _HEIGHT), interpolation=how)
        tensor = cv2.dnn.blobFromImage(fitted, 1 / 127.5, mean=(127.5, 127.5, 127.5))
        columns: _Probabilities = self._session.run(None, {"x": tensor})[0][0]
        return columns


def _agreement(place: int, text: str, length: int, singly: list[tuple[Character, ...]]) -> float:
    """Return how much the windows believe in ``text`` there; other lengths speak against it."""
    beliefs = [
        dict([(read[place].text, read[place].confidence), *read[place].alternatives]).get(
            text, 0.0
        )
        for read in singly
        if len(read) == length
    ]
    return round(sum(beliefs) / len(singly), 4)


def _spans(parts: tuple[Span, ...], box: Box) -> tuple[Span, ...]:
    """Return spans over the padded windows as spans over the width of the box.

    The windows differ by a few hundredths of the width: for a place that is near enough.
    """
    _, top, bottom = _SERIAL_WINDOWS[0]
    beside = _SIDE_PADDING * (1 + top + bottom) * box.height / max(1.0, box.width)
    whole, before = 1 + 2 * beside, beside + _LATE
    return tuple((left * whole - before, right * whole - before) for left, right in parts)


def _cut(frame: Frame, box: Box, window: tuple[float, float, float]) -> _Picture | None:
    side, top, bottom = window
    left = max(0, int(box.left - side * box.width))
    right = min(frame.width, int(box.right + side * box.width))
    above = max(0, int(box.top - top * box.height))
    below = min(frame.height, int(np.ceil(box.bottom + bottom * box.height)))
    if below - above < _LEAST_HEIGHT or right - left < _LEAST_WIDTH:
        return None
    return np.asarray(frame.pixels[above:below, left:right], np.uint8)


def _padded(cut: _Picture) -> _Picture:
    sides = max(1, round(_SIDE_PADDING * cut.shape[0]))
    padded = cv2.copyMakeBorder(cut, 0, 0, sides, sides, cv2.BORDER_REPLICATE)
    return np.asarray(padded, np.uint8)
