"""The age of a list is that of its data, which no late delivery makes younger (HOT-02)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.hotlist.delivery import CLOCKS_DIFFER_BY, data_time
from tests.builders import NOW

LONG_AGO = NOW - timedelta(days=66)
TOMORROW = NOW + timedelta(days=1)
TIMES = st.none() | st.datetimes(
    (NOW - timedelta(days=500)).replace(tzinfo=None),
    (NOW + timedelta(days=500)).replace(tzinfo=None),
).map(lambda at: at.replace(tzinfo=NOW.tzinfo))


@pytest.mark.proved("HOT-02")
def test_what_the_delivery_says_counts_before_its_file_and_that_before_the_delivery() -> None:
    assert data_time(LONG_AGO, NOW, NOW).at == LONG_AGO
    assert data_time(None, LONG_AGO, NOW).at == LONG_AGO
    assert data_time(None, None, NOW).at == NOW


@pytest.mark.proved("HOT-02")
def test_a_time_yet_to_come_is_passed_over_with_a_word() -> None:
    time = data_time(TOMORROW, LONG_AGO, NOW)
    assert time.at == LONG_AGO
    assert "yet to come" in time.note
    assert data_time(None, TOMORROW, NOW).at == NOW
    assert data_time(NOW + CLOCKS_DIFFER_BY, None, NOW).at == NOW
    assert data_time(NOW + CLOCKS_DIFFER_BY, None, NOW).note == ""


@pytest.mark.proved("HOT-02")
@given(extracted_at=TIMES, written_at=TIMES)
def test_data_is_never_younger_than_its_delivery_nor_than_what_is_said_of_it(
    extracted_at: object, written_at: object
) -> None:
    time = data_time(extracted_at, written_at, NOW)  # type: ignore[arg-type]
    believed = [at for at in (extracted_at, written_at) if at is not None and at <= NOW]  # type: ignore[operator]
    assert time.at == (believed[0] if believed else NOW)
