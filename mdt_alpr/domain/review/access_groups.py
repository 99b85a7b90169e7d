"""Accesses put together: by person and subject, close in time, on or off somebody's shift."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from math import inf
from operator import attrgetter
from statistics import median

from mdt_alpr.domain.policy import CAPTURE_ZONE
from mdt_alpr.domain.review.misuse import Access

NIGHT = (22, 6)
"""Hours of local time between which it is night."""
USUAL_FROM = 20
"""Earlier accesses from which a person has usual hours."""
USUAL_SHARE = 0.05
USUAL_WITHIN_H = 2
OUTLIER_MADS = 6

_HOURS = 24
_MAD_TO_SIGMA = 1.4826
BY_TIME: Callable[[Access], tuple[datetime, str]] = attrgetter("at", "record")
_PERSON: Callable[[Access], str] = attrgetter("person")
Enough = Callable[[Access], float]


def grouped(access: Iterable[Access], key: Callable[[Access], str]) -> list[list[Access]]:
    """Return accesses by person and key, each group oldest first; an empty key belongs to none."""
    groups: dict[tuple[str, str], list[Access]] = {}
    for accessed in access:
        if value := key(accessed):
            groups.setdefault((accessed.person, value), []).append(accessed)
    for group in groups.values():
        if len(group) > 1:  # most have one: a year's bench takes a third less
            group.sort(key=BY_TIME)
    return list(groups.values())


def crowded(
    group: Sequence[Access], within: timedelta, enough: Enough
) -> tuple[list[Access], int]:
    """Return the accesses that lie in any span with enough of them, and the most in a span.

    ``enough`` says of the access with which a span ends how many that takes.
    """
    near: set[int] = set()
    first = most = 0
    for last, accessed in enumerate(group):
        while accessed.at - group[first].at >= within:
            first += 1
        number = last - first + 1
        if number >= enough(accessed):
            near.update(range(first, last + 1))
            most = max(most, number)
    return [group[place] for place in sorted(near)], most


def constant(least: int) -> Enough:
    """Return that so many are enough, whoever it is."""
    return lambda _: least


def share_of_own(
    accesses: Iterable[Access], within: timedelta, since: datetime, least: int, share: float
) -> Enough:
    """Return that ``least`` are enough, of a person with many accesses in a span a share of them.

    The span ends with the access that is asked about. Nothing is enough for a span that begins
    before ``since``: not all of its accesses are known any more.
    """
    ats = {
        group[0].person: [accessed.at for accessed in group]
        for group in grouped(accesses, _PERSON)
    }

    def enough(access: Access) -> float:
        if access.at - within < since:
            return inf
        theirs = ats.get(access.person, ())
        number = bisect_right(theirs, access.at) - bisect_right(theirs, access.at - within)
        return max(least, share * number)

    return enough


def most_close(groups: Iterable[list[Access]], within: timedelta) -> dict[str, int]:
    """Return by person the most accesses of one group that lie that close."""
    most: dict[str, int] = {}
    for group in groups:
        _, number = crowded(group, within, constant(1))
        most[group[0].person] = max(number, most.get(group[0].person, 0))
    return most


def outlier_limit(counts: Sequence[int]) -> float:
    """Return the number above which a count is no usual one: median and 6 robust deviations.

    The deviation is the median absolute one, at least 1, so that a quiet unit flags nobody.
    """
    usual = median(counts)
    deviation = max(1.0, median(abs(count - usual) for count in counts))
    return usual + OUTLIER_MADS * _MAD_TO_SIGMA * deviation


def is_night(at: datetime) -> bool:
    """Return whether it is night at the agency."""
    begins, ends = NIGHT
    hour = local(at).hour
    return hour >= begins or hour < ends


def day_of(access: Access) -> date:
    """Return the agency's date of an access."""
    return local(access.at).date()


def off_day(access: Access) -> date:
    """Return the date of an access; a night belongs to the day on which it begins."""
    return (local(access.at) - timedelta(hours=NIGHT[1])).date()


def is_off(access: Access, hours: Counter[int]) -> bool:
    """Return whether a person did not work then: as recorded, else by the person's usual hours."""
    if access.on_duty is not None:
        return not access.on_duty
    near = sum(hours[(local(access.at).hour + d) % _HOURS] for d in _AROUND)
    return hours.total() >= USUAL_FROM and near < USUAL_SHARE * hours.total()


_AROUND = range(-USUAL_WITHIN_H, USUAL_WITHIN_H + 1)


def local(at: datetime) -> datetime:
    """Return an instant in the agency's zone."""
    return at.astimezone(CAPTURE_ZONE)
