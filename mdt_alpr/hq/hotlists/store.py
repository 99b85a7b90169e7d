"""The hotlist: its versions, the entries of the newest, and corrections of wrong ones (HOT-11)."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from mdt_alpr.hq.base.database import put_rows
from mdt_alpr.hq.base.hotlist_tables import CORRECTIONS, HOTLIST_CANCELLATIONS
from mdt_alpr.hq.base.tables import HOTLIST_ENTRIES, HOTLIST_VERSIONS
from mdt_alpr.hq.hotlists.spool import Row


@dataclass(frozen=True, slots=True)
class KeptCorrection:
    """A correction as it is kept; columns as in ``hotlist_tables.CORRECTIONS``."""

    number: int
    entry_id: str
    plate_text: str
    state: str
    list_name: str
    owner: str
    reason: str
    evidence: str
    owner_asked: str
    owner_asked_at: datetime | None
    made_at: datetime
    made_by: str
    expires_at: datetime
    ended_at: datetime | None = None
    ended_by: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A delivered record on a plate; ``body`` is its ``EntryMessage``."""

    entry_id: str
    list_name: str
    body: str


def corrected_now(now: datetime) -> ColumnElement[bool]:
    """Return the condition on a listed entry that cars do not alert on it now.

    A record whose plate or state changed since is another statement: it alerts.
    """
    there, here = CORRECTIONS.c, HOTLIST_ENTRIES.c
    return exists().where(
        there.entry_id == here.entry_id,
        there.plate_text == here.plate_text,
        there.state == here.state,
        there.ended_at.is_(None),
        there.expires_at > now,
    )


def listed(connection: Connection, plate_text: str, state: str) -> list[Listed]:
    """Return the delivered records on a plate and state, by their ids."""
    t = HOTLIST_ENTRIES.c
    found = select(t.entry_id, t.list_name, t.body).where(
        t.plate_text == plate_text, t.state == state
    )
    return [Listed(*row) for row in connection.execute(found.order_by(t.entry_id))]


def is_listed(connection: Connection, kept: KeptCorrection) -> bool:
    """Tell whether the record is still listed as it was when it was corrected."""
    t = HOTLIST_ENTRIES.c
    same = and_(t.plate_text == kept.plate_text, t.state == kept.state)
    found = select(func.count()).where(t.entry_id == kept.entry_id, same)
    return bool(connection.scalar(found))


def add_correction(connection: Connection, kept: KeptCorrection) -> None:
    """Keep a correction; a number that is in use raises the database's integrity error."""
    row = {field.name: getattr(kept, field.name) for field in fields(kept)}
    connection.execute(CORRECTIONS.insert(), row)


def change_correction(connection: Connection, number: int, **values: Any) -> None:
    """Change a correction."""
    connection.execute(update(CORRECTIONS).where(CORRECTIONS.c.number == number).values(values))


def next_correction(connection: Connection) -> int:
    """Return the number of the next correction."""
    return (connection.scalar(select(func.max(CORRECTIONS.c.number))) or 0) + 1


def open_corrections(connection: Connection) -> list[KeptCorrection]:
    """Return the corrections that nobody ended, also those whose time is over, oldest first."""
    found = select(CORRECTIONS).where(CORRECTIONS.c.ended_at.is_(None))
    rows = connection.execute(found.order_by(CORRECTIONS.c.number)).mappings()
    return [KeptCorrection(**row) for row in rows]


