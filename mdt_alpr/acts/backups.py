"""Backups: as they were made, whether one is missing, to make one and to check one."""

from pathlib import PurePath

from mdt_alpr.acts.act import Act, Look, Unversioned
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.backups import BackupJob, BackupLine, BackupProgress, BackupsMessage, BackupTask
from mdt_alpr.wire.problems import Problem

_MAY = (Permission.RUN_SERVER, Permission.MANAGE_ACCOUNTS)


def _file(backup: BackupLine) -> ListCell:
    if not backup.file:
        return ListCell("Named by the person")
    where = "" if backup.is_there else "No longer in the folder of backups"
    return ListCell(PurePath(backup.file).name, where)


def _check(backup: BackupLine) -> ListCell:
    if backup.checked_at is None:
        return ListCell("Not checked")
    if backup.fault:
        return ListCell(backup.checked_at, backup.fault, mark="cross", warns=True)
    return ListCell(backup.checked_at, "Whole, and restored in a scratch place", mark="tick")


def _job(job: BackupJob) -> tuple[object, ...]:
    what = "Backup" if job.task is BackupTask.MAKE else f"Check of {job.file}"
    asked = what, f"asked for by {job.by}", job.asked_at
    if job.progress is BackupProgress.WAITS:
        return *asked, "begins in a moment."
    if job.progress is BackupProgress.RUNS:
        about = f" of about {job.about:,}" if job.about else ""
        return *asked, f"is under way: {job.done:,}{about} rows and pictures."
    return *asked, f"{'is done' if job.progress is BackupProgress.DONE else 'FAILED'}: {job.words}"


def _about(answer: BackupsMessage) -> tuple[object, ...]:
    return answer.cannot, *(_job(answer.job) if answer.job is not None else ())


BACKUPS: Listing[BackupsMessage, BackupLine] = Listing(
    lambda answer: answer.backups,
    lambda backup: backup.entry,
    (
        ListColumn("Number", 0, lambda backup: backup.entry),
        ListColumn("Made", 200, lambda b: ListCell(b.at, f"audit entry {b.entry}")),
        ListColumn("By", 120, lambda backup: backup.by or "Timer"),
        ListColumn("Rows", 100, lambda backup: f"{backup.rows:,}"),
        ListColumn("File", 300, _file),
        ListColumn("Checked", 320, _check),
    ),
    "No backup was made.",
    lambda answer: answer.missing or "The newest backup is in time.",
    lambda answer: bool(answer.missing),
    about=_about,
)
SHOW_BACKUPS = Look(
    "GET /v1/backups", "See the last backups; ends with 1 where one is missing", _MAY,
    BackupsMessage, shows_captured=False, records=(AuditEvent.HQ_BACKUPS_VIEWED,),
    command="backups", listing=BACKUPS,
)  # fmt: skip
MAKE_BACKUP = Act(
    "POST /v1/backups", "Make a backup in the folder of backups; hq backups says how far it is",
    _MAY, BackupsMessage, refusal=Problem.BACKUP_REFUSED,
    records=(AuditEvent.HQ_BACKUP_ASKED, AuditEvent.HQ_BACKUPS_VIEWED), command="backup-now",
    button="Make a backup now", listing=BACKUPS, changes=Unversioned.MAKES,
)  # fmt: skip
CHECK_BACKUP = Act(
    "POST /v1/backups/{number}/check", "Check a backup: restore it in a scratch place and compare",
    _MAY, BackupsMessage, refusal=Problem.BACKUP_REFUSED,
    records=(AuditEvent.HQ_BACKUP_ASKED, AuditEvent.HQ_BACKUPS_VIEWED), command="check-backup",
    button="Check the chosen backup", listing=BACKUPS, changes=Unversioned.MAKES,
)  # fmt: skip
