"""Check what a device claims with its key: the key itself, a sign-in, a record of a sign-in."""

import re

from mdt_alpr.domain.people.provenance import SignInRecord, record_claim, sign_in_claim
from mdt_alpr.domain.retention.evidence import key_claim
from mdt_alpr.signing import is_signed
from mdt_alpr.wire.evidence import DeviceKeyMessage
from mdt_alpr.wire.messages import SignInMessage, SignInRecordMessage
from mdt_alpr.wire.problems import Problem

_SHA256 = re.compile(r"[0-9a-f]{64}", flags=re.ASCII)
_SIGNATURE = re.compile(r"[0-9a-f]{128}", flags=re.ASCII)


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
