"""Says in one line that a vehicle was seen again; a plate only to who verified it (D1)."""

from datetime import datetime, tzinfo

from mdt_alpr.domain.hit.alerting import last_seen, was_stopped
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.known_before import stays_quiet
from mdt_alpr.patrol.events import SeenOnceMore
from mdt_alpr.ui.kit.words import local_time


def repeats_words(hit: Hit, zone: tzinfo | None = None) -> str:
    """Return how often an open hit's vehicle came again, and when last; empty for never."""
    times = len(hit.trace.seen_again)
    if not times:
        return ""
    often = "once" if times == 1 else f"{times} times"
    return f"Seen again {often}, last {_minute(last_seen(hit), zone)}"


def once_more_words(
    seen: SeenOnceMore | None, person: str, now: datetime, zone: tzinfo | None = None
) -> str:
    """Return that a vehicle came again that was just cleared or stopped; empty for none."""
    closing = seen.hit.closing if seen else None
    if seen is None or closing is None or not stays_quiet(closing.at, now):
        return ""
    hit = seen.hit
    name = hit.category.name
    if hit.entry is not None and hit.officer.person_id == person:
        name = f"{hit.entry.state} {hit.entry.text}"
    end = "stopped" if was_stopped(hit) else "cleared"
    at = (hit.stop_at if end == "stopped" else None) or closing.at
    return f"{name} seen again {_minute(seen.at, zone)}, {end} {_minute(at, zone)}."


def _minute(at: datetime, zone: tzinfo | None) -> str:
    return f"{local_time(at, zone):%H:%M}"
