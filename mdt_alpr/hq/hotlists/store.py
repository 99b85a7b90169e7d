"""The hotlist: its versions, and the entries of the newest."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, Select, delete, func, insert, or_, select, update

from mdt_alpr.hq.base.bulk import put_rows
from mdt_alpr.hq.base.hotlist_tables import HOTLIST_CANCELLATIONS
from mdt_alpr.hq.base.tables import HOTLIST_ENTRIES, HOTLIST_VERSIONS
from mdt_alpr.hq.hotlists.correction_store import corrected_now
from mdt_alpr.hq.hotlists.spool import Row

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
    """Keep a version; a number that is taken raises the database's integrity error."""
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
