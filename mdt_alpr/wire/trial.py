"""A trial before service: its plan, what is known of it, and whether the reader is ready."""

from dataclasses import dataclass
from datetime import datetime

from mdt_alpr.domain.review.trial_report import TrialPlan


@dataclass(frozen=True, slots=True)
class TrialLine:
    """A figure of a trial: ``right`` of ``of``; its interval in percent; its limit in words."""

    name: str
    right: int
    of: int
    low: float
    high: float
    limit: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class TrialMessage:
    """The newest trial; without a plan there is none. ``words`` answer "ready for service?"."""

    words: str
    ready: bool
    lines: tuple[TrialLine, ...] = ()
    plan: TrialPlan | None = None
    planned_at: datetime | None = None
    planned_by: str = ""
