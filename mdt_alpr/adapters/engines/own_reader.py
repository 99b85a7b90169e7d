"""Our own plate reader: a small CTC network trained on drawn plates.

It reads small stacked characters beside the serial, too: for every column the network gives what
is in three places from above; in a stack of two the middle one stays empty. Emblems and stickers
inside the serial resemble stacks, so only what is before its first or behind its last character
counts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.adapters.ctc import Alphabet, Columns, NetworkViews, decode, spans
from mdt_alpr.adapters.model_files import onnx_session
from mdt_alpr.adapters.outline import (
    WEIGHTS,
    Corners,
    Outline,
    OutlineFinder,
    around_serial,
    from_cut,
    size_of,
    straightened,
    widened,
)
from mdt_alpr.adapters.slant import levelled, slant
from mdt_alpr.adapters.zero_classifier import WEIGHTS as ZERO_WEIGHTS
from mdt_alpr.adapters.zero_classifier import ZeroClassifier
from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.domain.reading.reading import Box, Character, PlateText
from mdt_alpr.domain.reading.slashed_zero import mark_ambiguous, of_several
from mdt_alpr.patrol.ports import Frame

_THERE = 0.9
"""Confidence from which both an upper and a lower character count as there."""

_LEGIBLE = 0.6
"""Least confidence in each of them: what is half read there is mostly emblem or sticker."""

_ALTERNATIVES = 3
_WORTH_KEEPING = 0.02


def stack_beside(
    columns: npt.NDArray[np.float32], stacks: npt.NDArray[Any], characters: str
) -> tuple[tuple[Character, ...], bool]:
    """Return a stack's characters from above, and whether they are before the serial.

    ``columns`` are those of the serial, ``stacks`` columns x 3 places x classes, class 0 none;
    ``characters`` are what the other classes mean. Nothing where no stack is certain.
    """
    serial = np.flatnonzero(columns[:, 0] < 0.5)  # noqa: PLR2004 - rather a character than none
    if not serial.size:
        return (), False
    there = 1.0 - stacks[:, (0, -1), 0].max(axis=1)
    there[serial[0] : serial[-1] + 1] = 0.0
    column = int(there.argmax())
    if there[column] < _THERE:
        return (), False
    places = [stacks[column, 0], *stacks[column, 1:-1], stacks[column, -1]]
    seen = tuple(_character(p, characters) for n, p in enumerate(places) if _stands(n, p))
    if min(character.confidence for character in seen) < _LEGIBLE:
        return (), False
    return seen, bool(column < serial[0])


def _stands(place: int, shares: npt.NDArray[Any]) -> bool:
    return place != 1 or bool(shares.argmax())


def _character(shares: npt.NDArray[Any], characters: str) -> Character:
    order = np.argsort(-shares[1:], kind="stable")
    best, *others = order[: 1 + _ALTERNATIVES].tolist()
    alternatives = [(characters[o], round(float(shares[o + 1]), 4)) for o in others]
    character = Character(
        characters[best],
        round(float(shares[best + 1]), 4),
        tuple((c, share) for c, share in alternatives if share >= _WORTH_KEEPING),
    )
    return mark_ambiguous(character)


_WIDTH, _HEIGHT = 144, 48
_ALPHABET = Alphabet(("", *"0123456789ABCDEFGHIJKLMNPQRSTUVWXYZ"))
_SIDE, _ENDS = 0.05, -0.06
"""By how much the box is widened at the sides and at top and bottom, as shares of it.

Measured on detected boxes: 0.90 read right, against 0.89 with 0.03 and -0.04, 0.90 with 0.03
and -0.08 but more of it wrong.
"""

_OTHER_CUTS = (
    (0.03, 0.02, 0.02), (0.06, -0.08, -0.08), (0.0, -0.10, 0.0), (0.03, 0.0, -0.10),
)  # fmt: skip
"""Sides, top and bottom of further cuts, where no outline is found."""

_STRAIGHT_CUTS = ((0.0, 0.0), (0.03, 0.0), (-0.03, 0.0), (0.0, 0.08), (0.0, -0.06))
"""By how much more is seen at the sides, and above and below, than in the usual straight cut."""

_AT_THE_EDGE = 3
"""A character that begins in one of the first columns may have a neighbor outside the box."""

_CONFIDENT = 0.85
"""With such confidence in a read the slant is not measured."""
_NOT_ALIKE = 0.75
"""What is left of the confidence where the cut as it is and the level one are read differently.

