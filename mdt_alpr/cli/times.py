"""How commands show an instant: in the agency's zone, as every page of the desk does."""

from datetime import datetime

from mdt_alpr.domain.policy import CAPTURE_ZONE


def agency_time(at: datetime) -> str:
    """Return date, time and zone, such as ``2026-11-24 14:30:05 EST``."""
    return f"{at.astimezone(CAPTURE_ZONE):%Y-%m-%d %H:%M:%S %Z}"
