"""Put a batch's items and reads into their tables: one statement a table.

On PostgreSQL each column travels as one text that the server splits again: half the
work of 500 statements, and of an array a column, which the driver would have to quote. What is
sealed travels as one blob.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from itertools import accumulate
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Connection, Date, LargeBinary, Table, select

from mdt_alpr.database.types import UtcDateTime
from mdt_alpr.hq.base.database import is_one_of
from mdt_alpr.hq.base.tables import ITEMS, READS
from mdt_alpr.hq.reads.read_counts import Counts

Values = tuple[Any, ...]
"""One row in the order of the table's columns: every value as text, or as bytes if sealed."""

_BETWEEN = "\x1f"
"""Occurs in no JSON text; where a name holds it, rows go one by one."""
_WITHOUT_OFFSET = 26
_CASTS = {Date: "date", BigInteger: "bigint", UtcDateTime: "timestamptz", LargeBinary: "bytea"}


def time_text(instant: datetime) -> str:
    """Return an instant as both databases accept it."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")[:_WITHOUT_OFFSET] + "Z"


def known_items(connection: Connection, keys: Collection[tuple[date, str]]) -> set[str]:
    """Return those of the item ids that were accepted before."""
    known = set[str]()
    for on in sorted({day for day, _ in keys}):
        given = [item_id for day, item_id in keys if day == on]
        query = select(ITEMS.c.item_id).where(
            ITEMS.c.day == on, is_one_of(connection, ITEMS.c.item_id, given)
        )
        known.update(connection.scalars(query))
    return known


def add_items(connection: Connection, rows: Sequence[Values]) -> set[str]:
    """Remember that these items were accepted; return the ids of those that were not known."""
    if connection.dialect.name == "postgresql":
        return set(_put(connection, ITEMS, "DO NOTHING RETURNING item_id", rows).returned)
    keys = {(date.fromisoformat(row[0]), row[_ITEM_ID]) for row in rows}
    known = known_items(connection, keys)
    fresh = [row for row in rows if row[_ITEM_ID] not in known]
    _put(connection, ITEMS, "DO NOTHING", fresh)
    return {row[_ITEM_ID] for row in fresh}


def add_reads(connection: Connection, rows: Collection[Values]) -> Counts:
    """Keep reads; of two revisions of one read the later stays, whichever comes first.

    Return how many were not there before, by day and unit; on PostgreSQL alone.
    """
    latest: dict[Values, Values] = {}
    for row in rows:
        key = row[_DAY], row[_READ_ID]
        if key not in latest or int(row[_REVISION]) > int(latest[key][_REVISION]):
            latest[key] = row
    in_order = [latest[key] for key in sorted(latest)]
    if connection.dialect.name != "postgresql":
        _put(connection, READS, _LATER_REVISION, in_order)
        return {}
    groups: dict[tuple[str, str], list[Values]] = {}
    for row in in_order:
        groups.setdefault((row[_DAY], row[_UNIT]), []).append(row)
    return {
        (date.fromisoformat(day), unit): _fresh_reads(connection, group)
        for (day, unit), group in groups.items()
    }


def _fresh_reads(connection: Connection, rows: Sequence[Values]) -> int:
    """Keep the reads; return how many were not there before."""
    fresh = _put(connection, READS, "DO NOTHING", rows).number
    if fresh < len(rows):
        _put(connection, READS, _LATER_REVISION, rows)
    return fresh


_ITEM_ID = list(ITEMS.c.keys()).index("item_id")
_DAY, _READ_ID, _REVISION, _UNIT = map(
    list(READS.c.keys()).index, ("day", "read_id", "revision", "unit")
)
_LATER_REVISION = (
    "DO UPDATE SET "
    + ", ".join(f"{c.name} = excluded.{c.name}" for c in READS.c if not c.primary_key)
    + " WHERE excluded.revision > reads.revision AND excluded.device = reads.device"
)


class _Put(NamedTuple):
    """How many rows a statement inserted or changed, and what it returned."""

    number: int
    returned: list[str]


_NOTHING = _Put(0, [])


def _put(connection: Connection, table: Table, on_conflict: str, rows: Sequence[Values]) -> _Put:
    """Insert the rows; SQLite does not report the result."""
    if not rows:
        return _NOTHING
    names = ", ".join(table.c.keys())
    key = ", ".join(table.primary_key.columns.keys())
    head, end = f"INSERT INTO {table.name} ({names})", f"ON CONFLICT ({key}) {on_conflict}"
    if connection.dialect.name != "postgresql":
        marks = ", ".join("?" * len(table.c))
        connection.exec_driver_sql(f"{head} VALUES ({marks}) {end}", list(rows))
        return _NOTHING
    casts = [_CASTS.get(type(c.type), "text") for c in table.c]
    joined = [_joined(column) for column in zip(*rows, strict=True)]
    if len(rows) == 1 or any(text.count(_BETWEEN) != len(rows) - 1 for text, _ in joined):
        marks = ", ".join(f"CAST(%s AS {cast})" for cast in casts)
        ones = [_run(connection, f"{head} VALUES ({marks}) {end}", row) for row in rows]
        return _Put(
            sum(result.number for result in ones), [r for result in ones for r in result.returned]
        )
    parts = ", ".join(["string_to_array(%s, E'\\x1f')"] * len(joined))
    columns = ", ".join(map(_picked, table.c.keys(), casts))
    statement = f"{head} SELECT {columns} FROM unnest({parts}) AS batch ({names}) {end}"  # noqa: S608 - our own names
    sealed = [blob for _, blob in joined if blob]
    return _run(connection, statement, (*sealed, *(text for text, _ in joined)))


def _joined(column: Values) -> tuple[str, bytes]:
    """Return a column as one text; what is sealed as one blob, and where in it each value lies."""
    if isinstance(column[0], str):
        return _BETWEEN.join(column), b""
    ends = list(accumulate(map(len, column)))
    places = (
        f"{end - len(value) + 1},{len(value)}" for end, value in zip(ends, column, strict=True)
    )
    return _BETWEEN.join(places), b"".join(column)


def _picked(name: str, cast: str) -> str:
    if cast != "bytea":
        return f"CAST({name} AS {cast})"
    first, number = (f"CAST(split_part({name}, ',', {n}) AS int)" for n in (1, 2))
    return f"substring(%b FROM {first} FOR {number})"


def _run(connection: Connection, statement: str, values: Values) -> _Put:
    sql = connection.exec_driver_sql(statement, values)
    return _Put(sql.rowcount, list(sql.scalars()) if sql.returns_rows else [])
