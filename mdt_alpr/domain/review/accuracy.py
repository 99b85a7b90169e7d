"""The monthly sample of reads: how sure its result is, and its trend (MNT-04, 09.21.3.A.4).

Characters and state are scored apart: a read may have every character right and another state.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import sqrt

from mdt_alpr.domain.review.truth import Truth, TruthTally, tallied

SAMPLE_OF_MONTH = 100
"""Reads of each camera that a person judges in a month (proposed)."""
INTERVAL_WORDS = "The range in parentheses is the 95% confidence interval (Wilson)."
_Z_95 = 1.959964
_PERCENT = 100.0


class SampledBy(StrEnum):
    """By what a month's reads are counted."""

    CAMERA = "camera"
    LIST = "list"
    """Of reads that were hits: by the list of the record."""
    UNIT = "unit"
    """Of plates that officers typed because no camera read them: by their unit."""


@dataclass(frozen=True, slots=True)
class Score:
    """So many right of how many, and between which shares the true one lies in 95 of 100 cases.

    The interval is Wilson's; shares are from 0 to 1, and the interval of nothing is all of it.
    """

    right: int
    of: int

    @property
    def share(self) -> float:
        """Return the share that was right; 0 of nothing."""
        return self.right / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Return Wilson's 95% interval."""
        n = self.of
        if not n:
            return 0.0, 1.0
        square = _Z_95 * _Z_95
        middle = (self.share + square / (2 * n)) / (1 + square / n)
        half = sqrt(self.share * (1 - self.share) / n + square / (4 * n * n))
        half *= _Z_95 / (1 + square / n)
        return max(0.0, middle - half), min(1.0, middle + half)

    @property
    def words(self) -> str:
        """Return it as a person reads it: "96.0% (90.2 to 98.4)"."""
        if not self.of:
            return "None judged"
        low, high = (bound * _PERCENT for bound in self.interval)
        return f"{self.share * _PERCENT:.1f}% ({low:.1f} to {high:.1f})"


@dataclass(frozen=True, slots=True)
class MonthOfReads:
    """What was judged of one camera's, or one list's, reads in a month."""

    month: date
    by: SampledBy
    name: str
    tally: TruthTally

    @property
    def characters(self) -> Score:
        """Return how many had every character right."""
        tally = self.tally
        return Score(tally.right + tally.state_unread + tally.other_state, tally.judged)

    @property
    def states(self) -> Score:
        """Return how many had characters and state right, of all that were judged (MNT-04).

        Of a plate that was misread nobody can say that its state was right.
        """
        return Score(self.tally.right, self.tally.judged)

    @property
    def is_complete(self) -> bool:
        """Return whether the month's sample is judged; only cameras have a number to judge."""
        return self.by is not SampledBy.CAMERA or self.tally.judged >= SAMPLE_OF_MONTH


def month_of(day: date) -> date:
    """Return the first day of a month."""
    return day.replace(day=1)


def months(counts: Iterable[tuple[date, SampledBy, str, Truth, int]]) -> tuple[MonthOfReads, ...]:
    """Return the months, the newest first, cameras before lists."""
    groups: dict[tuple[date, SampledBy], list[tuple[str, Truth, int]]] = {}
    for month, by, name, truth, number in counts:
        groups.setdefault((month, by), []).append((name, truth, number))
    order = sorted(groups, key=lambda group: (-group[0].toordinal(), group[1]))
    return tuple(
        MonthOfReads(month, by, tally.name, tally)
        for month, by in order
        for tally in tallied(groups[month, by])
    )


def last_complete(reads: Iterable[MonthOfReads]) -> date | None:
    """Return the newest month in which every camera that was judged has its sample."""
    cameras: dict[date, bool] = {}
    for sampled in reads:
        if sampled.by is SampledBy.CAMERA:
            cameras[sampled.month] = cameras.get(sampled.month, True) and sampled.is_complete
    return max((month for month, is_whole in cameras.items() if is_whole), default=None)


def has_worsened(now: Score, before: Score) -> bool:
    """Return whether a month is worse than the one before beyond what chance explains."""
    return bool(now.of and before.of) and now.interval[1] < before.interval[0]
