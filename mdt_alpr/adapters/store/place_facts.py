"""A place as plain JSON values and back; an older program wrote none."""

from datetime import UTC, datetime
from typing import Any

from mdt_alpr.domain.reading.position import Fix


def place_facts(place: Fix | None) -> dict[str, Any] | None:
    """Return where a read was taken, None where no receiver knew."""
    if place is None:
        return None
    return {
        "lat": place.lat,
        "lon": place.lon,
        "at": place.at.astimezone(UTC).isoformat(),
        "seen_at": place.seen_at.astimezone(UTC).isoformat(),
        "speed_mph": place.speed_mph,
        "heading": place.heading,
        "accuracy_m": place.accuracy_m,
        "simulated": place.simulated,
    }


def place_from(facts: dict[str, Any] | None) -> Fix | None:
    """Return the place that ``place_facts`` wrote."""
    if facts is None:
        return None
    times = {name: datetime.fromisoformat(facts[name]) for name in ("at", "seen_at")}
    return Fix(**{**facts, **times})
