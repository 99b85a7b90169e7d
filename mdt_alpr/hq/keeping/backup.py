"""A backup whose captured data nobody can read after its deadline, and bringing it back.

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
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection, Table, select

from mdt_alpr import __version__
from mdt_alpr.database.migrate import current, head
from mdt_alpr.domain.audit.audit import AuditEvent, Place
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import ENDED_KNOWN_WITHIN, capture_date, capture_date_ends
from mdt_alpr.domain.retention.purge import clock_doubt
from mdt_alpr.files import private_files
from mdt_alpr.hq.audit import chain_mark as own_chain_mark
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import record, signer_of
from mdt_alpr.hq.base import agency_keys, authority
from mdt_alpr.hq.base.database import MIGRATIONS
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.base.hit_tables import READ_COUNTS
from mdt_alpr.hq.base.settings_file import setting_words
from mdt_alpr.hq.base.tables import ACCOUNTS, OWN_AUDIT
from mdt_alpr.hq.keeping import backup_parts
from mdt_alpr.hq.keeping.backup_parts import BackupKey, keep_trusted, kept_trusted
from mdt_alpr.hq.people import account_seals
from mdt_alpr.hq.people.ended_memory import (
    NONE_AGAIN,
    NONE_ENDED,
    EndedAgain,
    EndedWithBackup,
    end_again,
    end_what_returned,
    remember,
    remembered,
)
from mdt_alpr.keys.day_keys import DayKeys
from mdt_alpr.keys.signing import is_signed
from mdt_alpr.wire.codec import DecodeError, decode, encode

FORMAT = "mdt-alpr backup 2"
MANIFEST = "manifest.json"
SIGNATURE = "manifest.signature"
_SIGNED = b"mdt-alpr backup manifest\0"
_KEY_FILES = (
    agency_keys.ENTRY_KEY_FILE,
    agency_keys.LIST_KEY_FILE,
    agency_keys.FACTOR_KEY_FILE,
    agency_keys.AUDITOR_KEY_FILE,
)
"""Ended entries are tested, lists signed, second factors and what people typed opened by them."""
_TLS_FILES = tuple(f"{authority.FOLDER}/{name}" for name in authority.FILES)
"""What enrolled machines trust (SEC-12), where headquarters has it already."""


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


def back_up(hq: Headquarters, place: Path, by: str) -> Manifest:
    """Write a backup of a running headquarters as it is at one instant.

    ``by`` is empty where nobody asked for it; then the audit says where it went.

    Raises:
        OutsideError: the file is there already, is being written, or cannot be written.
    """
    _demand_folders(hq)
    remember(hq)
    half = place.with_name(f"{place.name}.part")
    if place.exists():
        raise OutsideError(f"{place} exists already. Nothing was written; choose another name.")
    try:
        with _new_file(half) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as out:
            manifest = _Writing(hq, out).write()
        private_files.replace(half, place)
    except FileExistsError as error:
        message = f"{half} exists: a backup is being written, or was broken off. Then remove it."
        raise OutsideError(message) from error
    except OSError as error:
        raise OutsideError(f"{place} cannot be written: {error.strerror or error}.") from error
    with hq.writing() as work:
        counts = ("rows", str(sum(count for _, count in manifest.rows)))
        where = () if by else (("file", str(place)),)
        record(work, AuditEvent.HQ_BACKED_UP, "headquarters", by, counts, *where)
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

    def __init__(self, hq: Headquarters, out: zipfile.ZipFile) -> None:
        self._hq = hq
        self._out = out
        self._key = BackupKey.of(hq.settings.day_keys, hq.random_bytes)
        self._counts: Counter[str] = Counter()
        self._parts: list[tuple[str, str]] = []

    def write(self) -> Manifest:
        with self._hq.database.snapshot() as connection:
            for table in backup_parts.every_table():
                self._table(connection, table)
        signer = self._hq.signer
        for name in _KEY_FILES:
            self._put(name, None, (self._hq.settings.data / name).read_bytes())
        for name in _TLS_FILES:
            if (place := self._hq.settings.data / name).exists():
                self._put(name, None, place.read_bytes())
        pictures = self._pictures()
        manifest = Manifest(
            format=FORMAT,
            program=__version__,
            schema=head(MIGRATIONS) or "",
            made_at=self._hq.clock.now(),
            rows=tuple(sorted(self._counts.items())),
            pictures=pictures,
            parts=tuple(self._parts),
        )
        written = encode(manifest).encode()
        self._out.writestr(MANIFEST, written)
        self._out.writestr(SIGNATURE, signer.sign(_SIGNED + written).hex())
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

    def _pictures(self) -> int:
        if self._hq.settings.picture_store:
            return 0
        number = 0
        store = self._hq.pictures.store
        for name in store.names(""):
            content = store.get(name)
            if content is not None:  # else purged meanwhile
                self._add(f"pictures/{name}", content)
                number += 1
        return number


def _demand_folders(hq: Headquarters) -> None:
    if hq.settings.cluster_key is not None:
        raise OutsideError(
            "The keys of this headquarters lie in its database, which is backed up by its own "
            "means (administrator.md). Nothing was done."
        )


# ---------------------------------------------------------------- back


def demand_empty(hq: Headquarters) -> None:
    """Demand that nothing is there yet that a restore would mix with.

    Empty tables are left where a restore failed; it put all its rows back out.

    Raises:
        OutsideError: the database has tables that were used, or of another version.
    """
    schema = current(hq.database.engine)
    if schema is not None and (schema != head(MIGRATIONS) or _is_used(hq)):
        raise OutsideError(
            "There is a headquarters already. A backup goes into an empty folder and database: "
            f"name others: --data and {setting_words('database')}."
        )


def _is_used(hq: Headquarters) -> bool:
    with hq.reading() as work:
        used = (select(table).limit(1) for table in (ACCOUNTS, OWN_AUDIT))
        return any(work.connection.execute(query).first() for query in used)


@dataclass(frozen=True, slots=True)
class Restorer:
    """Who brings a backup back; ``demand`` refuses unless an account in the backup may.

    It is told whether what ended until lately is known outside the backup: else the account of
    one person who was dismissed since would be enough. ``today`` is the date as that person knows
    it, None where it was not said.
    """

    person_id: str
    demand: Callable[[Work, bool], None]
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Restored:
    """How many rows are back, and how many are not because their time is over or a key is gone.

    ``without_key`` are the dates, not over yet, whose key is not in the folder of day keys.
    ``audit_end`` is the last entry of the audit in the backup: it must be in the audit of the
    headquarters that made it, too. ``again`` are accounts and machines that count in the backup
    and had ended, ``ended`` what no longer counts of it in any case.
    """

    rows: int
    left_out: int
    without_key: tuple[date, ...]
    audit_end: Place
    again: EndedAgain = NONE_AGAIN
    ended: EndedWithBackup = NONE_ENDED


def restore(
    hq: Headquarters,
    place: Path,
    by: Restorer,
    purge: Callable[[Headquarters], object],
    trusted: str = "",
) -> Restored:
    """Bring a backup back into an empty headquarters, all of it or no row.

    What is past its deadline is never put in (OPS-03). Its keys go with the purge that follows,
    which waits where the clock is not believed: a wrong one must not destroy the only keys.

    ``trusted`` is headquarters' public key in hexadecimal digits; without it, that in the folder
    of day keys counts.

    Raises:
        OutsideError: it is no backup of this version, its keys are not in the folder, it is
            not the one that this headquarters signed, part for part, or the clock is not one
            that may decide what is past its deadline.
        RefusedError: ``by`` has no account in it that may do this; nothing is put in.
    """
    _demand_folders(hq)
    demand_empty(hq)
    try:
        with zipfile.ZipFile(place) as given:
            key = BackupKey.kept(hq.settings.day_keys)
            _demand_known(given)
            manifest = _demand_whole(given, trusted or kept_trusted(hq.settings.day_keys))
            _demand_clock(hq, manifest, by.today)
            _put_keys(hq, given, key)
            hq.database.prepare()
            hq.lineage = agency_keys.begun_anew(hq.kept, hq.random_bytes)
            without_key = _without_key(hq, given)
            number, again, ended = _put_all(hq, given, key, by)
    except (OSError, zipfile.BadZipFile, zlib.error, KeyError) as error:
        message = f"{place} is no whole backup of this program, or cannot be read. Try another."
        raise OutsideError(message) from error
    with hq.writing() as work:
        audit_end = own_audit.hold_end(work.connection)
    own_chain_mark.begin(hq.kept, signer_of(hq))  # a longer chain's is lost with it
    purge(hq)
    left_out = sum(count for _, count in manifest.rows) - number
    facts = (
        ("rows", str(number)),
        ("left_out", str(left_out)),
        ("today", by.today.isoformat() if by.today else ""),
        ("ended_known_at", again.known_at.isoformat() if again.known_at else "never"),
        ("disabled_again", " ".join(again.accounts)),
        ("revoked_again", " ".join(again.machines)),
        ("closed_again", " ".join(name.rpartition("/")[0] for name in again.openings)),
        ("sessions_ended", str(ended.sessions)),
        ("codes_ended", str(ended.codes)),
        ("recovery_codes_ended", str(ended.recovery)),
    )
    with hq.writing() as work:
        record(work, AuditEvent.HQ_RESTORED, "headquarters", by.person_id, *facts)
    remember(hq)
    return Restored(number, left_out, without_key, audit_end, again, ended)


def _demand_clock(hq: Headquarters, manifest: Manifest, today: date | None) -> None:
    """Demand a clock that goes on from the backup's, or a person who says the date (V10)."""
    now = hq.clock.now()
    shown, made = capture_date(now), capture_date(manifest.made_at)
    if today is not None and today != shown:
        raise OutsideError(
            f"The clock of this machine says {shown}, not {today}. Set the clock right. "
            "Nothing is back."
        )
    if today is None and clock_doubt(now, manifest.made_at):
        raise OutsideError(
            f"The clock of this machine says {shown}, and the backup is of {made}. By a wrong "
            "clock what is not past its deadline would stay away. Where the clock is right, say "
            "the date: --today YYYY-MM-DD. Nothing is back."
        )


