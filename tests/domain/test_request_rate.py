"""A caller makes so many requests at once, then one by one, whatever the clock does."""

from datetime import datetime, timedelta

from mdt_alpr.domain.people.request_rate import RequestRate
from tests.builders import NOW

RATE = RequestRate(at_once=3, per_s=0.5)
YEAR = timedelta(days=365)


def pauses(spent: datetime | None, *instants: datetime) -> tuple[list[int], datetime | None]:
    """Return the pause of a request at each instant, and what is spent in the end."""
    found = []
    for now in instants:
        spent, pause = RATE.counted(spent, now)
        found.append(pause)
    return found, spent


def test_so_many_pass_at_once_then_one_by_one() -> None:
    found, spent = pauses(None, *[NOW] * 4)
    assert found == [0, 0, 0, 2]
    later = NOW + timedelta(seconds=2)
    assert pauses(spent, later, later)[0] == [0, 2]


def test_a_refused_request_costs_nothing() -> None:
    found, _ = pauses(None, *[NOW] * 50, NOW + timedelta(seconds=2))
    assert (found[:3], set(found[3:-1]), found[-1]) == ([0] * 3, {2}, 0)


def test_a_clock_that_is_set_back_a_year_opens_nothing_and_locks_nobody_out() -> None:
    _, spent = pauses(None, *[NOW] * 3)
    back = NOW - YEAR
    found, _ = pauses(spent, back, *[back + timedelta(seconds=s) for s in (2, 2, 4)])
    assert found == [2, 0, 2, 0]


def test_a_clock_that_is_set_ahead_gives_one_allowance_and_no_more() -> None:
    _, spent = pauses(None, *[NOW] * 3)
    assert pauses(spent, *[NOW + YEAR] * 4)[0] == [0, 0, 0, 2]
