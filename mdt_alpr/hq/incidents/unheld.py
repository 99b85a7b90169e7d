"""Remind of reports whose hit nothing keeps past day 90 (OPS-04)."""

from mdt_alpr.domain.retention.incidents import GOES, keeps_nothing
from mdt_alpr.domain.review.reminders import DueThing
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.incidents import store


def due(work: Work) -> list[DueThing]:
    """Return the open reports whose hit nothing keeps past day 90 (OPS-04)."""
    return [
        DueThing(f"Incident {number}", "not held", GOES)
        for number, incident in store.live(work, [])
        if keeps_nothing(incident.form, incident.state, [made.step for made in incident.steps])
    ]
