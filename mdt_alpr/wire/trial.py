"""A trial before service: its plan, what is known of it, and whether the reader is ready."""

from dataclasses import dataclass
from datetime import datetime

from mdt_alpr.domain.review.trial_report import TrialPlan

SHARE, AN_HOUR = "%", "an hour"


@dataclass(frozen=True, slots=True)
class TrialLine:
    """A figure of a trial with its 95% interval, and its limit in words.

    As ``unit`` is ``SHARE`` it is ``right`` of ``of``, as it is ``AN_HOUR`` ``right`` events in
    ``of`` hours; else the interval is that of the median of ``of`` values.
    """

    name: str
    right: int
    of: int
    low: float
    high: float
    limit: str = ""
    state: str = ""
    unit: str = SHARE

    @property
    def counted(self) -> str:
        """Return of what it is."""
        if self.unit == SHARE:
            return f"{self.right:,} of {self.of:,}"
        return f"{self.right:,} in {self.of:,} h" if self.unit == AN_HOUR else f"{self.of:,} times"

    @property
    def between(self) -> str:
        """Return its interval in words."""
        if self.unit == AN_HOUR:
            return f"{self.low:.2f} and {self.high:.2f} {self.unit}"
        joint = "" if self.unit == SHARE else " "
        return f"{self.low:.1f} and {self.high:.1f}{joint}{self.unit}"


@dataclass(frozen=True, slots=True)
class TrialMessage:
    """The newest trial; without a plan there is none. ``words`` answer "ready for service?".

    ``change`` says what to change, ``notes`` what the figures do not hold.
    """

    words: str
    ready: bool
    lines: tuple[TrialLine, ...] = ()
    plan: TrialPlan | None = None
    planned_at: datetime | None = None
    planned_by: str = ""
    change: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
