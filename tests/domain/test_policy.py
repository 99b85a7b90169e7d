from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain import policy
from tests.builders import NOW

SECOND = timedelta(seconds=1)
spans = st.timedeltas(timedelta(0), timedelta(days=400))


@pytest.mark.clause(policy.READS_LIFE.number)
def test_captured_data_is_gone_after_its_days_of_24_hours() -> None:
    limit = NOW + policy.CAPTURED_DATA_KEPT_FOR
    assert not policy.captured_data_has_expired(NOW, limit - SECOND)
    assert policy.captured_data_has_expired(NOW, limit)


@pytest.mark.clause(policy.READS_LIFE.number)
@given(spans, spans)
def test_what_has_expired_stays_expired(age: timedelta, later: timedelta) -> None:
    if policy.captured_data_has_expired(NOW, NOW + age):
        assert policy.captured_data_has_expired(NOW, NOW + age + later)


@pytest.mark.clause(policy.MANUAL_ENTRY_LIFE.number)
def test_a_manual_entry_ends_by_itself_after_its_days() -> None:
    ends = policy.manual_entry_ends(NOW)
    assert ends == NOW + policy.MANUAL_ENTRY_LASTS
    assert not policy.manual_entry_has_expired(ends, ends - SECOND)
    assert policy.manual_entry_has_expired(ends, ends)


@pytest.mark.clause(policy.MANUAL_ENTRY_LIFE.number)
@given(spans)
def test_the_key_of_what_ends_goes_when_its_last_day_is_over_and_never_before_it(
    time: timedelta,
) -> None:
    ends = NOW + time
    over = policy.capture_date_ends(policy.capture_date_over_with(ends))
    assert ends < over <= ends + timedelta(hours=25)
    assert policy.capture_date(over - SECOND) == policy.capture_date(ends)


@pytest.mark.clause(policy.READS_LIFE.number)
@given(spans)
def test_dates_that_just_ended_are_the_seven_whose_keys_went_last(time: timedelta) -> None:
    now = NOW + time
    dates = policy.capture_dates_just_ended(now)
    assert len(dates) == 7
    assert all(policy.capture_date_ends(on) <= now for on in dates)
    assert policy.capture_date_ends(dates[-1] + timedelta(days=1)) > now


@pytest.mark.clause(policy.LIST_AGE.number)
@pytest.mark.parametrize(
    ("hours", "stale", "very_stale"), [(24, False, False), (25, True, False), (49, True, True)]
)
def test_a_list_is_stale_after_24_hours_and_very_stale_after_48(
    hours: int, *, stale: bool, very_stale: bool
) -> None:
    compiled_at = NOW - timedelta(hours=hours)
    assert policy.list_is_stale(compiled_at, NOW) is stale
    assert policy.list_is_very_stale(compiled_at, NOW) is very_stale


@pytest.mark.clause(policy.STATUS_CHECK.number)
@pytest.mark.parametrize(
    ("age", "good"),
    [
        (timedelta(0), True),
        (timedelta(minutes=10) - SECOND, True),
        (timedelta(minutes=10), False),
        (-SECOND, False),
    ],
)
def test_a_status_reply_is_good_for_ten_minutes_and_not_from_the_future(
    age: timedelta, *, good: bool
) -> None:
    assert policy.status_reply_is_good(NOW - age, NOW) is good


def test_a_session_ends_after_twelve_hours() -> None:
    assert not policy.session_has_expired(NOW, NOW + timedelta(hours=12) - SECOND)
    assert policy.session_has_expired(NOW, NOW + timedelta(hours=12))


@pytest.mark.clause(policy.NOT_PROBABLE_CAUSE.number)
def test_the_fixed_sentences_say_that_a_hit_is_no_ground_for_arrest() -> None:
    assert policy.POSSIBLE_MATCH == "POSSIBLE MATCH, NOT VERIFIED"
    assert policy.NOT_PROBABLE_CAUSE_WORDS == "A hit is not probable cause to arrest."
    assert policy.NOT_A_MATCH_WORDS == "NOT A MATCH. BASIS FOR STOP IS GONE."


def test_every_limit_knows_its_zone() -> None:
    with pytest.raises(TypeError):
        policy.captured_data_has_expired(datetime(2026, 1, 1), NOW)  # noqa: DTZ001
