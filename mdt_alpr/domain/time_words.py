"""How an instant is written for people."""

from datetime import datetime

from mdt_alpr.domain.policy import CAPTURE_ZONE


def time_in_words(at: datetime) -> str:
    """Return date and time of day as they are shown and typed: "Nov 24, 2026 08:30".

    In the hour that comes twice on a night in November the second time has its zone.
    """
    local = at.astimezone(CAPTURE_ZONE)
    return f"{local:%b} {local.day}, {local:%Y %H:%M}{' EST' if local.fold else ''}"
