"""Which backups were made, and who is told where none was (OPS-03, ACC-10)."""

from collections.abc import Collection

from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.policy import BACKED_UP_WITHIN, capture_date
from mdt_alpr.domain.review.reminders import DueThing
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.agency_tables import KEPT_KEYS
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.wire.backups import BackupLine, BackupsMessage

_SHOWN = 60
_MADE: Collection[AuditEvent] = (AuditEvent.HQ_BACKED_UP,)


def due(work: Work) -> list[DueThing]:
    """Return what to do where no backup was made lately.

    Nothing where servers share a database: with it lie their keys, and it is backed up by its own
    means.
    """
    if work.connection.execute(select(KEPT_KEYS.c.name).limit(1)).first() is not None:
        return []
    last = own_audit.newest_at(work.connection, _MADE)
    if work.now - (last or own_audit.first_at(work.connection) or work.now) < BACKED_UP_WITHIN:
        return []
    since = f"none since {capture_date(last)}" if last else "none was ever made"
    words = f"{since}: look at its timer, or make one by hq backup."
    return [DueThing("Backup", since, words)]


def backups_of(work: Work, by: str) -> BackupsMessage:
    """Return the last backups; that they were viewed is recorded."""
    record(work, AuditEvent.HQ_BACKUPS_VIEWED, "backups", by)
    t = OWN_AUDIT.c
    query = select(OWN_AUDIT).where(t.event.in_(_MADE)).order_by(t.sequence.desc()).limit(_SHOWN)
    lines = []
    for entry in map(own_audit.entry_of, work.connection.execute(query)):
        facts = dict(entry.detail)
        rows, file = int(facts.get("rows", "0")), facts.get("file", "")
        lines.append(BackupLine(entry.sequence, entry.at, entry.person, rows, file))
    missing = " ".join(f"{thing.name}: {thing.words}" for thing in due(work))
    return BackupsMessage(tuple(lines), missing)
