"""Headquarters' own audit chain: appended to, read, never changed."""

from collections.abc import Iterator

from sqlalchemy import Connection, func, select, update

from mdt_alpr.domain.audit import AuditEntry
from mdt_alpr.hq.store.tables import OWN_AUDIT, OWN_AUDIT_HEAD

DEVICE = "headquarters"


def last(connection: Connection) -> AuditEntry | None:
    """Return the last entry; until the transaction ends nobody else can append."""
    locked = select(OWN_AUDIT_HEAD.c.sequence).with_for_update()
    sequence = connection.scalar(locked)
    found = select(OWN_AUDIT).where(OWN_AUDIT.c.sequence == sequence)
    row = connection.execute(found).one_or_none()
    return None if row is None else entry_of(row)


def append(connection: Connection, entry: AuditEntry) -> None:
    """Keep the entry that follows ``last``."""
    row = {
        "sequence": entry.sequence,
        "at": entry.at,
        "person": entry.person,
        "event": entry.event,
        "subject": entry.subject,
        "detail": entry.detail,
        "previous": entry.previous,
        "digest": entry.digest,
    }
    connection.execute(OWN_AUDIT.insert(), row)
    head = {"sequence": entry.sequence, "digest": entry.digest}
    connection.execute(update(OWN_AUDIT_HEAD).values(head))


def entries(connection: Connection) -> Iterator[AuditEntry]:
    """Yield every entry, in order."""
    for row in connection.execute(select(OWN_AUDIT).order_by(OWN_AUDIT.c.sequence)):
        yield entry_of(row)


def head(connection: Connection) -> tuple[int, str]:
    """Return sequence and digest that the last entry must have; 0 before the first."""
    row = connection.execute(select(OWN_AUDIT_HEAD)).one()
    return row.sequence, row.digest


def count(connection: Connection) -> int:
    """Return how many entries there are."""
    return connection.scalar(select(func.count()).select_from(OWN_AUDIT)) or 0


def entry_of(row: object) -> AuditEntry:
    """Return the entry that a row holds."""
    kept = row._mapping  # type: ignore[attr-defined]  # noqa: SLF001 - SQLAlchemy's public name
    return AuditEntry(
        sequence=kept["sequence"],
        at=kept["at"],
        device=DEVICE,
        person=kept["person"],
        event=kept["event"],
        subject=kept["subject"],
        detail=tuple((name, value) for name, value in kept["detail"]),
        previous=kept["previous"],
        digest=kept["digest"],
    )
