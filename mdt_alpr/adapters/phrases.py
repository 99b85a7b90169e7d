"""How strongly a text network's columns speak for the names and slogans of the states.

Small print is a few pixels high: what a network spells of it is seldom a name letter by letter,
but far nearer to one name than to any other. So no text is decoded. Every name and slogan is laid
over the columns at its best place (CTC, best path), and what that explains better than letters of
no meaning would is its evidence.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mdt_alpr.adapters.ctc import Columns
from mdt_alpr.domain.plate.plate import STATES, folded
from mdt_alpr.domain.reading.state_of_issuance import Words
from mdt_alpr.paths import resource

_CAUTION = 0.5
"""Takes sureness back: the strips of one plate overlap, and so do a network's errors."""

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
    """Words that stand on plates of one state only."""

    state: str
    letters: str


def known_phrases() -> tuple[Phrase, ...]:
    """Return every state's name and slogans, as they are compared."""
    text = resource("states/slogans.json").read_text(encoding="utf-8")
    slogans: dict[str, list[str]] = json.loads(text)["slogans"]
    named = [*STATES.items(), *((s, phrase) for s, words in slogans.items() for phrase in words)]
    return tuple(Phrase(state, _letters(words)) for state, words in named)


def _letters(words: str) -> str:
    return "".join(folded(c) for c in words.upper() if c.isascii() and c.isalnum())


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

        What stands on the plate's ``edges`` nearly as well is a frame's, and speaks for no state.
        Name and slogan of one state add up.
        """
        if not inside:
            return {}
        best = np.max([self._evidence(columns) for columns in inside], axis=0)
        for columns in edges:
            framed = self._evidence(columns) >= _OF_A_FRAME * best
            best[framed] = np.minimum(best[framed], 0.0)
        found: dict[str, list[float]] = {}
        for phrase, evidence in zip(self._phrases, best.tolist(), strict=True):
            found.setdefault(phrase.state, []).append(_CAUTION * evidence)
        return {state: _added(each) for state, each in found.items()}

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
            ways[:, 0] = _NOWHERE  # what stands before a phrase is no part of it
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
