"""Evidence packages for tests: sealed with real keys, in real chains."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from mdt_alpr.adapters.ed25519_signer import Ed25519Signer
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.hit import verification
from mdt_alpr.domain.hit.disposition import Closing, Disposition, Stopped
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.trace import Engine, HoldReleased, PassFrame, Seeing
from mdt_alpr.domain.retention.evidence import (
    JSON_PARTS,
    Machine,
    Part,
    Seal,
    content_list,
    next_place,
    parts_of,
)
from mdt_alpr.keys.signing import is_signed, pem_of
from mdt_alpr.wire.evidence_check import Tools, Verdict, check
from mdt_alpr.wire.evidence_file import (
    EvidencePackage,
    ExportNote,
    SignedNote,
    SignedSeal,
    note_to_sign,
    packed,
)
from tests.builders import NOW, a_hit, a_read

DEVICE = "car-1"
NOTE = ExportNote("custodian-1", NOW, "court order", "26-CR-1", "0")
SEED = bytes(range(32))
HEADQUARTERS_SEED = bytes(range(1, 33))


def a_verified_hit(text: str = "EXN2894") -> Hit:
    """Return a rejected hit with two more crops, a later read, an early release, and times."""
    read = a_read(text, crop=b"\xff\xd8\xff crop", context=b"\xff\xd8\xff context")
    hit = a_hit(read)
    later = replace(
        read, revision=1, captured_at=NOW + timedelta(seconds=1), crop=b"\xff\xd8\xff2"
    )
    further = PassFrame(
        NOW + timedelta(seconds=0.5), read.characters, read.box, b"\xff\xd8\xff further frame"
    )
    trace = replace(
        hit.trace.with_revision(later).with_frames((further,)),
        seeing=Seeing(NOW, NOW, NOW),
        engines=(Engine("reader", "own", (("plate_reader_v0.onnx", "ab" * 32),)),),
        list_digest="cd" * 32,
        released=(HoldReleased(NOW, 0.4),),
    )
    opened = verification.open_hit(replace(hit, trace=trace), NOW)
    return verification.close(opened, Closing(Disposition.MISREAD, NOW, Stopped.NO))


def signed_note(note: ExportNote, seal: Seal, seed: bytes = HEADQUARTERS_SEED) -> SignedNote:
    """Return a note that a headquarters signed for a seal."""
    signer = Ed25519Signer(seed)
    return SignedNote(note, signer.public_key, signer.sign(note_to_sign(note, seal)).hex())


class Sealer:
    """One device that seals one hit after the other."""

    def __init__(self, device: str = DEVICE, seed: bytes = SEED) -> None:
        self.device = device
        self.signer = Ed25519Signer(seed)
        self.chain: list[SignedSeal] = []

    def seal(self, hit: Hit) -> tuple[Part, ...]:
        """Seal a hit and return its parts."""
        machine = Machine("0", "Unit 12", self.device, "officer-1", NOW)
        salts = tuple(f"{n:032x}" for n, _ in enumerate(JSON_PARTS))
        parts = parts_of(hit, machine, salts)
        sequence, previous = next_place(self.chain[-1].seal if self.chain else None)
        content = sha256(content_list(tuple((p.name, sha256(p.body)) for p in parts)))
        key = self.signer.public_key
        seal = Seal(self.device, key, sequence, hit.hit_id, NOW, content, previous)
        self.chain.append(SignedSeal(seal, self.signer.sign(seal.to_sign()).hex()))
        return parts

    def package(self, parts: tuple[Part, ...] | None, **fields: Any) -> EvidencePackage:
        """Return the newest package."""
        given = {
            "chain": tuple(self.chain),
            "parts": parts,
            "public_key_pem": pem_of(self.signer.public_key),
            "note": signed_note(NOTE, self.chain[-1].seal),
            **fields,
        }
        return EvidencePackage(**given)


def a_package(before: int = 1) -> tuple[Sealer, EvidencePackage]:
    """Return a device and its package that follows ``before`` others."""
    sealer = Sealer()
    for number in range(before):
        sealer.seal(a_hit(a_read(f"ABC{number:04}")))
    return sealer, sealer.package(sealer.seal(a_verified_hit()))


def checked(data: bytes, *, days: float = 1, key: str | None = None) -> Verdict:
    """Check a package as a stranger does, some days after it was sealed."""
    return check(data, Tools(is_signed, pem_of, NOW + timedelta(days=days), key))


def whole(package: EvidencePackage) -> bytes:
    """Return the file of a package that holds."""
    data = packed(package)
    assert checked(data).first_break == ""
    return data
