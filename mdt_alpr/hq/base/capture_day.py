"""The day under which captured data is filed: it follows from the id alone."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_UUID_7 = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", flags=re.ASCII
)


@lru_cache(maxsize=2_048)
def id_time(identifier: str) -> datetime | None:
    """Return the instant that an id carries; None where it is not a UUIDv7 in its one spelling."""
    if not _UUID_7.fullmatch(identifier):
        return None
    try:
        return _FIRST + timedelta(milliseconds=int(identifier[:8] + identifier[9:13], 16))
    except (ValueError, OverflowError, OSError):  # past the last day that there is
        return None


def next_day(day: date) -> date:
    """Return the day after."""
    return date.fromordinal(day.toordinal() + 1)


def capture_day(identifier: str) -> date:
    """Return the day of an id (UTC).

    Raises:
        ValueError: it is none; ask ``id_time`` before.
    """
    made = id_time(identifier)
    if made is None:
        raise ValueError("not a UUIDv7")
    return made.date()