def _demand_whole(given: zipfile.ZipFile, trusted: str) -> Manifest:
    """Demand that every part is there that headquarters signed, as it was, and no other."""
    written, signature = given.read(MANIFEST), given.read(SIGNATURE)
    try:
        is_ours = is_signed(trusted, _SIGNED + written, bytes.fromhex(signature.decode("ascii")))
    except ValueError:
        is_ours = False
    if not is_ours:
        raise OutsideError(
            "The backup was changed, or another headquarters made it: its manifest is not signed "
            "by the key that is trusted. Nothing is back."
        )
    manifest = decode(Manifest, written)
    parts = dict(manifest.parts)
    held = [name for name in given.namelist() if name not in (MANIFEST, SIGNATURE)]
    if missing := sorted(parts.keys() - set(held)):
        raise OutsideError(f"The part {missing[0]} of the backup was left out. Nothing is back.")
    if len(held) != len(parts) or len(given.namelist()) != len(parts) + 2:
        message = "The backup holds a part that headquarters did not write. Nothing is back."
        raise OutsideError(message)
    for name, digest in parts.items():
        if sha256(given.read(name)) != digest:
            raise OutsideError(f"The part {name} of the backup was changed. Nothing is back.")
    return manifest


def _put_keys(hq: Headquarters, given: zipfile.ZipFile, key: BackupKey) -> None:
    for name in _KEY_FILES:
        held = _general(given, key, name)
        if held:
            place = hq.settings.data / name
            with private_files.rewrite(place) as file:
                file.write(held)
    there = given.namelist()
    for name in _TLS_FILES:
        if f"general/{name}" in there:
            place = hq.settings.data / name
            private_files.make_folder(place.parent)
            private_files.write_whole(place, _general(given, key, name))
    account_seals.demand(hq)  # what carried no mark does not count by its way through a backup


