"""Which incidents were reported in this car, and whether headquarters has them (OPS-01)."""

from datetime import datetime

from sqlalchemy import Connection, select

from mdt_alpr.adapters.store.content import Content
from mdt_alpr.adapters.store.tables import AUDIT, OUTBOX
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.retention.outbox import Arrival, ItemKind, OwnReport
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.incidents import IncidentReportMessage


def own_reports(
    connection: Connection, content: Content, person: str, since: datetime
) -> tuple[OwnReport, ...]:
    """Return those of a person, the newest first: the audit outlasts the message that was sent."""
    reported = AUDIT.c.event == AuditEvent.INCIDENT_REPORTED
    query = select(AUDIT).where(reported, AUDIT.c.person == person, AUDIT.c.at >= since)
    here = _still_here(connection, content)
    return tuple(
        OwnReport(row.at, dict(row.detail)["kind"], here.get(row.subject, Arrival.ARRIVED))
        for row in connection.execute(query.order_by(AUDIT.c.sequence.desc()))
    )


def _still_here(connection: Connection, content: Content) -> dict[str, Arrival]:
    """Return the reports that wait or were refused, by their ids."""
    rows = connection.execute(select(OUTBOX).where(OUTBOX.c.kind == ItemKind.INCIDENT_REPORT))
    texts = ((row, content.text(row.body, row.item_id)) for row in rows)
    return {
        decode(IncidentReportMessage, text).incident_id: (
            Arrival.WAITS if row.refused_at is None else Arrival.REFUSED
        )
        for row, text in texts
        if text is not None
    }
