"""Keep pictures; each is named by what it is."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from mdt_alpr.database.engine import wait_for_standbys
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.audit.lanes import act_at
from mdt_alpr.domain.hit.trial_sample import UNREAD
from mdt_alpr.domain.policy import (
    capture_date,
    captured_data_expired_until,
    date_begins,
    days_after,
    pictures_taken_after,
)
from mdt_alpr.hq.audit import audit_buffer
from mdt_alpr.hq.audit.clock_guard import doubt_in
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.database import is_one_of
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError, Work
from mdt_alpr.hq.base.picture_stores import Filed
from mdt_alpr.hq.base.retention_setting import due_at
from mdt_alpr.hq.base.tables import PICTURES
from mdt_alpr.hq.evidence.watermark import marked
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import PictureMessage
from mdt_alpr.wire.pictures import DigestsMessage, Framed, PictureReceipt, PicturesMessage
from mdt_alpr.wire.problems import Problem


def announced_dates(
    connection: Connection, digests: Collection[str], after: datetime
) -> dict[str, set[date]]:
    """Return the dates of capture of those that were announced and captured after an instant."""
    dates: dict[str, set[date]] = {}
    for some in _in_hundreds(sorted(digests)):
        given = select(PICTURES.c.digest, PICTURES.c.captured_at).where(
            is_one_of(connection, PICTURES.c.digest, some), PICTURES.c.captured_at > after
        )
        for row in connection.execute(given):
            dates.setdefault(row.digest, set()).add(capture_date(row.captured_at))
    return dates


def mark_held(connection: Connection, filed: Iterable[Filed], after: datetime) -> set[Filed]:
    """Mark announcements as fulfilled by what now lies in the store; return what they name.

    What nothing announces any more, or was captured at ``after`` or before, is not among it.
    Until the transaction ends no purge can erase the announcements.
    """
    dates: dict[str, set[date]] = {}
    for on, digest in filed:
        dates.setdefault(digest, set()).add(on)
    marked: set[Filed] = set()
    for digest in sorted(dates):
        of_it = PICTURES.c.digest == digest, PICTURES.c.captured_at > after
        times = connection.scalars(select(PICTURES.c.captured_at).where(*of_it))
        for at in sorted({at for at in times if capture_date(at) in dates[digest]}):
            named = PICTURES.c.digest == digest, PICTURES.c.captured_at == at
            if connection.execute(update(PICTURES).where(*named).values(held=True)).rowcount:
                marked.add((capture_date(at), digest))
    return marked


def held_dates(connection: Connection, digest: str) -> list[date]:
    """Return the dates under which a picture lies; empty where it is not announced or there."""
    query = select(PICTURES.c.captured_at).where(PICTURES.c.digest == digest, PICTURES.c.held)
    return sorted({capture_date(at) for at in connection.scalars(query)}, reverse=True)


def reads_with(connection: Connection, digest: str) -> list[tuple[date, str]]:
    """Return day and id of every read that announced a picture."""
    query = select(PICTURES.c.day, PICTURES.c.read_id).where(PICTURES.c.digest == digest)
    return [(row.day, row.read_id) for row in connection.execute(query)]


def missed_by(connection: Connection, digest: str) -> list[str]:
    """Return who drove where a picture of a plate was taken that a car in trial mode missed."""
    query = select(PICTURES.c.body).where(PICTURES.c.digest == digest, PICTURES.c.what == UNREAD)
    return [decode(PictureMessage, body).person_id for body in connection.scalars(query)]


def held_of(connection: Connection, digests: Collection[str]) -> set[str]:
    """Return those of the pictures whose every announcement is fulfilled."""
    waiting: set[str] = set()
    known: set[str] = set()
    for some in _in_hundreds(sorted(digests)):
        given = is_one_of(connection, PICTURES.c.digest, some)
        query = select(PICTURES.c.digest, PICTURES.c.held).where(given)
        for row in connection.execute(query):
            (known if row.held else waiting).add(row.digest)
    return known - waiting


@dataclass(frozen=True, slots=True)
class Due:
    """What a purge erases of pictures: captured at ``until`` or before.

    Dates before ``first_kept`` are over as a whole. ``last_day`` is that of the youngest id of
    what is due; rows lie by the day of their id.
    """

    until: datetime
    first_kept: date
    last_day: date

    @property
    def in_time(self) -> ColumnElement[bool]:
        """Return the condition of what is due."""
        return (PICTURES.c.day <= self.last_day) & (PICTURES.c.captured_at <= self.until)

    @property
    def of_whole_dates(self) -> ColumnElement[bool]:
        """Return the condition of what goes with its date."""
        return self.in_time & (PICTURES.c.captured_at < date_begins(self.first_kept))


def numbers_by_date(connection: Connection, due: Due) -> dict[date, int]:
    """Return how many pictures are announced of each date that is over; one date at a time."""
    numbers: dict[date, int] = {}
    oldest = select(func.min(PICTURES.c.captured_at)).where(due.of_whole_dates)
    first = connection.scalar(oldest)
    while first is not None:
        on = capture_date(first)
        ends = date_begins(days_after(on, 1))
        number = select(func.count(PICTURES.c.digest.distinct())).where(
            due.of_whole_dates, PICTURES.c.captured_at >= first, PICTURES.c.captured_at < ends
        )
        numbers[on] = connection.scalar(number) or 0
        first = connection.scalar(oldest.where(PICTURES.c.captured_at >= ends))
    return numbers


def due_one_by_one(connection: Connection, due: Due) -> list[Filed]:
    """Return the pictures of the first date kept that only what is due announces."""
    given = select(PICTURES.c.digest, PICTURES.c.captured_at).where(
        due.in_time, PICTURES.c.captured_at >= date_begins(due.first_kept)
    )
    filed = {(capture_date(row.captured_at), row.digest) for row in connection.execute(given)}
    return _no_more_named(connection, filed, due.until)


def erase_announcements(connection: Connection, due: Due) -> tuple[int, list[Filed]]:
    """Erase the announcements of what is due.

    Return how many, and the pictures of the first date kept that no other one names.
    """
    whole = connection.execute(delete(PICTURES).where(due.of_whole_dates)).rowcount
    gone = delete(PICTURES).where(due.in_time)
    rows = connection.execute(gone.returning(PICTURES.c.digest, PICTURES.c.captured_at)).all()
    filed = {(capture_date(row.captured_at), row.digest) for row in rows}
    return whole + len(rows), _no_more_named(connection, filed, due.until)


def _no_more_named(connection: Connection, filed: set[Filed], until: datetime) -> list[Filed]:
    left: set[Filed] = set()
    for digest, dates in announced_dates(
        connection, {digest for _, digest in filed}, until
    ).items():
        left |= {(on, digest) for on in dates}
    return sorted(filed - left)


def _in_hundreds(digests: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(digests), 500):
        yield digests[start : start + 500]


_JPEG_START = b"\xff\xd8\xff"


def keep_picture(hq: Headquarters, digest: str, jpeg: bytes) -> None:
    """Keep a picture; again changes nothing.

    It comes after its announcement, which has the time of capture: nothing is kept whose
    deadline is unknown.

    Raises:
        RefusedError: not announced, not a JPEG, too large, or not what its name says.
    """
    _demand_valid(hq, digest, jpeg)
    if digest not in _kept(hq, {digest: jpeg}):
        raise RefusedError(Problem.NOT_ANNOUNCED)


def keep_pictures(hq: Headquarters, given: Iterable[Framed]) -> PicturesMessage:
    """Keep several pictures; return what became of each, in the order sent."""
    results, valid = list[tuple[str, Problem | None]](), dict[str, bytes]()
    for picture in given:
        try:
            _demand_valid(hq, picture.digest, picture.jpeg)
        except RefusedError as error:
            results.append((picture.digest, error.problem))
        else:
            results.append((picture.digest, None))
            valid[picture.digest] = picture.jpeg
    stored = _kept(hq, valid)
    return PicturesMessage(tuple(_receipt(digest, problem, stored) for digest, problem in results))


def held(work: Work, asked: DigestsMessage, caller: Caller) -> DigestsMessage:
    """Return those of the pictures that need not be sent again; that it was asked is recorded."""
    digests = sorted(held_of(work.connection, asked.digests))
    counts = ("asked", len(asked.digests)), ("held", len(digests))
    act = act_at(work.now, AuditEvent.HQ_PICTURES_ASKED, caller.device, caller.person_id)
    audit_buffer.append(work, caller, replace(act, counts=counts))
    return DigestsMessage(tuple(digests))


def _demand_valid(hq: Headquarters, digest: str, jpeg: bytes) -> None:
    if len(jpeg) > hq.settings.limits.picture_bytes:
        raise RefusedError(Problem.TOO_LARGE)
    if hashlib.sha256(jpeg).hexdigest() != digest:
        raise RefusedError(Problem.PICTURE_DIFFERS)
    if not jpeg.startswith(_JPEG_START):
        raise RefusedError(Problem.NOT_A_JPEG)


def _receipt(digest: str, problem: Problem | None, stored: set[str]) -> PictureReceipt:
    if problem is None and digest not in stored:
        problem = Problem.NOT_ANNOUNCED
    return PictureReceipt(digest, problem.number if problem else None)


def _kept(hq: Headquarters, jpegs: Mapping[str, bytes]) -> set[str]:
    """Keep pictures that were announced; return their names.

    The store is waited for between two transactions, so that nobody waits for it besides. Cut
    off after it, a picture lies there unmarked: its car sends it again, and its announcement
    takes it away at its deadline. One whose announcement was purged meanwhile goes at once.

    Raises:
        RefusedError: too old by a clock that is not believed, or announced where this is written
            and not where it was read, as by a primary that was paused; the car keeps it.
    """
    after = pictures_taken_after(hq.due_now())
    with hq.reading() as work:
        announced = announced_dates(work.connection, jpegs, after)
        if announced.keys() != jpegs.keys() and doubt_in(work):
            raise RefusedError(Problem.NOT_READY)
    filed = {(on, digest) for digest, dates in announced.items() for on in dates}
    hq.pictures.put([(on, digest, jpegs[digest]) for on, digest in sorted(filed)])
    with hq.writing() as work:
        held = mark_held(
            work.connection, filed, captured_data_expired_until(due_at(work.connection, work.now))
        )
        if {digest for _, digest in held} != jpegs.keys():
            wait_for_standbys(work.connection)  # the car sets aside what is refused
            unread = jpegs.keys() - announced.keys()
            if announced_dates(work.connection, unread, after):
                raise RefusedError(Problem.NOT_READY)
    if late := filed - held:
        hq.pictures.erase(sorted(late))
    return {digest for _, digest in held}


def show_picture(hq: Headquarters, caller: Caller, digest: str, *facts: tuple[str, str]) -> bytes:
    """Return a picture to a reviewer, with a watermark; that it was seen is recorded.

    Raises:
        RefusedError: it is not held.
    """
    with hq.reading() as work:
        dates = held_dates(work.connection, digest)
    jpeg = hq.pictures.get(dates, digest)
    if jpeg is None:
        raise RefusedError(Problem.NO_SUCH_PICTURE)
    with hq.writing() as work:
        event = AuditEvent.HQ_PICTURE_VIEWED
        ids = digest, *(read_id for _, read_id in reads_with(work.connection, digest))
        record(work, event, digest, caller.person_id, *facts, returned=ids)
    return marked(jpeg, caller.name, work.now)
