"""Make or check a backup because a person asked for it at the desk; it outlives the request.

What was asked for is a mark in the database, one at a time. The server that leads does it, and
goes on with it after a restart: from the beginning, as half a backup is none. It may be done twice
where another server leads meanwhile; each writes a file of its own.
"""

import shutil
import threading
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError, MdtAlprError, OutsideError
from mdt_alpr.files import private_files
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.database import hold_name, put_row
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.base.settings import MEBIBYTE
from mdt_alpr.hq.base.tables import MARKS, OWN_AUDIT
from mdt_alpr.hq.keeping.backup import HALF, JOB, Manifest, Told, back_up
from mdt_alpr.hq.keeping.backup_check import check_backup, clear_scratch
from mdt_alpr.hq.keeping.backup_folder import folder_of, new_place, remove_older
from mdt_alpr.wire.backups import UNDER_WAY, BackupJob, BackupProgress, BackupTask
from mdt_alpr.wire.codec import DecodeError, decode, encode

EVERY = timedelta(seconds=3)
_SPARE = 512 * MEBIBYTE
"""Stays free on the disk: what fills it stops headquarters."""
_SAID_EVERY_S = 2.0
_MOST_BEGUN = 2
_SUBJECT = "backup"


class BackupRefusedError(DomainError):
    """Nothing is begun; says why."""


class _EndingError(Exception):
    """Headquarters ends; it goes on after its next start."""


def job_of(work: Work) -> BackupJob | None:
    """Return what was asked for last, None for nothing."""
    written = work.connection.scalar(select(MARKS.c.value).where(MARKS.c.name == JOB))
    try:
        return decode(BackupJob, written.encode()) if written else None
    except DecodeError:  # of another version
        return None


def ask_for_backup(hq: Headquarters, work: Work, by: str) -> None:
    """Ask for a backup.

    Raises:
        BackupRefusedError: the folder of the settings cannot be used, or another is under way.
    """
    _usable_folder(hq)
    _begin(work, BackupJob(BackupTask.MAKE, by, work.now))


def ask_for_check(hq: Headquarters, work: Work, entry: int, by: str) -> None:
    """Ask for a check of the backup that an entry of the audit is about.

    Raises:
        BackupRefusedError: the folder of the settings cannot be used, it is in that folder no
            more, or another is under way.
    """
    query = select(OWN_AUDIT).where(
        OWN_AUDIT.c.sequence == entry, OWN_AUDIT.c.event == AuditEvent.HQ_BACKED_UP
    )
    row = work.connection.execute(query).first()
    file = "" if row is None else dict(own_audit.entry_of(row).detail).get("file", "")
    if not file or not private_files.is_plain(_usable_folder(hq) / Path(file).name):
        message = "This backup is not in the folder of backups. Choose one that is."
        raise BackupRefusedError(message)
    _begin(work, BackupJob(BackupTask.CHECK, by, work.now, entry, Path(file).name))


def _usable_folder(hq: Headquarters) -> Path:
    try:
        return folder_of(hq)
    except OutsideError as error:
        raise BackupRefusedError(str(error)) from error


def _begin(work: Work, job: BackupJob) -> None:
    hold_name(work.connection, JOB)
    before = job_of(work)
    if before is not None and before.progress in UNDER_WAY:
        message = "A backup is made or checked already. Wait until it is done."
        raise BackupRefusedError(message)
    facts = ("task", job.task.value), ("entry", str(job.entry)), ("file", job.file)
    record(work, AuditEvent.HQ_BACKUP_ASKED, _SUBJECT, job.by, *facts)
    _keep(work.connection, job)


def _keep(connection: Connection, job: BackupJob) -> None:
    put_row(connection, MARKS, {"name": JOB, "value": encode(job)})


