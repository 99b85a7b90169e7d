"""From a reader network's columns of probabilities to characters, confidence and position."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from mdt_alpr.domain.reading.reading import Character

Columns = npt.NDArray[np.float32]
"""Time steps x classes, class 0 the blank; each row adds up to 1."""

_BEAM = 12
_WORTH_TRYING = 0.003
_ALTERNATIVES = 4
_WORTH_KEEPING = 0.002


@dataclass(slots=True)
class _Beam:
    """How likely a prefix is, ending in a blank and ending in its last character."""

    blank: float = 0.0
    letter: float = 0.0

    @property
    def total(self) -> float:
        return self.blank + self.letter


@dataclass(frozen=True, slots=True)
class Alphabet:
    """Which network class means which plate character.

    ``classes[i]`` is the character of network class ``i``, or an empty string where the class
    is the blank or must not be on a plate: its probability then counts as blank, for
    sharing it out among the others measurably invents characters.
    """

    classes: tuple[str, ...]
    characters: str = field(init=False)

    def __post_init__(self) -> None:
        kinds = sorted({character for character in self.classes if character})
        object.__setattr__(self, "characters", "".join(kinds))

    def columns(self, probabilities: npt.NDArray[Any]) -> Columns:
        """Return ``probabilities`` with one column a plate character, the blank first."""
        columns = np.zeros((len(probabilities), len(self.characters) + 1), np.float32)
        places = {character: i + 1 for i, character in enumerate(self.characters)}
        for i, character in enumerate(self.classes):
            if character:
                columns[:, places[character]] += probabilities[:, i]
        columns[:, 0] = np.clip(1.0 - columns[:, 1:].sum(axis=1), 0.0, 1.0)
        return columns


def decode(columns: Columns, characters: str) -> tuple[Character, ...]:
    """Return the likeliest text of ``columns``, character by character, with alternatives.

    A beam search keeps the likeliest texts. A character's confidence is the share of them,
    weighted by likelihood, that agree with it; a text of another length speaks against every
    character.
    """
    texts = _likeliest(columns)
    best, _ = texts[0]
    whole = sum(weight for _, weight in texts)
    if not best or whole <= 0:
        return ()
    same_length = [(text, weight / whole) for text, weight in texts if len(text) == len(best)]
    return tuple(_character(place, best, same_length, characters) for place in range(len(best)))


def _character(
    place: int, best: tuple[int, ...], texts: list[tuple[tuple[int, ...], float]], characters: str
) -> Character:
    shares: dict[int, float] = {}
    for text, share in texts:
        shares[text[place]] = shares.get(text[place], 0.0) + share
    others = sorted(shares, key=lambda c: (-shares[c], c))
    alternatives = tuple(
        (characters[other - 1], round(shares[other], 4))
        for other in others
        if other != best[place] and shares[other] >= _WORTH_KEEPING
    )
    confidence = round(min(1.0, shares[best[place]]), 4)
    return Character(characters[best[place] - 1], confidence, alternatives[:_ALTERNATIVES])


def _likeliest(columns: Columns) -> list[tuple[tuple[int, ...], float]]:
    """Return texts (as class numbers) with their likelihood, likeliest first."""
    beams: dict[tuple[int, ...], _Beam] = {(): _Beam(blank=1.0)}
    trying = columns > _WORTH_TRYING
    trying[:, 0] = False
    for row, worth in zip(columns.tolist(), trying, strict=True):
        likely = np.flatnonzero(worth).tolist()
        if not likely:  # every text stays, as likely as before
            beams = {text: _Beam(blank=beam.total) for text, beam in beams.items()}
            continue
        grown = _grown(beams, row, likely)
        best = sorted(grown, key=lambda text: (-grown[text].total, text))[:_BEAM]
        whole = sum(grown[text].total for text in best) or 1.0
        beams = {t: _Beam(grown[t].blank / whole, grown[t].letter / whole) for t in best}
    ranked = sorted(beams.items(), key=lambda item: (-item[1].total, item[0]))
    return [(text, beam.total) for text, beam in ranked]


def _grown(
    beams: dict[tuple[int, ...], _Beam], row: list[float], likely: list[int]
) -> dict[tuple[int, ...], _Beam]:
    """Return every prefix after one more time step."""
    grown: dict[tuple[int, ...], _Beam] = {}
    for text, beam in beams.items():
        stays = grown.setdefault(text, _Beam())
        stays.blank += beam.total * row[0]
        for letter in likely:
            repeats = bool(text) and text[-1] == letter
            if repeats:
                stays.letter += beam.letter * row[letter]
            longer = grown.setdefault((*text, letter), _Beam())
            longer.letter += (beam.blank if repeats else beam.total) * row[letter]
    return grown


_TRIED = 6
_LEAST_LOG = -60.0
_NOTHING = 1e-290


class NetworkViews:
    """One plate picture as a network saw it in several cuts: which texts it holds likely.

    Letter O counts as 0, in ``alphabet`` and in the texts that are asked.
    """

    def __init__(self, views: Sequence[Columns], alphabet: Alphabet) -> None:
        self._views = tuple(views)
        self._letters = alphabet.characters

    def likeliest(self) -> frozenset[str]:
        """Return the texts that some cut, or the mean of all, holds likely."""
        if not self._views:
            return frozenset()
        mean: Columns = np.mean(self._views, axis=0)
        texts = (t for columns in (*self._views, mean) for t, _ in _likeliest(columns)[:_TRIED])
        return frozenset("".join(self._letters[i - 1] for i in text) for text in texts)

    def log_likelihood(self, text: str) -> float:
        classes = [self._letters.find(character) + 1 for character in text]
        if 0 in classes or not self._views:
            return _LEAST_LOG
        return sum(_log_likelihood(columns, classes) for columns in self._views) / len(self._views)


def _log_likelihood(columns: Columns, classes: list[int]) -> float:
    """Return the logarithm of the sum over every way in which the columns spell the classes."""
    spelt = np.zeros(2 * len(classes) + 1, np.intp)
    spelt[1::2] = classes
    leaps = np.zeros(len(spelt), np.float64)
    leaps[2:] = (spelt[2:] != 0) & (spelt[2:] != spelt[:-2])
    ways = np.zeros(len(spelt), np.float64)
    ways[:2] = columns[0, spelt[:2]]
    logarithm = 0.0
    for row in columns[1:, spelt]:
        before = ways.copy()
        before[1:] += ways[:-1]
        before[2:] += leaps[2:] * ways[:-2]
        ways = before * row
        whole = float(ways.sum())
        if whole <= _NOTHING:
            return _LEAST_LOG
        ways /= whole
        logarithm += math.log(whole)
    ends = float(ways[-2:].sum())
    return max(_LEAST_LOG, logarithm + math.log(ends)) if ends > _NOTHING else _LEAST_LOG


Span = tuple[float, float]

_LEAST = 1e-6
_NEVER = -1e9
_WITHOUT_BLANK = 2 * float(np.log(_LEAST))
"""Logarithm for the same character twice with no blank between, which a network cannot spell."""


def spans(columns: Columns, text: str, alphabet: str) -> tuple[Span, ...]:
    """Return the left and right end of each character of ``text``, 0 to 1 over the columns.

    Column 0 of ``alphabet`` is the blank. Characters that follow each other share a border
    half-way; none is wider than its nearest neighbors suggest, so that a gap stays a gap.
    """
    classes = [alphabet.index(character) + 1 for character in text]
    if not classes or len(columns) < len(classes):
        return ()
    path = _likeliest_path(columns, classes)
    middles = [
        _middle(columns[:, c], np.flatnonzero(path == 2 * place + 1))
        for place, c in enumerate(classes)
    ]
    return _between([middle / len(columns) for middle in middles])


def _likeliest_path(columns: Columns, classes: Sequence[int]) -> npt.NDArray[np.intp]:
    """Return for each column its position in the text: 2 n + 1 at character n, else between.

    The likeliest way in which the columns spell the text, as CTC has it (Viterbi).
    """
    spelt = np.zeros(2 * len(classes) + 1, np.intp)
    spelt[1::2] = classes
    likely = np.log(np.maximum(columns[:, spelt], _LEAST))
    leaps = np.full(len(spelt), _NEVER)  # over the blank between two characters
    leaps[3::2] = np.where(spelt[3::2] == spelt[1:-2:2], _WITHOUT_BLANK, 0.0)
    best = np.full(len(spelt), _NEVER)
    best[:2] = likely[0, :2]
    came = np.zeros((len(columns), len(spelt)), np.intp)
    ways = np.full((3, len(spelt)), _NEVER)
    for column in range(1, len(columns)):
        ways[0] = best
        ways[1, 1:] = best[:-1]
        ways[2, 2:] = best[:-2] + leaps[2:]
        came[column] = ways.argmax(axis=0)
        best = ways.max(axis=0) + likely[column]
    path = np.zeros(len(columns), np.intp)
    path[-1] = len(spelt) - 2 + int(np.argmax(best[-2:]))
    for column in range(len(columns) - 1, 0, -1):
        path[column - 1] = path[column] - came[column, path[column]]
    return path


def _middle(column: Columns, where: npt.NDArray[np.intp]) -> float:
    """Return the middle of a character in columns, weighted by how much each speaks for it."""
    weights = column[where] + _LEAST
    return float((weights * (where + 0.5)).sum() / weights.sum())


def _between(middles: Sequence[float]) -> tuple[Span, ...]:
    gaps = [b - a for a, b in pairwise(middles)]
    usual = sorted(gaps)[len(gaps) // 2] if gaps else 1.0
    half = [min(gap, usual) / 2 for gap in gaps]
    # at the ends a character reaches as far out as in, so that its middle stays where it was seen
    lefts = [half[0], *half] if gaps else [0.5]
    rights = [*half, half[-1]] if gaps else [0.5]
    return tuple((m - a, m + b) for m, a, b in zip(middles, lefts, rights, strict=True))
