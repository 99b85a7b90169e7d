"""What waits for a person, the most urgent first (ACC-10, PRS-01, SUP-02)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

_NEVER, _ALWAYS = date.max, datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Waits:
    """A thing that waits: the key that its page knows it by, its name, and what lacks.

    ``since`` is None where nobody noted it, ``due_on`` where it has no day. No text names a plate.
    """

    key: str
    name: str
    words: str
    since: datetime | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class WaitsAt:
    """What waits at a page of the desk."""

    page: str
    waits: Waits


def urgent_first(places: Iterable[WaitsAt]) -> tuple[WaitsAt, ...]:
    """Return what waits: what has a day by its day, then the rest by age."""
    return tuple(sorted(places, key=lambda place: _urgency(place.waits)))


def _urgency(waits: Waits) -> tuple[date, datetime]:
    return waits.due_on or _NEVER, waits.since or _ALWAYS
