"""Which state of issuance a plate's small lines name: its name or a slogan, never its serial."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from mdt_alpr.domain.plate import STATES, UNKNOWN_STATE
from mdt_alpr.paths import resource

_LEAST_SHARE = 0.75
"""Letters of a phrase that must be found, as a share of it."""

_COST_OF_A_MISS = 2.0
_STANDS_ALONE = 3.0
"""More weight for a phrase that is all that a line says: KANSAS is no part of ARKANSAS then."""

_MONTHS = frozenset(
    ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "SEPT", "OCT", "NOV", "DEC")
)
_LEAST_WEIGHT = 4.0
_LEAST_LEAD = 3.0
_FULL_WEIGHT = 8.0
_SHORT = 5
"""A phrase of up to this many letters must be found whole."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of small print as read, and how sure the reader is (0 to 1)."""

    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class _Phrase:
    state: str
    letters: str
    pairs: frozenset[str]


class StateLines:
    """Compares lines with the names and slogans of every state."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        self._phrases = tuple(
            _Phrase(state, _letters(phrase), _pairs(_letters(phrase))) for state, phrase in phrases
        )

    def state(self, lines: Iterable[Line]) -> tuple[str, float]:
        """Return the state that ``lines`` name and how sure that is, or unknown and 0.

        Unknown wherever two states are nearly as likely: a wrong state does more harm than none.
        """
        weights: dict[str, float] = {}
        for phrase, weight in self._found(list(lines)).items():
            weights[phrase.state] = weights.get(phrase.state, 0.0) + weight
        ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
        if not ranked or ranked[0][1] < _LEAST_WEIGHT:
            return UNKNOWN_STATE, 0.0
        second = ranked[1][1] if len(ranked) > 1 else 0.0
        lead = ranked[0][1] - second
        if lead < _LEAST_LEAD:
            return UNKNOWN_STATE, 0.0
        return ranked[0][0], round(min(1.0, lead / _FULL_WEIGHT), 3)

    def _found(self, lines: list[Line]) -> dict[_Phrase, float]:
        """Return the weight of every phrase that some line holds: its best line counts."""
        found: dict[_Phrase, float] = {}
        for line in lines:
            letters, alone = _letters(line.text), _without_dates(line.text)
            pairs = _pairs(letters)
            for phrase in self._phrases:
                weight = _weight(phrase, letters, pairs)
                if weight and phrase.letters == alone:
                    weight += _STANDS_ALONE
                if weight * line.confidence > found.get(phrase, 0.0):
                    found[phrase] = weight * line.confidence
        return found


def known_phrases() -> list[tuple[str, str]]:
    """Return (state, phrase) for every state's name and slogans."""
    text = resource("states/slogans.json").read_text(encoding="utf-8")
    slogans: dict[str, list[str]] = json.loads(text)["slogans"]
    names = [(state, name) for state, name in STATES.items()]
    return names + [(state, phrase) for state, words in slogans.items() for phrase in words]


def _letters(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def _without_dates(text: str) -> str:
    """Return the letters of a line without the month and year that many plates put beside."""
    words = re.split(r"[^A-Z0-9,.']+", text.upper())
    return _letters("".join(w for w in words if w not in _MONTHS and not w.isdigit()))


def _pairs(letters: str) -> frozenset[str]:
    return frozenset(letters[i : i + 2] for i in range(len(letters) - 1))


def _weight(phrase: _Phrase, letters: str, pairs: frozenset[str]) -> float:
    """Return how strongly a line speaks for a phrase: letters found less letters missed."""
    size = len(phrase.letters)
    if len(letters) < size * _LEAST_SHARE or len(phrase.pairs & pairs) * 3 < size:
        return 0.0
    errors = _errors_within(phrase.letters, letters)
    if errors > size * (1 - _LEAST_SHARE) or (size <= _SHORT and errors):
        return 0.0
    return max(0.0, (size - errors) - _COST_OF_A_MISS * errors)


def _errors_within(phrase: str, line: str) -> int:
    """Return the fewest edits that turn ``phrase`` into some stretch of ``line``.

    Sellers' algorithm in Myers' bit-parallel form: one integer holds a whole column.
    """
    size = len(phrase)
    places = dict.fromkeys(phrase, 0)
    for place, letter in enumerate(phrase):
        places[letter] |= 1 << place
    whole, last = (1 << size) - 1, 1 << (size - 1)
    up, down = whole, 0
    errors = fewest = size
    for letter in line:
        equal = places.get(letter, 0)
        across = (((equal & up) + up) ^ up) | equal | down
        rises = down | (whole & ~(across | up))
        falls = up & across
        errors += bool(rises & last) - bool(falls & last)
        fewest = min(fewest, errors)
        rises = (rises << 1) & whole
        falls = (falls << 1) & whole
        up = falls | (whole & ~(across | rises))
        down = rises & across
    return fewest
