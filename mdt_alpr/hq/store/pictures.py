"""Pictures: the folder in which each lies under its own SHA-256, and the list of them."""

import os
from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, delete, exists, or_, select

from mdt_alpr.hq.store.database import insert
from mdt_alpr.hq.store.tables import PICTURE_FILES, PICTURES


class PictureFolder:
    """JPEG files named by their SHA-256, in 256 folders."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, digest: str, jpeg: bytes) -> None:
        """Keep a picture, whole or not at all; again changes nothing."""
        place = self._place(digest)
        if place.exists():
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        half = place.with_suffix(f".{os.urandom(4).hex()}")
        with half.open("wb") as file:
            file.write(jpeg)
            file.flush()
            os.fsync(file.fileno())
        half.replace(place)

    def get(self, digest: str) -> bytes | None:
        """Return a picture, None where there is none."""
        try:
            return self._place(digest).read_bytes()
        except FileNotFoundError:
            return None

    def erase(self, digests: Collection[str]) -> None:
        """Erase pictures, half-written ones too; those that are gone already do no harm."""
        for digest in digests:
            for path in self._place(digest).parent.glob(f"{digest}.*"):
                path.unlink(missing_ok=True)

    def _place(self, digest: str) -> Path:
        return self._folder / digest[:2] / f"{digest}.jpg"


def note_file(connection: Connection, digest: str, now: datetime, *, held: bool) -> None:
    """Note that a picture is received now; once ``held`` it stays so."""
    row = {"digest": digest, "received_at": now, "held": held}
    statement = insert(connection, PICTURE_FILES)
    noted = statement.on_conflict_do_update(
        index_elements=[PICTURE_FILES.c.digest],
        set_={"received_at": now, "held": or_(PICTURE_FILES.c.held, statement.excluded.held)},
    )
    connection.execute(noted, row)


def is_announced(connection: Connection, digest: str) -> bool:
    """Tell whether a car announced this picture, and it has not been purged."""
    found = select(PICTURES.c.digest).where(PICTURES.c.digest == digest).limit(1)
    return connection.scalar(found) is not None


def forget_unwanted(
    connection: Connection, until: datetime, expired: Collection[str]
) -> list[str]:
    """Take off the list what no announcement names; return the digests to erase.

    Those are the ``expired``, and all that were received at ``until`` or before.
    """
    announced = exists().where(PICTURES.c.digest == PICTURE_FILES.c.digest)
    erased: list[str] = []
    for some in (*_in_hundreds(expired), None):
        which = (
            PICTURE_FILES.c.received_at <= until
            if some is None
            else (PICTURE_FILES.c.digest.in_(some))
        )
        gone = delete(PICTURE_FILES).where(which, ~announced).returning(PICTURE_FILES.c.digest)
        erased += connection.scalars(gone)
    return erased


def _in_hundreds(digests: Collection[str]) -> Iterator[list[str]]:
    waiting = iter(digests)
    while some := list(islice(waiting, 500)):
        yield some
