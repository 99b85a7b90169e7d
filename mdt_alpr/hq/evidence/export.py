"""Release an evidence package; that is recorded with its SHA-256 (09.21.8.B)."""

from dataclasses import dataclass
from datetime import date

from mdt_alpr import __version__
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.retention.evidence import Part, Seal
from mdt_alpr.hq.audit.service import record, signer_of
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError, Work
from mdt_alpr.hq.evidence import pictures
from mdt_alpr.hq.evidence import store as evidence
from mdt_alpr.hq.people import device_store
from mdt_alpr.hq.people.command_sign_in import demand_account
from mdt_alpr.signing import pem_of
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.evidence import EvidenceMessage, PartMessage
from mdt_alpr.wire.evidence_file import (
    EvidencePackage,
    ExportNote,
    SignedNote,
    SignedSeal,
    note_to_sign,
    packed,
)
from mdt_alpr.wire.problems import Problem


@dataclass(frozen=True, slots=True)
class ExportAsk:
    """Who releases a package, for which of the four purposes (``Purpose``), for which case."""

    by: str
    purpose: str
    case: str


def export_evidence(hq: Headquarters, hit_id: str, ask: ExportAsk) -> bytes:
    """Return the file of a hit's package.

    Raises:
        RefusedError: the person may not download, the purpose is none of the lawful ones
            (PUR-01), there is no package, or pictures have not arrived yet.
    """
    demand_account(hq, ask.by, Permission.DOWNLOAD, AuditEvent.HQ_EVIDENCE_EXPORT_REFUSED)
    if ask.purpose not in tuple(Purpose):
        raise RefusedError(Problem.NO_PURPOSE)
    note = ExportNote(ask.by, hq.clock.now(), ask.purpose, ask.case, __version__)
    package = package_of(hq, hit_id, note)
    data = packed(package)
    detail = (
        ("sha256", sha256(data)),
        ("content", "kept" if package.parts is not None else "purged"),
        ("purpose", ask.purpose),
    )
    event, typed = AuditEvent.HQ_EVIDENCE_EXPORTED, (("case", ask.case),)
    with hq.writing() as work:
        record(work, event, hit_id, ask.by, *detail, typed=typed)
    return data


def is_accepted(hq: Headquarters, seal: Seal | None) -> bool:
    """Tell whether a seal is of a key that headquarters accepts of its device."""
    if seal is None:
        return False
    with hq.reading() as work:
        return seal.public_key in device_store.accepted_keys(work.connection, seal.device)


def package_of(hq: Headquarters, hit_id: str, note: ExportNote) -> EvidencePackage:
    """Return a hit's package; its pictures are fetched when no transaction waits for them.

    Raises:
        RefusedError: there is none, or pictures have not arrived yet.
    """
    with hq.reading() as work:
        own = evidence.newest_of_hit(work.connection, hit_id)
        if own is None:
            raise RefusedError(Problem.NO_SUCH_EVIDENCE)
        chain = evidence.chain_up_to(work.connection, own.seal)
        listed = _listed_parts(work, own.fingerprint)
    parts = None
    if listed is not None:
        parts = tuple(Part(part.name, _content(hq, part, dates)) for part, dates in listed)
    return EvidencePackage(
        chain=tuple(SignedSeal(one.seal, one.signature) for one in chain),
        parts=parts,
        public_key_pem=pem_of(own.seal.public_key),
        note=_signed(hq, note, own.seal),
    )


def _signed(hq: Headquarters, note: ExportNote, seal: Seal) -> SignedNote:
    signer = signer_of(hq)
    return SignedNote(note, signer.public_key, signer.sign(note_to_sign(note, seal)).hex())


def _listed_parts(work: Work, fingerprint: str) -> list[tuple[PartMessage, list[date]]] | None:
    """Return each part of a package with the dates of its picture, None where it was purged."""
    body = evidence.content(work, fingerprint)
    if body is None:
        return None
    return [
        (part, pictures.held_dates(work.connection, part.sha256) if part.body is None else [])
        for part in decode(EvidenceMessage, body).parts
    ]


def _content(hq: Headquarters, part: PartMessage, dates: list[date]) -> bytes:
    if part.body is not None:
        return part.body.encode()
    jpeg = hq.pictures.get(dates, part.sha256)
    if jpeg is None:
        raise RefusedError(Problem.PICTURES_TO_COME)
    return jpeg
