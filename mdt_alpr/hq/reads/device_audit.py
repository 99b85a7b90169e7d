"""Audit entries of the cars, and how far each car's chain is whole."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent
from mdt_alpr.domain.conversion import converted
from mdt_alpr.hq.base.database import insert_new, put_row
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.tables import DEVICE_AUDIT, DEVICES
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import AuditMessage

WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Chain:
    """How far a device's chain is whole; ``state`` as in ``wire.review.ChainMessage``."""

    device: str
    verified: int = 0
    state: str = WHOLE
    broken_at: int | None = None


def note_device(connection: Connection, device: str, now: datetime) -> None:
    """Note that a device was seen; nobody else accepts its items until the end."""
    row = {"device": device, "last_seen_at": now, "verified": 0, "chain_state": WHOLE}
    put_row(connection, DEVICES, row, "last_seen_at")


def add_entries(work: Work, rows: Iterable[Mapping[str, Any]]) -> None:
    """Keep entries; the same one again changes nothing."""
    insert_new(work.connection, DEVICE_AUDIT, rows)


def chain(connection: Connection, device: str) -> Chain:
    """Return the status of a device's chain."""
    row = connection.execute(select(DEVICES).where(DEVICES.c.device == device)).one()
    return Chain(device, row.verified, row.chain_state, row.broken_at)


def save_chain(connection: Connection, chain: Chain) -> None:
    """Keep the status of a device's chain."""
    values = {"verified": chain.verified, "chain_state": chain.state, "broken_at": chain.broken_at}
    connection.execute(update(DEVICES).where(DEVICES.c.device == chain.device).values(values))


def entries_from(
    connection: Connection, device: str, sequence: int, limit: int
) -> list[tuple[int, str]]:
    """Return sequence and body of a device's entries from ``sequence`` on, in order."""
    query = (
        select(DEVICE_AUDIT.c.sequence, DEVICE_AUDIT.c.body)
        .where(DEVICE_AUDIT.c.device == device, DEVICE_AUDIT.c.sequence >= sequence)
        .order_by(DEVICE_AUDIT.c.sequence, DEVICE_AUDIT.c.fingerprint)
        .limit(limit)
    )
    return [(row.sequence, row.body) for row in connection.execute(query)]


def chains(connection: Connection) -> list[tuple[Chain, int]]:
    """Return every device's chain and how many entries of it are kept."""
    number = (
        select(func.count())
        .where(DEVICE_AUDIT.c.device == DEVICES.c.device)
        .correlate(DEVICES)
        .scalar_subquery()
    )
    query = select(DEVICES, number.label("entries")).order_by(DEVICES.c.device)
    return [
        (Chain(row.device, row.verified, row.chain_state, row.broken_at), row.entries)
        for row in connection.execute(query)
    ]


def events_about(connection: Connection, subjects: Collection[str]) -> dict[str, list[AuditEvent]]:
    """Return the events about each subject, in the order of their chain."""
    query = (
        select(DEVICE_AUDIT.c.subject, DEVICE_AUDIT.c.event)
        .where(DEVICE_AUDIT.c.subject.in_(subjects))
        .order_by(DEVICE_AUDIT.c.device, DEVICE_AUDIT.c.sequence, DEVICE_AUDIT.c.fingerprint)
    )
    events: dict[str, list[AuditEvent]] = {}
    for row in connection.execute(query):
        events.setdefault(row.subject, []).append(row.event)
    return events


def entries_about(connection: Connection, subject: str) -> list[str]:
    """Return the bodies of the entries about a subject, in the order of their chain."""
    query = (
        select(DEVICE_AUDIT.c.body)
        .where(DEVICE_AUDIT.c.subject == subject)
        .order_by(DEVICE_AUDIT.c.device, DEVICE_AUDIT.c.sequence, DEVICE_AUDIT.c.fingerprint)
    )
    return list(connection.scalars(query))


def entry_of(body: str) -> AuditEntry:
    """Return the entry of an audit message's text."""
    message = decode(AuditMessage, body)
    return converted(AuditEntry, message, event=AuditEvent(message.event))
