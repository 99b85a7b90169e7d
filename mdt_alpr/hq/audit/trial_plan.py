"""The newest plan of a trial, as its entry in headquarters' audit has it."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent
from mdt_alpr.domain.hit.trial_sample import TrialSample
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.review.trial_report import TrialPlan
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.base.headquarters import Work

_DAYS = "first", "last"
_LIMIT_OF_LATER = "0"
"""What a plan of before has of a limit that there was not."""


@dataclass(frozen=True, slots=True)
class PlannedTrial:
    """A trial as it was recorded; number and digest of its entry choose its sample."""

    plan: TrialPlan
    sample: TrialSample
    at: datetime
    by: str


def planned_trial(work: Work) -> PlannedTrial | None:
    """Return the newest trial, None where none was planned."""
    entry = own_audit.newest_of(work.connection, AuditEvent.HQ_TRIAL_PLANNED)
    return None if entry is None else _planned(entry)


def sample_of_today(work: Work) -> TrialSample | None:
    """Return the sample of the trial that runs today, None where none does."""
    trial = planned_trial(work)
    if trial is None or not trial.plan.first <= capture_date(work.now) <= trial.plan.last:
        return None
    return trial.sample


def _planned(entry: AuditEntry) -> PlannedTrial:
    said = dict(entry.detail)
    facts: dict[str, Any] = {name: date.fromisoformat(said[name]) for name in _DAYS}
    shares = [f.name for f in fields(TrialPlan) if f.name not in _DAYS]
    facts |= {name: float(said.get(name, _LIMIT_OF_LATER)) for name in shares}
    plan = TrialPlan(**facts)
    number = f"{entry.sequence} {entry.digest}"
    return PlannedTrial(plan, TrialSample(number, plan.judged / 100), entry.at, entry.person)
