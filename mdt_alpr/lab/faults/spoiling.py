"""Spoil what lies on a disk, and see whether the stores notice."""

import os
import random
import sqlite3
from contextlib import closing
from pathlib import Path

from mdt_alpr.clock import SystemClock
from mdt_alpr.domain.errors import MdtAlprError
from mdt_alpr.lab.faults.car_life import opened

PAGE = 4096
_NOBODY = 65534


def give_up_writing(folder: Path) -> None:
    """Let this process read a folder only, as on a disk that was mounted so."""
    folder.parent.chmod(0o755)
    for place in (folder, *folder.rglob("*")):
        place.chmod(0o555 if place.is_dir() else 0o444)
    if os.geteuid() == 0:  # rights do not bind the system's administrator
        os.setuid(_NOBODY)


def spoil(file: Path, dice: random.Random) -> None:
    """Overwrite a random page of a database, but for the first."""
    pages = file.stat().st_size // PAGE
    with file.open("r+b") as content:
        content.seek(dice.randrange(1, pages) * PAGE)
        content.write(os.urandom(PAGE))


def is_car_damaged(folder: Path) -> bool:
    """Tell whether the store notices that a page is not what it wrote."""
    try:
        return not opened(folder, SystemClock()).is_whole()
    except MdtAlprError:
        return True


def is_headquarters_damaged(file: Path) -> bool:
    """Tell whether SQLite notices that a page is not what it wrote."""
    try:
        with closing(sqlite3.connect(file)) as connection:
            return connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]
    except sqlite3.DatabaseError:
        return True


def drawn_plate(dice: random.Random) -> str:
    """Return a made-up plate."""
    return "".join(dice.choices("ABCDEFGHJKLMNPRSTUVWXYZ", k=3)) + f"{dice.randrange(10_000):04}"
