"""A clock that jumps makes nothing due, and none that was set back keeps anything for good."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.policy import (
    CAPTURED_DATA_KEPT_FOR,
    CLOCK_RUNS_ON_WITHIN,
    capture_date,
    date_ends,
)
from mdt_alpr.domain.retention.elapsed_time import ElapsedTime, gone_on, with_captures
from tests.builders import NOW

HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)


@dataclass
class Car:
    """A car whose clock is off; ``really`` is the true time, which it does not know."""

    really: datetime = NOW
    off: timedelta = timedelta(0)
    elapsed: ElapsedTime | None = None
    dates: tuple[date, ...] = ()

    def check(self, ran: timedelta | None = None, *, agreed: bool = False) -> ElapsedTime:
        ran_s = None if ran is None else ran.total_seconds()
        now = self.really + self.off
        gone = gone_on(self.elapsed, now, ran_s, agreed=agreed)
        self.elapsed = with_captures(gone, self.dates)
        return self.elapsed

    def capture(self) -> date:
        on = capture_date(self.really + self.off)
        self.dates = tuple(sorted({*self.dates, on}))
        return on

    def is_credible(self, on: date) -> bool:
        elapsed = self.check()
        (found,) = (capture for capture in elapsed.captures if capture.on == on)
        return elapsed.is_credible(self.really + self.off, found)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("runs"), st.timedeltas(timedelta(0), 3 * DAY)),
        st.tuples(st.just("is off"), st.timedeltas(timedelta(0), 30 * DAY)),
        st.tuples(st.just("agrees"), st.just(timedelta(0))),
    ),
    max_size=30,
)


@given(STEPS)
def test_no_more_time_is_counted_than_passed(steps: list[tuple[str, timedelta]]) -> None:
    car = Car()
    assert car.check().total_s == 0
    for kind, span in steps:
        car.really += span
        car.check(span if kind == "runs" else None, agreed=kind == "agrees")
    passed = (car.really - NOW).total_seconds()
    assert car.check().total_s <= passed + 1e-3
    assert car.check(agreed=True).total_s <= passed + 1e-3


@given(
    st.timedeltas(min_value=2 * DAY, max_value=10 * YEAR),
    st.integers(min_value=0, max_value=20),
    st.sampled_from((0, 1)),
)
def test_a_clock_that_jumped_after_a_capture_is_not_credible_however_long_it_runs_on(
    jump: timedelta, checks: int, before: int
) -> None:
    car = Car()
    car.check()
    on = car.capture()
    for _ in range(before):
        car.check()
    car.off = jump
    for _ in range(checks):
        car.really += HOUR
        car.check(HOUR)
        assert not car.is_credible(on)
    assert not car.is_credible(on)


@given(st.timedeltas(min_value=-10 * YEAR, max_value=10 * YEAR))
def test_a_clock_that_was_wrong_before_a_capture_makes_nothing_credible_later(
    wrong: timedelta,
) -> None:
    car = Car(off=wrong)
    car.check()
    car.off = timedelta(0)
    on = car.capture()
    car.off = YEAR
    assert not car.is_credible(on)


@given(st.lists(st.timedeltas(timedelta(0), DAY - HOUR), min_size=100, max_size=150))
def test_a_car_that_is_used_each_day_needs_no_other_clock(nights: list[timedelta]) -> None:
    car = Car()
    car.check()
    on = car.capture()
    for night in nights:
        car.really += HOUR
        car.check(HOUR)
        car.really += night
        car.check()
        assert car.is_credible(on)


def test_time_in_which_the_car_was_off_counts_once_another_clock_agreed_at_both_ends() -> None:
    car = Car()
    car.check(agreed=True)
    on = car.capture()
    car.check(agreed=True)
    car.really += timedelta(days=21)
    assert not car.is_credible(on)
    car.check(agreed=True)
    assert car.is_credible(on)


@given(st.timedeltas(min_value=100 * DAY, max_value=20 * YEAR))
def test_what_a_clock_that_was_set_back_never_makes_due_is_over_by_the_time_that_passed(
    back: timedelta,
) -> None:
    car = Car()
    car.check()
    on = car.capture()
    elapsed = car.check()
    car.off = -back
    deadline = date_ends(on) + CAPTURED_DATA_KEPT_FOR
    while car.really < deadline + 2 * CLOCK_RUNS_ON_WITHIN:
        (found,) = (capture for capture in elapsed.captures if capture.on == on)
        assert elapsed.surely_by(found) <= max(car.really, NOW)
        car.really += 12 * HOUR
        elapsed = car.check(12 * HOUR)
    (found,) = (capture for capture in elapsed.captures if capture.on == on)
    assert elapsed.surely_by(found) >= deadline


def test_a_date_that_no_check_saw_counts_from_its_end() -> None:
    car = Car()
    car.check()
    on = car.capture()
    car.really = date_ends(on) + HOUR
    car.check()
    assert car.is_credible(on)
    assert car.elapsed is not None
    assert [(capture.on, capture.at) for capture in car.elapsed.captures] == [(on, date_ends(on))]
