"""Check a backup: restore it in a scratch place, and compare it with headquarters (CP-9).

Nothing is taken from it: headquarters' own keys open it, and no key is copied or destroyed. The
scratch place is a database of its own in the data folder, which is erased in any case.
"""

import shutil
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from mdt_alpr.files import private_files
from mdt_alpr.hq.audit.service import AT_ONCE
from mdt_alpr.hq.base import agency_keys
from mdt_alpr.hq.base.database import Database
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.keeping.backup import Told
from mdt_alpr.hq.keeping.backup_parts import Instants, UnreadableError, as_kept
from mdt_alpr.hq.keeping.backup_reading import OpenedBackup, PutBack, opened_backup
from mdt_alpr.keys.day_keys import DamagedError

_SCRATCH = "backup-check"
_SAME_KEYS = (agency_keys.ENTRY_KEY_FILE, agency_keys.LIST_KEY_FILE, agency_keys.AUDITOR_KEY_FILE)
"""Never replaced while an agency keeps what lies under them."""


@dataclass(frozen=True, slots=True)
class BackupFound:
    """What was found in a backup; ``fault`` is empty where it would come back whole.

    ``left_out`` are rows whose time is over or whose key is gone, as it must be.
    """

    rows: int = 0
    left_out: int = 0
    pictures: int = 0
    audit_end: int = 0
    fault: str = ""


def scratch_of(hq: Headquarters) -> Path:
    """Return the folder in which a backup is restored to be checked."""
    return hq.settings.data / _SCRATCH


def clear_scratch(hq: Headquarters) -> None:
    """Erase what a check left that was killed."""
    scratch = scratch_of(hq)
    if private_files.is_link(scratch):
        private_files.remove(scratch)
    shutil.rmtree(scratch, ignore_errors=True)


def check_backup(hq: Headquarters, place: Path, told: Told) -> BackupFound:
    """Restore a backup in a scratch place and compare it; what is wrong is in what is returned.

    Raises:
        OutsideError, OSError, DBAPIError: it could not be checked.
    """
    clear_scratch(hq)
    private_files.make_folder(scratch_of(hq))
    database = Database(f"sqlite:///{scratch_of(hq) / 'restored.db'}")
    try:
        with opened_backup(place, hq.settings.day_keys, hq.signer.public_key, told) as backup:
            return _compared(hq, backup, database, told)
    except (UnreadableError, DamagedError) as error:
        return BackupFound(fault=str(error))
    finally:
        database.close()
        clear_scratch(hq)


def _compared(
    hq: Headquarters, backup: OpenedBackup, database: Database, told: Told
) -> BackupFound:
    for name in _SAME_KEYS:
        if backup.general(name) != hq.kept.read(name):
            return BackupFound(fault=f"{name} in it is not this headquarters' own.")
    at = Instants(hq.clock.now(), hq.due_now())
    if dates := ", ".join(map(str, backup.without_key(hq.day_keys, at.due))):
        return BackupFound(fault=f"The folder of day keys has no key of {dates}.")
    database.prepare()
    with database.writing() as connection:
        back = backup.put_rows(connection, (hq.keys, hq.entry_key), at, told)
    pictures = 0
    for on, name, content in backup.pictures(hq.day_keys, at.due):
        hq.day_keys.opened(on, content, name.rpartition("/")[2])
        pictures += 1
        told(back.number + pictures)
    fault, audit_end = _other_audit(hq, database)
    manifest = dict(backup.manifest.rows)
    left_out = sum(manifest.values()) - back.number
    fault = fault or _miscounted(manifest, back)
    return BackupFound(back.number, left_out, pictures, audit_end, fault)


def _miscounted(manifest: dict[str, int], back: PutBack) -> str:
    """Return which table has not as many rows as were written, empty for none."""
    for table, number in manifest.items():
        is_short = back.read[table] < number and table not in back.closed
        if is_short or back.put[table] > number:
            return f"{table}: {back.put[table]:,} rows came back of {number:,}."
    return ""


def _other_audit(hq: Headquarters, database: Database) -> tuple[str, int]:
    """Compare the audit in a backup, entry by entry, with what headquarters' own begins with.

    Returns:
        What is wrong, empty for nothing, and the last entry that is the same.
    """
    after = 0
    query = as_kept(OWN_AUDIT).order_by(OWN_AUDIT.c.sequence).limit(AT_ONCE)
    with database.reading() as restored, hq.reading() as work:
        while True:
            further = query.where(OWN_AUDIT.c.sequence > after)
            entries = restored.execute(further).mappings().all()
            if not entries:
                return "", after
            own_entries = work.connection.execute(further).mappings().all()
            for entry, own in zip_longest(entries, own_entries[: len(entries)]):
                number = int(entry["sequence"])
                if own is None or dict(entry) != dict(own):
                    return f"Entry {number} of the audit in it is not headquarters' own.", after
                after = number
