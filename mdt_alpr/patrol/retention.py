"""What must go: captured data past its 90 days, on the car's own clock (RET-01, RET-04)."""

from datetime import datetime, timedelta

from mdt_alpr.patrol.ports import Clock, UnitOfWork

PURGE_EVERY = timedelta(minutes=15)
"""RET-01 asks for once an hour at least."""


class Retention:
    """Knows when the next purge is due; the first is due at once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last: datetime | None = None

    def due(self) -> bool:
        """Tell whether to purge now; also when the clock was set back."""
        last, now = self._last, self._clock.now()
        return last is None or not timedelta(0) <= now - last < PURGE_EVERY

    def run(self, work: UnitOfWork) -> int:
        """Erase what must go and count it in the audit chain; return how many reads went.

        A failure leaves the purge due.
        """
        now = self._clock.now()
        erased = work.purge(now)
        self._last = now
        return erased
