"""Which backups were made, and who is told where none was (OPS-03, ACC-10)."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import BACKED_UP_WITHIN, capture_date
from mdt_alpr.domain.review.reminders import DueThing
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.agency_tables import KEPT_KEYS
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.keeping.backup_folder import NAMES, folder_of
from mdt_alpr.hq.keeping.backup_jobs import job_of
from mdt_alpr.wire.backups import BackupLine, BackupsMessage

_SHOWN = 60
_MADE: Collection[AuditEvent] = (AuditEvent.HQ_BACKED_UP,)
_CHECKED: Collection[AuditEvent] = (AuditEvent.HQ_BACKUP_CHECKED,)


def due(work: Work) -> list[DueThing]:
    """Return what to do where no backup was made lately.

    Nothing where servers share a database: with it lie their keys, and it is backed up by its own
    means.
    """
    if work.connection.execute(select(KEPT_KEYS.c.name).limit(1)).first() is not None:
        return []
    last = own_audit.newest_at(work.connection, _MADE)
    if work.now - (last or own_audit.first_at(work.connection) or work.now) < BACKED_UP_WITHIN:
        return _faulty(work, last)
    since = f"none since {capture_date(last)}" if last else "none was ever made"
    words = f"{since}: make one on the page Backups, and look at its timer."
    return [DueThing("Backup", since, words)]


def _faulty(work: Work, last: datetime | None) -> list[DueThing]:
    """Return what to do where the last check found a fault, and no backup was made since."""
    checked = own_audit.newest_of(work.connection, AuditEvent.HQ_BACKUP_CHECKED)
    if checked is None or (last is not None and checked.at < last) or not _fault_of(checked):
        return []
    words = f"{_fault_of(checked)} Make another on the page Backups, and check that."
    return [DueThing("Backup", f"check {checked.sequence}", words)]


def backups_of(hq: Headquarters, work: Work, by: str) -> BackupsMessage:
    """Return the last backups; that they were viewed is recorded."""
    record(work, AuditEvent.HQ_BACKUPS_VIEWED, "backups", by)
    checks = {int(entry.subject.split()[-1]): entry for entry in reversed(_newest(work, _CHECKED))}
    cannot, there = "", frozenset[str]()
    try:
        there = frozenset(path.name for path in folder_of(hq).glob(NAMES))
    except OutsideError as error:
        cannot = str(error)
    lines = []
    for entry in _newest(work, _MADE):
        facts = dict(entry.detail)
        rows, file = int(facts.get("rows", "0")), facts.get("file", "")
        check = checks.get(entry.sequence)
        lines.append(
            BackupLine(
                entry.sequence,
                entry.at,
                entry.person,
                rows,
                file,
                is_there=Path(file).name in there,
                checked_at=check.at if check else None,
                fault=_fault_of(check) if check else "",
            )
        )
    missing = " ".join(f"{thing.name}: {thing.words}" for thing in due(work))
    return BackupsMessage(tuple(lines), missing, cannot, job_of(work))


def _newest(work: Work, events: Collection[AuditEvent]) -> list[AuditEntry]:
    t = OWN_AUDIT.c
    query = select(OWN_AUDIT).where(t.event.in_(events)).order_by(t.sequence.desc()).limit(_SHOWN)
    return [own_audit.entry_of(row) for row in work.connection.execute(query)]


def _fault_of(check: AuditEntry) -> str:
    return dict(check.detail).get("fault", "")
