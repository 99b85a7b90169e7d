"""Announcements of pictures: which were captured when, and which have arrived."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, delete, select, update

from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.base.picture_port import Filed
from mdt_alpr.hq.base.tables import PICTURES


def announced(
    connection: Connection, digests: Collection[str], after: datetime
) -> dict[str, set[date]]:
    """Return the dates of capture of those that were announced and captured after an instant."""
    found: dict[str, set[date]] = {}
    for some in _in_hundreds(sorted(digests)):
        given = select(PICTURES.c.digest, PICTURES.c.captured_at).where(
            PICTURES.c.digest.in_(some), PICTURES.c.captured_at > after
        )
        for row in connection.execute(given):
            found.setdefault(row.digest, set()).add(capture_date(row.captured_at))
    return found


def mark_held(connection: Connection, filed: Iterable[Filed], after: datetime) -> set[Filed]:
    """Mark announcements as fulfilled by what now lies in the store; return what they name.

    What nothing announces any more, or was captured at ``after`` or before, is not among it.
    Until the transaction ends no purge can take the announcements away.
    """
    dates: dict[str, set[date]] = {}
    for on, digest in filed:
        dates.setdefault(digest, set()).add(on)
    marked: set[Filed] = set()
    for digest in sorted(dates):
        of_it = PICTURES.c.digest == digest, PICTURES.c.captured_at > after
        times = connection.scalars(select(PICTURES.c.captured_at).where(*of_it))
        named = [at for at in times if capture_date(at) in dates[digest]]
        held = update(PICTURES).where(*of_it, PICTURES.c.captured_at.in_(named)).values(held=True)
        found = connection.scalars(held.returning(PICTURES.c.captured_at))
        marked |= {(capture_date(at), digest) for at in found}
    return marked


def held_dates(connection: Connection, digest: str) -> list[date]:
    """Return the dates under which a picture lies; empty where it is not announced or there."""
    found = select(PICTURES.c.captured_at).where(PICTURES.c.digest == digest, PICTURES.c.held)
    return sorted({capture_date(at) for at in connection.scalars(found)}, reverse=True)


def reads_with(connection: Connection, digest: str) -> list[tuple[date, str]]:
    """Return day and id of every read that announced a picture."""
    found = select(PICTURES.c.day, PICTURES.c.read_id).where(PICTURES.c.digest == digest)
    return [(row.day, row.read_id) for row in connection.execute(found)]


def held_of(connection: Connection, digests: Collection[str]) -> set[str]:
    """Return those of the pictures whose every announcement is fulfilled."""
    waiting: set[str] = set()
    known: set[str] = set()
    for some in _in_hundreds(sorted(digests)):
        found = select(PICTURES.c.digest, PICTURES.c.held).where(PICTURES.c.digest.in_(some))
        for row in connection.execute(found):
            (known if row.held else waiting).add(row.digest)
    return known - waiting


def due(connection: Connection, until: datetime) -> list[Filed]:
    """Return the pictures that only announcements captured at ``until`` or before name."""
    given = select(PICTURES.c.digest, PICTURES.c.captured_at).where(
        PICTURES.c.captured_at <= until
    )
    filed = {(capture_date(row.captured_at), row.digest) for row in connection.execute(given)}
    return _no_more_named(connection, filed, until)


def erase_announcements(connection: Connection, until: datetime) -> tuple[int, list[Filed]]:
    """Erase announcements of what was captured at ``until`` or before.

    Return how many, and the pictures that no other announcement of their date names.
    """
    gone = delete(PICTURES).where(PICTURES.c.captured_at <= until)
    rows = connection.execute(gone.returning(PICTURES.c.digest, PICTURES.c.captured_at)).all()
    filed = {(capture_date(row.captured_at), row.digest) for row in rows}
    return len(rows), _no_more_named(connection, filed, until)


def _no_more_named(connection: Connection, filed: set[Filed], until: datetime) -> list[Filed]:
    left: set[Filed] = set()
    for digest, dates in announced(connection, {digest for _, digest in filed}, until).items():
        left |= {(on, digest) for on in dates}
    return sorted(filed - left)


def _in_hundreds(digests: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(digests), 500):
        yield digests[start : start + 500]
