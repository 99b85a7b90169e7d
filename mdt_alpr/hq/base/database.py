"""Open headquarters' database, bring its schema up to date, hand out transactions."""

import json
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime
from functools import cache
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    URL,
    Column,
    ColumnElement,
    Connection,
    Engine,
    Table,
    bindparam,
    delete,
    event,
    func,
    make_url,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, OperationalError

from mdt_alpr.database.engine import checkpoint, is_confirmed, open_database, sqlite_code
from mdt_alpr.database.migrate import upgrade
from mdt_alpr.database.types import UtcDateTime
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.files import private_files
from mdt_alpr.hq.base.private_places import close_database
from mdt_alpr.hq.base.settings_file import setting_words

_SETTING = setting_words("database")
DAMAGED = (
    "A page of the database is not what was written. Stop headquarters, copy its folder away, "
    "replace the disk, and bring back a backup: hq restore."
)
_AT_ONCE = 5_000
AS_BYTES = MappingProxyType({"as_bytes": True})
"""Options of a statement whose answer is large and sealed: as text it would be twice as long."""


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
        values = list(row)
        for place in places:
            of_column: Any = table.c[columns[place]].type
            values[place] = of_column.process_bind_param(row[place], connection.dialect)
        yield tuple(values)


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


def _answer_in_bytes(*facts: Any) -> None:
    _, cursor, _, _, context, _ = facts
    if context is not None and "as_bytes" in context.execution_options:
        cursor.format = 1  # what the driver calls binary


MIGRATIONS = Path(__file__).parent / "migrations"


