"""The first and the last page of a practice at roll-call (D17)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DrillRow:
    """One hit of the practice: its trap, what the officer did, what the trap was."""

    passed: bool
    trap: str
    did: str
    lesson: str


@dataclass(frozen=True, slots=True)
class DrillResultView:
    """How the practice ended; the rows are in the order in which the hits came."""

    title: str
    words: str
    rows: tuple[DrillRow, ...]
