"""Look at a package or a device key before anything is stored."""

import re

from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.evidence import JSON_PARTS, content_list, key_claim
from mdt_alpr.domain.provenance import SignInRecord, record_claim, sign_in_claim
from mdt_alpr.hq.service.capture_day import id_time
from mdt_alpr.signing import is_signed
from mdt_alpr.wire.evidence import DeviceKeyMessage, EvidenceMessage, PartMessage
from mdt_alpr.wire.messages import SignInMessage, SignInRecordMessage
from mdt_alpr.wire.problems import Problem

_SHA256 = re.compile(r"[0-9a-f]{64}", flags=re.ASCII)
_SIGNATURE = re.compile(r"[0-9a-f]{128}", flags=re.ASCII)
_PICTURE = re.compile(r"(context|crop)-[1-9][0-9]?\.jpg", flags=re.ASCII)
_MOST_PARTS = 64


def key_problem(body: DeviceKeyMessage, device: str, known: frozenset[str]) -> Problem | None:
    """Return why a device key is refused, else None.

    The first key of a device is taken as it comes; another one waits for an administrator.
    """
    if body.device != device:
        return Problem.OTHER_DEVICES_ENTRY
    if not _SHA256.fullmatch(body.public_key) or not _SIGNATURE.fullmatch(body.proof):
        return Problem.BODY
    claim = key_claim(body.device, body.public_key)
    if not is_signed(body.public_key, claim, bytes.fromhex(body.proof)):
        return Problem.NO_PROOF_OF_KEY
    if known and body.public_key not in known:
        return Problem.OTHER_DEVICE_KEY
    return None


def record_problem(body: SignInRecordMessage) -> Problem | None:
    """Return why a car's record of a sign-in is refused, else None."""
    if not _SHA256.fullmatch(body.public_key) or not _SIGNATURE.fullmatch(body.signature):
        return Problem.BODY
    noted = SignInRecord(body.person_id, body.at, body.signed_in)
    claim = record_claim(body.device, body.public_key, noted)
    signed = is_signed(body.public_key, claim, bytes.fromhex(body.signature))
    return None if signed else Problem.NO_PROOF_OF_KEY


def sign_in_key(message: SignInMessage) -> str | None:
    """Return the device key that a sign-in shows, "" where none, None where unproven."""
    if not message.public_key and not message.proof:
        return ""
    if not _SHA256.fullmatch(message.public_key) or not _SIGNATURE.fullmatch(message.proof):
        return None
    claim = sign_in_claim(message.device, message.public_key, message.person_id)
    signed = is_signed(message.public_key, claim, bytes.fromhex(message.proof))
    return message.public_key if signed else None


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
