"""The evidence package of a hit, as it is checked or, by ``hq.disclosures``, let out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mdt_alpr.domain.retention.evidence import Part, Seal
from mdt_alpr.hq.audit.service import signer_of
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError, Work
from mdt_alpr.hq.evidence import pictures
from mdt_alpr.hq.evidence import store as evidence
from mdt_alpr.hq.people import device_store
from mdt_alpr.keys.signing import pem_of
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.evidence import EvidenceMessage, PartMessage
from mdt_alpr.wire.evidence_file import (
    EvidencePackage,
    ExportNote,
    SignedNote,
    SignedSeal,
    note_to_sign,
)
from mdt_alpr.wire.problems import Problem


@dataclass(frozen=True, slots=True)
class HeldParts:
    """What of packages lies under a hold: contents by fingerprint, pictures by digest."""

    contents: Mapping[str, str]
    jpegs: Mapping[str, bytes]


def is_accepted(hq: Headquarters, seal: Seal | None) -> bool:
    """Tell whether a seal is of a key that headquarters accepts of its device."""
    if seal is None:
        return False
    with hq.reading() as work:
        return seal.public_key in device_store.accepted_keys(work.connection, seal.device)


def package_of(
    hq: Headquarters, hit_id: str, note: ExportNote, held: HeldParts | None = None
) -> EvidencePackage:
    """Return a hit's package; its pictures are fetched when no transaction waits for them.

    Its parts are those of the tables of captured data, or what ``held`` has.

    Raises:
        RefusedError: there is none, or pictures have not arrived yet.
    """
    with hq.reading() as work:
        own = evidence.newest_of_hit(work.connection, hit_id)
        if own is None:
            raise RefusedError(Problem.NO_SUCH_EVIDENCE)
        chain = evidence.chain_up_to(work.connection, own.seal)
        if held is None:
            body = evidence.content(work, own.fingerprint)
        else:
            body = held.contents.get(own.fingerprint)
        listed = None if body is None else _listed_parts(work, body)
    parts = None
    if listed is not None:
        jpegs = {} if held is None else held.jpegs
        parts = tuple(Part(part.name, _content(hq, part, dates, jpegs)) for part, dates in listed)
    return EvidencePackage(
        chain=tuple(SignedSeal(signed.seal, signed.signature) for signed in chain),
        parts=parts,
        public_key_pem=pem_of(own.seal.public_key),
        note=_signed(hq, note, own.seal),
    )


def _signed(hq: Headquarters, note: ExportNote, seal: Seal) -> SignedNote:
    signer = signer_of(hq)
    return SignedNote(note, signer.public_key, signer.sign(note_to_sign(note, seal)).hex())


def _listed_parts(work: Work, body: str) -> list[tuple[PartMessage, list[date]]]:
    """Return each part of a package with the dates of its picture."""
    return [
        (part, pictures.held_dates(work.connection, part.sha256) if part.body is None else [])
        for part in decode(EvidenceMessage, body).parts
    ]


def _content(
    hq: Headquarters, part: PartMessage, dates: list[date], jpegs: Mapping[str, bytes]
) -> bytes:
    if part.body is not None:
        return part.body.encode()
    jpeg = jpegs.get(part.sha256) or hq.pictures.get(dates, part.sha256)
    if jpeg is None:
        raise RefusedError(Problem.PICTURES_TO_COME)
    return jpeg
