"""How far the car's clock is ahead of headquarters', from the date on an answer."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

HALF_A_SECOND = 0.5
"""An answer carries whole seconds, cut off: on average the true time is half a second later."""


def ahead_s(date: str | None, sent_at: datetime, came_at: datetime) -> float | None:
    """Return by how many seconds our clock is ahead; None where the answer has no date.

    The date is compared with the middle between sending and receiving.
    """
    try:
        told = parsedate_to_datetime(date or "")
    except ValueError:
        return None
    theirs = told if told.tzinfo is not None else told.replace(tzinfo=UTC)
    middle = sent_at + (came_at - sent_at) / 2
    return (middle - theirs).total_seconds() - HALF_A_SECOND
