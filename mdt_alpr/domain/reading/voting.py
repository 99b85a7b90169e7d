"""Many observations of one plate, one answer: a vote at every position, and its disputes."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mdt_alpr.domain.plate.plate import UNKNOWN_STATE, folded
from mdt_alpr.domain.reading.reading import Box, Character, serial_of, weakest
from mdt_alpr.domain.reading.slashed_zero import as_of_one_plate, of_several
from mdt_alpr.domain.reading.state_of_issuance import (
    NO_SERIES,
    DesignScores,
    NumberedSeries,
    issuing_state,
    looks_together,
)

COUNTS_FROM = 0.2
"""An observation with less than this share of the best one's weight does not count."""

_STATES_AGREE = 2 / 3
"""A state needs this share of the states read, else none counts as read."""

_LEAST_WEIGHT = 1e-6
_ALTERNATIVES = 4
_WORTH_KEEPING = 0.002


@dataclass(frozen=True, slots=True)
class PlateObservation:
    """What one frame shows of a plate.

    ``frame`` is the frame's number, ``detected`` the detector's confidence (0 to 1), ``sharpness``
    compares only with other observations of the same plate. ``design`` is what the look of the
    plate says of its state, empty where it was not looked at.
    """

    at: datetime
    frame: int
    box: Box
    detected: float
    characters: tuple[Character, ...]
    sharpness: float
    state: str = UNKNOWN_STATE
    state_confidence: float = 0.0
    design: DesignScores = field(default_factory=dict, compare=False)

    @property
    def text(self) -> str:
        """Return what was read."""
        return "".join(character.text for character in self.characters)

    @property
    def confidence(self) -> float:
        """Return the confidence of the serial's weakest character, 0 for nothing read."""
        return weakest(self.characters)

    @property
    def weight(self) -> float:
        """Return how much this counts: large, sharp and confident observations count more."""
        clearness = self.box.width * math.sqrt(max(0.0, self.sharpness))
        return max(_LEAST_WEIGHT, self.confidence**2 * clearness)


@dataclass(frozen=True, slots=True)
class Vote:
    """The answer of many observations.

    ``agreeing`` are the counted observations of the same text, heaviest first; ``share`` is their
    part of the whole weight. At ``disputed`` positions some counted observation differs.
    """

    characters: tuple[Character, ...]
    disputed: tuple[int, ...]
    agreeing: tuple[PlateObservation, ...]
    share: float
    state: str = UNKNOWN_STATE
    state_confidence: float = 0.0

    @property
    def text(self) -> str:
        """Return the text that won."""
        return "".join(character.text for character in self.characters)


def vote(
    observations: Iterable[PlateObservation], series: NumberedSeries = NO_SERIES
) -> Vote | None:
    """Return the vote of ``observations``, in whatever order they come; None if nothing was read.

    Each observation votes for its characters, and a little for its alternatives, by weight. Letter
    O and digit 0 count as one character, as everywhere (ALR-04). Where no reader named the state,
    the looks of the plate in all frames that agree do, with its serial's shape.
    """
    counting = _counting(observations)
    if not counting:
        return None
    size = _size(counting)
    aligned = [
        (observation, _aligned(observation.characters, size, counting)) for observation in counting
    ]
    winners = [_winner([(x, row[place]) for x, row in aligned]) for place in range(size)]
    characters = as_of_one_plate(winners)
    text = folded("".join(character.text for character in characters))
    whole = math.fsum(observation.weight for observation in counting)
    agreeing = tuple(observation for observation in counting if folded(observation.text) == text)
    state, state_confidence = _state(counting)
    if state == UNKNOWN_STATE:
        design = looks_together([observation.design for observation in agreeing])
        state, state_confidence = issuing_state(design, {}, serial_of(characters), series)
    return Vote(
        characters=characters,
        disputed=_disputed(text, counting),
        agreeing=agreeing,
        share=math.fsum(observation.weight for observation in agreeing) / whole,
        state=state,
        state_confidence=state_confidence,
    )


def edits(text: str, other: str) -> int:
    """Return how many characters must change, come or go to turn one text into the other."""
    return _edit_table(text, other)[-1][-1]


def _edit_table(text: str, other: str) -> list[list[int]]:
    """Return the edits between every beginning of ``text`` and every beginning of ``other``."""
    table = [list(range(len(other) + 1))]
    for i, a in enumerate(text, 1):
        above, row = table[-1], [i]
        for j, b in enumerate(other, 1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b)))
        table.append(row)
    return table


def _counting(observations: Iterable[PlateObservation]) -> list[PlateObservation]:
    """Return the observations that count, heaviest first, whatever order they came in."""
    read = [observation for observation in observations if observation.characters]
    best = max((observation.weight for observation in read), default=0.0)
    return sorted(
        (observation for observation in read if observation.weight >= COUNTS_FROM * best),
        key=lambda observation: (
            -observation.weight,
            observation.text,
            observation.at,
            observation.frame,
            observation.box.left,
        ),
    )


