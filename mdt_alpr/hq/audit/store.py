"""Headquarters' own audit chain: appended to, read, never changed."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from mdt_alpr.domain.audit.audit import (
    BEGINNING,
    ORIGIN_FIELDS,
    ORIGIN_PREFIX,
    AuditEntry,
    AuditEvent,
    Origin,
    Place,
)
from mdt_alpr.hq.base.tables import ACCOUNTS, OWN_AUDIT, OWN_AUDIT_HEAD

LATELY = 20_000
"""Entries: more than an agency makes in an hour."""
DEVICE = "headquarters"


def hold_end(connection: Connection) -> Place:
    """Return sequence and digest of the last entry; until the transaction ends nobody appends."""
    row = connection.execute(select(OWN_AUDIT_HEAD).with_for_update()).one()
    return row.sequence, row.digest


def append(connection: Connection, *entries: AuditEntry) -> None:
    """Keep the entries that follow ``hold_end``, one at least."""
    rows = [
        {
            "sequence": entry.sequence,
            "at": entry.at,
            "person": entry.person,
            "event": entry.event,
            "subject": entry.subject,
            "previous": entry.previous,
            "digest": entry.digest,
            **_columns(entry.detail),
        }
        for entry in entries
    ]
    every = {name for row in rows for name in row}
    connection.execute(OWN_AUDIT.insert(), [{**dict.fromkeys(every, ""), **row} for row in rows])
    head = {"sequence": entries[-1].sequence, "digest": entries[-1].digest}
    connection.execute(update(OWN_AUDIT_HEAD).values(head))


def entries_from(connection: Connection, sequence: int, until: int, most: int) -> list[AuditEntry]:
    """Return the first ``most`` entries of these numbers, both included, in order."""
    query = select(OWN_AUDIT).where(OWN_AUDIT.c.sequence.between(sequence, until))
    rows = connection.execute(query.order_by(OWN_AUDIT.c.sequence).limit(most))
    return [entry_of(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Which:
    """Which entries: from ``since`` on and before ``before``, of a person, of an event."""

    since: datetime | None = None
    before: datetime | None = None
    person: str = ""
    event: AuditEvent | None = None


def found(
    connection: Connection, criteria: Which, between: tuple[int, int], most: int
) -> list[AuditEntry]:
    """Return the first ``most`` such entries behind the one number, up to the other, in order."""
    after, until = between
    t = OWN_AUDIT.c
    asked = select(OWN_AUDIT).where(t.sequence > after, t.sequence <= until)
    if criteria.since is not None:
        asked = asked.where(t.at >= criteria.since)
    if criteria.before is not None:
        asked = asked.where(t.at < criteria.before)
    if criteria.person:
        asked = asked.where(t.person == criteria.person)
    if criteria.event is not None:
        asked = asked.where(t.event == criteria.event)
    rows = connection.execute(asked.order_by(t.sequence).limit(most))
    return [entry_of(row) for row in rows]


@dataclass(frozen=True, slots=True)
class ShownTo:
    """That a subject was shown to a person at an address."""

    event: AuditEvent
    subject: str
    person: str
    address: str


def has(connection: Connection, shown: ShownTo, since: datetime, until: datetime) -> bool:
    """Return whether an entry of a span of time says so."""
    t = OWN_AUDIT.c
    wanted = (
        t.at.between(since, until),
        t.event == shown.event,
        t.subject == shown.subject,
        t.person == shown.person,
        t.address == shown.address,
    )
    return connection.execute(select(t.sequence).where(*wanted).limit(1)).first() is not None


def was_shown_to(
    connection: Connection, event: AuditEvent, subject: str, person: str, since: datetime
) -> bool:
    """Return whether a person saw a subject since then, at whichever address."""
    t = OWN_AUDIT.c
    wanted = t.at >= since, t.event == event, t.subject == subject, t.person == person
    return connection.execute(select(t.sequence).where(*wanted).limit(1)).first() is not None


def newest_at(connection: Connection, events: Collection[AuditEvent]) -> datetime | None:
    """Return when the newest entry of one of these events was made, None where there is none."""
    t = OWN_AUDIT.c
    of_them = select(t.at).where(t.event.in_(events)).order_by(t.sequence.desc()).limit(1)
    return connection.scalar(of_them)


def first_at(connection: Connection) -> datetime | None:
    """Return when the first entry was made, None where there is none."""
    first: datetime | None = connection.scalar(select(func.min(OWN_AUDIT.c.at)))
    return first


def newest_of(connection: Connection, event: AuditEvent) -> AuditEntry | None:
    """Return the newest entry of an event, None where there is none."""
    t = OWN_AUDIT.c
    of_it = select(OWN_AUDIT).where(t.event == event).order_by(t.sequence.desc()).limit(1)
    row = connection.execute(of_it).first()
    return None if row is None else entry_of(row)


def entries_since(
    connection: Connection, event: AuditEvent, since: datetime
) -> Iterator[AuditEntry]:
    """Yield the entries of an event since an instant, in their order."""
    t = OWN_AUDIT.c
    of_it = select(OWN_AUDIT).where(t.event == event, t.at >= since).order_by(t.sequence)
    yield from map(entry_of, connection.execute(of_it))


def last_sequence(connection: Connection) -> int:
    """Return the highest number that an entry has, whatever the head says; 0 for none."""
    return connection.scalar(select(func.max(OWN_AUDIT.c.sequence))) or 0


def place_behind(connection: Connection, sequence: int) -> Place:
    """Return the place that the next entry behind a number follows, whatever it holds.

    That is the head's where there is none.
    """
    t = OWN_AUDIT.c
    behind = select(t.sequence, t.previous).where(t.sequence > sequence)
    row = connection.execute(behind.order_by(t.sequence).limit(1)).first()
    return head(connection) if row is None else (row.sequence - 1, row.previous)


def head(connection: Connection) -> Place:
    """Return sequence and digest that the last entry must have; 0 before the first."""
    row = connection.execute(select(OWN_AUDIT_HEAD)).one_or_none()
    return BEGINNING if row is None else (row.sequence, row.digest)


def count(connection: Connection) -> int:
    """Return how many entries there are."""
    return connection.scalar(select(func.count()).select_from(OWN_AUDIT)) or 0


def count_between(connection: Connection, after: int, until: int) -> int:
    """Return how many entries there are behind a number, up to another."""
    t = OWN_AUDIT.c
    counted = select(func.count()).where(t.sequence > after, t.sequence <= until)
    return connection.scalar(counted) or 0


def entry_of(row: object) -> AuditEntry:
    """Return the entry that a row holds."""
    values = row._mapping  # type: ignore[attr-defined]  # noqa: SLF001 - SQLAlchemy's public name
    return AuditEntry(
        sequence=values["sequence"],
        at=values["at"],
        device=DEVICE,
        person=values["person"],
        event=values["event"],
        subject=values["subject"],
        detail=(*((name, value) for name, value in values["detail"]), *_origin_of(values).facts),
        previous=values["previous"],
        digest=values["digest"],
    )


def _columns(detail: Iterable[tuple[str, str]]) -> dict[str, object]:
    """Return the columns of an entry's facts: those of its origin have one each."""
    columns = {ORIGIN_PREFIX + name: name for name in ORIGIN_FIELDS}
    facts = [fact for fact in detail if fact[0] not in columns]
    return {"detail": facts, **{columns[name]: value for name, value in detail if name in columns}}


def _origin_of(values: Mapping[str, Any]) -> Origin:
    return Origin(**{name: values[name] for name in ORIGIN_FIELDS})


def name_and_role(connection: Connection, person_id: str) -> tuple[str, str]:
    """Return a person's name and role; empty for nobody's account."""
    t = ACCOUNTS.c
    row = connection.execute(select(t.name, t.role).where(t.person_id == person_id)).first()
    return ("", "") if row is None else (row.name, row.role.value)


def was_recorded_lately(connection: Connection, event: AuditEvent, subject: str) -> bool:
    """Tell whether an event about a subject is among the newest entries."""
    t = OWN_AUDIT.c
    query = select(t.sequence).where(
        t.sequence > last_sequence(connection) - LATELY, t.event == event, t.subject == subject
    )
    return connection.execute(query.limit(1)).first() is not None
