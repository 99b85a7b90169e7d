"""How many requests a caller may make: some at once, and then one by one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many requests a caller has left ``at`` an instant."""

    left: float
    at: datetime


@dataclass(frozen=True, slots=True)
class RequestRate:
    """``at_once`` requests, and ``per_s`` more each second."""

    at_once: int
    per_s: float

    @property
    def whole_after(self) -> timedelta:
        """Return how long after its last request every caller has the whole allowance again."""
        return timedelta(seconds=self.at_once / self.per_s)

    def counted(self, known: Allowance | None, now: datetime) -> tuple[Allowance, int]:
        """Count one request; ``known`` is what this returned for the caller's last one.

        Return what is left, and 0 where the request may pass, else after how many seconds to try.
        A clock that is set back neither gives nor costs a caller anything.
        """
        left = float(self.at_once)
        if known is not None:
            passed_s = max(0.0, (now - known.at).total_seconds())
            left = min(left, known.left + passed_s * self.per_s)
        if left < 1:
            return Allowance(left, now), ceil((1 - left) / self.per_s)
        return Allowance(left - 1, now), 0
