"""A place counts for three seconds, and one that cannot be is refused."""

import math
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given

from mdt_alpr.domain.errors import PositionError
from mdt_alpr.domain.reading.position import FIX_GOOD_FOR, Fix, is_current
from tests.builders import NOW
from tests.fixes import FIXES, a_fix


@given(FIXES)
def test_every_place_on_earth_is_accepted(fix: Fix) -> None:
    assert is_current(fix, fix.seen_at)


@pytest.mark.parametrize(
    "wrong",
    [
        {"lat": 90.1},
        {"lat": math.nan},
        {"lon": -180.5},
        {"lon": math.inf},
        {"speed_mph": -0.1},
        {"speed_mph": 301.0},
        {"speed_mph": math.nan},
        {"heading": 360.0},
        {"heading": -1.0},
        {"accuracy_m": -1.0},
        {"accuracy_m": math.inf},
        {"at": datetime(2026, 11, 25)},  # noqa: DTZ001 - the very mistake
        {"seen_at": datetime(2026, 11, 25), "at": NOW},  # noqa: DTZ001
    ],
)
def test_what_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(PositionError):
        a_fix(**wrong)


def test_an_old_fix_is_no_fix() -> None:
    fix = a_fix()
    assert is_current(fix, NOW + FIX_GOOD_FOR)
    assert not is_current(fix, NOW + FIX_GOOD_FOR + timedelta(milliseconds=1))


def test_a_fix_from_the_future_is_no_fix_either() -> None:
    assert not is_current(a_fix(), NOW - FIX_GOOD_FOR - timedelta(seconds=1))


def test_the_clock_error_is_what_our_clock_is_ahead() -> None:
    assert a_fix().clock_error_s == pytest.approx(0.2)
    assert a_fix(at=NOW + timedelta(seconds=90)).clock_error_s == pytest.approx(-90)
