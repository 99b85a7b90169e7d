"""Seals the evidence of a hit in the transaction that ends it, on the records thread."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.people.provenance import SignInRecord, record_claim
from mdt_alpr.domain.retention.evidence import (
    JSON_PARTS,
    SALT_BYTES,
    Machine,
    Part,
    Seal,
    content_list,
    key_claim,
    next_place,
    parts_of,
)
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.patrol.ports import Signer
from mdt_alpr.patrol.position import ClockCheck
from mdt_alpr.patrol.store_port import UnitOfWork
from mdt_alpr.wire.evidence import DeviceKeyMessage, PartMessage, evidence_message
from mdt_alpr.wire.messages import SignInRecordMessage


def never_compared() -> ClockCheck | None:
    """Return nothing: nobody compared the clock."""
    return None


@dataclass(frozen=True, slots=True)
class Sealing:
    """Makes packages of this device.

    ``random_bytes`` gives the salts of their parts, ``clock_check`` how far off the car's clock
    was when it was last compared.
    """

    signer: Signer
    device: str
    unit: str
    software: str
    random_bytes: Callable[[int], bytes]
    clock_check: Callable[[], ClockCheck | None] = never_compared

    def announce_key(self, work: UnitOfWork, now: datetime) -> None:
        """Tell headquarters the device's public key, with the proof that it is ours."""
        key = self.signer.public_key
        proof = self.signer.sign(key_claim(self.device, key)).hex()
        work.queue(ItemKind.DEVICE_KEY, DeviceKeyMessage(self.device, key, now, proof))

    def note_sign_in(
        self, work: UnitOfWork, person: str, now: datetime, *, signed_in: bool
    ) -> None:
        """Tell headquarters, signed, who signed in or out here."""
        key = self.signer.public_key
        noted = SignInRecord(person, now, signed_in)
        signature = self.signer.sign(record_claim(self.device, key, noted)).hex()
        message = SignInRecordMessage(self.device, person, now, signed_in, key, signature)
        work.queue(ItemKind.SIGN_IN, message)

    def seal(self, work: UnitOfWork, hit: Hit, person: str, now: datetime) -> None:
        """Keep and queue the package of a hit, and say in the audit chain that it is sealed."""
        checked = self.clock_check()
        machine = Machine(self.software, self.unit, self.device, person, now, checked)
        salts = tuple(self.random_bytes(SALT_BYTES).hex() for _ in JSON_PARTS)
        parts = tuple(map(_part_message, parts_of(hit, machine, salts)))
        key = self.signer.public_key
        sequence, previous = next_place(work.last_seal(key))
        listed = content_list(tuple((part.name, part.sha256) for part in parts))
        content = sha256(listed)
        seal = Seal(self.device, key, sequence, hit.hit_id, now, content, previous)
        signature = self.signer.sign(seal.to_sign()).hex()
        captured_at = hit.read.captured_at
        work.save_evidence(evidence_message(seal, signature, captured_at, parts))
        detail = (("sequence", str(sequence)), ("digest", seal.digest))
        work.record(AuditEvent.EVIDENCE_SEALED, hit.hit_id, person, *detail)


def _part_message(part: Part) -> PartMessage:
    is_text = part.name in JSON_PARTS
    return PartMessage(part.name, sha256(part.body), part.body.decode() if is_text else None)
