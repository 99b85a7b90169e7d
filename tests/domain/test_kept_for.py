"""Captured data may be kept for fewer days than the law allows, never for more (RET-06)."""

from datetime import timedelta

import pytest

from mdt_alpr.domain.policy import MOST_DAYS, captured_data_has_expired
from mdt_alpr.domain.retention.kept_for import (
    RetentionRefusedError,
    RetentionSetting,
    checked_reason,
    demand_confirmation,
    due_clock,
)
from tests.builders import NOW

WHY = "council resolution 2026-14"
SETTING = RetentionSetting(3, 30, WHY, NOW, "chief")


@pytest.mark.clause("GS 20-183.32(a)")
@pytest.mark.parametrize("days", [MOST_DAYS + 1, 400, 10_000])
def test_no_person_makes_it_longer_than_the_law_allows(days: int) -> None:
    with pytest.raises(RetentionRefusedError, match=f"{MOST_DAYS} days at most"):
        checked_reason(days, WHY)
    assert due_clock(NOW, days) == NOW


@pytest.mark.parametrize("days", [1, 10, MOST_DAYS - 1, MOST_DAYS])
def test_what_is_older_than_the_days_has_expired_and_what_is_younger_has_not(days: int) -> None:
    due = due_clock(NOW, days)
    old, young = timedelta(days=days), timedelta(days=days, minutes=-90)
    assert captured_data_has_expired(NOW - old, due)
    assert not captured_data_has_expired(NOW - young, due)


def test_a_time_needs_a_reason() -> None:
    assert checked_reason(10, f"  {WHY} ") == WHY
    for days, reason in ((0, WHY), (-1, WHY), (10, "")):
        with pytest.raises(RetentionRefusedError):
            checked_reason(days, reason)


def test_another_person_confirms_the_newest_proposal_once() -> None:
    assert demand_confirmation(SETTING, "lee", 3) is SETTING
    for setting, by, newest in ((SETTING, "chief", 3), (SETTING, "lee", 4), (None, "lee", 0)):
        with pytest.raises(RetentionRefusedError):
            demand_confirmation(setting, by, newest)
