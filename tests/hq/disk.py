"""What a thief of headquarters' rows, files or backup reads with the keys that are left."""

import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import LargeBinary, Table, make_url, text

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base import sealed_reads, sealed_rows
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.sealed_rows import SEALED, Audited
from mdt_alpr.hq.base.tables import READS, TYPED_TEXTS
from mdt_alpr.hq.holds.tables import HELD
from mdt_alpr.hq.keeping.backup_parts import BackupKey, every_table, keys_of, rows_from, rows_of
from mdt_alpr.hq.reads.tables import PLATE_SHEETS
from tests.hq.postgres import PROGRAMS, Cluster

Copy = list[tuple[Table, dict[str, Any]]]


def forms_of(words: str) -> list[bytes]:
    """Return how words may lie in a file: as text, in UTF-16, in hexadecimal digits of a dump."""
    plain = words.encode()
    wide = [words.encode("utf-16-le"), words.encode("utf-16-be")]
    return [plain, words.lower().encode(), plain.hex().encode(), *wide]


def found_in(content: bytes, words: list[str]) -> list[str]:
    return [word for word in words if any(form in content for form in forms_of(word))]


def files_of(server: InProcessHq, folder: Path, request: pytest.FixtureRequest) -> list[Path]:
    """Return every file of headquarters and cars, the database's log among them."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    if not server.hq.database.is_server:
        return files
    with server.hq.database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("CHECKPOINT"))
    cluster: Cluster = request.getfixturevalue("cluster")
    return files + cluster.files()


def dumped(hq: Headquarters) -> bytes:
    """Return what PostgreSQL's own dump of the database shows."""
    assert PROGRAMS is not None
    url = make_url(str(hq.settings.database))
    schema = str(url.query["options"]).rpartition("=")[2]
    server = ["-h", str(url.query["host"]), "-U", str(url.username), "-n", schema, "postgres"]
    return subprocess.run(
        [PROGRAMS / "pg_dump", *server], check=True, capture_output=True, timeout=60
    ).stdout


def copied(hq: Headquarters) -> Copy:
    """Return every row as it is kept: what a dump, a replica or a stolen file has."""
    with hq.reading() as work:
        return [
            (table, dict(row))
            for table in every_table()
            for row in rows_of(work.connection, table)
        ]


def in_backup(hq: Headquarters, backup: Path) -> Copy:
    """Return the rows that a backup shows who has the folder of keys as it is now."""
    return [
        (table, row)
        for table in every_table()
        for lines in parts_of(hq, backup, f"{table.name}/")
        for row in rows_from(table, lines)
    ]


def parts_of(hq: Headquarters, backup: Path, of_table: str) -> Iterator[bytes]:
    """Yield what of a table in a backup opens with the keys that are left."""
    key = BackupKey.kept(hq.settings.day_keys)
    with zipfile.ZipFile(backup) as given:
        for part in given.namelist():
            kind, _, name = part.partition("/")
            on, _, rest = name.partition("/")
            opened = None
            if kind in ("captured", "ending") and rest.startswith(of_table):
                keys = keys_of(hq.keys, kind)
                opened = keys.opened(date.fromisoformat(on), given.read(part), rest)
            elif kind == "general" and name.startswith(of_table):
                opened = key.opened(given.read(part), name)
            if opened is not None:
                yield zlib.decompress(opened)


def said_by(hq: Headquarters, copy: Copy) -> bytes:
    """Return all that rows say to who has every key that headquarters has now."""
    return "\n".join(words for table, row in copy for words in _said(hq, table, row)).encode()


def _said(hq: Headquarters, table: Table, row: dict[str, Any]) -> Iterator[str]:
    for column in table.c:
        if isinstance(column.type, Audited):
            yield hq.keys.auditor.opened(row[column.name], "audit").decode()
        elif not isinstance(column.type, LargeBinary):
            yield str(row[column.name])
    if table is READS:
        kept = row["captured_at"], row["read_id"], row[SEALED]
        yield str(sealed_reads.opened(hq.day_keys, *kept))
    elif table is PLATE_SHEETS:
        plates = hq.day_keys.opened(row["day"], row["plates"], f"plates/{row['sheet_id']}")
        yield str(plates)
    elif table is HELD or SEALED in table.c:
        yield from [_held(hq, row)] if table is HELD else _texts(hq, table, row)
    for column_name in {"plate", "record", "entry"} & set(row):
        yield from _forms(hq, row[column_name])


def _held(hq: Headquarters, row: dict[str, Any]) -> str:
    """Return what is held as Latin-1, a picture byte by byte."""
    name = f"{HELD.name}/{row['place']}/{row['name']}"
    opened = hq.keys.holds.opened(row["hold_id"], row["captured_on"], row["content"], name)
    if opened is None:
        return ""
    return (opened if row["place"] == "jpeg" else zlib.decompress(opened)).decode("latin-1")


def _texts(hq: Headquarters, table: Table, row: dict[str, Any]) -> Iterator[str]:
    texts = sealed_rows.texts(hq.keys, table, row) or {}
    yield from map(str, texts.values())
    if table is TYPED_TEXTS and texts:
        yield hq.keys.auditor.opened(bytes.fromhex(texts["words"]), row["place"]).decode()


def _forms(hq: Headquarters, form: bytes) -> Iterator[str]:
    """Yield what a form says under any key of a day that is left."""
    for on in hq.day_keys.dates():
        with suppress(OutsideError):
            opened = hq.day_keys.opened_alike(on, form)
            if opened is not None:
                yield opened.decode()
