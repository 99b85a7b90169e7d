"""The hotlist: its versions, and the entries of the newest."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, or_, select

from mdt_alpr.hq.store.tables import HOTLIST_ENTRIES, HOTLIST_VERSIONS


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


def replace_lists(
    connection: Connection, lists: Collection[str], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Put ``rows`` in the place of every entry of the named lists (HOT-03)."""
    connection.execute(delete(HOTLIST_ENTRIES).where(HOTLIST_ENTRIES.c.list_name.in_(lists)))
    if rows:
        connection.execute(HOTLIST_ENTRIES.insert(), list(rows))


def count(connection: Connection) -> int:
    """Return how many entries there are."""
    return connection.scalar(select(func.count()).select_from(HOTLIST_ENTRIES)) or 0


def live_body(connection: Connection, entry_id: str, now: datetime) -> str | None:
    """Return the body of one entry, None where there is none or it has expired."""
    ends = HOTLIST_ENTRIES.c.expires_at
    found = select(HOTLIST_ENTRIES.c.body).where(
        HOTLIST_ENTRIES.c.entry_id == entry_id, or_(ends.is_(None), ends > now)
    )
    return connection.scalar(found)


def live_bodies(connection: Connection, now: datetime) -> list[str]:
    """Return the body of every entry that has not expired, in the order of their ids."""
    ends = HOTLIST_ENTRIES.c.expires_at
    found = (
        select(HOTLIST_ENTRIES.c.body)
        .where(or_(ends.is_(None), ends > now))
        .order_by(HOTLIST_ENTRIES.c.entry_id)
    )
    return list(connection.scalars(found))
