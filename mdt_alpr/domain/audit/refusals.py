"""How refused requests of nobody in particular come on record, and never fill it (AU-2, AU-4)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

COUNTED_FOR = timedelta(hours=1)
PLACES_AT_MOST = 50
"""Places with entries of their own in an hour; others share one for each problem."""
ELSEWHERE = "other places"


@dataclass(frozen=True, slots=True)
class Refusals:
    """How often requests of a place were refused for a reason, a problem's number."""

    place: str
    problem: int
    times: int
    first: datetime
    last: datetime


class RefusalTally:
    """The first refusal of a place is recorded at once; those of the next hour are counted.

    Whoever sends how much, an hour has two entries at most for each place, reason and hour.
    """

    def __init__(self) -> None:
        self._counted: dict[tuple[str, int], Refusals] = {}

    def note(self, place: str, problem: int, now: datetime) -> tuple[Refusals, ...]:
        """Count one; return what is to be recorded now."""
        over = self.over(now)
        key = place, problem
        if key not in self._counted and len(self._counted) >= PLACES_AT_MOST:
            key = ELSEWHERE, problem
        if (counted := self._counted.get(key)) is None:
            self._counted[key] = Refusals(*key, 0, now, now)
            return (*over, Refusals(*key, 1, now, now))
        self._counted[key] = replace(counted, times=counted.times + 1, last=now)
        return over

    def over(self, now: datetime) -> tuple[Refusals, ...]:
        """Return the counts whose hour is over, and begin anew."""
        ended = [key for key, tally in self._counted.items() if now - tally.first >= COUNTED_FOR]
        return self._taken(ended)

    def rest(self) -> tuple[Refusals, ...]:
        """Return every count, at the end."""
        return self._taken([*self._counted])

    def _taken(self, keys: list[tuple[str, int]]) -> tuple[Refusals, ...]:
        tallies = [self._counted.pop(key) for key in keys]
        return tuple(tally for tally in tallies if tally.times)
