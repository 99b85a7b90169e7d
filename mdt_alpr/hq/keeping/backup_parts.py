"""What a backup is made of: its key, its rows as JSON lines, and how long each may be read.

The key of what is no captured data lies beside the keys of the days. Captured rows lie under the
key of their date. Manual entries and corrections that still hold lie under the key that is
destroyed when their last day is over (MAN-05, HOT-11), and besides there is kept for good what
their end leaves: a hash, reason, case and dates, but no plate.
"""

import base64
import importlib
import json
import os
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import (
    Column,
    Connection,
    Date,
    Integer,
    LargeBinary,
    Select,
    Table,
    bindparam,
    func,
    select,
    type_coerce,
)

import mdt_alpr.hq as rooms
from mdt_alpr.database.types import UtcDateTime
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.hotlist.manual_entry import ManualEntry
from mdt_alpr.domain.policy import (
    capture_date,
    capture_date_over_with,
    captured_data_expired_until,
)
from mdt_alpr.files import private_files
from mdt_alpr.hq.audit.service import NOBODY
from mdt_alpr.hq.base import sealed_rows
from mdt_alpr.hq.base.sealed_rows import Audited, RowKeys
from mdt_alpr.hq.base.settings_file import setting_words
from mdt_alpr.hq.base.tables import METADATA
from mdt_alpr.hq.hotlists.corrections import what_is_left
from mdt_alpr.hq.hotlists.manual_ending import EXPIRED, ended
from mdt_alpr.hq.hotlists.manual_store import ended_values
from mdt_alpr.hq.hotlists.store import KeptCorrection
from mdt_alpr.hq.hotlists.tables import CORRECTIONS, MANUAL_ENTRIES
from mdt_alpr.hq.reads.tables import PLATE_SHEETS
from mdt_alpr.keys.day_keys import DayKeys
from mdt_alpr.keys.signing import key_of, pem_of
from mdt_alpr.wire.codec import decode

FILE = "backup.key"
TRUSTED = "headquarters.pub"
"""Public key of the headquarters whose backups these keys open."""
_KEY_BYTES, _NONCE_BYTES = 32, 12


class UnreadableError(OutsideError):
    """A backup is not what headquarters wrote, or does not open under these keys."""


class BackupKey:
    """Seals and opens parts of a backup by their name."""

    def __init__(self, key: bytes, random_bytes: Callable[[int], bytes] = os.urandom) -> None:
        self._key = AESGCM(key)
        self._random_bytes = random_bytes

    @classmethod
    def of(cls, folder: Path, random_bytes: Callable[[int], bytes]) -> "BackupKey":
        """Return the key in ``folder``, made on first use.

        Raises:
            OutsideError: it cannot be kept.
        """
        path = folder / FILE
        try:
            private_files.make_folder(folder)
            with suppress(FileExistsError), private_files.create(path) as file:
                file.write(random_bytes(_KEY_BYTES))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            message = f"{path} cannot be kept: {error.strerror or error}. Check the folder."
            raise OutsideError(message) from error
        return cls.kept(folder, random_bytes)

    @classmethod
    def kept(cls, folder: Path, random_bytes: Callable[[int], bytes] = os.urandom) -> "BackupKey":
        """Return the key in ``folder``.

        Raises:
            OutsideError: there is none, or it is damaged.
        """
        try:
            key = (folder / FILE).read_bytes()
        except OSError:
            key = b""
        if len(key) != _KEY_BYTES:
            raise OutsideError(
                f"{folder} does not hold the keys of this backup. Name the mirrored folder of "
                f"day keys: {setting_words('keys')}."
            )
        return cls(key, random_bytes)

    def seal(self, content: bytes, name: str) -> bytes:
        """Return the content, encrypted."""
        nonce = self._random_bytes(_NONCE_BYTES)
        return nonce + self._key.encrypt(nonce, content, name.encode())

    def opened(self, sealed: bytes, name: str) -> bytes:
        """Return what was sealed.

        Raises:
            UnreadableError: it was sealed by another key, or changed.
        """
        nonce, content = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self._key.decrypt(nonce, content, name.encode())
        except (InvalidTag, ValueError):
            message = "The backup does not open under this key, or was changed."
            raise UnreadableError(message) from None


def keep_trusted(folder: Path, public_key: str) -> None:
    """Keep the key that signs the backups beside those that open them: both are mirrored.

    Raises:
        OutsideError: it cannot be kept.
    """
    try:
        (folder / TRUSTED).write_text(pem_of(public_key), encoding="ascii")
    except OSError as error:
        message = f"{folder / TRUSTED} cannot be kept: {error.strerror or error}."
        raise OutsideError(message) from error


def kept_trusted(folder: Path) -> str:
    """Return the public key of the headquarters whose keys these are, in hexadecimal digits.

    Raises:
        OutsideError: there is none.
    """
    try:
        key = key_of((folder / TRUSTED).read_text(encoding="ascii", errors="replace"))
    except OSError:
        key = None
    if key is None:
        raise OutsideError(
            f"{folder / TRUSTED} is missing: nobody can say whose backup this is. Give "
            "headquarters' public key with --key."
        )
    return key


ROWS_AT_ONCE = 2000


