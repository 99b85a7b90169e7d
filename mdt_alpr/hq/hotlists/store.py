"""The hotlist: its versions, the entries of the newest, and corrections of wrong ones (HOT-11)."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.base import sealed_rows
from mdt_alpr.hq.base.database import put_rows
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.tables import HOTLIST_ENTRIES, HOTLIST_VERSIONS
from mdt_alpr.hq.hotlists.spool import Row
from mdt_alpr.hq.hotlists.tables import CORRECTIONS, HOTLIST_CANCELLATIONS, HOTLIST_PAST
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import EntryMessage


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


def _corrected(work: Work, at: datetime) -> list[str]:
    """Return the ids of the listed entries that cars do not alert on at an instant.

    A record whose plate or state changed since is another statement: it alerts.
    """
    holds = (correction for correction in open_corrections(work) if correction.expires_at > at)
    return [correction.entry_id for correction in holds if is_listed(work, correction)]


def listed(work: Work, plate_text: str, state: str) -> list[Listed]:
    """Return the delivered records on a plate and state, by their ids."""
    t = HOTLIST_ENTRIES.c
    dates = work.connection.scalars(select(t.sealed_on).distinct())
    forms = [_form(work, on, plate_text, state) for on in dates]
    query = select(HOTLIST_ENTRIES).where(t.plate.in_(forms))
    rows = work.connection.execute(query.order_by(t.entry_id)).mappings()
    opened = (sealed_rows.opened(work.keys, HOTLIST_ENTRIES, row) for row in rows)
    return [Listed(r["entry_id"], r["list_name"], r["body"]) for r in opened if r is not None]


def is_listed(work: Work, correction: KeptCorrection) -> bool:
    """Tell whether the record is still listed as it was when it was corrected."""
    t = HOTLIST_ENTRIES.c
    query = select(t.sealed_on, t.plate).where(t.entry_id == correction.entry_id)
    row = work.connection.execute(query).one_or_none()
    return row is not None and row.plate == _form(
        work, row.sealed_on, correction.plate_text, correction.state
    )


def _form(work: Work, on: date, plate_text: str, state: str) -> bytes:
    return sealed_rows.form(work.keys, on, plate_text, state)


def add_correction(work: Work, correction: KeptCorrection) -> None:
    """Keep a correction; a number that is in use raises the database's integrity error."""
    row = {field.name: getattr(correction, field.name) for field in fields(correction)}
    work.connection.execute(CORRECTIONS.insert(), sealed_rows.sealed(work.keys, CORRECTIONS, row))


def change_correction(work: Work, correction: KeptCorrection, **values: Any) -> None:
    """Change a correction."""
    row = {field.name: getattr(correction, field.name) for field in fields(correction)}
    changed = sealed_rows.sealed(work.keys, CORRECTIONS, {**row, **values})
    of_it = update(CORRECTIONS).where(CORRECTIONS.c.number == correction.number)
    work.connection.execute(of_it.values(changed))


def next_correction(connection: Connection) -> int:
    """Return the number of the next correction."""
    return (connection.scalar(select(func.max(CORRECTIONS.c.number))) or 0) + 1


def open_corrections(work: Work) -> list[KeptCorrection]:
    """Return the corrections that nobody ended, also those whose time is over, oldest first."""
    query = select(CORRECTIONS).where(CORRECTIONS.c.ended_at.is_(None))
    rows = work.connection.execute(query.order_by(CORRECTIONS.c.number)).mappings()
    opened = (sealed_rows.opened(work.keys, CORRECTIONS, row) for row in rows)
    return [KeptCorrection(**row) for row in opened if row is not None]


