"""A caller makes so many requests at once, then one by one, whatever the clock does."""

from datetime import datetime, timedelta

from mdt_alpr.domain.people.request_rate import Allowance, RequestRate
from tests.builders import NOW

RATE = RequestRate(at_once=3, per_s=0.5)
YEAR = timedelta(days=365)


def pauses(known: Allowance | None, *instants: datetime) -> tuple[list[int], Allowance | None]:
    """Return the pause of a request at each instant, and what is left in the end."""
    found = []
    for now in instants:
        known, pause = RATE.counted(known, now)
        found.append(pause)
    return found, known


def test_so_many_pass_at_once_then_one_by_one() -> None:
    found, known = pauses(None, *[NOW] * 4)
    assert found == [0, 0, 0, 2]
    later = NOW + timedelta(seconds=2)
    assert pauses(known, later, later)[0] == [0, 2]


def test_a_refused_request_costs_nothing() -> None:
    found, _ = pauses(None, *[NOW] * 50, NOW + timedelta(seconds=2))
    assert (found[:3], set(found[3:-1]), found[-1]) == ([0] * 3, {2}, 0)


def test_a_clock_that_is_set_back_a_year_gives_and_costs_nothing() -> None:
    back = NOW - YEAR
    assert pauses(pauses(None, NOW)[1], back, back, back)[0] == [0, 0, 2]
    found = pauses(None, NOW, NOW, NOW, back, back + timedelta(seconds=2))[0]
    assert found[-2:] == [2, 0]


def test_a_clock_that_is_set_ahead_gives_one_allowance_and_no_more() -> None:
    _, known = pauses(None, *[NOW] * 3)
    assert pauses(known, *[NOW + YEAR] * 4)[0] == [0, 0, 0, 2]


def test_after_a_while_without_requests_nothing_needs_to_be_known() -> None:
    _, known = pauses(None, *[NOW] * 3)
    whole = NOW + RATE.whole_after
    assert pauses(known, *[whole] * 4) == pauses(None, *[whole] * 4)