def rows_at_once(table: Table) -> int:
    """Return how many rows of a table make one part; a sheet of plates is large."""
    return 1 if table is PLATE_SHEETS else ROWS_AT_ONCE


def every_table() -> list[Table]:
    """Return headquarters' tables, each behind those that it refers to."""
    for module in pkgutil.walk_packages(rooms.__path__, f"{rooms.__name__}."):
        if module.name.endswith("tables"):
            importlib.import_module(module.name)
    return list(METADATA.sorted_tables)


def as_kept(table: Table) -> Select[Any]:
    """Return the query of a table's rows as they are kept, what is sealed in them too."""
    columns = (type_coerce(c, LargeBinary) if _is_audited(c) else c for c in table.c)
    return select(*(c.label(place.name) for c, place in zip(columns, table.c, strict=True)))


def rows_of(connection: Connection, table: Table) -> Iterator[Any]:
    """Yield every row as it is kept, those of one day together."""
    query = as_kept(table)
    if "day" in table.c:
        query = query.order_by(table.c.day)
    streamed = connection.execution_options(
        stream_results=True, max_row_buffer=rows_at_once(table)
    )
    yield from streamed.execute(query).mappings()


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


def put(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put rows back as they were kept."""
    audited = {c.name: f"kept_{c.name}" for c in table.c if _is_audited(c)}
    as_kept = {name: bindparam(new, type_=LargeBinary()) for name, new in audited.items()}
    given = [{audited.get(name, name): value for name, value in row.items()} for row in rows]
    connection.execute(table.insert().values(as_kept) if audited else table.insert(), given)


def _is_audited(column: Column[Any]) -> bool:
    return isinstance(column.type, Audited)


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
    raise TypeError(f"{type(value).__name__} cannot be copied")


def _kind(of: object) -> type | None:
    return next((kind for kind in _READERS if isinstance(of, kind)), None)


_READERS: dict[type, Any] = {
    UtcDateTime: datetime.fromisoformat,
    Date: date.fromisoformat,
    LargeBinary: base64.b64decode,
    Audited: base64.b64decode,
}


Row = Mapping[str, Any]
_Left = Callable[[Row, bytes], dict[str, Any]]
Keys = tuple[RowKeys, bytes]
CAPTURED, ENDING = "captured", "ending"
"""Parts that go with the key of a date of capture, and those that go at an end (RET-06)."""
Part = tuple[str, date] | None


def keys_of(keys: RowKeys, place: str) -> DayKeys:
    """Return the keys of dates under which a part of this place lies."""
    return keys.ends if place == ENDING else keys.days


def to_seal(table: Table, row: Row, now: datetime, keys: Keys) -> Iterator[tuple[Part, Row]]:
    """Yield what a backup holds of a row, each with where its key is, None for good.

    ``keys`` are those of rows, and the agency's for the hashes of ended entries.
    """
    if table not in _LEFT or row["ended_at"] is not None:
        captured_at = row.get("captured_at")
        yield None if captured_at is None else (CAPTURED, capture_date(captured_at)), row
        return
    yield None, _left(table, row, keys)
    if row["expires_at"] > now:
        yield (ENDING, capture_date_over_with(row["expires_at"])), row


@dataclass(frozen=True, slots=True)
class Instants:
    """The instant at which entries end, and that by which captured data is due (RET-06)."""

    now: datetime
    due: datetime

    def of(self, place: str) -> datetime:
        """Return the instant that counts for the dated parts of a place."""
        return self.now if place == ENDING else self.due


def to_put_back(
    table: Table, groups: Iterable[list[dict[str, Any]]], at: Instants, keys: Keys
) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows that may be there now, of one table whose parts were opened."""
    if table not in _LEFT:
        until = captured_data_expired_until(at.due)
        for rows in groups:
            yield [r for r in rows if not (taken := r.get("captured_at")) or taken > until]
        return
    rows_by_name: dict[Any, dict[str, Any]] = {}
    (named_by,) = table.primary_key.columns
    for row in (row for rows in groups for row in rows):
        is_whole = row["ended_at"] is None
        if is_whole and row["expires_at"] <= at.now:
            rows_by_name.setdefault(row[named_by.name], _left(table, row, keys))
        elif is_whole or row[named_by.name] not in rows_by_name:
            rows_by_name[row[named_by.name]] = row
    yield list(rows_by_name.values())


def _left(table: Table, row: Row, keys: Keys) -> dict[str, Any]:
    rows, key = keys
    opened = sealed_rows.opened(rows, table, row)
    if opened is None:
        return dict(row)  # whatever it was, nobody can read it
    return sealed_rows.sealed(rows, table, {**opened, **_LEFT[table](opened, key)})


def _left_of_entry(row: Row, key: bytes) -> dict[str, Any]:
    entry = decode(ManualEntry, row["body"])
    return ended_values(*ended(entry, key, entry.expires_at, NOBODY, EXPIRED))


def _left_of_correction(row: Row, _key: bytes) -> dict[str, Any]:
    return what_is_left(KeptCorrection(**row), row["expires_at"], NOBODY)


_LEFT: dict[Table, _Left] = {MANUAL_ENTRIES: _left_of_entry, CORRECTIONS: _left_of_correction}
