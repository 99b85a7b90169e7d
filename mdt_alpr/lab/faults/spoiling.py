"""Spoil what lies on a disk, and see whether the stores notice."""

import hashlib
import os
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

from sqlalchemy import select

from mdt_alpr.adapters.store.car_store import LISTS
from mdt_alpr.adapters.store.list_folder import ListFolder
from mdt_alpr.domain.errors import MdtAlprError
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.picture_stores import Filed
from mdt_alpr.hq.base.tables import PICTURES
from mdt_alpr.hq.keeping.doctor import examined
from mdt_alpr.keys.signing import is_signed
from mdt_alpr.lab.faults.car_life import KEY, opened
from mdt_alpr.machine.clock import SystemClock

PAGE = 4096
_NOBODY = 65534


def give_up_writing(folder: Path) -> None:
    """Let this process read a folder only, as on a disk that was mounted so."""
    folder.parent.chmod(0o755)
    for place in (folder, *folder.rglob("*")):
        place.chmod(0o555 if place.is_dir() else 0o444)
    if os.geteuid() == 0:  # rights do not bind the system's administrator
        os.setuid(_NOBODY)


def spoil(file: Path, dice: random.Random, *, first: int = 0) -> None:
    """Overwrite a random page of a file, from number ``first`` on."""
    size = file.stat().st_size
    page = dice.randrange(first, max(-(-size // PAGE), first + 1))
    with file.open("r+b") as content:
        content.seek(page * PAGE)
        content.write(os.urandom(min(PAGE, size - page * PAGE)))


def cut_off(file: Path, dice: random.Random) -> None:
    """Let the end of a file be lost."""
    os.truncate(file, dice.randrange(file.stat().st_size))


def is_car_damaged(folder: Path) -> bool:
    """Tell whether the store notices that a page is not what it wrote."""
    try:
        return not opened(folder, SystemClock()).is_whole()
    except MdtAlprError:
        return True


def is_headquarters_damaged(opens: Callable[[], Headquarters], line: str) -> bool:
    """Tell whether headquarters does not open, or its doctor says so in a line."""
    try:
        hq = opens()
    except MdtAlprError:
        return True
    return any(one.name == line and not one.ok for one in examined(hq))


def is_list_whole(folder: Path) -> bool:
    """Tell whether a car's list, as it lies on the disk, is there and nowhere damaged."""
    lists = ListFolder(folder / LISTS, KEY, os.urandom, is_signed, erases=False)
    while lists.check(1.0):
        pass
    found = lists.version > 0
    lists.close()
    return found


def announced_pictures(hq: Headquarters) -> set[Filed]:
    """Return the pictures of which cars told headquarters."""
    with hq.reading() as work:
        rows = work.connection.execute(select(PICTURES.c.captured_at, PICTURES.c.digest)).all()
    return {(capture_date(row.captured_at), row.digest) for row in rows}


def opening_pictures(hq: Headquarters) -> set[Filed]:
    """Return those that headquarters can show."""
    return {(on, digest) for on, digest in announced_pictures(hq) if _opens(hq, on, digest)}


def _opens(hq: Headquarters, on: date, digest: str) -> bool:
    try:
        jpeg = hq.pictures.get([on], digest)
    except MdtAlprError:
        return False
    return jpeg is not None and hashlib.sha256(jpeg).hexdigest() == digest


def drawn_plate(dice: random.Random) -> str:
    """Return a made-up plate."""
    return "".join(dice.choices("ABCDEFGHJKLMNPRSTUVWXYZ", k=3)) + f"{dice.randrange(10_000):04}"
