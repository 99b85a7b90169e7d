"""Put millions of rows into a table: COPY on PostgreSQL, plain statements on SQLite."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table

from mdt_alpr.database.types import UtcDateTime

_AT_ONCE = 5_000


def put_rows(
    connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    """Insert the rows, in the order of ``columns``; return how many."""
    if connection.dialect.name == "postgresql":
        return _copied(connection, table, columns, rows)
    places = [i for i, c in enumerate(columns) if isinstance(table.c[c].type, UtcDateTime)]
    marks = ",".join("?" * len(columns))
    statement = f"INSERT INTO {table.name} ({_named(columns)}) VALUES ({marks})"  # noqa: S608 - names of our own table
    number = 0
    rest = iter(rows)
    while some := list(islice(rest, _AT_ONCE)):
        written = _with_times(connection, table, columns, places, some)
        connection.exec_driver_sql(statement, list(written))
        number += len(some)
    return number


def _with_times(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    places: Sequence[int],
    rows: Iterable[Sequence[Any]],
) -> Iterator[tuple[Any, ...]]:
    """Give the rows with their times as this database keeps them."""
    for row in rows:
        if all(row[place] is None for place in places):
            yield tuple(row)
            continue
        kept = list(row)
        for place in places:
            of_column: Any = table.c[columns[place]].type
            kept[place] = of_column.process_bind_param(row[place], connection.dialect)
        yield tuple(kept)


def _copied(
    connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    number = 0
    cursor = connection.connection.cursor()
    try:
        with cursor.copy(f"COPY {table.name} ({_named(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
                number += 1
    finally:
        cursor.close()
    return number


def _named(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)
