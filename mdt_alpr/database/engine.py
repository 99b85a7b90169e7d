"""Open a database: SQLite in a file, SQLCipher in a file, or any server by URL.

On SQLite every transaction begins as a writing one, so that two writers wait for each other
instead of failing half-way; ``engine.execution_options(read_only=True)`` begins a reading one.
"""

import sqlite3
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from threading import Event
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, NullPool, create_engine, event, make_url, text
from sqlalchemy.exc import InvalidatePoolError, OperationalError

from mdt_alpr import __version__
from mdt_alpr.database import KEY_BYTES

BUSY_TIMEOUT_S = 10.0
_TRY_AGAIN_S = 0.01
PROGRAM = "mdt-alpr"
"""Begins the name by which a session that lasts is known to others; its version follows."""
_CUT_SOON = {
    "fallback_application_name": f"{PROGRAM} {__version__}",
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
_CONNECTIONS = 15
"""At most, of one process. None is closed when it is not needed: to open one again costs the
server as much as some batches. The last one used goes first, as its server's memory is warm."""
_LOCKED = "database is locked"
_PRIMARY = 0xFF
"""SQLite's extended result codes carry the plain one in their lowest byte."""
_READ_ONLY = "25006"
_UNCONFIRMED = "unconfirmed"
_WAITS_FOR_STANDBYS = "SyncRepWaitForLSN"
"""Where PostgreSQL warns that it waits no more; its words may be in any language."""


def open_database(url: str) -> Engine:
    """Return an engine for a database URL; a ``sqlite`` one gets the settings of this module."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        kept_open = {"pool_size": _CONNECTIONS, "max_overflow": 0, "pool_use_lifo": True}
        return _knowing_failovers(create_engine(parsed, hide_parameters=True, **kept_open))
    engine = create_engine(parsed, connect_args={"timeout": BUSY_TIMEOUT_S}, hide_parameters=True)
    return _with_settings(engine, _set_up)


def open_session(url: str) -> Engine:
    """Return an engine of a server whose connections are no pool's, for a session that lasts.

    A line that is silently cut is found within seconds.
    """
    return create_engine(
        make_url(url),
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
        connect_args=_CUT_SOON,
    )


def open_sqlite(path: Path) -> Engine:
    """Return an engine for a plain SQLite file, made when it is not there."""
    return open_database(f"sqlite:///{path}")


def open_sqlcipher(path: Path, key: bytes) -> Engine:
    """Return an engine for an encrypted SQLite file, made when it is not there.

    A wrong key shows at the first statement, as ``sqlcipher3.DatabaseError``.
    """
    import sqlcipher3

    if len(key) != KEY_BYTES:
        raise ValueError(f"an SQLCipher key has {KEY_BYTES} bytes, not {len(key)}")
    engine = create_engine(
        f"sqlite:///{path}",
        module=sqlcipher3,
        connect_args={"timeout": BUSY_TIMEOUT_S, "check_same_thread": False},
        hide_parameters=True,
    )
    event.listen(engine, "handle_error", _open_anew)
    return _with_settings(engine, partial(_set_up_encrypted, key))


def checkpoint(engine: Engine) -> None:
    """Fold the write-ahead log into the file and empty it, so that no erased page stays there.

    Does nothing on a server, nor while another connection still reads.
    """
    if engine.dialect.name != "sqlite":
        return
    raw = engine.raw_connection()
    try:
        _pragma(raw.dbapi_connection, "wal_checkpoint(TRUNCATE)")
    finally:
        raw.close()


def copy_into(engine: Engine, place: Path) -> None:
    """Write what an SQLite file holds into an empty one, encrypted by the same key if it is."""
    with engine.execution_options(transaction=False).connect() as connection:
        connection.exec_driver_sql("VACUUM INTO ?", (str(place),))


def is_confirmed(connection: Connection) -> bool:
    """Tell whether the standbys confirmed what a connection committed, where any had to.

    A wait for them that was canceled leaves a commit that a failover may take back.
    """
    return not connection.info.pop(_UNCONFIRMED, False)


def wait_for_standbys(connection: Connection) -> None:
    """Let the commit of a transaction that wrote nothing wait for the standbys, too.

    A primary that was paused or cut off answers by what it knew before, until it finds that
    another one leads; here it gives no answer.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_logical_emit_message(true, 'mdt-alpr', '')"))


def _knowing_failovers(engine: Engine) -> Engine:
    event.listen(engine, "connect", _note_canceled_waits)
    event.listen(engine, "checkout", partial(_demand_open, engine.dialect))
    event.listen(engine, "handle_error", _as_not_ready)
    return engine


def _note_canceled_waits(connection: Any, record: Any) -> None:
    def note(diagnostic: Any) -> None:
        if diagnostic.source_function == _WAITS_FOR_STANDBYS:
            record.info[_UNCONFIRMED] = True

    connection.add_notice_handler(note)


def _demand_open(dialect: Dialect, connection: Any, *_: object) -> None:
    """Ask a connection whether it still serves, where its server spoke while it was not used.

    A server that goes away says so, and a line that was cut ends. To ask each time (the pool's
    ``pre_ping``) costs a tenth of a batch. One that commits by itself, whoever left it so, would
    keep half of what is kept as a whole.

    Raises:
        InvalidatePoolError: it does not, and so the pool opens all of them anew.
    """
    if dialect.detect_autocommit_setting(connection):
        raise InvalidatePoolError
    try:
        with DefaultSelector() as spoke:
            spoke.register(connection, EVENT_READ)
            if spoke.select(0):
                dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error as error:
        raise InvalidatePoolError from error


def _as_not_ready(context: Any) -> OperationalError | None:
    """Let a server that was demoted count as one that went away: another one is the primary."""
    if getattr(context.original_exception, "sqlstate", "") != _READ_ONLY:
        return None
    context.is_disconnect = True
    return OperationalError(
        context.statement, None, context.original_exception, hide_parameters=True
    )


def sqlite_code(error: object) -> int:
    """Return the plain result code of SQLite that an error carries, 0 for none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & _PRIMARY


def _open_anew(context: Any) -> None:
    """Let the next statement have another connection, where a disk failed.

    By the one in use SQLCipher reads nothing more, however well the disk is again.
    """
    if sqlite_code(context.original_exception) in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT):
        context.is_disconnect = True


def _with_settings(engine: Engine, set_up: Callable[[Any], None]) -> Engine:
    def connected(connection: Any, _record: object) -> None:
        set_up(connection)

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any) -> None:
    connection.isolation_level = None  # this module begins transactions, not the driver
    _write_ahead(connection)
    for setting in ("foreign_keys=ON", "secure_delete=ON", "synchronous=FULL"):
        _pragma(connection, setting)


def _write_ahead(connection: Any) -> None:
    """Have the file keep a write-ahead log.

    A new file is switched to it by whoever opens it first. Whoever else tries at that moment is
    refused at once as locked, whatever the timeout, and so tries again here.
    """
    until = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            _pragma(connection, "journal_mode=WAL")
        except connection.OperationalError as error:
            if _LOCKED not in str(error) or time.monotonic() > until:
                raise
            Event().wait(_TRY_AGAIN_S)
        else:
            return


def _set_up_encrypted(key: bytes, connection: Any) -> None:
    _pragma(connection, "cipher_log_level=NONE")  # failures come as exceptions, not on stderr
    _pragma(connection, f"key=\"x'{key.hex()}'\"")
    _set_up(connection)
    _pragma(connection, "temp_store=MEMORY")  # sorting must not spill captured data in the clear


def _pragma(connection: Any, setting: str) -> None:
    cursor: sqlite3.Cursor = connection.cursor()
    try:
        cursor.execute(f"PRAGMA {setting}").fetchall()
    finally:
        cursor.close()


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("transaction", True):
        return
    reads = options.get("read_only", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