Measured on pictures turned by 12 degrees: 0.87 read right as they are, 0.90 so, with fewer wrong
reads; without this the more confident of two cuts is too often wrong.
"""

_FAR = 6
"""From so many degrees, cuts of the plate as it is have nothing to say beside level ones."""

_LOOK_FURTHER = 0.15
_CONFIDENT_OF_MORE = 0.5
_LEAST_HEIGHT, _LEAST_WIDTH = 6, 12

_KNOWN_OUTLINE = 0.12
"""Spread of a serial's corners, in widths of the plate, up to which they are worth a cut."""

_LOW = 0.33
"""Of a plate's height: no serial is lower. Characters are 2.5 of 6 inches high, and the lowest of
991 real serials took .41; a line of other writing that was read as 300 with .97 took .32."""
_FEW, _ROOM_FOR_MANY = 4, 4.0
"""Fewer characters than this do not fill a serial that is so many times as wide as high."""
_BESIDE_SERIAL = 0.75
"""The most that such a text is believed: below what counts as doubtful."""

_NOTHING_READ = PlateText(())


@dataclass(frozen=True, slots=True)
class _Seen:
    """A cut and what the network says of it: columns, and columns x places of a stack."""

    cut: npt.NDArray[np.uint8]
    columns: Columns
    stacks: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Decoded:
    """Characters, and whether the first and the last touch the edge of the cut.

    ``spans`` are in pixels of the frame; ``beside`` is what the cut shows beside the characters.
    """

    characters: tuple[Character, ...]
    touches: tuple[bool, bool]
    spans: tuple[tuple[float, float], ...] = ()
    beside: PlateText = _NOTHING_READ

    @property
    def text(self) -> str:
        return folded("".join(character.text for character in self.characters))


