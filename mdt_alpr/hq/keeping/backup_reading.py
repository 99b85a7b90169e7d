"""Read a backup: demand that it is whole and ours, and put its rows into a database."""

import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table

from mdt_alpr.database.migrate import head
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import capture_date_ends
from mdt_alpr.hq.base.database import MIGRATIONS
from mdt_alpr.hq.base.sealed_rows import RowKeys
from mdt_alpr.hq.keeping import backup_parts
from mdt_alpr.hq.keeping.backup import FORMAT, MANIFEST, SIGNATURE, SIGNED, Manifest, Told, untold
from mdt_alpr.hq.keeping.backup_parts import BackupKey, Instants, UnreadableError, kept_trusted
from mdt_alpr.keys.day_keys import DayKeys
from mdt_alpr.keys.signing import is_signed
from mdt_alpr.wire.codec import DecodeError, decode

_GENERAL, _PICTURES = "general", "pictures"
_DATED = (backup_parts.CAPTURED, backup_parts.ENDING)


@dataclass(frozen=True, slots=True)
class PutBack:
    """How many rows of each table were read and put in; what is over is read and not put in.

    ``closed`` are the tables of which a part is over, or has no key any more.
    """

    read: Mapping[str, int]
    put: Mapping[str, int]
    closed: frozenset[str]

    @property
    def number(self) -> int:
        """Return how many rows were put in."""
        return sum(self.put.values())


@contextmanager
def opened_backup(
    place: Path, keys: Path, trusted: str, told: Told = untold
) -> "Iterator[OpenedBackup]":
    """Open a backup whose every part is there that headquarters signed, and no other.

    ``keys`` is the folder of day keys, ``trusted`` headquarters' public key; without it that in
    the folder counts.

    Raises:
        OutsideError: it is of another version, or ``keys`` has not its key.
        UnreadableError: it is no backup, or was changed.
    """
    try:
        with zipfile.ZipFile(place) as file:
            key = BackupKey.kept(keys)
            _demand_known(file)
            yield OpenedBackup(file, key, _demand_whole(file, trusted or kept_trusted(keys), told))
    except (OSError, zipfile.BadZipFile, zlib.error, KeyError) as error:
        message = f"{place} is no whole backup of this program, or cannot be read. Try another."
        raise UnreadableError(message) from error


@dataclass(frozen=True, slots=True)
class OpenedBackup:
    """A backup that is whole."""

    file: zipfile.ZipFile
    key: BackupKey
    manifest: Manifest

    def holds(self, name: str) -> bool:
        """Tell whether a file of headquarters is in it."""
        return f"{_GENERAL}/{name}" in self.file.namelist()

    def general(self, name: str) -> bytes:
        """Return what lies under the backup key.

        Raises:
            UnreadableError: it does not open.
        """
        return zlib.decompress(self.key.opened(self.file.read(f"{_GENERAL}/{name}"), name))

    def without_key(self, keys: DayKeys, due: datetime) -> tuple[date, ...]:
        """Return the dates of captured data that are not over, but have no key any more."""
        parts = (name.split("/") for name in self.file.namelist())
        named = {part[1] for part in parts if part[0] == backup_parts.CAPTURED}
        dates = {date.fromisoformat(on) for on in named} - set(keys.dates())
        return tuple(sorted(on for on in dates if capture_date_ends(on) > due))

    def pictures(self, keys: DayKeys, due: datetime) -> Iterator[tuple[date, str, bytes]]:
        """Give date, name and sealed content of each picture that may be read."""
        known = _dates_not_over(keys, due)
        for entry in self.file.namelist():
            place, _, name = entry.partition("/")
            on, _, below = name.partition("/")
            if place == _PICTURES and on in known and ".." not in below:
                yield date.fromisoformat(on), name, self.file.read(entry)

    def put_rows(
        self, connection: Connection, keys: backup_parts.Keys, at: Instants, told: Told = untold
    ) -> PutBack:
        """Put the rows that may be read into empty tables.

        Raises:
            UnreadableError, DamagedError: a part was changed, or its key is damaged.
        """
        read, put, closed = Counter[str](), Counter[str](), set[str]()
        tables = backup_parts.every_table()
        backup_parts.empty(connection, tables)
        for table in tables:
            groups = self._groups(table, keys[0], at, read, closed)
            for rows in backup_parts.to_put_back(table, groups, at, keys):
                if rows:
                    backup_parts.put(connection, table, rows)
                put[str(table.name)] += len(rows)
                told(put.total())
        return PutBack(read, put, frozenset(closed))

    def _groups(
        self, table: Table, keys: RowKeys, at: Instants, read: Counter[str], closed: set[str]
    ) -> Iterator[list[dict[str, Any]]]:
        name = str(table.name)
        for lines in self._lines(name, keys, at, closed):
            rows = backup_parts.rows_from(table, lines)
            read[name] += len(rows)
            yield rows

    def _lines(self, table: str, keys: RowKeys, at: Instants, closed: set[str]) -> Iterator[bytes]:
        of_places = {place: backup_parts.keys_of(keys, place) for place in _DATED}
        readable = {place: _dates_not_over(of_places[place], at.of(place)) for place in _DATED}
        for entry in self.file.namelist():
            place, _, rest = entry.partition("/")
            if place == _GENERAL and rest.startswith(f"{table}/"):
                yield self.general(rest)
            elif place in _DATED:
                on, _, name = rest.partition("/")
                if not name.startswith(f"{table}/"):
                    continue
                opened = None
                if on in readable[place]:
                    content = self.file.read(entry)
                    opened = of_places[place].opened(date.fromisoformat(on), content, name)
                if opened is None:
                    closed.add(table)
                else:
                    yield zlib.decompress(opened)


def _dates_not_over(keys: DayKeys, at: datetime) -> set[str]:
    """Return the dates of these keys whose data may be read at this instant."""
    return {on.isoformat() for on in keys.dates() if capture_date_ends(on) > at}


def _demand_known(file: zipfile.ZipFile) -> None:
    try:
        manifest = decode(Manifest, file.read(MANIFEST))
    except DecodeError as error:
        raise zipfile.BadZipFile from error
    if manifest.format != FORMAT or manifest.schema != head(MIGRATIONS):
        raise OutsideError(
            f"This backup was made by version {manifest.program} (schema {manifest.schema}). "
            "Restore it with that version; a newer one then takes the database over."
        )


def _demand_whole(file: zipfile.ZipFile, trusted: str, told: Told) -> Manifest:
    """Demand that every part is there that headquarters signed, as it was, and no other."""
    written, signature = file.read(MANIFEST), file.read(SIGNATURE)
    try:
        is_ours = is_signed(trusted, SIGNED + written, bytes.fromhex(signature.decode("ascii")))
    except ValueError:
        is_ours = False
    if not is_ours:
        raise UnreadableError(
            "The backup was changed, or another headquarters made it: its manifest is not signed "
            "by the key that is trusted."
        )
    manifest = decode(Manifest, written)
    parts, names = dict(manifest.parts), file.namelist()
    there = [name for name in names if name not in (MANIFEST, SIGNATURE)]
    if missing := sorted(parts.keys() - set(there)):
        raise UnreadableError(f"The part {missing[0]} of the backup was left out.")
    if len(there) != len(parts) or len(names) != len(parts) + 2:
        raise UnreadableError("The backup holds a part that headquarters did not write.")
    for name, digest in parts.items():
        if sha256(file.read(name)) != digest:
            raise UnreadableError(f"The part {name} of the backup was changed.")
        told(0)
    return manifest
