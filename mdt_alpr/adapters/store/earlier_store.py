"""The store as it was before its newest migration, for the way back to the program of before.

It lies beside the store, under the same key, and what was captured under the keys of the same
dates. Each purge erases from it what is due. It goes as a whole when a manual entry is erased
from the store, since that asks for one plate at any time, and a week after it was made.
"""

import os
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, delete, func, insert, select

from mdt_alpr.adapters.store.content import Content
from mdt_alpr.adapters.store.purge import erase_due
from mdt_alpr.adapters.store.tables import (
    AUDIT,
    HITS,
    HOLDS,
    HOTLIST_ENTRIES,
    MANUAL_ENTRIES,
    READS,
)
from mdt_alpr.database.engine import checkpoint, copy_into, open_sqlcipher
from mdt_alpr.database.migrate import current_on
from mdt_alpr.domain.errors import OutsideError, StoreLockedError
from mdt_alpr.domain.policy import EARLIER_STORE_KEPT_FOR, capture_date
from mdt_alpr.files import private_files

_WORDS = (
    "The car's store cannot be copied before its update: {}. Nothing was changed. "
    "Free space on its disk, and check that its folder may be written."
)

_NO_COPY = (
    "There is no copy of this car's store of before an update: its tables were not changed within "
    "a week, or a manual entry was erased since. Nothing was changed. Install the program of "
    "before: where it says that a newer version wrote the store, install the newer one again."
)
_DAMAGED = "The copy of the car's store of before the update is damaged. Nothing was changed."
_HELD = "Another program holds the car's store. Close the other mdt-alpr and try again."
_COUNTED = (READS, HITS, AUDIT, MANUAL_ENTRIES)


class EarlierStore:
    """The copy beside the store at ``path``; there may be none."""

    def __init__(self, path: Path, key: bytes, content: Content) -> None:
        self._place = path.with_name(f"{path.name}-before")
        self._half = path.with_name(f"{path.name}-copying")
        self._key = key
        self._content = content

    def keep(self, engine: Engine, revision: str, now: datetime) -> None:
        """Copy the store at a revision, whole on the disk before this returns.

        Does nothing where another program has migrated it meanwhile.

        Raises:
            StoreLockedError: no copy can be made; without one no migration begins.
        """
        with engine.begin() as alone:  # nobody writes or migrates beside it
            try:
                if current_on(alone) == revision:
                    self._copy(engine, now)
            except OSError as error:
                raise StoreLockedError(_WORDS.format(error.strerror or error)) from error
            finally:
                with suppress(OSError):
                    _remove(self._half)

    def purge(self, store: Connection, now: datetime, until: datetime) -> None:
        """Erase what was captured up to ``until``.

        All of it goes where that fails, where it is old, or where it holds the plate of an entry
        that the store has erased: when that was done, the copy could not be.
        """
        if not self._place.exists():
            return
        try:
            age, entries = self._erase_due(now, until)
            has_erased = not entries <= _entries(store)
        except Exception:  # noqa: BLE001 - whatever keeps it from being purged, it must not stay
            age, has_erased = EARLIER_STORE_KEPT_FOR, True
        if has_erased or not timedelta(0) <= age < EARLIER_STORE_KEPT_FOR:
            self.erase()

    def lacks(self, engine: Engine) -> dict[str, int]:
        """Return how many rows more than the copy the store has, by table.

        Raises:
            OutsideError: there is no copy, or it is damaged.
        """
        if not self._place.exists():
            raise OutsideError(_NO_COPY)
        copy = open_sqlcipher(self._place, self._key)
        try:
            with copy.connect() as connection, engine.connect() as newer:
                if connection.exec_driver_sql("PRAGMA cipher_integrity_check").all():
                    raise OutsideError(_DAMAGED)
                return {
                    table.name: _rows(newer, table) - _rows(connection, table)
                    for table in _COUNTED
                }
        finally:
            copy.dispose()

    def bring_holds(self, engine: Engine) -> None:
        """Let the copy know of each hold what the store knows.

        Both have the same keys of holds: by an order of before, the first purge of the program of
        before could end a hold that was renewed since.
        """
        copy = open_sqlcipher(self._place, self._key)
        try:
            with engine.connect() as newer, copy.begin() as connection:
                rows = newer.execute(select(HOLDS)).mappings().all()
                connection.execute(delete(HOLDS))
                if rows:
                    connection.execute(insert(HOLDS), [dict(row) for row in rows])
        finally:
            copy.dispose()

    def put_back(self, store: Path) -> None:
        """Put the copy in the place of the store, which is closed; all of it or nothing.

        Raises:
            StoreLockedError: another program has the store open.
        """
        copy = open_sqlcipher(self._place, self._key)
        checkpoint(copy)
        copy.dispose()
        for database in (store, self._place):
            if database.with_name(f"{database.name}-wal").exists():
                raise StoreLockedError(_HELD)
        private_files.replace(self._place, store)
        private_files.fsync_folder(store.parent)

    def erase(self) -> None:
        """Erase the copy, if there is one; where another program holds it, the next purge does."""
        with suppress(OSError):
            _remove(self._place)

    def _copy(self, engine: Engine, now: datetime) -> None:
        _remove(self._half)
        private_files.touch(self._half)
        copy_into(engine, self._half)
        copy = open_sqlcipher(self._half, self._key)
        try:
            with copy.begin() as connection:
                day = capture_date(now).toordinal()
                connection.exec_driver_sql(f"PRAGMA user_version = {day}")
        finally:
            copy.dispose()
        with self._half.open("r+b") as file:
            os.fsync(file.fileno())
        _remove(self._place)
        private_files.replace(self._half, self._place)
        private_files.fsync_folder(self._place.parent)

    def _erase_due(self, now: datetime, until: datetime) -> tuple[timedelta, frozenset[str]]:
        """Return how old the copy is, and the entries of which it has the plate."""
        copy = open_sqlcipher(self._place, self._key)
        try:
            with copy.begin() as connection:
                erase_due(connection, self._content, now, until)
                made = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
                entries = _entries(connection)
        finally:
            copy.dispose()
        return capture_date(now) - date.fromordinal(made), entries


def _remove(database: Path) -> None:
    for ending in ("-wal", "-shm", ""):
        private_files.remove(database.with_name(database.name + ending))


def _entries(connection: Connection) -> frozenset[str]:
    """Return the entries of which a store has the plate."""
    own = select(MANUAL_ENTRIES.c.entry_id).where(MANUAL_ENTRIES.c.ended_at.is_(None))
    return frozenset(connection.scalars(own.union(select(HOTLIST_ENTRIES.c.entry_id))))


def _rows(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0
