"""Pictures: the folder in which each lies under its own SHA-256, and their announcements."""

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, delete, select, update

from mdt_alpr.hq.store.tables import PICTURES


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

    def erase(self, digests: Iterable[str]) -> None:
        """Erase pictures, half-written ones too; those that are gone already do no harm."""
        for digest in digests:
            for path in self._place(digest).parent.glob(f"{digest}.*"):
                path.unlink(missing_ok=True)

    def _place(self, digest: str) -> Path:
        return self._folder / digest[:2] / f"{digest}.jpg"


def mark_held(connection: Connection, digest: str) -> bool:
    """Mark every announcement of a picture as fulfilled; return whether there is any.

    Until the transaction ends no purge can take them away.
    """
    marked = update(PICTURES).where(PICTURES.c.digest == digest).values(held=True)
    return connection.execute(marked).rowcount > 0


def is_held(connection: Connection, digest: str) -> bool:
    """Tell whether a picture is announced, not purged, and there."""
    found = select(PICTURES.c.digest).where(PICTURES.c.digest == digest, PICTURES.c.held)
    return connection.scalar(found.limit(1)) is not None


def erase_announcements(connection: Connection, until: datetime) -> tuple[int, list[str]]:
    """Erase announcements of what was captured at ``until`` or before.

    Return how many, and the digests of the pictures that no other announcement names.
    """
    gone = delete(PICTURES).where(PICTURES.c.captured_at <= until).returning(PICTURES.c.digest)
    digests = list(connection.scalars(gone))
    left: set[str] = set()
    for some in _in_hundreds(digests):
        left |= set(
            connection.scalars(select(PICTURES.c.digest).where(PICTURES.c.digest.in_(some)))
        )
    return len(digests), sorted(set(digests) - left)


def _in_hundreds(digests: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(digests), 500):
        yield digests[start : start + 500]
