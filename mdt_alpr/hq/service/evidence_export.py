"""Let an evidence package out of headquarters, which is recorded with its SHA-256 (09.21.8.B)."""

from dataclasses import dataclass

from mdt_alpr import __version__
from mdt_alpr.domain.audit import AuditEvent
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.evidence import Part
from mdt_alpr.domain.roles import Permission
from mdt_alpr.hq.service.headquarters import Headquarters, RefusedError, Work
from mdt_alpr.hq.service.own_audit import record
from mdt_alpr.hq.service.permitted import demand_account
from mdt_alpr.hq.store import evidence, pictures
from mdt_alpr.signing import pem_of
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.evidence import EvidenceMessage
from mdt_alpr.wire.evidence_file import ExportNote, Package, SignedSeal, packed
from mdt_alpr.wire.problems import Problem


@dataclass(frozen=True, slots=True)
class ExportAsk:
    """Who lets a package out, for what purpose, for which case."""

    by: str
    purpose: str
    case: str


def export_evidence(hq: Headquarters, hit_id: str, ask: ExportAsk) -> bytes:
    """Return the file of a hit's package.

    Raises:
        RefusedError: the person may not download, there is no purpose, no package, or
            pictures have not arrived yet.
    """
    demand_account(hq, ask.by, Permission.DOWNLOAD, AuditEvent.HQ_EVIDENCE_EXPORT_REFUSED)
    if not ask.purpose.strip():
        raise RefusedError(Problem.NO_PURPOSE)
    with hq.writing() as work:
        own = evidence.newest_of_hit(work.connection, hit_id)
        if own is None:
            raise RefusedError(Problem.NO_SUCH_EVIDENCE)
        chain = evidence.chain_up_to(work.connection, own.seal)
        package = Package(
            chain=tuple(SignedSeal(one.seal, one.signature) for one in chain),
            parts=package_parts(hq, work, own.fingerprint),
            public_key_pem=pem_of(own.seal.public_key),
            note=ExportNote(ask.by, work.now, ask.purpose, ask.case, __version__),
        )
        data = packed(package)
        detail = (
            ("sha256", sha256(data)),
            ("content", "kept" if package.parts is not None else "purged"),
            ("purpose", ask.purpose),
            ("case", ask.case),
        )
        record(work, AuditEvent.HQ_EVIDENCE_EXPORTED, hit_id, ask.by, *detail)
    return data


def package_parts(hq: Headquarters, work: Work, fingerprint: str) -> tuple[Part, ...] | None:
    """Return the parts of a package, None where its content was purged.

    Raises:
        RefusedError: pictures have not arrived yet.
    """
    body = evidence.content(work.connection, fingerprint)
    if body is None:
        return None
    return tuple(
        Part(
            part.name,
            part.body.encode() if part.body is not None else _jpeg(hq, work, part.sha256),
        )
        for part in decode(EvidenceMessage, body).parts
    )


def _jpeg(hq: Headquarters, work: Work, digest: str) -> bytes:
    jpeg = hq.pictures.get(pictures.held_dates(work.connection, digest), digest)
    if jpeg is None:
        raise RefusedError(Problem.PICTURES_TO_COME)
    return jpeg
