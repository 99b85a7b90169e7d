"""A stop that happened without the app's checks: recorded as such, with its reason (VER-03)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from mdt_alpr.domain.hit.disposition import Stopped

MINUTES_AGO = (0, 2, 5, 10, 20, 30, 60)
"""What the officer may say of when it was; typing a time is not asked of a driver (VER-10)."""


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

    ``gone_at`` is when a contrary fact came. A stop that goes on after it lies after it
    (RS-04), one that was begun before lies before it.
    """
    if gone_at is None or stopped is None:
        return MINUTES_AGO
    times = ((minutes, now - timedelta(minutes=minutes)) for minutes in MINUTES_AGO)
    if stopped is Stopped.AFTER:
        return tuple(minutes for minutes, at in times if at >= gone_at)
    return tuple(minutes for minutes, at in times if at <= gone_at) or MINUTES_AGO[-1:]
