"""Which computer a session is of: by its key, where one is known, and as which unit it counts.

The key of a device that is enrolled is accepted by the person who gave its code (``enrolling``).
Without enrollment, as for a headquarters that answers its own machine only, the first key of a
device is accepted as it comes, and recorded; another one waits for an administrator. So it is with
the unit: the first sign-in of a device that is none yet binds it to the unit that it names, where
no other device is that one. An agency's first week needs no more, and who chose it is on record.
"""

import re
from collections.abc import Iterable

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.provenance import SignInRecord, record_claim, sign_in_claim
from mdt_alpr.domain.policy import SESSION_LASTS
from mdt_alpr.domain.printable import LONGEST_ID
from mdt_alpr.domain.retention.evidence import key_claim
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.declared import demand_seen
from mdt_alpr.hq.base.headquarters import RefusedError, Work
from mdt_alpr.hq.people import device_store
from mdt_alpr.hq.people import store as people
from mdt_alpr.keys.signing import is_signed
from mdt_alpr.wire.evidence import DeviceKeyMessage
from mdt_alpr.wire.messages import SignInMessage, SignInRecordMessage
from mdt_alpr.wire.problems import Problem

_SHA256 = re.compile(r"[0-9a-f]{64}", flags=re.ASCII)
_SIGNATURE = re.compile(r"[0-9a-f]{128}", flags=re.ASCII)


def key_problem(body: DeviceKeyMessage, device: str, known: frozenset[str]) -> Problem | None:
    """Return why a device key is refused, else None.

    The first key of a device is accepted as it comes; another one waits for an administrator.
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


def keep_keys(work: Work, device: str, messages: Iterable[DeviceKeyMessage]) -> None:
    """Accept the first key of a device on trust, which is recorded; note any other."""
    for message in messages:
        note_key(work, device, message.public_key)


def note_key(work: Work, device: str, key: str) -> None:
    """Note a key that a device has shown: the first one counts, another one waits."""
    known = device_store.accepted_keys(work.connection, device)
    if key in known:
        return
    device_store.add_key(work.connection, device, key, work.now)
    if known:
        refuse_key(work, device, key)
        return
    device_store.accept_key(work.connection, device, key, NOBODY, work.now)
    record(work, AuditEvent.HQ_DEVICE_KEY_REGISTERED, device, NOBODY, ("key", key))


def refuse_key(work: Work, device: str, key: str) -> None:
    """Record that a device showed another key than the one that counts."""
    record(work, AuditEvent.HQ_DEVICE_KEY_REFUSED, device, NOBODY, ("key", key))


def demand_key(work: Work, message: SignInMessage) -> Problem | None:
    """Return why a sign-in is not of the device that it names, None where nothing is against it.

    A device whose key is known must show it; the first key that is shown counts from then on.
    """
    shown = sign_in_key(message)
    if shown is None:
        return Problem.NO_PROOF_OF_KEY
    known = device_store.accepted_keys(work.connection, message.device)
    if shown and shown not in known:
        note_key(work, message.device, shown)
    return Problem.NOT_THIS_DEVICE if known and shown not in known else None


def end_others(work: Work, message: SignInMessage) -> None:
    """End the sessions of others on the device.

    Where the computer showed its key, this is a hand-over: the other session ends. Without a key
    it may as well be two computers of one name, which is an alarm.
    """
    since = work.now - SESSION_LASTS
    others = people.others_in(work.connection, message.device, message.person_id, since)
    if not others:
        return
    if message.public_key:
        for token_hash in others:
            people.end_session(work.connection, token_hash, work.now)
        event = AuditEvent.HQ_SESSION_REPLACED
    else:
        event = AuditEvent.HQ_DEVICE_TWICE
    record(work, event, message.device, message.person_id, ("sessions", str(len(others))))


def bind_unit(work: Work, device: str, unit: str, by: str) -> None:
    """Say which unit a device is; no other device is that unit any more.

    Raises:
        RefusedError: no device or unit is named.
    """
    if not device.strip() or not 0 < len(unit.strip()) <= LONGEST_ID:
        detail = f"Name a device, and a unit of 1 to {LONGEST_ID} characters."
        raise RefusedError(Problem.MALFORMED, detail)
    demand_seen(device_store.unit_of(work.connection, device.strip()) or "")
    device_store.bind(work.connection, device.strip(), unit, work.now, by)
    record(work, AuditEvent.HQ_UNIT_BOUND, device.strip(), by, ("unit", unit.strip()))


def unit_for(work: Work, message: SignInMessage) -> str:
    """Return as which unit a session of this device counts."""
    return unit_named(work, message.device, message.unit, message.person_id)


def unit_named(work: Work, device: str, unit: str, person_id: str) -> str:
    """Return as which unit a device counts that calls itself ``unit``; empty where as none.

    A unit is one device's, a device one unit, until an administrator says otherwise.
    """
    named = unit.strip()[:LONGEST_ID]
    bound = device_store.unit_of(work.connection, device)
    if bound is None and named:
        holder = device_store.device_of(work.connection, named)
        if holder is None:
            device_store.bind(work.connection, device, named, work.now, NOBODY)
            record(work, AuditEvent.HQ_UNIT_BOUND, device, person_id, ("unit", named))
            return named
        facts = ("unit", named), ("device", device), ("held_by", holder)
        record(work, AuditEvent.HQ_UNIT_REFUSED, device, person_id, *facts)
        return ""
    if bound is not None and named and named.lower() != bound.lower():
        facts = ("unit", named), ("device", device), ("counts_as", bound)
        record(work, AuditEvent.HQ_UNIT_REFUSED, device, person_id, *facts)
    return bound or ""
