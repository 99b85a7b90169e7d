"""Take in pictures; each is named by what it is."""

import hashlib

from mdt_alpr.domain.audit import AuditEvent
from mdt_alpr.hq.service.headquarters import Caller, Headquarters, RefusedError, Work
from mdt_alpr.hq.service.own_audit import record
from mdt_alpr.hq.store import pictures
from mdt_alpr.wire.problems import Problem

_JPEG_START = b"\xff\xd8\xff"


def take_picture(hq: Headquarters, digest: str, jpeg: bytes) -> None:
    """Keep a picture; again changes nothing.

    It comes after its announcement, which has the time of capture: nothing is kept whose
    deadline is unknown.

    Raises:
        RefusedError: not announced, not a JPEG, too large, or not what its name says.
    """
    if len(jpeg) > hq.settings.limits.picture_bytes:
        raise RefusedError(Problem.TOO_LARGE)
    if hashlib.sha256(jpeg).hexdigest() != digest:
        raise RefusedError(Problem.PICTURE_DIFFERS)
    if not jpeg.startswith(_JPEG_START):
        raise RefusedError(Problem.NOT_A_JPEG)
    with hq.writing() as work:
        if not pictures.mark_held(work.connection, digest):
            raise RefusedError(Problem.NOT_ANNOUNCED)
        hq.pictures.put(digest, jpeg)


def show_picture(hq: Headquarters, work: Work, caller: Caller, digest: str) -> bytes:
    """Return a picture to a reviewer; that it was seen is recorded.

    Raises:
        RefusedError: it is not held.
    """
    jpeg = hq.pictures.get(digest) if pictures.is_held(work.connection, digest) else None
    if jpeg is None:
        raise RefusedError(Problem.NO_SUCH_PICTURE)
    record(work, AuditEvent.HQ_PICTURE_VIEWED, digest, caller.person_id)
    return jpeg
