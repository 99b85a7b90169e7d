"""Take in pictures; each is named by what it is."""

import hashlib
from collections.abc import Iterable
from datetime import date

from mdt_alpr.domain.audit import AuditEvent
from mdt_alpr.hq.service.headquarters import Caller, Headquarters, RefusedError, Work
from mdt_alpr.hq.service.own_audit import record
from mdt_alpr.hq.store import pictures
from mdt_alpr.wire.pictures import DigestsMessage, Framed, PictureReceipt, PicturesMessage
from mdt_alpr.wire.problems import Problem

_JPEG_START = b"\xff\xd8\xff"


def take_picture(hq: Headquarters, digest: str, jpeg: bytes) -> None:
    """Keep a picture; again changes nothing.

    It comes after its announcement, which has the time of capture: nothing is kept whose
    deadline is unknown.

    Raises:
        RefusedError: not announced, not a JPEG, too large, or not what its name says.
    """
    _demand_sound(hq, digest, jpeg)
    with hq.writing() as work:
        hq.pictures.put(_taken(work, digest, jpeg))


def take_pictures(hq: Headquarters, given: Iterable[Framed]) -> PicturesMessage:
    """Keep several pictures in one transaction; return what became of each, in the order sent."""
    receipts, kept = [], list[tuple[date, str, bytes]]()
    with hq.writing() as work:
        for picture in given:
            try:
                _demand_sound(hq, picture.digest, picture.jpeg)
                kept += _taken(work, picture.digest, picture.jpeg)
            except RefusedError as error:
                receipts.append(PictureReceipt(picture.digest, error.problem.number))
            else:
                receipts.append(PictureReceipt(picture.digest))
        hq.pictures.put(kept)
    return PicturesMessage(tuple(receipts))


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


def _taken(work: Work, digest: str, jpeg: bytes) -> list[tuple[date, str, bytes]]:
    dates = pictures.mark_held(work.connection, digest)
    if not dates:
        raise RefusedError(Problem.NOT_ANNOUNCED)
    return [(on, digest, jpeg) for on in dates]


def show_picture(hq: Headquarters, work: Work, caller: Caller, digest: str) -> bytes:
    """Return a picture to a reviewer; that it was seen is recorded.

    Raises:
        RefusedError: it is not held.
    """
    jpeg = hq.pictures.get(pictures.held_dates(work.connection, digest), digest)
    if jpeg is None:
        raise RefusedError(Problem.NO_SUCH_PICTURE)
    record(work, AuditEvent.HQ_PICTURE_VIEWED, digest, caller.person_id)
    return jpeg