def _put_all(
    hq: Headquarters, given: zipfile.ZipFile, key: BackupKey, by: Restorer
) -> tuple[int, EndedAgain, EndedWithBackup]:
    tables, number = backup_parts.every_table(), 0
    now = hq.clock.now()
    with hq.database.writing() as connection:
        backup_parts.empty(connection, tables)
        for table in tables:
            groups = (
                backup_parts.rows_from(table, ls) for ls in _lines(hq, given, key, table.name)
            )
            keys = hq.keys, hq.entry_key
            for group in backup_parts.to_put_back(table, groups, now, keys):
                if group:
                    backup_parts.put(connection, table, group)
                number += len(group)
        work = Work(connection, now, hq.keys)
        again = end_again(work, remembered(hq))
        by.demand(work, _is_lately(again.known_at, now))
        ended = end_what_returned(work)
        connection.execute(READ_COUNTS.delete())  # some of what they count did not come back
        backup_parts.count_on(connection, tables)
        _put_pictures(hq, given)  # the rows stay out where one cannot be read
    return number, again, ended


def _is_lately(known_at: datetime | None, now: datetime) -> bool:
    return known_at is not None and timedelta(0) <= now - known_at <= ENDED_KNOWN_WITHIN


_DATED = (backup_parts.CAPTURED, backup_parts.ENDING)