class Database:
    """Headquarters' database: embedded SQLite, or PostgreSQL by URL."""

    def __init__(self, url: str) -> None:
        """Make a file of SQLite's ready; nothing is asked of a server yet.

        Raises:
            OutsideError: the URL names no known database, or a file that cannot be made.
        """
        parsed = url_of(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            _make_file(Path(parsed.database))
        self.engine = _engine(url)
        if self.is_server:
            event.listen(self.engine, "before_cursor_execute", _answer_in_bytes)
        self._reading = self.engine.execution_options(read_only=True)
        self._alone = nullcontext() if self.is_server else threading.RLock()

    @property
    def is_server(self) -> bool:
        """Tell whether it is PostgreSQL, or one that speaks like it."""
        return self.engine.dialect.name == "postgresql"

    def prepare(self) -> None:
        """Bring the schema up to date.

        Raises:
            StoreNewerError: a newer program wrote this database.
            OutsideError: it does not answer as it should.
        """
        with failures_in_words():
            upgrade(self.engine, MIGRATIONS)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a transaction that commits as a whole or not at all.

        SQLite has one writer at a time; here they queue, which it would have them poll for.

        Raises:
            OperationalError: also where it committed but a failover may take it back; nobody may
                be told that it is kept, and what is done again waits again.
        """
        with self._alone, self.engine.connect() as connection:
            with connection.begin():
                yield connection
            if not is_confirmed(connection):
                statement = "COMMIT"
                raise OperationalError(statement, None, OutsideError("No standby confirmed it."))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a transaction that sees one state and hinders no writer."""
        with self._reading.begin() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Give a transaction that sees one state over many statements."""
        options: dict[str, Any] = {"read_only": True}
        if self.engine.dialect.name == "postgresql":
            options["isolation_level"] = "REPEATABLE READ"
        with self.engine.execution_options(**options).begin() as connection:
            yield connection

    @contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """Let one server at a time be at what this names; SQLite has one."""
        if not self.is_server:
            yield
            return
        with self.reading() as connection:
            hold_name(connection, name)
            yield

    def answers(self) -> None:
        """Ask the simplest question; raises what the driver raises when it has no answer."""
        with self.reading() as connection:
            connection.execute(select(1))

    def is_whole(self) -> bool:
        """Tell whether every page of an SQLite file is as it was written; reads all of it.

        A server's pages have checksums of its own.
        """
        if self.is_server:
            return True
        try:
            with self.reading() as connection:
                result = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
        except OperationalError:  # the disk refuses: that is another matter
            raise
        except DatabaseError:
            return False
        return bool(result == "ok")

    def leave_nothing_erased(self) -> None:
        """Fold SQLite's write-ahead log away, so that no erased page stays on the disk."""
        checkpoint(self.engine)

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


_INSERTS: Mapping[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def put_row(connection: Connection, table: Table, row: Mapping[str, Any], *changed: str) -> None:
    """Insert a row; where its key is there already, change these columns, or all others."""
    others = tuple(changed or (name for name in row if not table.c[name].primary_key))
    connection.execute(_putting(connection.dialect.name, table, others), row)


@cache
def _putting(dialect: str, table: Table, changed: tuple[str, ...]) -> Any:
    """Return the statement of ``put_row``, made once."""
    statement = _INSERTS[dialect](table)
    values = {name: statement.excluded[name] for name in changed}
    return statement.on_conflict_do_update(index_elements=table.primary_key, set_=values)


LARGEST_NUMBER = 2**31 - 1
"""The largest that a column of whole numbers holds."""


def is_number(number: int) -> bool:
    """Tell whether a row may have this number: a larger one no database can look up."""
    return 0 < number <= LARGEST_NUMBER


def put_numbered(connection: Connection, table: Table, row: Mapping[str, Any]) -> int:
    """Insert a row; return the number that it was given."""
    (number,) = connection.execute(table.insert(), dict(row)).inserted_primary_key or (0,)
    return int(number)


def erase_until(
    connection: Connection, until: datetime, tables: Iterable[Table]
) -> dict[str, int]:
    """Erase rows of what was captured at ``until`` or before; return how many by table."""
    return {
        table.name: connection.execute(delete(table).where(table.c.captured_at <= until)).rowcount
        for table in tables
    }


def url_of(text: str) -> URL:
    """Return the URL of a database.

    Raises:
        OutsideError: it is none, or that of a kind that headquarters does not know.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise OutsideError(
            f"{_SETTING} names no database that can be used. Give sqlite:///FILE or "
            "postgresql://USER:PASSWORD@HOST/NAME, or leave it out: then it is a file in --data."
        ) from None
    return url


@contextmanager
def failures_in_words() -> Iterator[None]:
    """Say in a sentence what the database's driver raises.

    Raises:
        OutsideError: the database does not answer as it should.
    """
    try:
        yield
    except DBAPIError as error:
        code = sqlite_code(error.orig)
        if code == sqlite3.SQLITE_CORRUPT:
            raise OutsideError(DAMAGED) from error
        why = str(error.orig).partition("\n")[0].rstrip(".")  # what follows may hold values
        message = f"The database does not answer as it should: {why}. Check --data and {_SETTING}."
        if code == sqlite3.SQLITE_NOTADB:  # another file, or this one without its first page
            message = f"{message} If they name the right file: {DAMAGED}"
        raise OutsideError(message) from error


def _make_file(place: Path) -> None:
    try:
        private_files.make_folder(place.parent)
        close_database(place)
    except OSError as error:
        why = error.strerror or error
        message = f"{place.parent} cannot be used: {why}. Check --data and {_SETTING}."
        raise OutsideError(message) from error


def _engine(url: str) -> Engine:
    try:
        return open_database(url)
    except ModuleNotFoundError as error:
        message = f"The driver that {_SETTING} names is not installed: {error.name}."
        raise OutsideError(message) from error
    except ArgumentError as error:
        raise OutsideError(f"The driver that {_SETTING} names cannot be used: {error}.") from error


def insert_new(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert the rows whose primary key is not there yet; the others change nothing."""
    given = list(rows)
    if given:
        connection.execute(insert(connection, table).on_conflict_do_nothing(), given)


def insert(connection: Connection, table: Table) -> Any:
    """Return the database's own ``INSERT``, which knows ``ON CONFLICT``."""
    return _INSERTS[connection.dialect.name](table)


_FIRST_TIMELINE = 1
_WAL_FILE = text("SELECT pg_walfile_name(pg_current_wal_lsn())")
_DIGITS = 8


def timeline_of(connection: Connection) -> int:
    """Return which history of the database a transaction may write to, counted from 1 on.

    PostgreSQL begins another one whenever a standby becomes the primary.
    """
    if connection.dialect.name != "postgresql":
        return _FIRST_TIMELINE
    return int(str(connection.scalar(_WAL_FILE))[:_DIGITS], 16)


_UNPRINTABLE = "\x1f"


def is_one_of(
    connection: Connection, column: Column[Any], ids: Collection[str]
) -> ColumnElement[bool]:
    """Return the condition that a column holds one of these ids, of printable characters.

    They travel as one value: 500 marks cost more to write down than all else of a batch. On
    SQLite as text: SQLAlchemy's own function with rows leaves five times as many cycles behind.
    """
    if connection.dialect.name == "postgresql":
        given: Any = bindparam("ids", _UNPRINTABLE.join(ids), unique=True)
        return column == text(r"ANY(string_to_array(:ids, E'\x1f'))").bindparams(given)
    given = bindparam("ids", json.dumps(list(ids)), unique=True)
    return column.in_(text("SELECT value FROM json_each(:ids)").bindparams(given))


def hold_name(connection: Connection, name: str) -> None:
    """Let nobody else hold this name until the transaction ends.

    SQLite's transactions follow one another anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def hold_snapshot(connection: Connection) -> None:
    """Let a transaction that has not begun to read see one state until its end.

    SQLite's do so anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
