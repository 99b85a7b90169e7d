"""What the database refuses, as sentences that say what to do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from mdt_alpr.domain.errors import StoreLockedError

_NO_KEY = (
    "The car's store cannot be opened: its key does not fit, or the file is damaged. "
    "Nothing was changed. Bring back the key (keyring or passphrase) or a copy of the file; "
    "to begin an empty store, move the file away, but what it has not sent stays in it."
)
_SENTENCES: dict[int, str] = {
    sqlite3.SQLITE_NOTADB: _NO_KEY,
    sqlite3.SQLITE_CORRUPT: (
        "The car's store is damaged. Stop, copy the file and its -wal file away, "
        "and give them to the technician; what was sent is safe at headquarters."
    ),
    sqlite3.SQLITE_FULL: (
        "The disk is full: this could not be kept. Free space on the disk; "
        "what was kept before is safe."
    ),
    sqlite3.SQLITE_IOERR: (
        "The disk fails to read or write the car's store. Check the disk; "
        "what was kept before is safe as far as the disk is."
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "The car's store cannot be opened. Check that its folder exists and may be written."
    ),
    sqlite3.SQLITE_READONLY: (
        "The car's store may not be written. Check the rights of the file and its folder."
    ),
    sqlite3.SQLITE_BUSY: (
        "Another program holds the car's store. Close the other mdt-alpr and try again."
    ),
}
_PRIMARY = 0xFF
"""SQLite's extended result codes carry the plain one in their lowest byte."""


@contextmanager
def disk_failures() -> Iterator[None]:
    """Turn failures of disk and key into sentences; any other database error is a bug.

    Raises:
        StoreLockedError: disk, key, file or lock refused; says what to do.
    """
    try:
        yield
    except DBAPIError as error:
        code = getattr(error.orig, "sqlite_errorcode", None)
        sentence = _SENTENCES.get(code & _PRIMARY) if isinstance(code, int) else None
        if sentence is None:
            raise
        raise StoreLockedError(sentence) from error
