"""Backups as they were made and checked, and what a person asked for (OPS-03, CP-9)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mdt_alpr.domain.kinds import Name, Reference


@dataclass(frozen=True, slots=True)
class BackupLine:
    """A backup; ``by`` is empty where a timer made it.

    ``file`` is empty where a person at the machine named it. ``is_there``: it lies in the folder
    of backups. ``checked_at`` is its last check, and ``fault`` what is wrong with it.
    """

    entry: int
    at: datetime
    by: Name
    rows: int
    file: Reference
    is_there: bool = False
    checked_at: datetime | None = None
    fault: Name = ""


class BackupTask(StrEnum):
    """What a person asks for."""

    MAKE = "make"
    CHECK = "check"


class BackupProgress(StrEnum):
    """How far it is."""

    WAITS = "waits"
    RUNS = "runs"
    DONE = "done"
    FAILED = "failed"


UNDER_WAY = (BackupProgress.WAITS, BackupProgress.RUNS)


@dataclass(frozen=True, slots=True)
class BackupJob:
    """What a person asked for last.

    ``entry`` is that of the backup to check, ``file`` its name, or that of the one that is made.
    ``begun`` is how often headquarters began it, ``done`` how many of ``about`` so many rows and
    pictures are done; ``about`` is 0 where nobody knows. ``words`` say how it ended.
    """

    task: BackupTask
    by: Name
    asked_at: datetime
    entry: int = 0
    file: Reference = ""
    progress: BackupProgress = BackupProgress.WAITS
    begun: int = 0
    done: int = 0
    about: int = 0
    words: Name = ""


@dataclass(frozen=True, slots=True)
class BackupsMessage:
    """The last backups, the newest first; ``missing`` says what lacks, empty for nothing.

    ``cannot`` says why none can be made here and what to set, empty where it can.
    """

    backups: tuple[BackupLine, ...]
    missing: Name
    cannot: Name = ""
    job: BackupJob | None = None

    @property
    def is_under_way(self) -> bool:
        """Tell whether a backup is made or checked now."""
        return self.job is not None and self.job.progress in UNDER_WAY