_AT_ONCE = 500
_COLUMNS = (
    "entry_id", "list_name", "category", "plate", "expires_at", "line", "fingerprint", "version",
    "listed_with",
    "sealed_on", sealed_rows.SEALED,
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
    query = select(HOTLIST_VERSIONS).order_by(HOTLIST_VERSIONS.c.version.desc()).limit(1)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else Version(**row)


def has_version(connection: Connection, number: int) -> bool:
    """Tell whether a version of this number is on record."""
    query = select(HOTLIST_VERSIONS.c.version).where(HOTLIST_VERSIONS.c.version == number)
    return connection.scalar(query) is not None


def add_version(connection: Connection, version: Version) -> None:
    """Keep a version; a number that is in use raises the database's integrity error."""
    row = {field.name: getattr(version, field.name) for field in fields(version)}
    connection.execute(HOTLIST_VERSIONS.insert(), row)


# ---------------------------------------------------------------- taking in


def present(connection: Connection, lists: Collection[str]) -> Iterator[tuple[str, int]]:
    """Give id and fingerprint of every entry of the named lists."""
    table = HOTLIST_ENTRIES.c
    query = select(table.entry_id, table.fingerprint).where(table.list_name.in_(lists))
    streamed = connection.execution_options(yield_per=10_000).execute(query)
    return ((entry_id, mark) for entry_id, mark in streamed)


def counts(connection: Connection, lists: Collection[str]) -> dict[str, int]:
    """Return how many entries each of these lists has."""
    name = HOTLIST_ENTRIES.c.list_name
    query = select(name, func.count()).where(name.in_(lists)).group_by(name)
    return {row[0]: row[1] for row in connection.execute(query)}


def cancel(connection: Connection, entry_ids: Iterable[str], version: int) -> int:
    """Take entries off the list, and note that cars must forget them; return how many."""
    number = 0
    for some in _chunks(entry_ids):
        rows = [{"version": version, "entry_id": entry_id} for entry_id in some]
        connection.execute(insert(HOTLIST_CANCELLATIONS), rows)
        number += _take_off(connection, some, version)
    return number


def put(work: Work, changed: Iterable[str], rows: Iterable[Row], version: int) -> int:
    """Put entries on the list in the place of the ``changed`` ones; return how many."""
    for some in _chunks(changed):
        _take_off(work.connection, some, version)
    stored_rows = (_kept(work, row, version) for row in rows)
    return put_rows(work.connection, HOTLIST_ENTRIES, _COLUMNS, stored_rows)


def _kept(work: Work, row: Row, version: int) -> list[Any]:
    entry_id, list_name, category, text, state, _, ends, line, raw, body, fingerprint = row
    on = capture_date(work.now)
    facts = {
        "entry_id": entry_id, "list_name": list_name, "category": category,
        "plate": _form(work, on, text, state), "expires_at": ends, "line": line,
        "fingerprint": fingerprint, "version": version, "listed_with": version, "sealed_on": on,
        "raw": raw, "body": body,
    }  # fmt: skip
    sealed = sealed_rows.sealed(work.keys, HOTLIST_ENTRIES, facts)
    return [sealed[name] for name in _COLUMNS]


def seal_again(work: Work, before: date, on: date, most: int) -> tuple[int, list[str]]:
    """Seal entries that lie under a date before ``before`` under ``on``; at most so many.

    Return how many there were, and the ids of those that nobody can open any more.
    """
    t = HOTLIST_ENTRIES.c
    old = select(HOTLIST_ENTRIES).where(t.sealed_on < before).limit(most)
    changed, lost = [], []
    for row in work.connection.execute(old).mappings().all():
        opened = sealed_rows.opened(work.keys, HOTLIST_ENTRIES, row)
        if opened is None:
            lost.append(row["entry_id"])
            continue
        entry = decode(EntryMessage, opened["body"])
        plate = _form(work, on, entry.text, entry.state)
        resealed = sealed_rows.sealed(work.keys, HOTLIST_ENTRIES, {**opened, "sealed_on": on})
        changed.append(
            {"of_id": row["entry_id"], "form": plate, "to": resealed[sealed_rows.SEALED]}
        )
    if changed:
        values = {"plate": bindparam("form"), "sealed": bindparam("to"), "sealed_on": on}
        of_each = update(HOTLIST_ENTRIES).where(t.entry_id == bindparam("of_id"))
        work.connection.execute(of_each.values(values), changed)
    return len(changed) + len(lost), lost


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
    _remember(connection, of_list, version)
    return connection.execute(delete(HOTLIST_ENTRIES).where(of_list)).rowcount


def forget_one(connection: Connection, entry_id: str, version: int) -> None:
    """Let every car forget an entry with this version, though it stays listed here."""
    row = {"version": version, "entry_id": entry_id}
    connection.execute(insert(HOTLIST_CANCELLATIONS), row)


def send_one_again(connection: Connection, entry_id: str, version: int) -> None:
    """Let every car get an entry with this version."""
    change = update(HOTLIST_ENTRIES).where(HOTLIST_ENTRIES.c.entry_id == entry_id)
    connection.execute(change.values(version=version))


_PAST = ("listed_with", "list_name", "category", "plate", "sealed_on", sealed_rows.SEALED)


def _remember(connection: Connection, condition: ColumnElement[bool], version: int) -> None:
    """Keep entries that leave the list with a version, for who asks about a past day (HOT-12)."""
    t = HOTLIST_ENTRIES.c
    left = select(literal(version), t.entry_id, *(t[name] for name in _PAST)).where(condition)
    columns = ["left_with", "entry_id", *_PAST]
    connection.execute(insert(HOTLIST_PAST).from_select(columns, left))


def _take_off(connection: Connection, entry_ids: Collection[str], version: int) -> int:
    _remember(connection, HOTLIST_ENTRIES.c.entry_id.in_(entry_ids), version)
    gone = delete(HOTLIST_ENTRIES).where(HOTLIST_ENTRIES.c.entry_id.in_(entry_ids))
    return connection.execute(gone).rowcount


def _chunks(entry_ids: Iterable[str]) -> Iterator[list[str]]:
    some: list[str] = []
    for entry_id in entry_ids:
        some.append(entry_id)
        if len(some) == _AT_ONCE:
            yield some
            some = []
    if some:
        yield some


# ---------------------------------------------------------------- giving out


def count(connection: Connection) -> int:
    """Return how many entries there are."""
    return connection.scalar(select(func.count()).select_from(HOTLIST_ENTRIES)) or 0


def count_given(work: Work, categories: Collection[str], at: datetime) -> int:
    """Return how many entries cars get of these categories at an instant; reads every entry."""
    given = _live(work, at).where(HOTLIST_ENTRIES.c.category.in_(categories))
    return work.connection.scalar(select(func.count()).select_from(given.subquery())) or 0


def live_body(work: Work, entry_id: str) -> str | None:
    """Return the body of one entry, None where there is none or it has expired."""
    is_it = _is_not_over(work.now), HOTLIST_ENTRIES.c.entry_id == entry_id
    return next(_bodies(work, select(HOTLIST_ENTRIES).where(*is_it)), None)


def live_bodies(work: Work) -> list[str]:
    """Return the body of every entry that has not expired, in the order of their ids."""
    return list(_bodies(work, _live(work, work.now).order_by(HOTLIST_ENTRIES.c.entry_id)))


def bodies_since(work: Work, since: int, categories: Collection[str]) -> Iterator[str]:
    """Give the body of every live entry of these categories that came after a version."""
    t = HOTLIST_ENTRIES.c
    query = _live(work, work.now).where(t.version > since, t.category.in_(categories))
    return _bodies(work, query.execution_options(yield_per=5_000))


def _bodies(work: Work, query: Select[Any]) -> Iterator[str]:
    for row in work.connection.execute(query).mappings():
        texts = sealed_rows.texts(work.keys, HOTLIST_ENTRIES, row)
        if texts is not None:
            yield texts["body"]


def canceled_since(connection: Connection, since: int) -> Iterable[str]:
    """Give the id of every entry that left the list after a version."""
    table = HOTLIST_CANCELLATIONS.c
    query = select(table.entry_id).where(table.version > since).distinct()
    return connection.execution_options(yield_per=5_000).scalars(query)


def number_since(connection: Connection, since: int) -> int:
    """Return how many entries came or left after a version."""
    came = select(func.count()).where(HOTLIST_ENTRIES.c.version > since)
    left = select(func.count()).where(HOTLIST_CANCELLATIONS.c.version > since)
    return (connection.scalar(came) or 0) + (connection.scalar(left) or 0)


def _live(work: Work, at: datetime) -> Select[Any]:
    """Select what has not expired and is not corrected (HOT-11)."""
    t = HOTLIST_ENTRIES.c
    return select(t.entry_id, t.sealed_on, t.sealed).where(
        _is_not_over(at), t.entry_id.not_in(_corrected(work, at))
    )


def _is_not_over(at: datetime) -> ColumnElement[bool]:
    ends = HOTLIST_ENTRIES.c.expires_at
    return or_(ends.is_(None), ends > at)