class Reader:
    """Reads one plate, 4 ms on one thread; letter O and digit 0 as one where their die does."""

    name: ClassVar[str] = "own"
    weights: ClassVar[tuple[str, ...]] = ("own_reader", WEIGHTS, ZERO_WEIGHTS)

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads
        self._session: Any = None
        self._outlines: Any = None
        self._zeros: Any = None

    def load(self) -> None:
        """Load the weights.

        Raises:
            EngineMissingError: the weights are missing or differ from those that were tested.
        """
        self._session = onnx_session("own_reader", self._threads)
        self._outlines = OutlineFinder(self._threads)
        self._zeros = ZeroClassifier(self._threads)

    def read(self, frame: Frame, box: Box) -> PlateText:
        """Return what is read on the plate in ``box``; its state is never read here.

        It is read straight, along the outline of its serial; where that leaves doubt, as it
        is in the box too.
        """
        outline = self._outline(frame, box)
        if outline is None:
            return self._upright(frame, box)
        text = self._straight(frame, box, around_serial(outline.serial))
        if text.confidence < _CONFIDENT:
            upright = self._upright(frame, box)
            text = _more_confident(text, upright) if text.characters else upright
        return doubted(text) if is_beside_serial(outline, text) else text

    def _outline(self, frame: Frame, box: Box) -> Outline | None:
        """Return the outline of the plate in ``box``, None where its serial's is unclear."""
        outline: Outline | None = self._outlines.find(frame, box)
        if outline is None or outline.serial_uncertainty > _KNOWN_OUTLINE:
            return None
        return outline

    def _straight(self, frame: Frame, box: Box, corners: Corners) -> PlateText:
        seen = self._shown(straightened(frame, corners, (_WIDTH, _HEIGHT)))
        characters, in_pixels = self._spelt(seen, partial(from_cut, corners))
        decoded = _Decoded(characters, (False, False), in_pixels)
        return replace(_beside(seen), characters=_standing(decoded, box))

    def _upright(self, frame: Frame, box: Box) -> PlateText:
        """Return what is read in the box; level too where that leaves doubt and it is turned."""
        text = self._read(frame, box)
        degrees = 0 if text.confidence >= _CONFIDENT else slant(frame, box)
        if not degrees:
            return text
        level, level_box = levelled(frame, box, degrees)
        again = self._read(level, level_box)
        return _more_confident(text, _as_over(box, again, level_box))

    def _read(self, frame: Frame, box: Box) -> PlateText:
        decoded = self._decoded(frame, box)
        left, right = decoded.touches
        if decoded.characters and (left or right):
            further = _LOOK_FURTHER * box.width
            wider = replace(
                box,
                left=box.left - further if left else box.left,
                right=box.right + further if right else box.right,
            )
            decoded = _longer(decoded, self._decoded(frame, wider))
        return replace(decoded.beside, characters=_standing(decoded, box))

    def weigh(self, frame: Frame, box: Box) -> NetworkViews:
        """Return how likely texts are on the plate in ``box``, after several cuts of it.

        Without an outline a plate that is turned far is cut level.
        """
        outline = self._outline(frame, box)
        margins = [(_SIDE, _ENDS, _ENDS)]
        seen: list[_Seen | None] = []
        if outline is None:
            margins += _OTHER_CUTS
            degrees = slant(frame, box)
            if abs(degrees) >= _FAR:
                frame, box = levelled(frame, box, degrees)
        else:
            serial = around_serial(outline.serial)
            cuts = (widened(serial, *more) for more in _STRAIGHT_CUTS)
            seen += [self._shown(straightened(frame, c, (_WIDTH, _HEIGHT))) for c in cuts]
        seen += [self._seen(frame, _edges(frame, box, *margin)) for margin in margins]
        return NetworkViews([view.columns for view in seen if view is not None], _ALPHABET)

    def _seen(self, frame: Frame, edges: tuple[int, int, int, int]) -> _Seen | None:
        cut = _cut(frame, edges)
        return None if cut is None else self._shown(cut)

    def _shown(self, cut: npt.NDArray[np.uint8]) -> _Seen:
        tensor = cut.astype(np.float32).transpose(2, 0, 1)[None]
        columns, stacks = self._session.run(["p", "k"], {"x": tensor})
        return _Seen(cut, _ALPHABET.columns(columns[0]), stacks[0])

    def _decoded(self, frame: Frame, box: Box) -> _Decoded:
        edges = _edges(frame, box, _SIDE, _ENDS, _ENDS)
        seen = self._seen(frame, edges)
        if seen is None:
            return _Decoded((), (False, False))
        columns = seen.columns
        letters = np.flatnonzero(columns[:, 0] < 0.5)  # noqa: PLR2004 - rather a letter than none
        touches = (
            bool(letters.size and letters[0] <= _AT_THE_EDGE),
            bool(letters.size and letters[-1] >= len(columns) - 1 - _AT_THE_EDGE),
        )
        left, width = edges[0], edges[2] - edges[0]
        characters, in_pixels = self._spelt(
            seen, lambda shares: [left + s * width for s in shares]
        )
        return _Decoded(characters, touches, in_pixels, _beside(seen))

    def _spelt(
        self, seen: _Seen, in_frame: Callable[[Sequence[float]], list[float]]
    ) -> tuple[tuple[Character, ...], tuple[tuple[float, float], ...]]:
        """Return what a cut says, and the left and right end of each character.

        ``in_frame`` turns shares of the cut's width into pixels of the frame.
        """
        characters = decode(seen.columns, _ALPHABET.characters)
        text = "".join(character.text for character in characters)
        edges_of = spans(seen.columns, text, _ALPHABET.characters)
        edges = in_frame([edge for span in edges_of for edge in span])
        in_pixels = tuple(zip(edges[::2], edges[1::2], strict=True))
        return self._zeros.classified(seen.cut, characters, edges_of), in_pixels


