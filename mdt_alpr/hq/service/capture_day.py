"""The day under which captured data is filed: it follows from the id alone."""

import uuid
from datetime import date, datetime

from mdt_alpr.domain.identity import made_at

_VERSION = 7


def id_time(identifier: str) -> datetime | None:
    """Return the instant that an id carries; None where it is not a UUIDv7 in its one spelling."""
    try:
        found = uuid.UUID(identifier)
        if str(found) != identifier or found.version != _VERSION:
            return None
        return made_at(identifier)
    except ValueError:
        return None


def capture_day(identifier: str) -> date:
    """Return the day of an id (UTC) that ``id_time`` accepts."""
    return made_at(identifier).date()
