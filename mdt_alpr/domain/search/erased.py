"""What a search cannot say: data that was erased is not data that was never there (RET-01)."""

from datetime import datetime

from mdt_alpr.domain.policy import (
    capture_date,
    captured_data_expired_until,
    days_after,
    days_earlier,
)
from mdt_alpr.domain.printable import day_in_words


def erased_words(since: datetime, until: datetime, now: datetime, kept_days: int) -> str:
    """Return which part of a window was erased, and when; empty where all of it is kept.

    ``kept_days`` is for how many days captured data is kept, 90 at most.
    """
    last = captured_data_expired_until(now + days_earlier(kept_days))
    if since > last:
        return ""
    first_day, last_day = capture_date(since), capture_date(min(until, last))
    gone = day_in_words(days_after(last_day, kept_days))
    days = day_in_words(last_day)
    if until > last:
        return f"Data up to {days} was erased by {gone}; nothing can be said of it."
    if first_day == last_day:
        return f"Data of {days} was erased on {gone}; nothing can be said."
    return (
        f"Data of {day_in_words(first_day)} to {days} was erased by {gone}; nothing can be said."
    )


def looks_erased_words(
    made_at: datetime | None, now: datetime, kept_days: int, *, is_held: bool
) -> str:
    """Return what can no longer be said of who saw a thing: its looks stay, its data goes.

    ``made_at`` is the instant that its id carries, None of a case or a person, whose looks are
    found by what was typed for as long as that is kept (RET-01, RET-09).
    """
    last = captured_data_expired_until(now + days_earlier(kept_days))
    if made_at is None:
        days = day_in_words(capture_date(last))
        return f"What was typed up to {days} is erased: looks named by that alone are not found."
    if made_at > last or is_held:
        return ""
    day = capture_date(made_at)
    gone = day_in_words(days_after(day, kept_days))
    return f"Data of {day_in_words(day)} was erased on {gone}; that it was seen stays known."


def searches_erased_words(now: datetime, kept_days: int) -> str:
    """Return up to when searches are erased, so that a case can name none of them (RET-09)."""
    last = capture_date(captured_data_expired_until(now + days_earlier(kept_days)))
    return f"Searches up to {day_in_words(last)} are erased; nothing can be said of them."