def is_beside_serial(outline: Outline, text: PlateText) -> bool:
    """Return whether a text is rather a sticker's or a small line's than the serial (D8).

    It is lower than any serial on a plate whose outline is clear, or it has few characters where
    the serial has room for many.
    """
    if outline.plate_uncertainty > _KNOWN_OUTLINE or not text.characters:
        return False
    wide, tall = size_of(outline.serial)
    is_short = len(text.characters) < _FEW and wide > _ROOM_FOR_MANY * tall
    return is_short or tall < _LOW * size_of(outline.plate)[1]


def doubted(text: PlateText) -> PlateText:
    """Return a text whose every character is doubtful, whatever the network says of it."""
    most = _BESIDE_SERIAL
    characters = (
        replace(
            c,
            confidence=min(c.confidence, most),
            alternatives=tuple((other, min(belief, most)) for other, belief in c.alternatives),
        )
        for c in text.characters
    )
    return replace(text, characters=tuple(characters))


def _beside(seen: _Seen) -> PlateText:
    """Return the stack that a cut shows, without the serial."""
    stack, leads = stack_beside(seen.columns, seen.stacks, _ALPHABET.characters)
    return PlateText((), stack=stack, stack_leads=leads)


def _more_confident(text: PlateText, other: PlateText) -> PlateText:
    """Return the more confident of two texts of a plate, lowered where they differ."""
    best = other if other.confidence > text.confidence else text
    if not (text.text and other.text):
        return best
    if folded(text.text) == folded(other.text):
        cuts = zip(best.characters, text.characters, other.characters, strict=True)
        merged = tuple(of_several(c, ((1.0, a), (1.0, b))) for c, a, b in cuts)
        return replace(best, characters=merged)
    doubted = tuple(
        replace(character, confidence=round(_NOT_ALIKE * character.confidence, 4))
        for character in best.characters
    )
    return replace(best, characters=doubted)


def _as_over(box: Box, text: PlateText, level: Box) -> PlateText:
    """Return ``text`` with its places over the width of ``box``, about the same middle."""
    share = level.width / max(1.0, box.width)
    characters = tuple(
        c
        if c.span is None
        else replace(c, span=(0.5 + share * (c.span[0] - 0.5), 0.5 + share * (c.span[1] - 0.5)))
        for c in text.characters
    )
    return replace(text, characters=characters)


def _longer(decoded: _Decoded, further: _Decoded) -> _Decoded:
    """Return ``further`` where it only adds characters, with confidence, else ``found``."""
    adds = len(further.text) > len(decoded.text) and decoded.text in further.text
    least = min((c.confidence for c in further.characters), default=0.0)
    return further if adds and least >= _CONFIDENT_OF_MORE else decoded


def _standing(decoded: _Decoded, box: Box) -> tuple[Character, ...]:
    """Return the characters with their places over the width of the box."""
    if len(decoded.spans) != len(decoded.characters) or box.width <= 0:
        return decoded.characters
    return tuple(
        replace(c, span=((a - box.left) / box.width, (b - box.left) / box.width))
        for c, (a, b) in zip(decoded.characters, decoded.spans, strict=True)
    )


def _edges(
    frame: Frame, box: Box, side: float, above: float, below: float
) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of what is cut out, in pixels of the frame."""
    aside, height = side * box.width, box.height
    left, right = max(0, int(box.left - aside)), min(frame.width, int(box.right + aside))
    top = max(0, int(box.top - above * height))
    bottom = min(frame.height, int(box.bottom + below * height))
    return left, top, right, bottom


def _cut(frame: Frame, edges: tuple[int, int, int, int]) -> npt.NDArray[np.uint8] | None:
    left, top, right, bottom = edges
    if bottom - top < _LEAST_HEIGHT or right - left < _LEAST_WIDTH:
        return None
    how = cv2.INTER_AREA if right - left > _WIDTH else cv2.INTER_CUBIC
    cut = cv2.resize(frame.pixels[top:bottom, left:right], (_WIDTH, _HEIGHT), interpolation=how)
    return np.asarray(cut, np.uint8)
