"""Announcements of pictures: which were captured when, and which have arrived."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, delete, select, update

from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.store.picture_port import Filed
from mdt_alpr.hq.store.tables import PICTURES


def mark_held(connection: Connection, digest: str) -> set[date]:
    """Mark every announcement of a picture as fulfilled; return its dates of capture.

    Until the transaction ends no purge can take them away.
    """
    marked = update(PICTURES).where(PICTURES.c.digest == digest).values(held=True)
    found = connection.scalars(marked.returning(PICTURES.c.captured_at))
    return {capture_date(captured_at) for captured_at in found}


def held_dates(connection: Connection, digest: str) -> list[date]:
    """Return the dates under which a picture lies; empty where it is not announced or there."""
    found = select(PICTURES.c.captured_at).where(PICTURES.c.digest == digest, PICTURES.c.held)
    return sorted({capture_date(at) for at in connection.scalars(found)}, reverse=True)


def reads_with(connection: Connection, digest: str) -> list[tuple[date, str]]:
    """Return day and id of every read that announced a picture."""
    found = select(PICTURES.c.day, PICTURES.c.read_id).where(PICTURES.c.digest == digest)
    return [(row.day, row.read_id) for row in connection.execute(found)]


def is_held(connection: Connection, digest: str) -> bool:
    """Tell whether a picture is announced, not purged, and there."""
    return bool(held_dates(connection, digest))


def held_of(connection: Connection, digests: Collection[str]) -> set[str]:
    """Return those of the pictures whose every announcement is fulfilled."""
    waiting: set[str] = set()
    known: set[str] = set()
    for some in _in_hundreds(sorted(digests)):
        found = select(PICTURES.c.digest, PICTURES.c.held).where(PICTURES.c.digest.in_(some))
        for row in connection.execute(found):
            (known if row.held else waiting).add(row.digest)
    return known - waiting


def erase_announcements(connection: Connection, until: datetime) -> tuple[int, list[Filed]]:
    """Erase announcements of what was captured at ``until`` or before.

    Return how many, and the pictures that no other announcement of their date names.
    """
    gone = delete(PICTURES).where(PICTURES.c.captured_at <= until)
    rows = connection.execute(gone.returning(PICTURES.c.digest, PICTURES.c.captured_at)).all()
    filed = {(capture_date(row.captured_at), row.digest) for row in rows}
    left: set[Filed] = set()
    for some in _in_hundreds(sorted({row.digest for row in rows})):
        found = select(PICTURES.c.digest, PICTURES.c.captured_at).where(
            PICTURES.c.digest.in_(some)
        )
        left |= {(capture_date(r.captured_at), r.digest) for r in connection.execute(found)}
    return len(rows), sorted(filed - left)


def _in_hundreds(digests: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(digests), 500):
        yield digests[start : start + 500]
