"""How well checks are made, as a supervisor sees it: per shift, never per person (D7).

A check is timed from opening the hit to the last entry that was judged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

TOO_FAST_BELOW = timedelta(seconds=4)
"""A check that took less is shown to the supervisor; it is not blocked (D7)."""
NOT_PRACTICABLE_LIMIT = 0.10
"""Share of stops without a status above which the gate is failing (peers 6, traps)."""
RHYTHM_STEP_S = 0.5
LEAST_RHYTHM = 3
"""Pauses below which two hits are alike by chance."""


@dataclass(frozen=True, slots=True)
class CheckQuality:
    """Counts of one shift; shares follow from them.

    ``alike`` are checks whose pauses are those of another check of the same shift and car.
    """

    hits: int = 0
    stops: int = 0
    stops_without_status: int = 0
    checks: int = 0
    too_fast: int = 0
    alike: int = 0

    @property
    def gate_is_failing(self) -> bool:
        """Tell whether more stops than the limit went without a status."""
        return self.stops_without_status > NOT_PRACTICABLE_LIMIT * self.stops


def is_too_fast(check_ms: int | None) -> bool:
    """Tell whether a check took too short a time to have been one."""
    return check_ms is not None and timedelta(milliseconds=check_ms) < TOO_FAST_BELOW


def rhythm(steps: Sequence[datetime]) -> str:
    """Return the pauses between an officer's steps, in half seconds, as one text.

    Empty where there are too few of them to tell a rhythm.
    """
    pauses = [(b - a).total_seconds() for a, b in pairwise(steps)]
    if len(pauses) < LEAST_RHYTHM:
        return ""
    return "-".join(str(round(pause / RHYTHM_STEP_S)) for pause in pauses)
