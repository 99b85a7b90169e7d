from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.policy import CLOCK_RUNS_ON_WITHIN
from mdt_alpr.domain.retention.purge import BEHIND_AT_MOST, ClockDoubt, clock_doubt, is_agreed
from tests.builders import NOW

SPANS = st.timedeltas(min_value=timedelta(days=-4000), max_value=timedelta(days=4000))


@given(SPANS)
def test_only_a_clock_that_ran_on_by_a_day_at_most_is_believed(passed: timedelta) -> None:
    is_believed = clock_doubt(NOW + passed, NOW) is ClockDoubt.NONE
    assert is_believed == (-BEHIND_AT_MOST <= passed <= CLOCK_RUNS_ON_WITHIN)


def test_where_nothing_was_ever_erased_no_clock_is_in_doubt() -> None:
    assert clock_doubt(NOW, None) is ClockDoubt.NONE


@given(SPANS, st.floats(min_value=-1e9, max_value=1e9))
def test_another_clock_agrees_when_it_said_so_lately_and_within_a_day(
    since: timedelta, ahead_s: float
) -> None:
    expected = timedelta(0) <= since <= CLOCK_RUNS_ON_WITHIN and abs(ahead_s) <= 86_400
    assert is_agreed(NOW, NOW - since, ahead_s) == expected


def test_a_clock_that_was_compared_with_none_is_confirmed_by_none() -> None:
    assert not is_agreed(NOW, None, 0.0)
    assert not is_agreed(NOW, NOW, None)
