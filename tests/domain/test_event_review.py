"""Which types of events are audited is reviewed once a year, with a rationale (AUD-09)."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.review.event_review import (
    LONGEST_RATIONALE,
    EventChanges,
    EventReviewRefusedError,
    changes_since,
    checked_rationale,
    review_due,
)

EVENTS = st.sets(st.sampled_from(("signed_in", "read_opened", "hit_opened", "entry_added")))


@given(EVENTS, EVENTS)
def test_what_changed_leads_from_the_last_review_to_now(before: set[str], now: set[str]) -> None:
    changes = changes_since(before, now)
    assert (before | {*changes.added}) - {*changes.removed} == now
    assert not {*changes.added} & before
    assert {*changes.removed} <= before


def test_nothing_changed_where_the_types_are_the_same() -> None:
    assert changes_since(("a", "b"), ("b", "a")) == EventChanges((), ())


def test_a_rationale_is_kept_in_one_line() -> None:
    words = "Every act on\n captured data  is audited."
    assert checked_rationale(words) == "Every act on captured data is audited."


@pytest.mark.parametrize("words", ["", "ok", "x" * (LONGEST_RATIONALE + 1)])
def test_a_rationale_that_says_nothing_or_too_much_is_refused(words: str) -> None:
    with pytest.raises(EventReviewRefusedError, match="10 to 1000 characters"):
        checked_rationale(words)


def test_the_next_review_is_due_a_year_after_the_last_or_after_the_first_use() -> None:
    began = date(2026, 1, 5)
    assert review_due(None, began) == date(2027, 1, 5)
    assert review_due(datetime(2026, 4, 13, 15, 0, tzinfo=UTC), began) == date(2027, 4, 13)
