"""How strongly the small print of a plate speaks for the names and slogans of the states.

Small print is a few pixels high: what a network spells of it is seldom a name letter by letter,
but far nearer to one name than to any other. So no text is decoded. Every name and slogan is laid
over the network's columns at its best position (CTC, best path), and what that explains better
than random letters is its evidence. The lines are cut from strips above and below the serial.
"""

import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.adapters.ctc import Columns
from mdt_alpr.adapters.outline import WEIGHTS as OUTLINE_WEIGHTS
from mdt_alpr.adapters.outline import Corners, OutlineFinder, rectangle, size_of, straightened
from mdt_alpr.domain.plate.plate import STATES, folded
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.domain.reading.state_of_issuance import Words
from mdt_alpr.files.paths import resource
from mdt_alpr.patrol.ports import Frame

_CAUTION = 0.5
"""Reduces the evidence: the strips of one plate overlap, and so do a network's errors."""

_NO_MEANING = 3.0
"""What a letter of no meaning costs, as a logarithm, beside the likeliest class of its column."""

_LEAST = -8.0
"""The most that one column can speak against a phrase."""

_OF_A_FRAME = 0.5
"""From this share of its evidence on, what is seen of a phrase on an edge makes it a frame's."""

_NOWHERE = -1e9
_LEAST_LETTERS = 4
_BLANKS = frozenset(("", " "))

_Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that are on plates of one state only, or of another country: its name, and theirs."""

    state: str
    letters: str


def known_phrases() -> tuple[Phrase, ...]:
    """Return every state's name and slogans, and other countries' words, as they are compared."""
    phrases = json.loads(resource("states/slogans.json").read_text(encoding="utf-8"))
    slogans: dict[str, list[str]] = phrases["slogans"]
    elsewhere: dict[str, list[str]] = phrases["elsewhere"]
    named = [*STATES.items(), *((s, phrase) for s, words in slogans.items() for phrase in words)]
    named += [(f"{land}, {word}", word) for land, words in elsewhere.items() for word in words]
    return tuple(Phrase(state, _letters(words)) for state, words in named)


def _letters(words: str) -> str:
    plain = unicodedata.normalize("NFD", words.upper())
    return "".join(folded(c) for c in plain if c.isascii() and c.isalnum())


class Phrases:
    """Compares columns of a network with ``phrases``.

    ``classes`` are the characters of the network's classes, the first its blank.
    """

    def __init__(self, phrases: Iterable[Phrase], classes: Sequence[str]) -> None:
        self._phrases = tuple(p for p in phrases if len(p.letters) >= _LEAST_LETTERS)
        letters = sorted({letter for phrase in self._phrases for letter in phrase.letters})
        self._blanks = [i for i, c in enumerate(classes) if c in _BLANKS]
        meant = {i: _letters(c) for i, c in enumerate(classes) if len(c) == 1}
        self._columns_of = [[i for i in meant if meant[i] == letter] for letter in letters]
        self._lay_out(letters)

    def _lay_out(self, letters: list[str]) -> None:
        """Prepare for every phrase its classes with blanks between, and where it may leap."""
        longest = max(len(phrase.letters) for phrase in self._phrases)
        size = len(self._phrases), 2 * longest + 1
        self._spelt = np.zeros(size, np.intp)
        self._leaps = np.full(size, _NOWHERE)
        self._last = np.zeros(len(self._phrases), np.intp)
        for row, phrase in enumerate(self._phrases):
            spelt = [letters.index(letter) + 1 for letter in phrase.letters]
            self._spelt[row, 1 : 2 * len(spelt) : 2] = spelt
            self._last[row] = 2 * len(spelt) - 1
        different = self._spelt[:, 2:] != self._spelt[:, :-2]
        self._leaps[:, 2:][(self._spelt[:, 2:] > 0) & different] = 0.0

    def words(self, inside: Sequence[Columns], edges: Sequence[Columns] = ()) -> Words:
        """Return what the columns of a plate's strips say of its state; its best strip counts.

        What fits the plate's ``edges`` nearly as well is a frame's, and speaks for no state.
        Name and slogan of one state add up.
        """
        if not inside:
            return {}
        best = np.max([self._evidence(columns) for columns in inside], axis=0)
        for columns in edges:
            framed = self._evidence(columns) >= _OF_A_FRAME * best
            best[framed] = np.minimum(best[framed], 0.0)
        states: dict[str, list[float]] = {}
        for phrase, evidence in zip(self._phrases, best.tolist(), strict=True):
            states.setdefault(phrase.state, []).append(_CAUTION * evidence)
        return {state: _added(evidences) for state, evidences in states.items()}

    def _evidence(self, columns: Columns) -> _Numbers:
        """Return the logarithm of how much better each phrase explains columns than none does."""
        spoken, meaningless = self._logarithms(columns)
        rows = np.arange(len(self._phrases))
        ways = np.full(self._spelt.shape, _NOWHERE)
        before, after = 0.0, np.full(len(rows), _NOWHERE)
        for row, letter in zip(spoken[:, self._spelt], meaningless.tolist(), strict=True):
            after = np.maximum(after, ways[rows, self._last]) + letter
            come = ways.copy()
            come[:, 1:] = np.maximum(come[:, 1:], ways[:, :-1])
            come[:, 2:] = np.maximum(come[:, 2:], ways[:, :-2] + self._leaps[:, 2:])
            come[:, 1] = np.maximum(come[:, 1], before)
            ways = come + row
            ways[:, 0] = _NOWHERE  # what is before a phrase is no part of it
            before += letter
        return np.asarray(np.maximum(after, ways[rows, self._last]) - before, np.float64)

    def _logarithms(self, columns: Columns) -> tuple[_Numbers, _Numbers]:
        """Return blank and letters, and a letter of no meaning, beside each column's likeliest."""
        letters = [columns[:, places].sum(axis=1) for places in self._columns_of]
        shares = np.stack([columns[:, self._blanks].sum(axis=1), *letters], axis=1)
        other = 1.0 - shares.sum(axis=1)
        top = np.maximum(shares.max(axis=1), other)
        spoken = np.log(np.maximum(shares, 1e-9)) - np.log(top)[:, None]
        any_letter = np.maximum(shares[:, 1:].max(axis=1), other)
        costs = np.log(np.maximum(any_letter, 1e-9) / top) - _NO_MEANING
        spoken = np.maximum(spoken, _LEAST)
        return spoken, np.maximum(spoken[:, 0], costs)


