"""Notices by device: numbered, kept until acknowledged; and the cars that ask for them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update

from mdt_alpr.hq.base import sealed_rows
from mdt_alpr.hq.base.database import insert, is_one_of
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.hit_tables import LISTENERS, NOTICES
from mdt_alpr.hq.base.tables import ACCOUNTS, SESSIONS
from mdt_alpr.wire.notices import NoticeKind

_ALL = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Notice:
    """What is sent to a car."""

    kind: NoticeKind
    captured_at: datetime
    body: str


@dataclass(frozen=True, slots=True)
class UnitOnShift:
    """Who is signed in in which car."""

    unit: str
    device: str
    name: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class NoticeProgress:
    """How far a car's notices are numbered, and what was given to which session."""

    last: int
    given_to: str
    given: int


def note_listener(connection: Connection, device: str, unit: str, now: datetime) -> NoticeProgress:
    """Note that a car asks; return how far its notices are."""
    row = {"device": device, "unit": unit, "asked_at": now, "last_number": 0}
    statement = insert(connection, LISTENERS).values(row)
    asked = statement.on_conflict_do_update(
        index_elements=[LISTENERS.c.device], set_={"unit": unit, "asked_at": now}
    )
    t = LISTENERS.c
    return NoticeProgress(
        *connection.execute(asked.returning(t.last_number, t.given_to, t.given)).one()
    )


def note_asked(connection: Connection, devices: Collection[str], now: datetime) -> None:
    """Note that cars that asked before still do."""
    t = LISTENERS.c
    noted = update(LISTENERS).where(is_one_of(connection, t.device, devices))
    connection.execute(noted.values(asked_at=now))


def note_given(connection: Connection, device: str, session: str, number: int) -> None:
    """Note up to which notice a session was given what waits."""
    noted = update(LISTENERS).where(LISTENERS.c.device == device)
    connection.execute(noted.values(given_to=session, given=number))


def add(work: Work, device: str, notice: Notice) -> int:
    """Keep a notice for a device; return its number. A car that never asked may ask later."""
    row = {"device": device, "unit": "", "asked_at": work.now, "last_number": 1}
    statement = insert(work.connection, LISTENERS).values(row)
    counted = statement.on_conflict_do_update(
        index_elements=[LISTENERS.c.device],
        set_={"last_number": LISTENERS.c.last_number + 1},
    )
    number: int = work.connection.scalar(counted.returning(LISTENERS.c.last_number)) or 1
    _put(work, device, number, notice)
    return number


def _put(work: Work, device: str, number: int, notice: Notice) -> None:
    row = {
        "device": device,
        "number": number,
        "kind": notice.kind,
        "captured_at": notice.captured_at,
        "body": notice.body,
    }
    work.connection.execute(NOTICES.insert(), sealed_rows.sealed(work.keys, NOTICES, row))


def waiting(work: Work, device: str, after: int, limit: int) -> list[tuple[int, Notice]]:
    """Return number and notice of what follows ``after`` and can be read, oldest first."""
    found = (
        select(NOTICES)
        .where(NOTICES.c.device == device, NOTICES.c.number > after)
        .order_by(NOTICES.c.number)
        .limit(limit)
    )
    rows = work.connection.execute(found).mappings()
    bodies = [(row, sealed_rows.text(work.keys, NOTICES, row)) for row in rows]
    return [
        (row["number"], Notice(row["kind"], row["captured_at"], body))
        for row, body in bodies
        if body is not None
    ]


def acknowledge(connection: Connection, device: str, number: int) -> None:
    """Forget what a car has received."""
    connection.execute(
        delete(NOTICES).where(NOTICES.c.device == device, NOTICES.c.number <= number)
    )


def forget_kind(connection: Connection, device: str, kind: NoticeKind) -> None:
    """Forget what waits of one kind, before all of it is sent again."""
    connection.execute(delete(NOTICES).where(NOTICES.c.device == device, NOTICES.c.kind == kind))


def number_from(work: Work, device: str, number: int) -> None:
    """Number what waits, and what will come, above ``number``.

    For a headquarters that was set back to an earlier state: the car knows later numbers.
    """
    waits = waiting(work, device, 0, _ALL)
    work.connection.execute(delete(NOTICES).where(NOTICES.c.device == device))
    for old, notice in waits:  # sealed again, as they are bound to their numbers
        _put(work, device, old + number, notice)
    head = update(LISTENERS).where(LISTENERS.c.device == device)
    work.connection.execute(head.values(last_number=LISTENERS.c.last_number + number))


# ---------------------------------------------------------------- who listens


def listeners(connection: Connection) -> list[str]:
    """Return every car that ever asked."""
    return list(connection.scalars(select(LISTENERS.c.device).order_by(LISTENERS.c.device)))


def unit_of(connection: Connection, device: str) -> str | None:
    """Return as which unit a car last asked, None for one that never did."""
    return connection.scalar(select(LISTENERS.c.unit).where(LISTENERS.c.device == device))


def device_of(connection: Connection, unit: str) -> str | None:
    """Return the car that last asked as this unit, whatever the case of its letters."""
    found = (
        select(LISTENERS.c.device)
        .where(func.lower(LISTENERS.c.unit) == unit.strip().lower(), LISTENERS.c.unit != "")
        .order_by(LISTENERS.c.asked_at.desc(), LISTENERS.c.device)
        .limit(1)
    )
    return connection.scalar(found)


def on_shift(connection: Connection, signed_in_after: datetime) -> Iterator[UnitOnShift]:
    """Yield the newest session of every car that asks for notices, by unit."""
    found = (
        select(LISTENERS.c.unit, LISTENERS.c.device, ACCOUNTS.c.name, LISTENERS.c.asked_at)
        .join(SESSIONS, SESSIONS.c.device == LISTENERS.c.device)
        .join(ACCOUNTS, ACCOUNTS.c.person_id == SESSIONS.c.person_id)
        .where(
            SESSIONS.c.ended_at.is_(None),
            SESSIONS.c.signed_in_at > signed_in_after,
            ACCOUNTS.c.disabled_at.is_(None),
            LISTENERS.c.unit != "",
        )
        .order_by(LISTENERS.c.unit, LISTENERS.c.device, SESSIONS.c.signed_in_at.desc())
    )
    seen: set[str] = set()
    for row in connection.execute(found):
        if row.device not in seen:
            seen.add(row.device)
            yield UnitOnShift(row.unit, row.device, row.name, row.asked_at)
