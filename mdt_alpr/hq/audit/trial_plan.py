"""Plans of trials, as their entries in headquarters' audit have them.

What is recorded for a trial names that entry, so that nothing of another plan counts, even where
the days of both overlap.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any

from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent
from mdt_alpr.domain.hit.trial_sample import TrialSample
from mdt_alpr.domain.policy import capture_date, date_begins, date_ends
from mdt_alpr.domain.review.trial_report import TrialPlan
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.base.headquarters import Work

_DAYS = "first", "last"
_EVER = datetime(2000, 1, 1, tzinfo=UTC)
_LIMIT_OF_LATER = "0"
"""What a plan of before has of a limit that there was not."""


@dataclass(frozen=True, slots=True)
class PlannedTrial:
    """A trial as it was recorded; number and digest of its entry choose its sample."""

    plan: TrialPlan
    sample: TrialSample
    at: datetime
    by: str

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Return from when on a pass belongs to it, and until when.

        None does that was captured before the plan: its limits would follow what is known.
        """
        return max(date_begins(self.plan.first), self.at), date_ends(self.plan.last)

    def is_named(self, facts: Iterable[tuple[str, str]]) -> bool:
        """Tell whether an entry is of this trial."""
        return self.sample.fact in tuple(facts)

    def entries(self, work: Work, event: AuditEvent) -> Iterator[dict[str, str]]:
        """Yield the facts of an event's entries that are of this trial, in their order."""
        for entry in own_audit.entries_since(work.connection, event, self.at):
            if self.is_named(entry.detail):
                yield dict(entry.detail)


def planned_trial(work: Work) -> PlannedTrial | None:
    """Return the newest trial that has begun, else the newest planned one; None without any."""
    event, today = AuditEvent.HQ_TRIAL_PLANNED, capture_date(work.now)
    trials = [_planned(entry) for entry in own_audit.entries_since(work.connection, event, _EVER)]
    begun = [trial for trial in trials if trial.plan.first <= today]
    return next(reversed(begun or trials), None)


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
