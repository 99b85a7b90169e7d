"""Trials that were planned before anything passed."""

from dataclasses import replace
from datetime import datetime, timedelta

from mdt_alpr.domain.review.trial_report import TrialPlan
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit.trial_plan import PlannedTrial, planned_trial
from mdt_alpr.hq.hits import trial
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR
from tests.hq.senders import EARLIER

BEFORE = EARLIER - timedelta(hours=2)


def a_trial(server: InProcessHq, plan: TrialPlan, at: datetime = BEFORE) -> PlannedTrial:
    """Plan a trial at an instant; return it as it was recorded, or the one that runs instead."""
    with server.hq.writing() as work:
        trial.plan_trial(replace(work, now=at), plan, ADMINISTRATOR)
        planned = planned_trial(work)
    assert planned is not None
    return planned
