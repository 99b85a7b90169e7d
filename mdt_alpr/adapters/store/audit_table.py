"""The audit chain of this device, in its table."""

from sqlalchemy import Connection, insert, select

from mdt_alpr.adapters.store.tables import AUDIT
from mdt_alpr.domain.audit import AuditEntry


def append(connection: Connection, entry: AuditEntry) -> None:
    """Write the next entry; the table's triggers refuse any later change."""
    connection.execute(
        insert(AUDIT).values(
            sequence=entry.sequence,
            at=entry.at,
            device=entry.device,
            person=entry.person,
            event=entry.event,
            subject=entry.subject,
            detail=entry.detail,
            previous=entry.previous,
            digest=entry.digest,
        )
    )


def last(connection: Connection) -> AuditEntry | None:
    """Return the newest entry."""
    row = connection.execute(
        select(AUDIT).order_by(AUDIT.c.sequence.desc()).limit(1)
    ).one_or_none()
    if row is None:
        return None
    return AuditEntry(
        sequence=row.sequence,
        at=row.at,
        device=row.device,
        person=row.person,
        event=row.event,
        subject=row.subject,
        detail=tuple((name, value) for name, value in row.detail),
        previous=row.previous,
        digest=row.digest,
    )
