from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.people.shift import Shift, ShiftKind, left_open_if_raised_by, shift_of
from mdt_alpr.domain.policy import SESSION_LASTS

HERE = ZoneInfo("America/New_York")
TIMES = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


@given(TIMES)
def test_every_instant_lies_in_its_shift_and_in_no_other(at: datetime) -> None:
    shift = shift_of(at, HERE)
    since, until = shift.span(HERE)
    assert since <= at < until
    for kind in (ShiftKind.DAY, ShiftKind.NIGHT):
        for apart in (-1, 0, 1):
            other = Shift(date.fromordinal(shift.day.toordinal() + apart), kind)
            since, until = other.span(HERE)
            assert (since <= at < until) == (other == shift)


def test_a_night_belongs_to_the_date_on_which_it_begins() -> None:
    after_midnight = datetime(2026, 11, 25, 3, tzinfo=HERE)
    assert shift_of(after_midnight, HERE) == Shift(date(2026, 11, 24), ShiftKind.NIGHT)


def test_a_day_with_a_turned_clock_has_its_own_length() -> None:
    since, until = Shift(date(2026, 11, 1), ShiftKind.WHOLE_DAY).span(HERE)
    assert until.astimezone(UTC) - since.astimezone(UTC) == timedelta(hours=25)


def test_a_hit_is_left_open_by_the_end_of_the_shift_or_of_any_session() -> None:
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    assert left_open_if_raised_by(now - timedelta(hours=1), now) == now
    assert left_open_if_raised_by(now + timedelta(hours=1), now) == now - SESSION_LASTS
