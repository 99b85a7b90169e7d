"""Keep pictures; each is named by what it is."""

import hashlib
from collections.abc import Iterable, Mapping

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.policy import captured_data_expired_until, pictures_taken_after
from mdt_alpr.hq.audit.clock_guard import doubt_in
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError, Work
from mdt_alpr.hq.evidence import picture_store as pictures
from mdt_alpr.wire.pictures import DigestsMessage, Framed, PictureReceipt, PicturesMessage
from mdt_alpr.wire.problems import Problem

_JPEG_START = b"\xff\xd8\xff"


def keep_picture(hq: Headquarters, digest: str, jpeg: bytes) -> None:
    """Keep a picture; again changes nothing.

    It comes after its announcement, which has the time of capture: nothing is kept whose
    deadline is unknown.

    Raises:
        RefusedError: not announced, not a JPEG, too large, or not what its name says.
    """
    _demand_sound(hq, digest, jpeg)
    if digest not in _kept(hq, {digest: jpeg}):
        raise RefusedError(Problem.NOT_ANNOUNCED)


def keep_pictures(hq: Headquarters, given: Iterable[Framed]) -> PicturesMessage:
    """Keep several pictures; return what became of each, in the order sent."""
    found, sound = list[tuple[str, Problem | None]](), dict[str, bytes]()
    for picture in given:
        try:
            _demand_sound(hq, picture.digest, picture.jpeg)
        except RefusedError as error:
            found.append((picture.digest, error.problem))
        else:
            found.append((picture.digest, None))
            sound[picture.digest] = picture.jpeg
    kept = _kept(hq, sound)
    return PicturesMessage(tuple(_receipt(digest, problem, kept) for digest, problem in found))


def held(work: Work, asked: DigestsMessage) -> DigestsMessage:
    """Return those of the pictures that need not be sent again."""
    return DigestsMessage(tuple(sorted(pictures.held_of(work.connection, asked.digests))))


def _demand_sound(hq: Headquarters, digest: str, jpeg: bytes) -> None:
    if len(jpeg) > hq.settings.limits.picture_bytes:
        raise RefusedError(Problem.TOO_LARGE)
    if hashlib.sha256(jpeg).hexdigest() != digest:
        raise RefusedError(Problem.PICTURE_DIFFERS)
    if not jpeg.startswith(_JPEG_START):
        raise RefusedError(Problem.NOT_A_JPEG)


def _receipt(digest: str, problem: Problem | None, kept: set[str]) -> PictureReceipt:
    if problem is None and digest not in kept:
        problem = Problem.NOT_ANNOUNCED
    return PictureReceipt(digest, problem.number if problem else None)


def _kept(hq: Headquarters, jpegs: Mapping[str, bytes]) -> set[str]:
    """Keep pictures that were announced; return their names.

    The store is waited for between two transactions, so that nobody waits for it besides. Cut
    off after it, a picture lies there unmarked: its car sends it again, and its announcement
    takes it away at its deadline. One whose announcement was purged meanwhile goes at once.

    Raises:
        RefusedError: too old by a clock that is not believed; the car keeps it.
    """
    after = pictures_taken_after(hq.clock.now())
    with hq.reading() as work:
        announced = pictures.announced(work.connection, jpegs, after)
        if announced.keys() != jpegs.keys() and doubt_in(work):
            raise RefusedError(Problem.NOT_READY)
    filed = {(on, digest) for digest, dates in announced.items() for on in dates}
    hq.pictures.put([(on, digest, jpegs[digest]) for on, digest in sorted(filed)])
    with hq.writing() as work:
        held = pictures.mark_held(work.connection, filed, captured_data_expired_until(work.now))
    if late := filed - held:
        hq.pictures.erase(sorted(late))
    return {digest for _, digest in held}


def show_picture(hq: Headquarters, caller: Caller, digest: str) -> bytes:
    """Return a picture to a reviewer; that it was seen is recorded.

    Raises:
        RefusedError: it is not held.
    """
    with hq.reading() as work:
        dates = pictures.held_dates(work.connection, digest)
    jpeg = hq.pictures.get(dates, digest)
    if jpeg is None:
        raise RefusedError(Problem.NO_SUCH_PICTURE)
    with hq.writing() as work:
        record(work, AuditEvent.HQ_PICTURE_VIEWED, digest, caller.person_id)
    return jpeg