class BackupJobs:
    """Does what was asked for; ``spare`` is how many bytes stay free on the disk."""

    def __init__(self, hq: Headquarters, spare: int = _SPARE) -> None:
        self._hq = hq
        self._spare = spare
        self._ending = threading.Event()
        self._is_clear = False

    def end(self) -> None:
        """Break off what is under way: headquarters ends."""
        self._ending.set()

    def go_on(self) -> None:
        """Do what waits, or what was broken off."""
        hq = self._hq
        if not self._is_clear:
            clear_scratch(hq)
            self._is_clear = True
        with hq.reading() as work:
            job = job_of(work)
        if job is None or job.progress not in UNDER_WAY:
            return
        try:
            self._do(job)
        except _EndingError:
            return
        except (MdtAlprError, OSError, DBAPIError) as error:
            why = str(error) if isinstance(error, MdtAlprError) else _words_of(error)
            self._settle(job, BackupProgress.FAILED, why, AuditEvent.HQ_BACKUP_FAILED)

    def _do(self, job: BackupJob) -> None:
        if job.begun >= _MOST_BEGUN:
            raise OutsideError(
                "headquarters ended in the middle of it, twice. Look at its log and at the "
                "machine's memory, then ask again."
            )
        if job.task is BackupTask.CHECK:
            self._check(job)
        else:
            self._make(job)

    def _make(self, job: BackupJob) -> None:
        hq = self._hq
        folder = folder_of(hq)
        if job.file:  # of a program that ended in the middle of it
            private_files.remove(folder / f"{Path(job.file).name}{HALF}")
        place = new_place(hq)
        job = self._begun(replace(job, file=place.name, about=_rows_before(hq)))

        def settle(work: Work, manifest: Manifest) -> None:
            rows = sum(number for _, number in manifest.rows)
            words = f"{place.name}, {rows:,} rows and {manifest.pictures:,} pictures."
            _keep(work.connection, replace(job, progress=BackupProgress.DONE, words=words))

        back_up(hq, place, job.by, self._told(job, folder), settle)
        remove_older(place)

    def _check(self, job: BackupJob) -> None:
        hq = self._hq
        job = self._begun(job)
        place = folder_of(hq) / Path(job.file).name
        if not private_files.is_plain(place):
            raise OutsideError(f"{place} is not there any more.")
        result = check_backup(hq, place, self._told(job, hq.settings.data))
        facts = (
            ("file", job.file),
            ("rows", str(result.rows)),
            ("left_out", str(result.left_out)),
            ("pictures", str(result.pictures)),
            ("audit_end", str(result.audit_end)),
            ("fault", result.fault),
        )
        words = result.fault or (
            f"{result.rows:,} rows and {result.pictures:,} pictures came back, "
            f"{result.left_out:,} rows stayed away as their time is over; its audit is "
            f"headquarters' own up to entry {result.audit_end:,}."
        )
        progress = BackupProgress.FAILED if result.fault else BackupProgress.DONE
        self._settle(job, progress, words, AuditEvent.HQ_BACKUP_CHECKED, *facts)

    def _begun(self, job: BackupJob) -> BackupJob:
        begun = replace(job, progress=BackupProgress.RUNS, begun=job.begun + 1, done=0)
        self._note(begun)
        return begun

    def _told(self, job: BackupJob, folder: Path) -> Told:
        """Return what keeps how far it is, and breaks off where headquarters ends or a disk fills.

        What headquarters itself breaks off counts as not begun.
        """
        said_at = time.monotonic()

        def told(done: int) -> None:
            nonlocal said_at
            if self._ending.is_set():
                self._note(replace(job, begun=job.begun - 1))
                raise _EndingError
            if shutil.disk_usage(folder).free < self._spare:
                raise OutsideError(
                    f"less than {self._spare // MEBIBYTE} MiB are free on the disk of {folder}, "
                    "which headquarters needs to go on. Make room."
                )
            if time.monotonic() - said_at >= _SAID_EVERY_S:
                said_at = time.monotonic()
                self._note(replace(job, done=done))

        return told

    def _settle(
        self,
        job: BackupJob,
        progress: BackupProgress,
        words: str,
        event: AuditEvent,
        *facts: tuple[str, str],
    ) -> None:
        about = f"{_SUBJECT} {job.entry}" if job.entry else _SUBJECT
        with self._hq.writing() as work:
            given = facts or (("task", job.task.value), ("why", words))
            record(work, event, about, job.by, *given)
            _keep(work.connection, replace(job, progress=progress, words=words))

    def _note(self, job: BackupJob) -> None:
        """Keep how far it is, which is nothing to record."""
        with self._hq.database.writing() as connection:
            _keep(connection, job)


def _rows_before(hq: Headquarters) -> int:
    with hq.reading() as work:
        last = own_audit.newest_of(work.connection, AuditEvent.HQ_BACKED_UP)
    return int(dict(last.detail).get("rows", "0")) if last is not None else 0


def _words_of(error: Exception) -> str:
    why = error.orig if isinstance(error, DBAPIError) else getattr(error, "strerror", None)
    return f"the disk or the database refused it: {str(why or error).partition(chr(10))[0]}."
