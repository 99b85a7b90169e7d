"""A backup whose captured data nobody can read after its deadline.

The file is a zip of sealed parts: captured rows under the key of their date of capture, plates of
manual entries and corrections under the key that goes when these end (``backup_rows``), pictures
as they lie (sealed likewise), everything else under the backup key. No key is in the file: they
lie in the folder of day keys, which is mirrored, never archived (RET-03, OPS-03). Pictures in a
bucket stay there.
"""

import os
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection, Table

from mdt_alpr import __version__
from mdt_alpr.database.migrate import head
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.files import private_files
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base import agency_keys, authority
from mdt_alpr.hq.base.database import MIGRATIONS
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.keeping import backup_parts
from mdt_alpr.hq.keeping.backup_parts import BackupKey, keep_trusted
from mdt_alpr.hq.people.ended_memory import remember
from mdt_alpr.wire.codec import encode

FORMAT = "mdt-alpr backup 2"
MANIFEST = "manifest.json"
SIGNATURE = "manifest.signature"
SIGNED = b"mdt-alpr backup manifest\0"
KEY_FILES = (
    agency_keys.ENTRY_KEY_FILE,
    agency_keys.LIST_KEY_FILE,
    agency_keys.FACTOR_KEY_FILE,
    agency_keys.AUDITOR_KEY_FILE,
)
"""Ended entries are tested, lists signed, second factors and what people typed opened by them."""
TLS_FILES = tuple(f"{authority.FOLDER}/{name}" for name in authority.FILES)
"""What enrolled machines trust (SEC-12), where headquarters has it already."""
HALF = ".part"
"""Ends the name of one that is not whole yet."""
JOB = "backup_job"
"""The mark of what a person asked for at the desk; no restore brings it back."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is readable in the file: no row of anything.

    ``parts`` names every other entry of the zip with its SHA-256. Headquarters signs it all with
    the key that cars know its lists by.
    """

    format: str
    program: str
    schema: str
    made_at: datetime
    rows: tuple[tuple[str, int], ...]
    pictures: int
    parts: tuple[tuple[str, str], ...]


Told = Callable[[int], None]
"""Is told after each part how many rows and pictures are done; breaks it off by raising."""


def untold(_number: int) -> None:
    """Tell nobody."""


def back_up(
    hq: Headquarters,
    place: Path,
    by: str,
    told: Told = untold,
    settle: Callable[[Work, Manifest], None] = lambda _work, _manifest: None,
) -> Manifest:
    """Write a backup of a running headquarters as it is at one instant.

    ``by`` is empty where nobody asked for it; then the audit says where it went, as it does of
    one in the folder of the settings. ``settle`` is done in the transaction that records it.

    Raises:
        OutsideError: the file is there already, is being written, or cannot be written.
    """
    demand_folders(hq)
    remember(hq)
    half = place.with_name(f"{place.name}{HALF}")
    if place.exists():
        raise OutsideError(f"{place} exists already. Nothing was written; choose another name.")
    try:
        with _new_file(half) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as out:
            manifest = _Writing(hq, out, told).write()
        private_files.replace(half, place)
        private_files.fsync_folder(place.parent)
    except FileExistsError as error:
        message = f"{half} exists: a backup is being written, or was broken off. Then remove it."
        raise OutsideError(message) from error
    except OSError as error:
        raise OutsideError(f"{place} cannot be written: {error.strerror or error}.") from error
    with hq.writing() as work:
        counts = ("rows", str(sum(count for _, count in manifest.rows)))
        is_named = not by or place.parent == hq.settings.backups
        where = (("file", str(place)),) if is_named else ()
        record(work, AuditEvent.HQ_BACKED_UP, "headquarters", by, counts, *where)
        settle(work, manifest)
    return manifest


@contextmanager
def _new_file(half: Path) -> Iterator[BinaryIO]:
    """Give a new file, whole on the disk in the end, or removed: a full disk is full of it."""
    with private_files.create(half) as file:
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            with suppress(OSError):  # it writes what is left, and closes in any case
                file.close()
            with suppress(OSError):
                private_files.remove(half)
            raise


class _Writing:
    """Writes one backup."""

    def __init__(self, hq: Headquarters, out: zipfile.ZipFile, told: Told) -> None:
        self._hq = hq
        self._told = told
        self._out = out
        self._key = BackupKey.of(hq.settings.day_keys, hq.random_bytes)
        self._counts: Counter[str] = Counter()
        self._parts: list[tuple[str, str]] = []
        self._pictures = 0

    def write(self) -> Manifest:
        with self._hq.database.snapshot() as connection:
            for table in backup_parts.every_table():
                self._table(connection, table)
        signer = self._hq.signer
        for name in KEY_FILES:
            self._put(name, None, (self._hq.settings.data / name).read_bytes())
        for name in TLS_FILES:
            if (place := self._hq.settings.data / name).exists():
                self._put(name, None, place.read_bytes())
        self._put_pictures()
        manifest = Manifest(
            format=FORMAT,
            program=__version__,
            schema=head(MIGRATIONS) or "",
            made_at=self._hq.clock.now(),
            rows=tuple(sorted(self._counts.items())),
            pictures=self._pictures,
            parts=tuple(self._parts),
        )
        written = encode(manifest).encode()
        self._out.writestr(MANIFEST, written)
        self._out.writestr(SIGNATURE, signer.sign(SIGNED + written).hex())
        keep_trusted(self._hq.settings.day_keys, signer.public_key)
        return manifest

    def _table(self, connection: Connection, table: Table) -> None:
        waiting: dict[backup_parts.Part, list[Any]] = {}
        number = 0
        now, keys = self._hq.clock.now(), (self._hq.keys, self._hq.entry_key)
        for row in backup_parts.rows_of(connection, table):
            self._counts[str(table.name)] += 1
            for on, sealed in backup_parts.to_seal(table, row, now, keys):
                rows = waiting.setdefault(on, [])
                rows.append(sealed)
                if len(rows) >= backup_parts.rows_at_once(table):
                    number += 1
                    self._put(f"{table.name}/{number}", on, backup_parts.lines_of(waiting.pop(on)))
        for on, rows in waiting.items():
            number += 1
            self._put(f"{table.name}/{number}", on, backup_parts.lines_of(rows))

    def _put(self, name: str, part: backup_parts.Part, content: bytes) -> None:
        packed = zlib.compress(content, 1)
        if part is None:
            self._add(f"general/{name}", self._key.seal(packed, name))
            return
        place, on = part
        sealed = backup_parts.keys_of(self._hq.keys, place).seal(on, packed, name)
        self._add(f"{place}/{on.isoformat()}/{name}", sealed)

    def _add(self, entry: str, content: bytes) -> None:
        self._out.writestr(entry, content)
        self._parts.append((entry, sha256(content)))
        self._told(self._counts.total() + self._pictures)

    def _put_pictures(self) -> None:
        if self._hq.settings.picture_store:
            return
        store = self._hq.pictures.store
        for name in store.names(""):
            content = store.get(name)
            if content is not None:  # else purged meanwhile
                self._pictures += 1
                self._add(f"pictures/{name}", content)


def demand_folders(hq: Headquarters) -> None:
    """Demand that the keys lie in folders, as those of one server do.

    Raises:
        OutsideError: servers share a database, and their keys lie in it.
    """
    if hq.settings.cluster_key is not None:
        raise OutsideError(
            "The keys of this headquarters lie in its database, which is backed up by its own "
            "means (administrator.md). Nothing was done."
        )
