from datetime import UTC, datetime, timedelta, timezone

import pytest

from mdt_alpr.clock import SteppedClock, SystemClock

START = datetime(2026, 11, 25, 14, 30, tzinfo=UTC)


def test_the_machines_clock_is_aware_and_in_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_the_machines_clock_goes_on() -> None:
    clock = SystemClock()
    assert clock.now() <= clock.now()


def test_a_stepped_clock_moves_only_when_told() -> None:
    clock = SteppedClock(START.astimezone(timezone(timedelta(hours=-5))))
    assert clock.now() == clock.now() == START
    assert clock.advance(timedelta(seconds=2)) == clock.now() == START + timedelta(seconds=2)
    assert clock.now().tzinfo is UTC


def test_a_stepped_clock_refuses_to_go_back_or_to_lack_a_zone() -> None:
    with pytest.raises(ValueError, match="back"):
        SteppedClock(START).advance(timedelta(seconds=-1))
    with pytest.raises(ValueError, match="zone"):
        SteppedClock(START.replace(tzinfo=None))
