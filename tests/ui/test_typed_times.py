"""Times as people type them, also on the nights when the clock changes (CAR-04)."""

from datetime import UTC, datetime

import pytest

from mdt_alpr.ui.kit.words import NoSuchTimeError, full_time, typed_time


@pytest.mark.proved("K29")
def test_both_hours_that_come_twice_in_november_can_be_named_and_are_told_apart() -> None:
    first, second = (datetime(2026, 11, 1, hour, 30, tzinfo=UTC) for hour in (5, 6))
    assert typed_time("Nov 1, 2026 01:30") == typed_time("Nov 1, 2026 01:30 EDT") == first
    assert typed_time("Nov 1, 2026 01:30 EST") == second
    assert [full_time(at) for at in (first, second)] == [
        "Nov 1, 2026 01:30", "Nov 1, 2026 01:30 EST",
    ]  # fmt: skip
    assert typed_time(full_time(second)) == second


@pytest.mark.proved("K29")
def test_an_hour_that_the_clock_skips_in_march_is_refused_with_words() -> None:
    with pytest.raises(NoSuchTimeError, match="from 01:59 to 03:00"):
        typed_time("Mar 8, 2026 02:30")
    assert typed_time("Mar 8, 2026 03:00") == datetime(2026, 3, 8, 7, tzinfo=UTC)


@pytest.mark.proved("K29")
@pytest.mark.parametrize("text", ["Nov 24, 2026 1:30 AM", "11/24/2026 01:30am"])
def test_a_time_before_and_after_noon_is_taken(text: str) -> None:
    assert typed_time(text) == datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
