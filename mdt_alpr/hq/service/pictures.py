"""Take in pictures; each is named by what it is."""

import hashlib

from mdt_alpr.domain.audit import AuditEvent
from mdt_alpr.hq.service.headquarters import Caller, Headquarters, RefusedError, Work
from mdt_alpr.hq.service.own_audit import record
from mdt_alpr.hq.store import pictures
from mdt_alpr.wire.problems import Problem

_JPEG_START = b"\xff\xd8\xff"


def take_picture(hq: Headquarters, digest: str, jpeg: bytes) -> None:
    """Keep a picture; again changes nothing. It may come before its announcement.

    It is on the list before its first byte is on the disk, so that no purge can miss it.

    Raises:
        RefusedError: not a JPEG, larger than allowed, or not what its name says.
    """
    if len(jpeg) > hq.settings.limits.picture_bytes:
        raise RefusedError(Problem.TOO_LARGE)
    if hashlib.sha256(jpeg).hexdigest() != digest:
        raise RefusedError(Problem.PICTURE_DIFFERS)
    if not jpeg.startswith(_JPEG_START):
        raise RefusedError(Problem.NOT_A_JPEG)
    with hq.writing() as work:
        pictures.note_file(work.connection, digest, work.now, held=False)
    with hq.writing() as work:
        pictures.note_file(work.connection, digest, work.now, held=True)
        hq.pictures.put(digest, jpeg)


def show_picture(hq: Headquarters, work: Work, caller: Caller, digest: str) -> bytes:
    """Return a picture to a reviewer; that it was seen is recorded.

    Raises:
        RefusedError: it is not held.
    """
    jpeg = hq.pictures.get(digest) if pictures.is_announced(work.connection, digest) else None
    if jpeg is None:
        raise RefusedError(Problem.NO_SUCH_PICTURE)
    record(work, AuditEvent.HQ_PICTURE_VIEWED, digest, caller.person_id)
    return jpeg
