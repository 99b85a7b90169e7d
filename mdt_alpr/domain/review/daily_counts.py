"""What is counted of each day before its captured data goes, for later reports (RPT-06, 3.A.4).

A count says how many, of which unit, list and word. There is no plate, place, picture or person
in it, so that it may stay.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Counted(StrEnum):
    """What is counted; the comment says what the word of a count is."""

    DAY = "day"
    """One: this day was counted. Its word is the zone whose day it is; none: a day of UTC."""
    READS = "reads"
    """By cameras."""
    TYPED = "typed"
    """Plates that officers typed to check them."""
    HITS = "hits"
    """By category, those of a trial among them."""
    DISPOSITIONS = "dispositions"
    """Each one that arrived, by which: a hit that was closed again counts again."""
    RESULTS = "results"
    """Hits in service by list and by their last disposition; none while it is open."""
    TRIAL = "trial"
    """Hits of cars in trial mode, by list: they alerted nobody, and are in no count below."""
    STOPS = "stops"
    """Hits with a stop, by list and by what was unusual about it; none for a stop in order."""
    OUTCOMES = "outcomes"
    """Stops by list and outcome."""
    FORCE = "force"
    """Stops in which force was used, by list."""
    SEARCHES = "searches"
    """In stored reads, by purpose."""


@dataclass(frozen=True, slots=True)
class DayCount:
    """So many of what a unit had on a day; ``unit`` and ``list_name`` are empty where unknown."""

    day: date
    unit: str
    what: str
    list_name: str
    word: str
    number: int


def total(counts: Iterable[DayCount], what: Counted) -> int:
    """Return how many there are of a kind."""
    return sum(count.number for count in counts if count.what == what)


def by_word(counts: Iterable[DayCount], what: Counted) -> dict[str, int]:
    """Return the counts of a kind by word."""
    numbers: dict[str, int] = {}
    for count in counts:
        if count.what == what:
            numbers[count.word] = numbers.get(count.word, 0) + count.number
    return dict(sorted(numbers.items()))


def by_list(counts: Iterable[DayCount], what: Counted) -> dict[str, dict[str, int]]:
    """Return the counts of a kind by list, then by word."""
    lists: dict[str, list[DayCount]] = {}
    for count in counts:
        if count.what == what:
            lists.setdefault(count.list_name, []).append(count)
    return {name: by_word(lists[name], what) for name in sorted(lists)}


def by_month(counts: Iterable[DayCount], what: Counted) -> dict[date, int]:
    """Return the counts of a kind by the first day of the month."""
    months: dict[date, int] = {}
    for count in counts:
        if count.what == what:
            month = count.day.replace(day=1)
            months[month] = months.get(month, 0) + count.number
    return dict(sorted(months.items()))
