"""The yearly review of which types of events are audited, with its rationale (AUD-09)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.policy import EVENTS_REVIEWED_EVERY, capture_date, days_after
from mdt_alpr.domain.printable import is_printable
from mdt_alpr.domain.reason_words import gives_no_reason

LONGEST_RATIONALE = 1000


class EventReviewRefusedError(DomainError):
    """The review is not recorded; the sentence says why."""


@dataclass(frozen=True, slots=True)
class EventReview:
    """A review: why these types are enough to investigate afterwards (CJIS AU-2 d, e)."""

    number: int
    at: datetime
    by: str
    rationale: str
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventChanges:
    """What differs from the last review."""

    added: tuple[str, ...]
    removed: tuple[str, ...]


def changes_since(last: Iterable[str], now: Iterable[str]) -> EventChanges:
    """Return which types came and went."""
    before, after = set(last), set(now)
    return EventChanges(tuple(sorted(after - before)), tuple(sorted(before - after)))


def checked_rationale(words: str) -> str:
    """Return a rationale as it is kept.

    Raises:
        EventReviewRefusedError: it says nothing, or is too long.
    """
    text = " ".join(words.split())
    if gives_no_reason(text) or len(text) > LONGEST_RATIONALE or not is_printable(text):
        message = f"Give the rationale in 10 to {LONGEST_RATIONALE} characters."
        raise EventReviewRefusedError(message)
    return text


def review_due(last: datetime | None, began_on: date) -> date:
    """Return when the next review is due: a year after the last, or after the first use."""
    since = began_on if last is None else capture_date(last)
    return days_after(since, EVENTS_REVIEWED_EVERY.days)
