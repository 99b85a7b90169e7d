"""Says once when the time of a hit confirmation has run out (VER-08)."""

from collections.abc import Iterable
from datetime import datetime

from mdt_alpr.domain.hit.confirmation import MOST_REQUESTS, ClockStatus
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.ui.hit.models.hit_view import Spoken


class ConfirmationWatch:
    """Looks at every open hit, whichever is before the officer."""

    def __init__(self) -> None:
        self._announced: set[tuple[str, datetime]] = set()

    def run_out(self, hits: Iterable[Hit], now: datetime) -> list[Spoken]:
        """Return what is to be said now; never a plate."""
        said = []
        for hit in hits:
            asked = hit.confirmation
            if asked is None or asked.status(now) is not ClockStatus.RUN_OUT:
                continue
            key = hit.hit_id, asked.due
            if key not in self._announced:
                self._announced.add(key)
                said.append(_speech(len(asked.requests)))
        return said


def _speech(requests: int) -> Spoken:
    further = "Ask Comms to call the agency."
    if requests < MOST_REQUESTS:
        further = f"{('Second', 'Third')[requests - 1]} request is due."
    return Spoken(f"Hit confirmation: no reply in time. {further}", "low")
