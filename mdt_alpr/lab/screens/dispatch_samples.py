"""Sample receivers of dispatch, and letters that one did not receive."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from mdt_alpr.lab.screens.desk_sample_hits import NOW
from mdt_alpr.wire.dispatch import (
    HitProgress,
    LetterMessage,
    LettersMessage,
    OpenHit,
    OpenHitsMessage,
    SentTo,
    SubscriptionMessage,
    SubscriptionRequest,
    SubscriptionsMessage,
)

_CAD = SubscriptionRequest("Communications CAD", "https://cad.example.gov/alpr", with_plates=True)
_WALL = SubscriptionRequest("Real-time center", "https://wall.example.gov", ("V", "F"))


def sample_subscriptions(rows: int) -> SubscriptionsMessage:
    """Return two receivers; none without rows."""
    made = NOW - timedelta(hours=20)
    lines = (
        SubscriptionMessage(1, _CAD, made, "prewitt", waiting=1, dead=1),
        SubscriptionMessage(2, _WALL, made, "prewitt", ended_at=NOW),
    )
    return SubscriptionsMessage(lines if rows else ())


def sample_letters(rows: int) -> LettersMessage:
    """Return letters that were tried in vain; none without rows."""
    why = "The receiver cannot be reached."
    letters = tuple(
        LetterMessage(
            n, _CAD.name, f"hit-{n}", "mdt-alpr.hit.raised", NOW - timedelta(hours=n), 12 - n, why,
            NOW + timedelta(minutes=n) if n else None,
        )
        for n in range(min(rows, 2))
    )  # fmt: skip
    return LettersMessage(letters, len(letters))


def sample_open_hits(rows: int) -> OpenHitsMessage:
    """Return two possible matches, one sent to a unit; none without rows."""
    sent = (SentTo("Unit 7", HitProgress.ACCEPTED),)
    hits = (
        OpenHit("hit-1", NOW - timedelta(minutes=2), "Unit 12", "Stolen vehicle", "exact",
                HitProgress.VERIFIED, ()),
        OpenHit("hit-2", NOW - timedelta(minutes=9), "US-29 north", "Wanted person",
                "look_alike", HitProgress.ALERTED, sent),
    )  # fmt: skip
    return OpenHitsMessage(hits[: min(rows, 2)], ("Unit 7", "Unit 12"))


ANSWERS: dict[type, Callable[[int], Any]] = {
    SubscriptionsMessage: sample_subscriptions,
    LettersMessage: sample_letters,
    OpenHitsMessage: sample_open_hits,
}
