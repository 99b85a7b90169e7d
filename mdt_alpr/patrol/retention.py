"""What must go: captured data past its 90 days, on the car's own clock (RET-01, RET-04).

Where that clock jumped since the last purge, nothing goes until another clock agrees with it:
headquarters', at contact, or that of the receiver of positions. What no key opens any more, as in
a copy of the store that was put back, goes at once: erasing it destroys nothing.
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

    ``compared`` tells how the car's clock stands to others.
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
        """Erase what must go and count it in the audit chain; return how many reads went.

        A failure leaves the purge due, and so does a clock that is not believed; that is
        recorded once.
        """
        now = self._clock.now()
        doubt = clock_doubt(now, work.purged_at())
        harmless = doubt is ClockDoubt.AHEAD and not work.purge_would_destroy(now)
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
