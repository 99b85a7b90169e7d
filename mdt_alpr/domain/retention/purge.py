"""A wrong clock destroys nothing: what is erased by the clock waits while the clock is in doubt.

The 90 days (RET-01) count by a clock. One that was set a year ahead would take everything with
it, for good. Where there is a jump between what was known last and now, erasing waits until
somebody who knows the time confirms it; the law still binds meanwhile, so that an alarm is raised.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from mdt_alpr.domain.policy import CLOCK_RUNS_ON_WITHIN

BEHIND_AT_MOST = timedelta(minutes=5)
"""So far a clock that is kept right by others may be set back."""


class ClockDoubt(StrEnum):
    """Why a clock is not believed."""

    NONE = ""
    AHEAD = "ahead"
    BEHIND = "behind"


def clock_doubt(now: datetime, known: datetime | None) -> ClockDoubt:
    """Return whether ``now`` may be wrong; ``known`` is the last time that was believed.

    It is None where nothing was ever erased: then nothing that is kept can be due.
    """
    if known is None:
        return ClockDoubt.NONE
    if now - known > CLOCK_RUNS_ON_WITHIN:
        return ClockDoubt.AHEAD
    return ClockDoubt.BEHIND if known - now > BEHIND_AT_MOST else ClockDoubt.NONE


def is_agreed(now: datetime, compared_at: datetime | None, ahead_s: float | None) -> bool:
    """Tell whether another clock confirms ours: by less than a day, and not long ago.

    ``ahead_s`` is by how many seconds ours was ahead at ``compared_at`` of our own time.
    """
    if compared_at is None or ahead_s is None:
        return False
    is_recent = timedelta(0) <= now - compared_at <= CLOCK_RUNS_ON_WITHIN
    return is_recent and abs(ahead_s) <= CLOCK_RUNS_ON_WITHIN.total_seconds()


@dataclass(frozen=True, slots=True)
class RetentionState:
    """How the purge stands.

    ``purged_at`` is None before the first one, ``is_overdue`` where none ran in time, ``failure``
    the kind of what the last one met, empty where it went through. ``left`` names where the last
    one left something behind that was past its deadline. ``clock`` says why nothing is erased:
    the clock is not believed until two people confirm it.
    """

    purged_at: datetime | None = None
    is_overdue: bool = False
    failure: str = ""
    left: tuple[str, ...] = ()
    clock: ClockDoubt = ClockDoubt.NONE

    @property
    def is_alarm(self) -> bool:
        """Tell whether captured data may be kept for longer than the law allows."""
        return self.is_overdue or bool(self.failure or self.left or self.clock)


NOTHING_KNOWN = RetentionState()
