"""The folder of backups that the settings name: what may be written there, and what goes."""

import zipfile
from pathlib import Path

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import PASSES_WITHIN
from mdt_alpr.files import private_files
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings_file import SETTINGS_FILE
from mdt_alpr.hq.keeping.backup import HALF, MANIFEST, Manifest, demand_folders
from mdt_alpr.wire.codec import DecodeError, decode

KEPT_DAYS = 14
NAMES = "mdt-alpr-????-??-??-??????.backup"
_DAY = slice(len("mdt-alpr-"), len("mdt-alpr-2026-11-24"))


def folder_of(hq: Headquarters) -> Path:
    """Return the folder in which backups are made.

    Raises:
        OutsideError: none is set, or it is none that may be used; says what to do.
    """
    demand_folders(hq)
    folder = hq.settings.backups
    if folder is None:
        raise OutsideError(
            f"{SETTINGS_FILE} names no folder for it: set backups to one outside the data folder, "
            "best on another disk, and start hq serve again. A person at the machine makes one "
            "anywhere: mdt-alpr hq backup."
        )
    if private_files.is_link(folder):
        message = f"{folder} is a link. Name the folder itself: backups in {SETTINGS_FILE}."
        raise OutsideError(message)
    if not folder.is_dir():
        raise OutsideError(f"{folder} cannot be written: it is no folder. Is its disk mounted?")
    if folder.resolve().is_relative_to(hq.settings.data.resolve()):
        raise OutsideError(
            f"{folder} is inside the data folder, and would be lost with it. Name another: "
            f"backups in {SETTINGS_FILE}."
        )
    return folder


def new_place(hq: Headquarters) -> Path:
    """Return where the next backup goes, after what was broken off a day ago is removed.

    Raises:
        OutsideError: as of ``folder_of``.
    """
    folder, now = folder_of(hq), hq.clock.now()
    for half in folder.glob(f"{NAMES}{HALF}"):
        if half.stat().st_mtime < (now - PASSES_WITHIN).timestamp():
            private_files.remove(half)
    return folder / f"mdt-alpr-{now:%Y-%m-%d-%H%M%S}.backup"


def remove_older(newest: Path, days: int = KEPT_DAYS) -> None:
    """Leave of each of the last ``days`` days the newest backup: many of one push none out.

    A day of an upgrade has one of each schema, else nothing leads back from it. What a clock that
    was ahead has named is later than ``newest``: not counted, not removed.
    """
    every = sorted(path for path in newest.parent.glob(NAMES) if path.name <= newest.name)
    last = {(path.name[_DAY], _schema(path)): path for path in every}
    recent = sorted({day for day, _ in last})[-max(1, days) :]
    stay = {path for (day, _), path in last.items() if day in recent}
    for path in every:
        if path not in stay:
            private_files.remove(path)


def _schema(backup: Path) -> str:
    """Return the schema that a backup says, empty of what is none."""
    try:
        with zipfile.ZipFile(backup) as file:
            return decode(Manifest, file.read(MANIFEST)).schema
    except (OSError, zipfile.BadZipFile, KeyError, DecodeError):
        return ""
