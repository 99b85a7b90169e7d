"""How a hit ends (VER-09, D20), and a stop made without the app's checks (VER-03)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Disposition(StrEnum):
    """The one way in which a hit ended."""

    VERIFIED_STOPPED = "verified_stopped"
    VERIFIED_NO_STOP = "verified_no_stop"
    MISREAD = "misread"
    WRONG_STATE = "wrong_state"
    VEHICLE_MISMATCH = "vehicle_mismatch"
    WRONG_PERSON = "wrong_person"
    CLEARED_OR_STALE = "cleared_or_stale"
    WRONG_ENTRY = "wrong_entry"
    UNABLE_TO_VERIFY = "unable_to_verify"
    LOST_SIGHT = "lost_sight"
    DUPLICATE = "duplicate"


CONFIRMED = frozenset({Disposition.VERIFIED_STOPPED, Disposition.VERIFIED_NO_STOP})
"""Dispositions that mean: this was the wanted plate."""
REJECTIONS = frozenset(
    {
        Disposition.MISREAD,
        Disposition.WRONG_STATE,
        Disposition.VEHICLE_MISMATCH,
        Disposition.WRONG_PERSON,
        Disposition.CLEARED_OR_STALE,
        Disposition.WRONG_ENTRY,
    }
)
"""Dispositions that mean: this is not the wanted vehicle. Each is a prevented stop (D12)."""


class Stopped(StrEnum):
    """Whether the vehicle was stopped, asked for every disposition but a verified stop."""

    NO = "no"
    BEFORE = "before"
    AFTER = "after"
    """After the contrary fact was known."""


class Outcome(StrEnum):
    """The outcome of a stop."""

    RELEASED = "released"
    ARREST = "arrest"
    VEHICLE_RECOVERED = "vehicle_recovered"
    PLATE_RECOVERED = "plate_recovered"
    PERSON_FOUND = "person_found"
    CITATION_NOT_FROM_READER = "citation_not_from_reader"


@dataclass(frozen=True, slots=True)
class Closing:
    """The end of a hit as the officer states it."""

    disposition: Disposition
    at: datetime
    stopped: Stopped | None = None
    outcome: Outcome | None = None
    force_used: bool | None = None
    event_number: str = ""


MINUTES_AGO = (0, 2, 5, 10, 20, 30, 60)
"""The choices for when it was; a driver is not asked to type a time (VER-10)."""


class StopReason(StrEnum):
    """Why a vehicle was stopped before its checks were done; one must be chosen."""

    DANGER_TO_LIFE = "danger to life"
    FLEEING = "vehicle was fleeing"
    NO_TIME = "no time for the checks"
    OTHER_GROUNDS = "other grounds than the hit"
    OTHER_UNIT = "another unit stopped it"


@dataclass(frozen=True, slots=True)
class RecordedStop:
    """A stop that did not go through the gate: why, when, when that was recorded, and force."""

    reason: StopReason
    at: datetime
    recorded_at: datetime
    force_used: bool


def minutes_ago_offered(
    stopped: Stopped | None, gone_at: datetime | None, now: datetime
) -> tuple[int, ...]:
    """Return which of ``MINUTES_AGO`` can be true.

    ``gone_at`` is when a contrary fact came. A stop that went on after it was later (RS-04), one
    that began before was earlier.
    """
    if gone_at is None or stopped is None:
        return MINUTES_AGO
    times = ((minutes, now - timedelta(minutes=minutes)) for minutes in MINUTES_AGO)
    if stopped is Stopped.AFTER:
        return tuple(minutes for minutes, at in times if at >= gone_at)
    return tuple(minutes for minutes, at in times if at <= gone_at) or MINUTES_AGO[-1:]
