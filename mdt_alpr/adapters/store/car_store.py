"""The car's encrypted store in one file."""

import hmac
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection, delete, select, text

from mdt_alpr.adapters.store.content import Content
from mdt_alpr.adapters.store.earlier_store import EarlierStore
from mdt_alpr.adapters.store.failures import disk_failures
from mdt_alpr.adapters.store.list_folder import ListFolder
from mdt_alpr.adapters.store.tables import ENROLLMENT, OUTBOX, READS
from mdt_alpr.adapters.store.unit_of_work import CarUnitOfWork, StoreParts
from mdt_alpr.database.engine import checkpoint, open_sqlcipher
from mdt_alpr.database.migrate import upgrade
from mdt_alpr.domain.errors import OutsideError, StoreLockedError
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.safeguards import folder_fault
from mdt_alpr.files import private_files
from mdt_alpr.keys.day_keys import DayKeys
from mdt_alpr.keys.hold_keys import HoldKeys
from mdt_alpr.keys.key_places import KeyFolder
from mdt_alpr.keys.signing import is_signed
from mdt_alpr.machine.clock import Clock
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.devices import KeptEnrollment

KEYS_FOLDER = "day_keys"
"""Beside the store, and never to be copied with it: see ``content``."""
HOLDS_FOLDER = "holds"
"""Below it: the keys of what is held past its ninetieth day."""
MIGRATIONS = Path(__file__).parent / "migrations"
LIVE_MARK, TRAINING_MARK = 0, 0x54524E47
"""SQLite's ``application_id`` of a car's store: live, as every older file is, or TRNG."""
LISTS = "list"
"""The folder of the delivered list, beside the store."""


class CarStore:
    """See ``patrol.store_port.Store``; opened once, used by one thread at a time.

    ``lists`` is the delivered list beside the database, for the link thread.
    """

    def __init__(  # noqa: PLR0913 - one argument a thing that it works with
        self,
        path: Path,
        key: bytes,
        clock: Clock,
        random_bytes: Callable[[int], bytes],
        device: str,
        *,
        training: bool = False,
        erases: bool = True,
    ) -> None:
        """Open the file, make it where it is not, bring its schema up to date.

        What it was before that is kept beside it for a while: see ``earlier_store``. Without
        ``erases`` files of superseded lists stay: the car's program may be running.

        Raises:
            StoreLockedError: the key does not fit, the file is damaged, the disk refuses.
            StoreNewerError: a newer version of the program wrote the file.
            OutsideError: one of car and file is for training, the other is not (V9).
        """
        _make_private(path)
        self._path, self._folder = path, path.parent
        self.lists = ListFolder(path.parent / LISTS, key, random_bytes, is_signed, erases=erases)
        self.lists.erase_superseded()
        self._engine = open_sqlcipher(path, key)
        entry_key = hmac.digest(key, b"mdt-alpr manual entries", "sha256")
        content = content_beside(path, key, random_bytes)
        earlier = EarlierStore(path, key, content)
        self._parts = StoreParts(
            self._engine, clock, random_bytes, device, entry_key, content, self.lists, earlier
        )
        try:
            with disk_failures():
                with self._engine.begin() as connection:
                    _keep_apart(connection, training=training)
                upgrade(
                    self._engine,
                    MIGRATIONS,
                    lambda revision: earlier.keep(self._engine, revision, clock.now()),
                )
                if (enrollment := self.enrollment()) is not None:
                    self._parts = replace(self._parts, device=enrollment.device)
        except BaseException:
            self._engine.dispose()
            raise

    def free_bytes(self) -> int | None:
        """Return how much of the disk is free; None where it does not say."""
        try:
            return shutil.disk_usage(self._folder).free
        except OSError:
            return None

    def dates_of_keys(self) -> tuple[list[date], list[date]]:
        """Return the dates of capture with a key, and those that cannot be read.

        Of those the key is missing, damaged, or another than that of the date's first read.

        Raises:
            StoreLockedError: the disk refuses.
        """
        first: dict[date, datetime] = {}
        content = self._parts.content
        with disk_failures(), self._reading() as connection:
            for at in connection.scalars(select(READS.c.captured_at).order_by("captured_at")):
                first.setdefault(capture_date(at), at)
            columns = select(READS.c.captured_at, READS.c.read_id, READS.c.facts)
            rows = connection.execute(columns.where(READS.c.captured_at.in_(first.values())))
            shut = {
                capture_date(row.captured_at)
                for row in rows
                if content.text(row.facts, row.read_id) is None
            }
        return content.keys.dates(), sorted(shut | set(content.keys.damaged()))

    def items_of_holds(self) -> tuple[int, int]:
        """Return how many items holds keep past their deadline, and how many cannot be read.

        Raises:
            StoreLockedError: the disk refuses.
        """
        t, content = OUTBOX.c, self._parts.content
        with disk_failures(), self._reading() as connection:
            rows = connection.execute(select(t.item_id, t.body).where(t.hold_id.is_not(None)))
            is_shut = [content.text(body, item_id) is None for item_id, body in rows]
        return len(is_shut), sum(is_shut)

    def is_whole(self) -> bool:
        """Tell whether every page is as it was written; reads the whole file.

        Raises:
            StoreLockedError: the disk refuses.
        """
        with disk_failures(), self._reading() as connection:
            return not connection.execute(text("PRAGMA cipher_integrity_check")).all()

    def begin(self) -> CarUnitOfWork:
        return CarUnitOfWork(self._parts)

    def enrollment(self) -> KeptEnrollment | None:
        """Return where this car is enrolled, None where nowhere yet.

        Raises:
            StoreLockedError: the disk refuses.
        """
        with disk_failures(), self._reading() as connection:
            body = connection.scalar(select(ENROLLMENT.c.body))
        return None if body is None else decode(KeptEnrollment, body)

    def keep_enrollment(self, enrollment: KeptEnrollment) -> None:
        """Keep where this car is enrolled, in place of what was kept.

        Raises:
            StoreLockedError: the disk refuses.
        """
        with disk_failures(), self._engine.begin() as connection:
            connection.execute(delete(ENROLLMENT))
            connection.execute(ENROLLMENT.insert(), {"body": encode(enrollment)})

    def _reading(self) -> Connection:
        """Return a connection that keeps nobody from writing."""
        return self._engine.execution_options(read_only=True).connect()

    def since_update(self) -> dict[str, int]:
        """Return how many rows came since the newest migration, by table.

        Raises:
            StoreLockedError: the disk refuses.
            OutsideError: there is no copy of before it.
        """
        with disk_failures():
            return self._parts.earlier.lacks(self._engine)

    def go_back(self) -> None:
        """Close the store, and let that of before the newest migration be in its place.

        Raises:
            StoreLockedError: the disk refuses, or another program has the store open.
        """
        with disk_failures():
            checkpoint(self._engine)
            self._parts.earlier.bring_holds(self._engine)
            self.close()
            self._parts.earlier.put_back(self._path)

    def close(self) -> None:
        """Close the store and the list beside it; safe to call twice."""
        self._engine.dispose()
        self.lists.close()


