"""A wrong clock destroys nothing: purges wait while the clock is in doubt (RET-01, RET-07).

The 90 days count by a clock. One that was set a year ahead would erase everything for good. After
a jump since the last known time, erasing waits until somebody confirms the time; the law still
applies meanwhile, so an alarm is raised.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from mdt_alpr.domain.policy import CLOCK_RUNS_ON_WITHIN

BEHIND_AT_MOST = timedelta(minutes=5)
"""How far a clock that is synchronized with others may be set back."""


class ClockDoubt(StrEnum):
    """Why a clock is not believed."""

    NONE = ""
    AHEAD = "ahead"
    BEHIND = "behind"


def clock_doubt(now: datetime, known: datetime | None) -> ClockDoubt:
    """Return whether ``now`` may be wrong; ``known`` is the last time that was believed.

    It is None before the first purge.
    """
    if known is None:
        return ClockDoubt.NONE
    if now - known > CLOCK_RUNS_ON_WITHIN:
        return ClockDoubt.AHEAD
    return ClockDoubt.BEHIND if known - now > BEHIND_AT_MOST else ClockDoubt.NONE


def is_agreed(now: datetime, compared_at: datetime | None, ahead_s: float | None) -> bool:
    """Return whether another clock confirms ours: by less than a day, and not long ago.

    ``ahead_s`` is by how many seconds ours was ahead at ``compared_at`` of our own time.
    """
    if compared_at is None or ahead_s is None:
        return False
    is_recent = timedelta(0) <= now - compared_at <= CLOCK_RUNS_ON_WITHIN
    return is_recent and abs(ahead_s) <= CLOCK_RUNS_ON_WITHIN.total_seconds()


@dataclass(frozen=True, slots=True)
class RetentionState:
    """The state of the purge, for custodian and administrator (RET-07).

    ``purged_at`` is None before the first one, ``is_overdue`` where none ran in time, ``failure``
    the kind of error of the last one, empty where it completed. ``left`` names where the last one
    left something behind that was past its deadline. ``clock`` says why nothing is erased: the
    clock is not believed until two people confirm it.
    """

    purged_at: datetime | None = None
    is_overdue: bool = False
    failure: str = ""
    left: tuple[str, ...] = ()
    clock: ClockDoubt = ClockDoubt.NONE

    @property
    def is_alarm(self) -> bool:
        """Return whether captured data may be kept for longer than the law allows."""
        return self.is_overdue or bool(self.failure or self.left or self.clock)


NOTHING_KNOWN = RetentionState()