def _lines(
    hq: Headquarters, given: zipfile.ZipFile, key: BackupKey, table: str
) -> Iterator[bytes]:
    keys = {place: backup_parts.keys_of(hq.keys, place) for place in _DATED}
    readable = {place: _dates_not_over(hq, keys[place]) for place in _DATED}
    for entry in given.namelist():
        place, _, rest = entry.partition("/")
        if place == "general" and rest.startswith(f"{table}/"):
            yield _general(given, key, rest)
        elif place in _DATED:
            on, _, name = rest.partition("/")
            if name.startswith(f"{table}/") and on in readable[place]:
                opened = keys[place].opened(date.fromisoformat(on), given.read(entry), name)
                if opened is not None:
                    yield zlib.decompress(opened)


def _dates_not_over(hq: Headquarters, keys: DayKeys) -> set[str]:
    """Return the dates of these keys whose data may be read at this instant."""
    now = hq.clock.now()
    return {on.isoformat() for on in keys.dates() if capture_date_ends(on) > now}


def _without_key(hq: Headquarters, given: zipfile.ZipFile) -> tuple[date, ...]:
    """Return the dates in the backup that are not over, but have no key any more."""
    now = hq.clock.now()
    held = {e.split("/")[1] for e in given.namelist() if e.startswith("captured/")}
    dates = {date.fromisoformat(on) for on in held} - set(hq.day_keys.dates())
    return tuple(sorted(on for on in dates if capture_date_ends(on) > now))


def _general(given: zipfile.ZipFile, key: BackupKey, name: str) -> bytes:
    return zlib.decompress(key.opened(given.read(f"general/{name}"), name))


def _put_pictures(hq: Headquarters, given: zipfile.ZipFile) -> None:
    known = _dates_not_over(hq, hq.day_keys)
    for entry in given.namelist():
        place, _, name = entry.partition("/")
        if place == "pictures" and name.partition("/")[0] in known and ".." not in name:
            hq.pictures.store.put([(name, given.read(entry))])


def _demand_known(given: zipfile.ZipFile) -> None:
    try:
        manifest = decode(Manifest, given.read(MANIFEST))
    except DecodeError as error:
        raise zipfile.BadZipFile from error
    if manifest.format != FORMAT or manifest.schema != head(MIGRATIONS):
        raise OutsideError(
            f"This backup was made by version {manifest.program} (schema {manifest.schema}). "
            "Restore it with that version; a newer one then takes the database over."
        )
