"""Keep evidence: whose key, whose chain, where the first break is (D10)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import captured_data_has_expired
from mdt_alpr.domain.retention.evidence import JSON_PARTS, Seal, content_list, next_place
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.capture_day import capture_day, id_time
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError, Work
from mdt_alpr.hq.base.retention_setting import due_at
from mdt_alpr.hq.evidence import store as evidence
from mdt_alpr.hq.evidence.store import WHOLE, EvidenceChain, KeptSeal
from mdt_alpr.hq.people import device_store
from mdt_alpr.hq.people.command_sign_in import demand_account
from mdt_alpr.hq.people.devices import refuse_key
from mdt_alpr.keys.signing import is_signed
from mdt_alpr.wire.codec import DecodeError, decode, encode
from mdt_alpr.wire.evidence import DeviceKeyMessage, EvidenceMessage, PartMessage, seal_of
from mdt_alpr.wire.messages import ItemMessage, Receipt
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


GAP, CHANGED, FORGED, UNKNOWN_KEY = "gap", "changed", "forged", "unknown_key"
SHORTEST_KEY_NAME = 16
"""Digits of a key that name it: what somebody can read aloud and nobody can match by chance."""
_AT_ONCE = 1000


# ---------------------------------------------------------------- keys


def note_refused_keys(
    work: Work, device: str, items: Iterable[ItemMessage], receipts: Iterable[Receipt]
) -> None:
    """Remember keys that were refused for being another one, for an administrator to accept."""
    number = Problem.OTHER_DEVICE_KEY.number
    refused = {r.item_id for r in receipts if r.problem == number}
    for item in items:
        if item.item_id in refused:
            key = _key_in(item)
            device_store.add_key(work.connection, device, key, work.now)
            refuse_key(work, device, key)


def accept_key(hq: Headquarters, device: str, named: str, by: str) -> str:
    """Accept the key of a device that begins with ``named``, and check its chain again.

    Whoever accepts compares it with the one that the computer itself shows: the one that came
    last may be anybody's. Return the key.

    Raises:
        RefusedError: the person may not, or not one key of the device that waits begins so.
    """
    demand_account(hq, by, Permission.MANAGE_ACCOUNTS, AuditEvent.HQ_DEVICE_KEY_REFUSED)
    with hq.writing() as work:
        begins = named.strip().lower()
        waiting = device_store.waiting_keys(work.connection, device)
        matches = [key for key, _ in waiting if key.startswith(begins)]
        if len(begins) < SHORTEST_KEY_NAME or len(matches) != 1:
            raise RefusedError(Problem.NO_SUCH_DEVICE_KEY)
        key = matches[0]
        device_store.accept_key(work.connection, device, key, by, work.now)
        record(work, AuditEvent.HQ_DEVICE_KEY_ACCEPTED, device, by, ("key", key))
        check_evidence(work, device, key, 1)
    return key


def _key_in(item: ItemMessage) -> str:
    try:
        return decode(DeviceKeyMessage, item.body).public_key
    except DecodeError as error:
        raise RuntimeError("a key that was refused for being another one is a key") from error


# ---------------------------------------------------------------- packages


def keep_packages(
    work: Work, device: str, packages: Iterable[tuple[EvidenceMessage, datetime | None]]
) -> None:
    """Keep packages and check the chains that they belong to.

    With each comes from when its days count, where its own times cannot be right. The content of
    one that is older than 90 days is not kept, its seal is.
    """
    given = [(message, kept_from, _fingerprint(message)) for message, kept_from in packages]
    if not given:
        return
    evidence.add_seals(work.connection, [_seal_row(m, name, work) for m, _, name in given])
    due = due_at(work.connection, work.now)
    contents = [
        _content_row(m, captured_at, name)
        for m, kept_from, name in given
        if (captured_at := _captured_at(m, kept_from, work))
        and not captured_data_has_expired(captured_at, due)
    ]
    evidence.add_contents(work, contents)
    lowest: dict[str, int] = {}
    for message, _, _ in given:
        key = message.public_key
        lowest[key] = min(message.sequence, lowest.get(key, message.sequence))
    for key, first in sorted(lowest.items()):
        check_evidence(work, device, key, first)


def _fingerprint(message: EvidenceMessage) -> str:
    return sha256(seal_of(message).to_sign() + bytes.fromhex(message.signature))


def _seal_row(message: EvidenceMessage, fingerprint: str, work: Work) -> dict[str, Any]:
    return {
        "device": message.device,
        "public_key": message.public_key,
        "sequence": message.sequence,
        "fingerprint": fingerprint,
        "hit_id": message.hit_id,
        "sealed_at": message.sealed_at,
        "content": message.content,
        "previous": message.previous,
        "signature": message.signature,
        "received_at": work.now,
    }


def _captured_at(
    message: EvidenceMessage, kept_from: datetime | None, work: Work
) -> datetime | None:
    """Return from when the days of a package's content count; None where it has none."""
    if message.captured_at is None:
        return None
    return kept_from or min(message.captured_at, work.now)


