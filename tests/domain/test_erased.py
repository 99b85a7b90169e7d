"""A search of days that were erased says so, and not that nothing was read (RET-01)."""

from datetime import UTC, datetime, timedelta

import pytest

from mdt_alpr.domain.search.erased import erased_words

DAY = timedelta(days=1)
NOON = datetime(2026, 5, 3, 16, tzinfo=UTC)
NOW = datetime(2026, 11, 30, 16, tzinfo=UTC)


@pytest.mark.proved("K6b")
def test_a_day_before_what_is_kept_is_said_to_be_erased_and_when() -> None:
    words = "Data of May 3, 2026 was erased on Aug 1, 2026; nothing can be said."
    assert erased_words(NOON, NOON + DAY / 24, NOW, 90) == words
    week = "Data of May 3, 2026 to May 10, 2026 was erased by Aug 8, 2026; nothing can be said."
    assert erased_words(NOON, NOON + 7 * DAY, NOW, 90) == week


@pytest.mark.proved("K6b")
def test_of_a_mixed_window_the_erased_part_is_said() -> None:
    words = erased_words(NOW - 92 * DAY, NOW - 85 * DAY, NOW, 90)
    assert words == (
        "Data up to Sep 1, 2026 was erased by Nov 30, 2026; nothing can be said of it."
    )


@pytest.mark.proved("K6b")
def test_a_shorter_retention_erases_sooner_and_what_is_kept_says_nothing() -> None:
    since, until = NOW - 40 * DAY, NOW - 39 * DAY
    assert erased_words(since, until, NOW, 90) == ""
    assert "was erased by Nov 20, 2026" in erased_words(since, until, NOW, 29)
    assert erased_words(NOW - 90 * DAY + DAY / 24, NOW, NOW, 90) == ""