def _added(evidence: list[float]) -> float:
    """Return the sum of what speaks for a state; what speaks against it most weakly otherwise."""
    return sum(e for e in evidence if e > 0) or max(evidence)


WEIGHTS = OUTLINE_WEIGHTS
HEIGHT = 48
_NARROWEST, _WIDEST = 48, 640
_KNOWN_OUTLINE = 0.12
"""Spread of the plate's corners, in its widths, up to which they are believed; else the box is."""

_SERIAL_OF_BOX = 0.25, 0.75
_LEAST_HEIGHT = 0.06
"""Of the plate: a lower strip holds no words."""

_ASIDE = 0.17
"""From each side of the plate: month, year and bolts are there."""


class _Strip(NamedTuple):
    """A strip: from and to across the plate, and by how much it grows at its two edges."""

    left: float
    right: float
    above: float
    below: float


_MIDDLE = _ASIDE, 1 - _ASIDE
_STRIPS_ABOVE = (
    _Strip(0.0, 1.0, 0.0, 0.0),
    _Strip(*_MIDDLE, 0.0, 0.0),
    _Strip(*_MIDDLE, -0.03, -0.02),
    _Strip(*_MIDDLE, 0.04, 0.04),
    _Strip(*_MIDDLE, -0.05, 0.03),
    _Strip(0.2, 0.8, -0.02, 0.0),
)
_STRIPS_BELOW = (
    _Strip(0.0, 1.0, 0.0, 0.0),
    _Strip(0.12, 0.88, 0.0, 0.0),
    _Strip(0.12, 0.88, 0.03, 0.03),
    _Strip(0.2, 0.8, 0.0, 0.0),
)
"""Some are cut closely and some are not: of one plate in two only some can be read."""


_EDGES = ((-0.14, 0.06), (0.94, 1.14))
"""Heights from and to which a frame's words are, most of it outside the plate."""
_ALONG_EDGES = 0.12, 0.88
_BESIDE = 0.05
"""Of the box's height: how much of what is beyond it a picture has to show."""

Picture = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Strips:
    """Pictures ``HEIGHT`` high: where a plate's words may be, and where those of a frame are.

    No edge where the picture ends with the plate.
    """

    inside: tuple[Picture, ...]
    edges: tuple[Picture, ...]


class PlateLines:
    """Cuts the strips of a plate's small print."""

    def __init__(self, threads: int) -> None:
        self._outlines = OutlineFinder(threads)

    def strips(self, frame: Frame, box: Box) -> Strips:
        """Return where words may be on and around the plate in ``box``."""
        plate, (top, bottom) = self._plate(frame, box)
        edges = [(0.0 - s.above, top + s.below, s) for s in _STRIPS_ABOVE]
        edges += [(bottom - s.above, 1.0 + s.below, s) for s in _STRIPS_BELOW]
        return Strips(
            tuple(
                _cut(frame, plate, (strip.left, strip.right), (start, end))
                for start, end, strip in edges
                if end - start > _LEAST_HEIGHT
            ),
            tuple(
                _cut(frame, plate, _ALONG_EDGES, edge)
                for edge, seen in zip(_EDGES, _seen_beside(frame, box), strict=True)
                if seen
            ),
        )

    def _plate(self, frame: Frame, box: Box) -> tuple[Corners, tuple[float, float]]:
        """Return the plate's corners, and from where to where its height holds the serial."""
        outline = self._outlines.find(frame, box)
        if outline is None or outline.plate_uncertainty > _KNOWN_OUTLINE:
            return rectangle(box.left, box.top, box.right, box.bottom), _SERIAL_OF_BOX
        onto = cv2.getPerspectiveTransform(outline.plate, rectangle(0, 0, 1, 1))
        serial = cv2.perspectiveTransform(outline.serial[:, None], onto)[:, 0, 1].clip(0, 1)
        return outline.plate, (float(serial[:2].mean()), float(serial[2:].mean()))


def _seen_beside(frame: Frame, box: Box) -> tuple[bool, bool]:
    """Tell whether the picture goes on above and below the plate."""
    above = _BESIDE * box.height
    return box.top >= above, box.bottom <= frame.height - above


def _cut(
    frame: Frame, plate: Corners, across: tuple[float, float], along: tuple[float, float]
) -> Picture:
    onto = cv2.getPerspectiveTransform(rectangle(0, 0, 1, 1), plate)
    strip = rectangle(across[0], along[0], across[1], along[1])
    corners = cv2.perspectiveTransform(strip[:, None], onto)[:, 0]
    wide, tall = size_of(plate)
    shape = (across[1] - across[0]) * wide / max(1.0, (along[1] - along[0]) * tall)
    width = int(np.clip(round(HEIGHT * shape / 8) * 8, _NARROWEST, _WIDEST))
    return straightened(frame, np.asarray(corners, np.float32), (width, HEIGHT))
