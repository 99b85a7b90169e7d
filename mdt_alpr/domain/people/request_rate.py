"""How many requests a caller may make: some at once, and then one by one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil


@dataclass(frozen=True, slots=True)
class RequestRate:
    """``at_once`` requests, and ``per_s`` more each second."""

    at_once: int
    per_s: float

    def counted(self, spent_until: datetime | None, now: datetime) -> tuple[datetime, int]:
        """Count one request of a caller.

        Return until when something of the caller's allowance is spent, and 0 where the request may
        pass, else after how many seconds to try. ``spent_until`` is what the last one returned. A
        clock that was set back leaves no caller with more than the whole allowance spent.
        """
        one = timedelta(seconds=1 / self.per_s)
        most = now + one * self.at_once
        begins = now if spent_until is None else min(max(spent_until, now), most)
        if begins + one > most:
            return begins, ceil((begins + one - most).total_seconds())
        return begins + one, 0
