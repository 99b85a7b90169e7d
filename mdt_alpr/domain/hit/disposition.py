"""How a hit ends (VER-09, D20): one disposition, and what followed a stop."""

from dataclasses import dataclass
from datetime import datetime
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
"""Dispositions that say: this is not the wanted vehicle. Each is a prevented stop (D12)."""


class Stopped(StrEnum):
    """Whether the vehicle was stopped, asked for every disposition but a verified stop."""

    NO = "no"
    BEFORE = "before"
    AFTER = "after"
    """After the contrary fact was known."""


class Outcome(StrEnum):
    """What came of a stop."""

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
