"""Check an evidence package before anything is stored."""

import re

from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.retention.evidence import JSON_PARTS, content_list
from mdt_alpr.hq.base.capture_day import id_time
from mdt_alpr.wire.evidence import EvidenceMessage, PartMessage
from mdt_alpr.wire.problems import Problem

_SHA256 = re.compile(r"[0-9a-f]{64}", flags=re.ASCII)
_SIGNATURE = re.compile(r"[0-9a-f]{128}", flags=re.ASCII)
_PICTURE = re.compile(r"(context|crop)-[1-9][0-9]?\.jpg", flags=re.ASCII)
_MOST_PARTS = 64


def package_problem(body: EvidenceMessage, device: str) -> Problem | None:
    """Return why a package is refused, else None.

    A signature or a place in the chain that does not hold is no reason: such a package is kept,
    and the break recorded.
    """
    if body.device != device:
        return Problem.OTHER_DEVICES_ENTRY
    digests = (body.public_key, body.content, body.previous)
    is_sound = (
        all(_SHA256.fullmatch(digest) for digest in digests)
        and _SIGNATURE.fullmatch(body.signature)
        and body.sequence >= 1
        and id_time(body.hit_id) is not None
        and (body.captured_at is None) == (not body.parts)
    )
    if not is_sound:
        return Problem.BODY
    return _parts_problem(body) if body.parts else None


def _parts_problem(body: EvidenceMessage) -> Problem | None:
    if len(body.parts) > _MOST_PARTS or not all(map(_is_part, body.parts)):
        return Problem.BODY
    listed = content_list(tuple((part.name, part.sha256) for part in body.parts))
    holds = sha256(listed) == body.content and all(
        part.body is None or sha256(part.body.encode()) == part.sha256 for part in body.parts
    )
    return None if holds else Problem.NOT_THE_SEALED_PARTS


def _is_part(part: PartMessage) -> bool:
    if not _SHA256.fullmatch(part.sha256):
        return False
    if part.body is None:
        return _PICTURE.fullmatch(part.name) is not None
    return part.name in JSON_PARTS