def _size(observations: Sequence[PlateObservation]) -> int:
    """Return the length with the most weight; of equal ones the shorter."""
    sizes = {len(observation.characters) for observation in observations}
    weights = {
        size: math.fsum(
            observation.weight
            for observation in observations
            if len(observation.characters) == size
        )
        for size in sizes
    }
    return min(sizes, key=lambda size: (-weights[size], size))


def _aligned(
    characters: tuple[Character, ...], size: int, observations: Sequence[PlateObservation]
) -> tuple[Character | None, ...]:
    """Return ``characters`` at the positions of the heaviest observation of length ``size``."""
    if len(characters) == size:
        return characters
    reference = next(
        observation.text for observation in observations if len(observation.characters) == size
    )
    text = "".join(character.text for character in characters)
    places = _places(folded(reference), folded(text))
    return tuple(None if place is None else characters[place] for place in places)


def _places(reference: str, text: str) -> list[int | None]:
    """Return, for each position of ``reference``, the matching position of ``text``."""
    if len(reference) == len(text):
        return list(range(len(text)))
    table = _edit_table(reference, text)
    places: list[int | None] = [None] * len(reference)
    i, j = len(reference), len(text)
    while i and j:
        if table[i][j] == table[i - 1][j - 1] + (reference[i - 1] != text[j - 1]):
            i, j = i - 1, j - 1
            places[i] = j
        elif table[i][j] == table[i - 1][j] + 1:
            i -= 1
        else:
            j -= 1
    return places


def _winner(said: Sequence[tuple[PlateObservation, Character | None]]) -> Character:
    """Return the character with the most weight; its confidence is the weighted mean."""
    given = [
        (observation.weight, character) for observation, character in said if character is not None
    ]
    if len(given) == 1:
        return given[0][1]
    whole = math.fsum(weight for weight, _ in given)
    shares = {
        text: math.fsum(weight * _belief(character, text) for weight, character in given) / whole
        for text in {t for _, c in given for t in (c.text, *(a for a, _ in c.alternatives))}
    }
    tops = {
        text: math.fsum(weight for weight, character in given if character.text == text)
        for text in shares
    }
    ranked = sorted(shares, key=lambda text: (-round(shares[text], 6), -tops[text], text))
    winner = Character(
        text=ranked[0],
        confidence=round(min(1.0, shares[ranked[0]]), 4),
        alternatives=tuple(
            (text, round(min(1.0, shares[text]), 4))
            for text in ranked[1:]
            if shares[text] >= _WORTH_KEEPING
        )[:_ALTERNATIVES],
        stacked=2 * math.fsum(weight for weight, c in given if c.stacked) > whole,
    )
    return of_several(winner, given)


def _belief(character: Character, text: str) -> float:
    """Return how much ``character`` supports ``text``; O and 0 support each other."""
    beliefs = [
        belief
        for said, belief in ((character.text, character.confidence), *character.alternatives)
        if folded(said) == folded(text)
    ]
    return max(beliefs, default=0.0)


def _state(observations: Sequence[PlateObservation]) -> tuple[str, float]:
    """Return the state that the observations agree on; unknown rather than a doubtful one."""
    named = [observation for observation in observations if observation.state != UNKNOWN_STATE]
    beliefs = {
        state: math.fsum(x.weight * x.state_confidence for x in named if x.state == state)
        for state in {observation.state for observation in named}
    }
    whole = math.fsum(beliefs.values())
    if whole <= 0:
        return UNKNOWN_STATE, 0.0
    best = min(beliefs, key=lambda state: (-beliefs[state], state))
    share = beliefs[best] / whole
    if share < _STATES_AGREE:
        return UNKNOWN_STATE, 0.0
    highest = max(
        observation.state_confidence for observation in named if observation.state == best
    )
    return best, round(highest * share, 4)


def _disputed(text: str, observations: Sequence[PlateObservation]) -> tuple[int, ...]:
    """Return the positions at which some observation differs from the folded ``text``."""
    disputed: set[int] = set()
    for said in {folded(observation.text) for observation in observations} - {text}:
        places = _places(text, said)
        disputed |= {i for i, j in enumerate(places) if j is None or said[j] != text[i]}
        extra = set(range(len(said))) - set(places)
        disputed |= {_next_to(place, places) for place in extra}
    return tuple(sorted(disputed))


def _next_to(extra: int, places: Sequence[int | None]) -> int:
    """Return the position before which an extra character is, or the last one."""
    after = (i for i, place in enumerate(places) if place is not None and place > extra)
    return next(after, len(places) - 1)
