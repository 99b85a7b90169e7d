"""Every row of every table as JSON lines, out of one database and into another."""

import base64
import importlib
import json
import pkgutil
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Date, Integer, LargeBinary, Table, func, select

import mdt_alpr.hq.base as tables_folder
from mdt_alpr.database.types import UtcDateTime
from mdt_alpr.hq.base.tables import METADATA

ROWS_AT_ONCE = 2000


def every_table() -> list[Table]:
    """Return headquarters' tables, each behind those that it refers to."""
    for module in pkgutil.iter_modules(tables_folder.__path__):
        if module.name.endswith("tables"):
            importlib.import_module(f"{tables_folder.__name__}.{module.name}")
    return list(METADATA.sorted_tables)


def rows_of(connection: Connection, table: Table) -> Iterator[Any]:
    """Yield every row, those of one day together."""
    found = select(table)
    if "day" in table.c:
        found = found.order_by(table.c.day)
    streamed = connection.execution_options(stream_results=True, max_row_buffer=ROWS_AT_ONCE)
    yield from streamed.execute(found).mappings()


def lines_of(rows: Iterable[Any]) -> bytes:
    """Return rows as JSON, one a line."""
    texts = (json.dumps(dict(row), default=_plain, sort_keys=True) for row in rows)
    return "\n".join(texts).encode()


def rows_from(table: Table, lines: bytes) -> list[dict[str, Any]]:
    """Return the rows that were written for a table."""
    readers = {c.name: _READERS[kind] for c in table.c if (kind := _kind(c.type)) is not None}
    rows = [json.loads(line) for line in lines.decode().splitlines()]
    for row in rows:
        for name, read in readers.items():
            if row[name] is not None:
                row[name] = read(row[name])
    return rows


def empty(connection: Connection, tables: Sequence[Table]) -> None:
    """Empty tables, those that refer to others first: a new schema brings rows of its own."""
    for table in reversed(tables):
        connection.execute(table.delete())


def count_on(connection: Connection, tables: Iterable[Table]) -> None:
    """Let PostgreSQL give numbers behind those that were put in."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        column = table.autoincrement_column
        if column is None or not isinstance(column.type, Integer):
            continue
        sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
        last = connection.scalar(select(func.max(column)))
        if sequence is not None and last is not None:
            connection.execute(select(func.setval(sequence, last)))


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, date):  # a datetime is one
        return value.isoformat()
    message = f"{type(value).__name__} cannot be copied"
    raise TypeError(message)


def _kind(of: object) -> type | None:
    return next((kind for kind in _READERS if isinstance(of, kind)), None)


_READERS: dict[type, Any] = {
    UtcDateTime: datetime.fromisoformat,
    Date: date.fromisoformat,
    LargeBinary: base64.b64decode,
}
