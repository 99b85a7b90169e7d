"""Backups as they were made (OPS-03)."""

from dataclasses import dataclass
from datetime import datetime

from mdt_alpr.domain.kinds import Name, Reference


@dataclass(frozen=True, slots=True)
class BackupLine:
    """A backup; ``by`` is empty where a timer made it, which alone says into which file."""

    entry: int
    at: datetime
    by: Name
    rows: int
    file: Reference


@dataclass(frozen=True, slots=True)
class BackupsMessage:
    """The last backups, the newest first; ``missing`` says what lacks, empty for nothing."""

    backups: tuple[BackupLine, ...]
    missing: Name
