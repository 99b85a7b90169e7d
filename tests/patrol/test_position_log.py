"""The place of an instant is the fix nearest to it; old and simulated ones have their limits."""

from datetime import timedelta

from mdt_alpr.domain.reading.position import FIX_GOOD_FOR
from mdt_alpr.patrol.position import ClockCheck, ClockChecks, Whereabouts
from tests.builders import NOW
from tests.fixes import a_fix

SECOND = timedelta(seconds=1)


def test_the_nearest_fix_counts() -> None:
    places = Whereabouts()
    fixes = [a_fix(lat=35.0 + n / 1000, seen_at=NOW + n * SECOND) for n in range(10)]
    for fix in fixes:
        places.note(fix)
    assert places.at(NOW + 4.4 * SECOND) == fixes[4]
    assert places.at(NOW + 4.6 * SECOND) == fixes[5]
    assert places.at(NOW + 11 * SECOND) == fixes[9]


def test_without_a_fix_at_that_time_there_is_no_place() -> None:
    places = Whereabouts()
    assert places.at(NOW) is None
    places.note(a_fix())
    later = NOW + FIX_GOOD_FOR + SECOND
    assert places.at(later) is None
    assert places.at(NOW - FIX_GOOD_FOR - SECOND) is None
    places.note(a_fix(seen_at=later + 60 * SECOND))
    assert places.at(NOW) == a_fix()


def test_the_clock_is_compared_with_both_others() -> None:
    checks = ClockChecks()
    assert checks.current == ClockCheck()
    checks.note_receiver(a_fix(at=NOW - 2 * SECOND))
    checks.note_headquarters(-1.5, NOW)
    assert checks.current == ClockCheck(2.0, NOW, -1.5, NOW)


def test_a_simulated_receiver_says_nothing_of_the_clock() -> None:
    checks = ClockChecks()
    checks.note_receiver(a_fix(simulated=True))
    assert checks.current == ClockCheck()