def _content_row(
    message: EvidenceMessage, captured_at: datetime, fingerprint: str
) -> dict[str, Any]:
    return {
        "day": capture_day(message.hit_id),
        "fingerprint": fingerprint,
        "captured_at": captured_at,
        "body": encode(message),
    }


# ---------------------------------------------------------------- chains


def check_evidence(work: Work, device: str, key: str, lowest: int) -> EvidenceChain:
    """Check the chain of a device key after packages arrived, of which ``lowest`` is the first.

    It is whole up to the first place that has no package, a changed one, two, or one that the
    key did not sign.
    """
    before = evidence.chain(work.connection, device, key)
    start = replace(before, verified=min(before.verified, lowest - 1))
    after = _walked(work, start)
    if after != before:
        evidence.save_chain(work.connection, after)
    if (after.state, after.broken_at) != (before.state, before.broken_at):
        is_whole = after.state == WHOLE
        event = AuditEvent.HQ_EVIDENCE_REPAIRED if is_whole else AuditEvent.HQ_EVIDENCE_BROKEN
        detail = [("state", after.state), ("key", key)]
        if after.broken_at is not None:
            detail.append(("sequence", str(after.broken_at)))
        record(work, event, device, NOBODY, *detail)
    return after


def _walked(work: Work, chain: EvidenceChain) -> EvidenceChain:
    device, key, verified = chain.device, chain.public_key, chain.verified
    if key not in device_store.accepted_keys(work.connection, device):
        return EvidenceChain(device, key, 0, UNKNOWN_KEY, 1)
    previous: Seal | None = None
    if verified:
        previous = evidence.seals_from(work.connection, device, key, verified, 1)[0].seal
    for sequence, seals in _places(work, chain, verified + 1):
        state = _state(previous, sequence, seals)
        if state != WHOLE:
            return EvidenceChain(device, key, verified, state, verified + 1)
        previous, verified = seals[0].seal, sequence
    return EvidenceChain(device, key, verified)


def _state(previous: Seal | None, sequence: int, seals: list[KeptSeal]) -> str:
    expected, before = next_place(previous)
    if sequence != expected:
        return GAP
    signed = seals[0]
    if len(seals) > 1 or signed.seal.previous != before:
        return CHANGED
    is_ours = is_signed(
        signed.seal.public_key, signed.seal.to_sign(), bytes.fromhex(signed.signature)
    )
    return WHOLE if is_ours else FORGED


def _places(work: Work, chain: EvidenceChain, start: int) -> Iterator[tuple[int, list[KeptSeal]]]:
    """Yield every place that is occupied, with all the seals that claim it."""
    device, key = chain.device, chain.public_key
    while rows := evidence.seals_from(work.connection, device, key, start, _AT_ONCE):
        last = rows[-1].seal.sequence
        is_end = len(rows) < _AT_ONCE
        for sequence, group in groupby(rows, key=lambda row: row.seal.sequence):
            if sequence < last or is_end or last == start:
                yield sequence, list(group)
        if is_end:
            return
        start = last
