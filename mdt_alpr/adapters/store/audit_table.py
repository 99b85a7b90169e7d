"""The audit chain of this device, in its table."""

from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from mdt_alpr.adapters.store.tables import AUDIT
from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent
from mdt_alpr.patrol.sign_in import WITHOUT_LINK


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


def last(connection: Connection, event: AuditEvent | None = None) -> AuditEntry | None:
    """Return the newest entry, or the newest of an event."""
    entries = select(AUDIT) if event is None else select(AUDIT).where(AUDIT.c.event == event)
    row = connection.execute(entries.order_by(AUDIT.c.sequence.desc()).limit(1)).one_or_none()
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


def unlock_failures(connection: Connection) -> tuple[datetime, ...]:
    """Return when this car found a password wrong since the last sign-in, oldest first."""
    last_sign_in = (
        select(func.coalesce(func.max(AUDIT.c.sequence), 0))
        .where(AUDIT.c.event == AuditEvent.SIGN_IN)
        .scalar_subquery()
    )
    refused = select(AUDIT.c.at, AUDIT.c.detail).where(
        AUDIT.c.event == AuditEvent.SIGN_IN_REFUSED, AUDIT.c.sequence > last_sign_in
    )
    rows = connection.execute(refused.order_by(AUDIT.c.sequence))
    return tuple(row.at for row in rows if list(WITHOUT_LINK) in map(list, row.detail))
