"""How often hits of a list were right, and what is proposed for one that seldom is (D18).

Cars alert by category, so that what is proposed is a lower priority of the category on which the
list is seldom right. Nothing changes by itself: an administrator sets it, or sets what was set
before again, which starts the count anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from mdt_alpr.domain.hit.disposition import CONFIRMED, REJECTIONS
from mdt_alpr.domain.hotlist.hotlist import Priority
from mdt_alpr.domain.review.accuracy import Score

DECIDED = CONFIRMED | REJECTIONS
"""Dispositions that say whether it was the wanted vehicle; the others say nothing of the list."""
FEWEST_SHOWN = 10
"""Decided hits below which a count says more of chance than of the list (proposed)."""
_LOWER = {Priority.HIGH: Priority.MEDIUM, Priority.MEDIUM: Priority.LOW}


@dataclass(frozen=True, slots=True)
class ListPrecision:
    """How many of a list's hits of one category were right, of those that a person decided."""

    list_name: str
    right: int
    decided: int

    @property
    def score(self) -> Score:
        """Return the share with its interval."""
        return Score(self.right, self.decided)

    @property
    def words(self) -> str:
        """Return it as a person reads it."""
        return f"{self.list_name}: {self.right} of {self.decided} right, {self.score.words}"

    @property
    def says_something(self) -> bool:
        """Return whether there are enough hits for an officer to be shown the count (D19)."""
        return self.decided >= FEWEST_SHOWN

    def is_below(self, line: float | None) -> bool:
        """Return whether it is below the agency's line beyond what chance explains.

        Small numbers are not: the upper end of the interval has to be below the line.
        """
        return line is not None and bool(self.decided) and self.score.interval[1] < line


def proposed_priority(
    now: Priority, lists: Iterable[ListPrecision], line: float | None
) -> Priority | None:
    """Return the lower priority that is proposed for a category; None where none is."""
    return _LOWER.get(now) if any(precision.is_below(line) for precision in lists) else None


def proposal_words(priority: Priority, lists: Iterable[ListPrecision], line: float) -> str:
    """Return what is proposed and why, for a person who decides on it."""
    why = "; ".join(precision.words for precision in lists if precision.is_below(line))
    return f"Proposed priority: {priority}, below the agency's line of {line * 100:.0f}%. {why}"
