"""How accurate the reader is on this agency's roads: people judge sampled plates blind (D22).

The judge sees the picture of the plate and never the read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from mdt_alpr.domain.plate.plate import UNKNOWN_STATE, folded


class Truth(StrEnum):
    """How a read compares with what a person saw."""

    RIGHT = "right"
    STATE_UNREAD = "state_unread"
    """Every character right, no state read."""
    OTHER_STATE = "other_state"
    WRONG = "wrong"
    """A character differs; O and 0 count as one, as everywhere (ALR-04)."""
    UNREADABLE = "unreadable"
    """The person could not read it either: no statement about the reader."""
    MISSED = "missed"
    """An officer typed it, because no camera read it."""


@dataclass(frozen=True, slots=True)
class TruthTally:
    """Counts for one camera or one part of the day."""

    name: str
    right: int = 0
    state_unread: int = 0
    other_state: int = 0
    wrong: int = 0
    unreadable: int = 0
    missed: int = 0

    @property
    def judged(self) -> int:
        """Return how many passes count for the reader."""
        return self.right + self.state_unread + self.other_state + self.wrong

    def counts(self) -> tuple[tuple[Truth, int], ...]:
        """Return how many passes there are of each truth."""
        return tuple((truth, getattr(self, truth.value)) for truth in Truth)


def truth_of(read: tuple[str, str], seen: tuple[str, str] | None) -> Truth:
    """Judge a read by what was seen, each as text and state; None where nobody could read it."""
    if seen is None:
        return Truth.UNREADABLE
    if folded(read[0]) != folded(seen[0]):
        return Truth.WRONG
    if read[1] == UNKNOWN_STATE:
        return Truth.STATE_UNREAD
    return Truth.RIGHT if read[1] == seen[1] else Truth.OTHER_STATE


def tallied(judged: Iterable[tuple[str, Truth, int]]) -> tuple[TruthTally, ...]:
    """Return tallies of (name, truth, how many), by name."""
    counts: dict[str, dict[str, int]] = {}
    for name, truth, number in judged:
        of_name = counts.setdefault(name, {})
        of_name[truth.value] = of_name.get(truth.value, 0) + number
    return tuple(TruthTally(name, **of_name) for name, of_name in sorted(counts.items()))
