"""Purges captured data past its 90 days, by the car's own clock (RET-01, RET-04).

Where that clock jumped since the last purge, nothing is erased until another clock agrees:
headquarters', at contact, or the position receiver's. Data that no key opens any more, as in a
restored copy of the store, is erased at once: nothing readable is lost.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from mdt_alpr.clock import Clock
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.retention.purge import ClockDoubt, clock_doubt, is_agreed
from mdt_alpr.patrol.position import ClockCheck
from mdt_alpr.patrol.store_port import UnitOfWork

PURGE_EVERY = timedelta(minutes=15)
"""RET-01 asks for once an hour at least."""


class Retention:
    """Knows when the next purge is due; the first is due at once.

    ``compared`` returns how the car's clock compares with others.
    """

    def __init__(self, clock: Clock, compared: Callable[[], ClockCheck] = ClockCheck) -> None:
        self._clock = clock
        self._compared = compared
        self._last: datetime | None = None
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
        known, destroys = work.purged_at(), work.purge_would_destroy(now)
        doubt = clock_doubt(now, known)
        if known is None and destroys:  # so old, and never looked at before: the clock jumped
            doubt = ClockDoubt.AHEAD
        harmless = doubt is ClockDoubt.AHEAD and not destroys
        if doubt and not harmless and not self._is_agreed(now):
            if doubt is not self.doubt:
                work.record(AuditEvent.PURGE_HELD, "captured data", "", ("clock", doubt.value))
            self.doubt = doubt
            return 0
        self.doubt = ClockDoubt.NONE
        erased = work.purge(now)
        self._last = now
        return erased

    def _is_agreed(self, now: datetime) -> bool:
        seen = self._compared()
        return is_agreed(now, seen.headquarters_at, seen.headquarters_s) or is_agreed(
            now, seen.receiver_at, seen.receiver_s
        )
