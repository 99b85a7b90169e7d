"""The deadline of captured data by the calendar of America/New_York (RET-05)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain import policy

instants = st.datetimes(
    datetime(2024, 1, 1),  # noqa: DTZ001
    datetime(2030, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
DAY, MICROSECOND = timedelta(days=1), timedelta(microseconds=1)


def new_york(*fields: int) -> datetime:
    return datetime(*fields, tzinfo=policy.CAPTURE_ZONE).astimezone(UTC)  # type: ignore[misc,arg-type]


@pytest.mark.clause(policy.READS_LIFE.number)
@pytest.mark.parametrize(
    ("captured_at", "day"),
    [
        (new_york(2026, 6, 1, 23, 59), date(2026, 6, 1)),
        (new_york(2026, 6, 2, 0, 1), date(2026, 6, 2)),
        (new_york(2028, 2, 29, 12), date(2028, 2, 29)),
        (datetime(2026, 11, 1, 4, 30, tzinfo=UTC), date(2026, 11, 1)),
        (datetime(2026, 11, 2, 4, 30, tzinfo=UTC), date(2026, 11, 1)),
    ],
)
def test_a_capture_is_filed_under_its_date_in_new_york(captured_at: datetime, day: date) -> None:
    assert policy.capture_date(captured_at) == day


@pytest.mark.clause(policy.READS_LIFE.number)
def test_late_before_the_clocks_go_forward_the_date_ends_the_data_before_its_hours() -> None:
    ends = new_york(2027, 3, 21)  # the clocks went forward on 14 March
    on = date(2027, 3, 20) - policy.CAPTURED_DATA_KEPT_FOR
    captured_at = new_york(on.year, on.month, on.day, 23, 59)
    assert ends - captured_at < policy.CAPTURED_DATA_KEPT_FOR
    assert not policy.captured_data_has_expired(captured_at, ends - MICROSECOND)
    assert policy.captured_data_has_expired(captured_at, ends)


@pytest.mark.clause(policy.READS_LIFE.number)
def test_when_the_clocks_go_back_its_hours_end_the_data() -> None:
    captured_at = new_york(2026, 10, 20, 23, 59)
    ends = captured_at + policy.CAPTURED_DATA_KEPT_FOR
    assert not policy.captured_data_has_expired(captured_at, ends - MICROSECOND)
    assert policy.captured_data_has_expired(captured_at, ends)
    assert ends < policy.capture_date_ends(date(2026, 10, 20))


@pytest.mark.clause(policy.READS_LIFE.number)
@given(instants, st.timedeltas(policy.CAPTURED_DATA_KEPT_FOR - 2 * DAY, 92 * DAY))
def test_the_line_that_a_purge_draws_is_the_one_that_the_policy_draws(
    captured_at: datetime, age: timedelta
) -> None:
    now = captured_at + age
    expired = policy.captured_data_has_expired(captured_at, now)
    assert (captured_at <= policy.captured_data_expired_until(now)) == expired


@pytest.mark.clause(policy.READS_LIFE.number)
@given(instants)
def test_nothing_outlives_the_key_of_its_date(captured_at: datetime) -> None:
    ends = policy.capture_date_ends(policy.capture_date(captured_at))
    assert policy.captured_data_has_expired(captured_at, ends)
    assert ends - captured_at <= policy.CAPTURED_DATA_KEPT_FOR + timedelta(days=1, hours=1)


@given(instants)
def test_a_clock_that_is_a_year_back_ends_nothing_and_a_year_ahead_everything(
    captured_at: datetime,
) -> None:
    year = timedelta(days=365)
    assert not policy.captured_data_has_expired(captured_at, captured_at - year)
    assert policy.captured_data_has_expired(captured_at, captured_at + year)
