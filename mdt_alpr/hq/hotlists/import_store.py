"""Every delivery of a hotlist and what became of it (HOT-12)."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime

from sqlalchemy import Connection, Text, func, select, type_coerce

from mdt_alpr.domain.hotlist.delivery import ListDelivery, compiled_from
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.paging import NEWEST, Paging, paged
from mdt_alpr.hq.base.tables import HOTLIST_ENTRIES
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.hotlists.store import Version
from mdt_alpr.hq.hotlists.tables import HOTLIST_IMPORTS

_MOST_READ = 2_000
FOLDER_PERSON = "drop folder"
"""Who delivers what lies in the drop folder."""
DISMISSED = "dismissed"
"""Among the counts of a settlement: the number of the delivery that it settles."""


@dataclass(frozen=True, slots=True)
class KeptImport:
    """A delivery; ``stopped`` says why nothing changed, ``version`` is the list's afterwards.

    ``written_at`` is from when its data is (``domain.hotlist.delivery``), None where that is
    not known; ``sha256`` is that of its content, empty where it was not read, ``report`` the name
    of the file of its dropped lines.
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
    sha256: str = ""
    report: str = ""


def last_number(connection: Connection) -> int:
    """Return the number of the last delivery, 0 before the first."""
    return connection.scalar(select(func.max(HOTLIST_IMPORTS.c.number))) or 0


def first_version(connection: Connection) -> int | None:
    """Return the version of the first delivery that was imported, None before it."""
    table = HOTLIST_IMPORTS.c
    query = select(func.min(table.version)).where(table.stopped == "", table.version > 0)
    first: int | None = connection.scalar(query)
    return first


def was_stopped(connection: Connection, by: Collection[str], sha256: str) -> bool:
    """Tell whether a file of this content was stopped when one of these delivered it alone."""
    table = HOTLIST_IMPORTS.c
    query = select(table.number).where(
        table.sha256 == sha256, table.by.in_(by), table.stopped != "", table.confirmed_by == ""
    )
    return bool(sha256) and connection.scalar(query.limit(1)) is not None


def is_dismissed(connection: Connection, stopped: KeptImport) -> bool:
    """Tell whether a delivery that was stopped was settled by two people."""
    table = HOTLIST_IMPORTS.c
    later = select(table.counts).where(
        table.source == stopped.source, table.number > stopped.number
    )
    later_counts = connection.scalars(later)
    return any(counts.get(DISMISSED) == stopped.number for counts in later_counts)


def add(connection: Connection, stored: KeptImport) -> None:
    """Keep a delivery; a number that is in use raises the database's integrity error."""
    row = {field.name: getattr(stored, field.name) for field in fields(stored)}
    connection.execute(HOTLIST_IMPORTS.insert(), row)


_ORDERS = {
    "number": HOTLIST_IMPORTS.c.number,
    "source": HOTLIST_IMPORTS.c.source,
    "state": HOTLIST_IMPORTS.c.stopped,
}


def of_number(connection: Connection, number: int) -> KeptImport | None:
    """Return a delivery, None where there is none of that number."""
    query = select(HOTLIST_IMPORTS).where(HOTLIST_IMPORTS.c.number == number)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else KeptImport(**row)


def page(
    connection: Connection, most: int, paging: Paging = NEWEST, until: datetime | None = None
) -> list[KeptImport]:
    """Return a page of the deliveries, of those up to an instant."""
    query = select(HOTLIST_IMPORTS)
    if until is not None:
        query = query.where(HOTLIST_IMPORTS.c.at <= until)
    query = paged(query, _ORDERS, HOTLIST_IMPORTS.c.number, paging, most)
    return [KeptImport(**row) for row in connection.execute(query).mappings()]


def deliveries(connection: Connection, until: datetime | None = None) -> list[ListDelivery]:
    """Return deliveries as the rules see them, up to an instant, the newest first.

    They are the newest ones, more than a month of many lists, and of each list in use the one
    that it was imported with last, however many of others came since (HOT-02).
    """
    imports = page(connection, _MOST_READ, until=until)
    if len(imports) == _MOST_READ:
        imported = {name for stored in imports if not stored.stopped for name in stored.lists}
        before = imports[-1].number
        sought = (name for name in _in_use(connection) if name not in imported)
        last = (_last_taken(connection, name, before) for name in sought)
        older = {stored.number: stored for stored in last if stored is not None}
        imports += [stored for _, stored in sorted(older.items(), reverse=True)]
    stops = {(k.sha256, k.by) for k in imports if k.stopped and not k.confirmed_by}
    return [
        ListDelivery(
            k.at,
            k.source,
            k.format,
            k.lists,
            k.stopped,
            k.written_at,
            seen_by_two=k.confirmed_by not in ("", k.by)
            and not stops.isdisjoint(((k.sha256, k.by), (k.sha256, FOLDER_PERSON))),
        )
        for k in imports
    ]


def _in_use(connection: Connection) -> Iterator[str]:
    """Give the name of every list that has entries: one index search for each."""
    column = HOTLIST_ENTRIES.c.list_name
    name = connection.scalar(select(func.min(column)))
    while name is not None:
        yield name
        name = connection.scalar(select(func.min(column)).where(column > name))


def _last_taken(connection: Connection, name: str, before: int) -> KeptImport | None:
    """Return the last delivery, of those before a number, in which a list was imported."""
    table = HOTLIST_IMPORTS.c
    looks_so = type_coerce(table.lists, Text).contains(f"{json.dumps(name)}:", autoescape=True)
    query = select(HOTLIST_IMPORTS).where(table.number < before, table.stopped == "", looks_so)
    streamed = query.order_by(table.number.desc()).execution_options(yield_per=10)
    with connection.execute(streamed) as rows:
        of_list = (row for row in rows.mappings() if name in row["lists"])
        return next((KeptImport(**row) for row in of_list), None)


def known_until(connection: Connection, at: datetime) -> list[KeptImport]:
    """Return every delivery up to an instant, the newest first."""
    query = select(HOTLIST_IMPORTS).where(HOTLIST_IMPORTS.c.at <= at)
    rows = connection.execute(query.order_by(HOTLIST_IMPORTS.c.number.desc())).mappings()
    return [KeptImport(**row) for row in rows]


def with_age(work: Work, version: Version) -> Version:
    """Return a version that follows a delivery, with its age and its number of entries.

    Its delivery is on record already.
    """
    oldest = compiled_from(deliveries(work.connection))
    entries = hotlists.count(work.connection)
    return replace(version, compiled_at=oldest or work.now, entries=entries)
