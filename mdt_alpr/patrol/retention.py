"""Purges captured data past its 90 days, by the car's own clock (RET-01, RET-04).

Where that clock jumped ahead since something was captured (``domain.retention.elapsed_time``), or
was set back since the last purge, nothing is erased by it until another clock agrees:
headquarters', at contact, or the position receiver's. What is over by the time that really passed
is destroyed whatever the clock says: a car that never comes home must not keep it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.retention.elapsed_time import ElapsedTime, gone_on, with_captures
from mdt_alpr.domain.retention.purge import ClockDoubt, clock_doubt, is_agreed
from mdt_alpr.machine.clock import Clock, running_seconds
from mdt_alpr.patrol.position import ClockCheck
from mdt_alpr.patrol.store_port import UnitOfWork

PURGE_EVERY = timedelta(minutes=15)
"""RET-01 asks for once an hour at least."""


class Retention:
    """Knows when the next purge is due; the first is due at once.

    ``compared`` returns how the car's clock compares with others, ``seconds`` those of a clock
    that nobody sets.
    """

    def __init__(
        self,
        clock: Clock,
        compared: Callable[[], ClockCheck] = ClockCheck,
        seconds: Callable[[], float] = running_seconds,
    ) -> None:
        self._clock = clock
        self._compared = compared
        self._seconds = seconds
        self._last: datetime | None = None
        self._seen_s: float | None = None
        self.doubt = ClockDoubt.NONE
        """Why the last purge was held."""

    def due(self) -> bool:
        """Return whether to purge now; also when the clock was set back."""
        last, now = self._last, self._clock.now()
        return last is None or not timedelta(0) <= now - last < PURGE_EVERY

    def run(self, work: UnitOfWork) -> int:
        """Purge, and count it in the audit chain; return how many reads were erased.

        A failure leaves the purge due, and so does a clock in doubt; that is recorded once.
        """
        now = self._clock.now()
        agreed = self._is_agreed(now)
        elapsed = self._count_time(work, now, agreed=agreed)
        over = [c.on for c in elapsed.captures if work.is_over(elapsed.surely_by(c), c.on)]
        if over:
            work.destroy_dates(over)
        doubt = ClockDoubt.NONE if agreed else _doubt(work, elapsed, now)
        if doubt:
            if doubt is not self.doubt:
                work.record(AuditEvent.PURGE_HELD, "captured data", "", ("clock", doubt.value))
            self.doubt = doubt
            return 0
        self.doubt = ClockDoubt.NONE
        erased = work.purge(now)
        self._last = now
        return erased

    def _count_time(self, work: UnitOfWork, now: datetime, *, agreed: bool) -> ElapsedTime:
        """Add the time since the last check, and keep it."""
        seconds = self._seconds()
        ran_s = None if self._seen_s is None else seconds - self._seen_s
        elapsed = gone_on(work.elapsed_time(), now, ran_s, agreed=agreed)
        elapsed = with_captures(elapsed, work.capture_dates())
        work.keep_elapsed_time(elapsed)
        self._seen_s = seconds
        return elapsed

    def _is_agreed(self, now: datetime) -> bool:
        seen = self._compared()
        return is_agreed(now, seen.headquarters_at, seen.headquarters_s) or is_agreed(
            now, seen.receiver_at, seen.receiver_s
        )


def _doubt(work: UnitOfWork, elapsed: ElapsedTime, now: datetime) -> ClockDoubt:
    due = (capture for capture in elapsed.captures if work.would_purge(now, capture.on))
    if not all(elapsed.is_credible(now, moment) for moment in due):
        return ClockDoubt.AHEAD
    behind = clock_doubt(now, work.purged_at()) is ClockDoubt.BEHIND
    return ClockDoubt.BEHIND if behind else ClockDoubt.NONE
