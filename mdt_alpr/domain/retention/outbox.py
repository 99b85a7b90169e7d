"""Items for headquarters: their kinds, when to try again, what a receipt means."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class ItemKind(StrEnum):
    """What an item carries; the body's shape follows from it (``wire.messages``)."""

    READ = "read"
    HIT = "hit"
    ANSWER = "answer"
    STOP = "stop"
    DISPOSITION = "disposition"
    AUDIT = "audit"
    PICTURE = "picture"
    DEVICE_KEY = "device_key"
    EVIDENCE = "evidence"
    MANUAL_ENTRY = "manual_entry"
    RELAY = "relay"
    SIGN_IN = "sign_in"
    HOLD_REQUEST = "hold_request"
    INCIDENT_REPORT = "incident_report"
    DRILL = "drill"
    """The result of a practice, which is training (D17)."""
    TRIAL_HIT = "trial_hit"
    """A hit of a car in trial mode: a ``HitMessage`` that concerns nobody."""
    HELD = "held"
    """What a hold keeps past its deadline in a car that had no link till then."""


class ReceiptOutcome(StrEnum):
    """What headquarters did with an item."""

    ACCEPTED = "accepted"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """One item for headquarters; its id is the idempotency key.

    ``body`` is canonical JSON text. Items are sent in order of ``sequence`` and leave the
    outbox only by a receipt: none is dropped for its age or its number of tries.
    """

    item_id: str
    sequence: int
    kind: ItemKind
    made_at: datetime
    body: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """How many items headquarters refused, and the number of the newest refusal's reason."""

    count: int = 0
    newest_problem: int | None = None


FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(minutes=2)


def pause_before_try(failures: int, jitter: float) -> timedelta:
    """Return how long to wait after ``failures`` failed tries in a row.

    Doubles up to two minutes; ``jitter`` (0 to 1, random) shortens it by up to half so that cars
    that lost the link together do not come back together.
    """
    if failures <= 0:
        return timedelta(0)
    whole: timedelta = min(FIRST_PAUSE * (1 << min(failures - 1, 20)), LONGEST_PAUSE)
    return whole * (1 - 0.5 * min(max(jitter, 0.0), 1.0))


class Arrival(StrEnum):
    """Whether headquarters has a report."""

    WAITS = "waits"
    ARRIVED = "arrived"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class OwnReport:
    """A report that was made in this car: when, of which ``IncidentKind``, and where it is."""

    at: datetime
    kind: str
    arrival: Arrival
