"""Backups as they were made, and whether one is missing."""

from mdt_alpr.acts.act import Look
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.backups import BackupLine, BackupsMessage

BACKUPS: Listing[BackupsMessage, BackupLine] = Listing(
    lambda answer: answer.backups,
    lambda backup: backup.entry,
    (
        ListColumn("Made", 220, lambda b: ListCell(b.at, f"audit entry {b.entry}")),
        ListColumn("By", 220, lambda backup: backup.by or "Timer"),
        ListColumn("Rows", 140, lambda backup: f"{backup.rows:,}"),
        ListColumn("File", 460, lambda backup: backup.file or "Named by the person"),
    ),
    "No backup was made.",
    lambda answer: answer.missing or "The newest backup is in time.",
    lambda answer: bool(answer.missing),
)
SHOW_BACKUPS = Look(
    "GET /v1/backups", "See the last backups; ends with 1 where one is missing",
    (Permission.RUN_SERVER, Permission.MANAGE_ACCOUNTS), BackupsMessage, shows_captured=False,
    records=(AuditEvent.HQ_BACKUPS_VIEWED,), command="backups", listing=BACKUPS,
)  # fmt: skip
