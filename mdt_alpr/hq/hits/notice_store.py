"""Notices by device: numbered, kept until acknowledged; and the cars that ask for them."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update

from mdt_alpr.hq.base import sealed_rows
from mdt_alpr.hq.base.database import hold_name, insert, is_one_of, put_rows
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
    """How far a car's notices are numbered, and what was given to which session.

    ``whole_after`` is that of ``LISTENERS``.
    """

    last: int
    given_to: str
    given: int
    whole_after: int | None


def note_listener(connection: Connection, device: str, unit: str, now: datetime) -> NoticeProgress:
    """Note that a car asks; return how far its notices are."""
    row = {"device": device, "unit": unit, "asked_at": now, "last_number": 0}
    statement = insert(connection, LISTENERS).values(row)
    asked = statement.on_conflict_do_update(
        index_elements=[LISTENERS.c.device], set_={"unit": unit, "asked_at": now}
    )
    t = LISTENERS.c
    progress = asked.returning(t.last_number, t.given_to, t.given, t.whole_after)
    return NoticeProgress(*connection.execute(progress).one())


def note_asked(connection: Connection, devices: Collection[str], now: datetime) -> None:
    """Note that cars that asked before still do.

    A car whose row is in use is left out, as the next round notes it: to wait for one row while
    holding others would cross with whoever notifies several cars, or notes them at another server.
    """
    t = LISTENERS.c
    asked = select(t.device).where(is_one_of(connection, t.device, devices))
    free = asked.with_for_update(skip_locked=True, key_share=True)
    connection.execute(update(LISTENERS).where(t.device.in_(free)).values(asked_at=now))


def note_given(connection: Connection, device: str, session: str, number: int) -> None:
    """Note up to which notice a session was given what waits."""
    noted = update(LISTENERS).where(LISTENERS.c.device == device)
    connection.execute(noted.values(given_to=session, given=number))


def hold_notifying(work: Work) -> None:
    """Let nobody else notify cars until the end.

    A hit asks for each "no" that is known, a "no" for each open hit, a car's first question for
    each rejection that is kept: two at once, neither of which sees the other, would leave a "no"
    undelivered. Whoever changes several rows of ``LISTENERS`` holds this, so that no two do it
    crosswise. It is held before the audit, for which those who hold this wait.
    """
    hold_name(work.connection, "answers to other cars")


def add(work: Work, given: Collection[tuple[str, Notice]]) -> None:
    """Keep notices, each for a device, and wake those cars; one that never asked may ask later.

    It takes two statements for any number of cars up to a thousand.
    """
    if not given:
        return
    numbers = Counter(device for device, _ in given)
    rows = [
        {"device": device, "unit": "", "asked_at": work.now, "last_number": number}
        for device, number in sorted(numbers.items())
    ]
    t, statement = LISTENERS.c, insert(work.connection, LISTENERS)
    counted = statement.on_conflict_do_update(
        index_elements=[t.device],
        set_={"last_number": t.last_number + statement.excluded.last_number},
    )
    last = work.connection.execute(counted.returning(t.device, t.last_number), rows)
    free = {row.device: row.last_number - numbers[row.device] for row in last}
    numbered = []
    for device, notice in given:
        free[device] += 1
        numbered.append((device, free[device], notice))
    _put(work, numbered)
    work.notified.extend(numbers)


def _put(work: Work, numbered: Collection[tuple[str, int, Notice]]) -> None:
    columns = NOTICES.columns.keys()
    rows = (
        {
            "device": device,
            "number": number,
            "kind": notice.kind.value,
            "captured_at": notice.captured_at,
            "body": notice.body,
        }
        for device, number, notice in numbered
    )
    sealed = (sealed_rows.sealed(work.keys, NOTICES, row) for row in rows)
    put_rows(
        work.connection, NOTICES, columns, ([row[name] for name in columns] for row in sealed)
    )


def waiting(work: Work, device: str, after: int, limit: int) -> list[tuple[int, Notice]]:
    """Return number and notice of what follows ``after`` and can be read, oldest first."""
    query = (
        select(NOTICES)
        .where(NOTICES.c.device == device, NOTICES.c.number > after)
        .order_by(NOTICES.c.number)
        .limit(limit)
    )
    rows = work.connection.execute(query).mappings()
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


def has_every_rejection(connection: Connection, device: str, progress: NoticeProgress) -> bool:
    """Tell whether every rejection waits for a car: it has acknowledged none of them."""
    first = progress.whole_after
    if first is None or first == progress.last:
        return first is not None
    t = NOTICES.c
    waits = select(t.number).where(t.device == device, t.number == first + 1)
    return connection.scalar(waits) is not None


def note_whole(connection: Connection, device: str) -> None:
    """Note that every rejection follows what waits for a car."""
    whole = update(LISTENERS).where(LISTENERS.c.device == device)
    connection.execute(whole.values(whole_after=LISTENERS.c.last_number))


def forget_kind(connection: Connection, device: str, kind: NoticeKind) -> None:
    """Forget what waits of one kind, before all of it is sent again."""
    connection.execute(delete(NOTICES).where(NOTICES.c.device == device, NOTICES.c.kind == kind))


def number_from(work: Work, device: str, number: int) -> None:
    """Number what waits, and what will come, above ``number``.

    For a headquarters that was set back to an earlier state: the car knows later numbers.
    """
    waits = waiting(work, device, 0, _ALL)
    work.connection.execute(delete(NOTICES).where(NOTICES.c.device == device))
    # sealed again, as they are bound to their numbers
    _put(work, [(device, old + number, notice) for old, notice in waits])
    t = LISTENERS.c
    moved = {"last_number": t.last_number + number, "whole_after": t.whole_after + number}
    work.connection.execute(update(LISTENERS).where(t.device == device).values(moved))


# ---------------------------------------------------------------- who listens


def listeners(connection: Connection) -> list[str]:
    """Return every car that ever asked."""
    return list(connection.scalars(select(LISTENERS.c.device).order_by(LISTENERS.c.device)))


def unit_of(connection: Connection, device: str) -> str | None:
    """Return as which unit a car last asked, None for one that never did."""
    return connection.scalar(select(LISTENERS.c.unit).where(LISTENERS.c.device == device))


def device_of(connection: Connection, unit: str) -> str | None:
    """Return the car that last asked as this unit, whatever the case of its letters."""
    query = (
        select(LISTENERS.c.device)
        .where(func.lower(LISTENERS.c.unit) == unit.strip().lower(), LISTENERS.c.unit != "")
        .order_by(LISTENERS.c.asked_at.desc(), LISTENERS.c.device)
        .limit(1)
    )
    return connection.scalar(query)


def on_shift(connection: Connection, signed_in_after: datetime) -> Iterator[UnitOnShift]:
    """Yield the newest session of every car that asked for notices in it, by unit.

    A car in trial mode signs in and asks for none.
    """
    of_unit = LISTENERS.c.unit, LISTENERS.c.device, ACCOUNTS.c.name, LISTENERS.c.asked_at
    query = (
        select(*of_unit, SESSIONS.c.signed_in_at)
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
    for row in connection.execute(query):
        is_newest = row.device not in seen
        seen.add(row.device)
        if is_newest and row.asked_at >= row.signed_in_at:
            yield UnitOnShift(row.unit, row.device, row.name, row.asked_at)
