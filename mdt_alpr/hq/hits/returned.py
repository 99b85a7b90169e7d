"""Show an officer at sign-in which hits a supervisor sent back (09.21.6)."""

from dataclasses import replace

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Returned
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.hits import review_store as reviews
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.reads import hit_log_store as hit_log
from mdt_alpr.wire.messages import SessionMessage


def with_returned(hq: Headquarters, session: SessionMessage) -> SessionMessage:
    """Return the session with the hits that were sent back and not shown to the officer yet."""
    with hq.writing() as work:
        return replace(session, returned=_newly_returned(work, session.person_id))


def _newly_returned(work: Work, person_id: str) -> tuple[Returned, ...]:
    rows = reviews.untold(work.connection, person_id)
    if not rows:
        return ()
    names = people.names(work.connection)
    shown = []
    for row in rows:
        line = hit_log.line(work.connection, row.day, row.hit_id)
        if line is not None:
            by = names.get(row.person_id, row.person_id)
            shown.append(
                Returned(row.hit_id, line.raised_at, line.category, row.words, by, row.at)
            )
        record(work, AuditEvent.HQ_OFFICER_NOTIFIED, row.hit_id, person_id)
    reviews.mark_told(work.connection, [row.review_id for row in rows], work.now)
    return tuple(shown)
