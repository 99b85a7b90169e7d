"""The car's encrypted store in one file."""

import hmac
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from mdt_alpr.adapters.store.content import Content
from mdt_alpr.adapters.store.failures import disk_failures
from mdt_alpr.adapters.store.list_folder import ListFolder
from mdt_alpr.adapters.store.unit_of_work import CarUnitOfWork, StoreParts
from mdt_alpr.database.engine import open_sqlcipher
from mdt_alpr.database.migrate import upgrade
from mdt_alpr.day_keys import DayKeys
from mdt_alpr.domain.errors import StoreLockedError
from mdt_alpr.patrol.ports import Clock
from mdt_alpr.signing import is_signed

KEYS_FOLDER = "day_keys"
"""Beside the store, and never to be copied with it: see ``content``."""
MIGRATIONS = Path(__file__).parent / "migrations"
LISTS = "list"
"""The folder of the delivered list, beside the store."""


class CarStore:
    """See ``patrol.ports.Store``; opened once, used by one thread at a time.

    ``lists`` is the delivered list beside the database, for the link thread.
    """

    def __init__(
        self,
        path: Path,
        key: bytes,
        clock: Clock,
        random_bytes: Callable[[int], bytes],
        device: str,
    ) -> None:
        """Open the file, make it where it is not, bring its schema up to date.

        Raises:
            StoreLockedError: the key does not fit, the file is damaged, the disk refuses.
            StoreNewerError: a newer version of the program wrote the file.
        """
        _make_private(path)
        self.lists = ListFolder(path.parent / LISTS, key, random_bytes, is_signed)
        self.lists.erase_superseded()
        self._engine = open_sqlcipher(path, key)
        entry_key = hmac.digest(key, b"mdt-alpr manual entries", "sha256")
        content = content_beside(path, key, random_bytes)
        self._parts = StoreParts(
            self._engine, clock, random_bytes, device, entry_key, content, self.lists
        )
        try:
            with disk_failures():
                with self._engine.connect() as connection:
                    connection.execute(text("SELECT count(*) FROM sqlite_master"))
                upgrade(self._engine, MIGRATIONS)
        except BaseException:
            self._engine.dispose()
            raise

    def begin(self) -> CarUnitOfWork:
        """Return a fresh transaction."""
        return CarUnitOfWork(self._parts)

    def close(self) -> None:
        """Close the file; safe to call twice."""
        self._engine.dispose()


def content_beside(path: Path, key: bytes, random_bytes: Callable[[int], bytes]) -> Content:
    """Return what seals captured data in the store at ``path``, by the keys beside it."""
    wrapping = hmac.digest(key, b"mdt-alpr day keys", "sha256")
    return Content(DayKeys(path.parent / KEYS_FOLDER, random_bytes, wrapping))


def _make_private(path: Path) -> None:
    """Make the folder and an empty file that only this user may read."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600, exist_ok=True)
    except OSError as error:
        message = (
            f"The car's store cannot be made: {error.strerror or error}. "
            "Check that its folder exists and may be written."
        )
        raise StoreLockedError(message) from error
