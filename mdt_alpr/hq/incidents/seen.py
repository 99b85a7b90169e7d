"""Which incidents a person sees, and which wait for that person (OPS-04)."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, or_

from mdt_alpr.domain.people.roles import Permission, may
from mdt_alpr.domain.retention import incidents as rules
from mdt_alpr.domain.retention.incidents import IncidentKind
from mdt_alpr.domain.review.waiting import Waits
from mdt_alpr.hq.base.headquarters import Caller, Work
from mdt_alpr.hq.incidents import store
from mdt_alpr.hq.incidents.tables import INCIDENTS
from mdt_alpr.hq.people import team_store as teams


def seen_by(work: Work, caller: Caller) -> list[ColumnElement[bool]]:
    """Return what limits a statement to the incidents that a caller may see.

    Everybody sees what they reported; nobody else's report about oneself. Custodians,
    administrators and auditors see every other, supervisors the wrongful stops of their team.
    """
    t, me = INCIDENTS.c, caller.person_id
    own, about_me = t.reported_by == me, t.concerns == me
    if may(caller.role, Permission.READ_AUDIT):
        return [or_(own, ~about_me)]
    if not may(caller.role, Permission.REVIEW_HITS):
        return [own]
    stops = [t.kind == IncidentKind.WRONGFUL_STOP, ~about_me]
    placed = teams.placement(work.connection, me)
    if not placed.sees_all and teams.is_in_use(work.connection):
        if not placed.team:
            return [own]
        stops += teams.of_team(t.concerns, placed.team)
    return [or_(own, and_(*stops))]


def waiting(work: Work, caller: Caller) -> Iterator[Waits]:
    """Yield the incidents that a caller must do something about."""
    for number, incident in store.live(work, seen_by(work, caller)):
        if rules.waits_for(incident, caller.person_id, caller.role):
            words = incident.kind.value.replace("_", " ")
            yield Waits(str(number), f"Incident {number}", words, incident.reported_at)
