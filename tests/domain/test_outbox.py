from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.retention.outbox import FIRST_PAUSE, LONGEST_PAUSE, pause_before_try

failures = st.integers(-5, 10**6)
jitters = st.floats(allow_nan=False)


@given(failures, jitters)
def test_the_pause_is_bounded(count: int, jitter: float) -> None:
    assert timedelta(0) <= pause_before_try(count, jitter) <= LONGEST_PAUSE


@given(st.integers(1, 10**6), jitters)
def test_jitter_takes_at_most_half_away(count: int, jitter: float) -> None:
    assert pause_before_try(count, jitter) >= pause_before_try(count, 0) / 2


@given(st.integers(1, 100))
def test_more_failures_never_shorten_the_pause(count: int) -> None:
    assert pause_before_try(count + 1, 0) >= pause_before_try(count, 0)


def test_the_first_try_waits_for_nothing_and_the_pause_doubles() -> None:
    waits = [pause_before_try(count, 0) for count in range(4)]
    assert waits == [timedelta(0), FIRST_PAUSE, FIRST_PAUSE * 2, FIRST_PAUSE * 4]
