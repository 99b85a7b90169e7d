"""A step on an open hit: checked by the rules, kept, then shown; on the records thread."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.verification import with_step
from mdt_alpr.domain.officer import Officer
from mdt_alpr.patrol.hit_facts import Facts, no_facts
from mdt_alpr.patrol.list_changes import ListChanges
from mdt_alpr.patrol.open_hits import OpenHits


@dataclass(frozen=True, slots=True)
class HitStep:
    """A change by the rules, the name under which it is recorded, and what is recorded with it.

    ``facts`` gets the hit after the step, so that an answer travels with its outcome.
    """

    event: AuditEvent
    change: Callable[[Hit, datetime], Hit]
    facts: Callable[[Hit], Facts] = no_facts


class HitSteps:
    """Makes the steps of open hits."""

    def __init__(self, hits: OpenHits, lists: ListChanges) -> None:
        self._hits = hits
        self._lists = lists

    def make(self, hit_id: str, step: HitStep, by: Officer | None = None) -> None:
        """Make a step, of an officer where ``by`` names one; refuse it where the rules do."""
        if (hit := self.up_to_date(hit_id)) is None:
            return
        now = self._hits.now()
        try:
            changed = step.change(hit, now)
        except DomainError as error:
            self._hits.refuse(hit_id, str(error))
            return
        if changed == hit:
            return
        if by is not None:
            changed = with_step(changed, step.event, now, by)
        self._hits.keep_step(hit, changed, step.event, step.facts(changed))
        self._lists.compare(hit_id)

    def up_to_date(self, hit_id: str) -> Hit | None:
        """Return a hit as clock and officer make it now; where it is not open, refuse."""
        self._lists.check_clock()
        self._hits.hand_over(hit_id)
        return self._hits.get_or_refuse(hit_id)
