"""Spans of whole days, in the agency's time."""

from datetime import date, datetime

from mdt_alpr.domain.people.shift import Shift, ShiftKind
from mdt_alpr.domain.policy import CAPTURE_ZONE
from mdt_alpr.wire.desk import HitLogFilter

SPANS = (("7", "7 days"), ("30", "30 days"), ("90", "90 days"))
FIRST_SPAN = 30


def whole_days(first: date, last: date) -> tuple[datetime, datetime]:
    """Return the instants from the first day's beginning to the last day's end."""
    since, _ = Shift(first, ShiftKind.WHOLE_DAY).span(CAPTURE_ZONE)
    _, until = Shift(last, ShiftKind.WHOLE_DAY).span(CAPTURE_ZONE)
    return since, until


def hits_of(days: int, today: date, team: str) -> HitLogFilter:
    """Return which hits are those of so many days up to today, of a team."""
    first = date.fromordinal(today.toordinal() - days + 1)
    return HitLogFilter(*whole_days(first, today), team=team)