_AT_ONCE = 500
_COLUMNS = (
    "entry_id", "list_name", "category", "plate_text", "state", "nic", "expires_at", "line",
    "raw", "body", "fingerprint", "version",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the hotlist, and where it came from."""

    version: int
    compiled_at: datetime
    look_alikes_allowed: bool
    made_at: datetime
    made_by: str
    source: str
    entries: int
    dropped: int


def newest(connection: Connection) -> Version | None:
    """Return the newest version, None before the first."""
    found = select(HOTLIST_VERSIONS).order_by(HOTLIST_VERSIONS.c.version.desc()).limit(1)
    row = connection.execute(found).mappings().one_or_none()
    return None if row is None else Version(**row)


def add_version(connection: Connection, version: Version) -> None:
    """Keep a version; a number that is in use raises the database's integrity error."""
    row = {field.name: getattr(version, field.name) for field in fields(version)}
    connection.execute(HOTLIST_VERSIONS.insert(), row)


# ---------------------------------------------------------------- taking in


def present(connection: Connection, lists: Collection[str]) -> Iterator[tuple[str, int]]:
    """Give id and fingerprint of every entry of the named lists."""
    table = HOTLIST_ENTRIES.c
    found = select(table.entry_id, table.fingerprint).where(table.list_name.in_(lists))
    streamed = connection.execution_options(yield_per=10_000).execute(found)
    return ((entry_id, mark) for entry_id, mark in streamed)


def counts(connection: Connection, lists: Collection[str]) -> dict[str, int]:
    """Return how many entries each of these lists has."""
    name = HOTLIST_ENTRIES.c.list_name
    found = select(name, func.count()).where(name.in_(lists)).group_by(name)
    return {row[0]: row[1] for row in connection.execute(found)}


def cancel(connection: Connection, entry_ids: Iterable[str], version: int) -> int:
    """Take entries off the list, and note that cars must forget them; return how many."""
    number = 0
    for some in _chunks(entry_ids):
        rows = [{"version": version, "entry_id": entry_id} for entry_id in some]
        connection.execute(insert(HOTLIST_CANCELLATIONS), rows)
        number += _take_off(connection, some)
    return number


def put(connection: Connection, changed: Iterable[str], rows: Iterable[Row], version: int) -> int:
    """Put entries on the list in the place of the ``changed`` ones; return how many."""
    for some in _chunks(changed):
        _take_off(connection, some)
    return put_rows(connection, HOTLIST_ENTRIES, _COLUMNS, ((*row, version) for row in rows))


def send_again(connection: Connection, category: str, version: int) -> None:
    """Let every car get the entries of a category with this version: it goes on."""
    change = update(HOTLIST_ENTRIES).where(HOTLIST_ENTRIES.c.category == category)
    connection.execute(change.values(version=version))


def forget(connection: Connection, category: str, version: int) -> None:
    """Let every car forget the entries of a category with this version: it goes off."""
    of_category = select(version, HOTLIST_ENTRIES.c.entry_id).where(  # type: ignore[call-overload]
        HOTLIST_ENTRIES.c.category == category
    )
    connection.execute(
        insert(HOTLIST_CANCELLATIONS).from_select(["version", "entry_id"], of_category)
    )


def retire(connection: Connection, list_name: str, version: int) -> int:
    """Take a whole list off, and note that cars must forget it; return how many entries."""
    of_list = HOTLIST_ENTRIES.c.list_name == list_name
    gone = select(version, HOTLIST_ENTRIES.c.entry_id).where(of_list)  # type: ignore[call-overload]
    columns = ["version", "entry_id"]
    connection.execute(insert(HOTLIST_CANCELLATIONS).from_select(columns, gone))
    return connection.execute(delete(HOTLIST_ENTRIES).where(of_list)).rowcount


def forget_one(connection: Connection, entry_id: str, version: int) -> None:
    """Let every car forget an entry with this version, though it stays listed here."""
    row = {"version": version, "entry_id": entry_id}
    connection.execute(insert(HOTLIST_CANCELLATIONS), row)


def send_one_again(connection: Connection, entry_id: str, version: int) -> None:
    """Let every car get an entry with this version."""
    change = update(HOTLIST_ENTRIES).where(HOTLIST_ENTRIES.c.entry_id == entry_id)
    connection.execute(change.values(version=version))


def _take_off(connection: Connection, entry_ids: Collection[str]) -> int:
    gone = delete(HOTLIST_ENTRIES).where(HOTLIST_ENTRIES.c.entry_id.in_(entry_ids))
    return connection.execute(gone).rowcount


def _chunks(found: Iterable[str]) -> Iterator[list[str]]:
    some: list[str] = []
    for one in found:
        some.append(one)
        if len(some) == _AT_ONCE:
            yield some
            some = []
    if some:
        yield some


# ---------------------------------------------------------------- giving out


def count(connection: Connection) -> int:
    """Return how many entries there are."""
    return connection.scalar(select(func.count()).select_from(HOTLIST_ENTRIES)) or 0


def count_given(connection: Connection, categories: Collection[str], at: datetime) -> int:
    """Return how many entries cars get of these categories at an instant; reads every entry."""
    given = _live(at).where(HOTLIST_ENTRIES.c.category.in_(categories))
    return connection.scalar(select(func.count()).select_from(given.subquery())) or 0


def live_body(connection: Connection, entry_id: str, now: datetime) -> str | None:
    """Return the body of one entry, None where there is none or it has expired."""
    ends = HOTLIST_ENTRIES.c.expires_at
    found = select(HOTLIST_ENTRIES.c.body).where(
        HOTLIST_ENTRIES.c.entry_id == entry_id, or_(ends.is_(None), ends > now)
    )
    return connection.scalar(found)


def live_bodies(connection: Connection, now: datetime) -> list[str]:
    """Return the body of every entry that has not expired, in the order of their ids."""
    return list(connection.scalars(_live(now).order_by(HOTLIST_ENTRIES.c.entry_id)))


def bodies_since(
    connection: Connection, since: int, categories: Collection[str], now: datetime
) -> Iterable[str]:
    """Give the body of every live entry of these categories that came after a version."""
    table = HOTLIST_ENTRIES.c
    found = _live(now).where(table.version > since, table.category.in_(categories))
    return connection.execution_options(yield_per=5_000).scalars(found)


def cancelled_since(connection: Connection, since: int) -> Iterable[str]:
    """Give the id of every entry that left the list after a version."""
    table = HOTLIST_CANCELLATIONS.c
    found = select(table.entry_id).where(table.version > since).distinct()
    return connection.execution_options(yield_per=5_000).scalars(found)


def number_since(connection: Connection, since: int) -> int:
    """Return how many entries came or left after a version."""
    came = select(func.count()).where(HOTLIST_ENTRIES.c.version > since)
    left = select(func.count()).where(HOTLIST_CANCELLATIONS.c.version > since)
    return (connection.scalar(came) or 0) + (connection.scalar(left) or 0)


def _live(now: datetime) -> Select[tuple[str]]:
    """Select what has not expired and is not corrected (HOT-11)."""
    ends = HOTLIST_ENTRIES.c.expires_at
    not_over = or_(ends.is_(None), ends > now)
    return select(HOTLIST_ENTRIES.c.body).where(not_over, ~corrected_now(now))
