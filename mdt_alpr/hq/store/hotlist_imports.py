"""Every delivery of a hotlist and what became of it (HOT-12)."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, func, select

from mdt_alpr.domain.list_watch import ListDelivery
from mdt_alpr.hq.store.hotlist_tables import HOTLIST_IMPORTS

_LOOKED_AT = 2_000


@dataclass(frozen=True, slots=True)
class KeptImport:
    """A delivery; ``stopped`` says why nothing changed, ``version`` is the list's afterwards.

    ``written_at`` is when the sender wrote the file, None where it does not tell.
    """

    number: int
    at: datetime
    source: str
    format: str
    by: str
    confirmed_by: str
    stopped: str
    version: int
    lists: dict[str, int]
    counts: dict[str, int]
    written_at: datetime | None = None


def last_number(connection: Connection) -> int:
    """Return the number of the last delivery, 0 before the first."""
    return connection.scalar(select(func.max(HOTLIST_IMPORTS.c.number))) or 0


def first_version(connection: Connection) -> int | None:
    """Return the version of the first delivery that was taken in, None before it."""
    table = HOTLIST_IMPORTS.c
    found = select(func.min(table.version)).where(table.stopped == "")
    first: int | None = connection.scalar(found)
    return first


def newest_written(connection: Connection, lists: Collection[str]) -> datetime | None:
    """Return when the newest file that one of these lists was taken from was written."""
    table = HOTLIST_IMPORTS.c
    found = select(table.lists, table.written_at).where(
        table.stopped == "", table.written_at.is_not(None)
    )
    newest = connection.execute(found.order_by(table.written_at.desc()))
    return next((at for names, at in newest if set(names) & set(lists)), None)


def add(connection: Connection, kept: KeptImport) -> None:
    """Keep a delivery; a number that is taken raises the database's integrity error."""
    row = {field.name: getattr(kept, field.name) for field in fields(kept)}
    connection.execute(HOTLIST_IMPORTS.insert(), row)


def newest(connection: Connection, most: int) -> list[KeptImport]:
    """Return the newest deliveries, the newest first."""
    found = select(HOTLIST_IMPORTS).order_by(HOTLIST_IMPORTS.c.number.desc()).limit(most)
    return [KeptImport(**row) for row in connection.execute(found).mappings()]


def deliveries(connection: Connection) -> list[ListDelivery]:
    """Return the newest deliveries as the rules see them: more than a month of many lists."""
    found = newest(connection, _LOOKED_AT)
    return [ListDelivery(k.at, k.source, k.format, k.lists, k.stopped) for k in found]


def known_until(connection: Connection, at: datetime) -> list[KeptImport]:
    """Return every delivery up to an instant, the newest first."""
    found = select(HOTLIST_IMPORTS).where(HOTLIST_IMPORTS.c.at <= at)
    rows = connection.execute(found.order_by(HOTLIST_IMPORTS.c.number.desc())).mappings()
    return [KeptImport(**row) for row in rows]