def erase(path: Path) -> None:
    """Erase a car's store and all that lies beside it; the key of it is gone before.

    What cannot be removed, as a file that is open on Windows, nobody can read any more.
    """
    for file in (path, *path.parent.glob(f"{path.name}-*")):
        with suppress(OSError):
            private_files.remove(file)
    for folder in (LISTS, KEYS_FOLDER):
        shutil.rmtree(path.parent / folder, ignore_errors=True)


def content_beside(path: Path, key: bytes, random_bytes: Callable[[int], bytes]) -> Content:
    """Return what seals captured data in the store at ``path``, by the keys beside it."""
    wrapping = hmac.digest(key, b"mdt-alpr day keys", "sha256")
    folder = path.parent / KEYS_FOLDER
    place = KeyFolder(folder, random_bytes)
    holds = HoldKeys(place.below(HOLDS_FOLDER), random_bytes, wrapping)
    return Content(DayKeys(place, random_bytes, wrapping), holds)


def _keep_apart(connection: Connection, *, training: bool) -> None:
    """Mark a new file as one for training or not, and refuse one of the other kind.

    The mark is inside the encrypted file: it cannot be changed without the key.
    """
    is_new = not connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar_one()
    if is_new:
        mark = TRAINING_MARK if training else LIVE_MARK
        connection.execute(text(f"PRAGMA application_id = {mark}"))
        return
    marked = connection.execute(text("PRAGMA application_id")).scalar_one()
    if fault := folder_fault(car_trains=training, folder_trains=marked == TRAINING_MARK):
        raise OutsideError(fault)


def _make_private(path: Path) -> None:
    """Make the folder and an empty file that only this user may read."""
    try:
        private_files.make_folder(path.parent)
        private_files.touch(path)
    except OSError as error:
        raise StoreLockedError(
            f"The car's store cannot be made: {error.strerror or error}. "
            "Check that its folder exists and may be written."
        ) from error
