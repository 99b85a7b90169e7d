"""Let captured data out: only under a hold or on a granted request, encrypted, on record.

8.B: custodian and administrator only. 8.D, PRS-10: never without a hold or request on record, and
nothing beyond what that grants. 8.E, PRS-11: encrypted, on one of the agency's own media.

A package is out once its file is written, which the desk says. Its passphrase lies sealed until
the copy ends, and is shown once somebody signed the receipt (DIS-07); it goes another way than the
medium. One that is made again takes the place of one never written: nothing goes out twice.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from mdt_alpr import __version__
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.canonical import canonical, sha256
from mdt_alpr.domain.citations import cited
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import HOLD_FORM, PROFILE
from mdt_alpr.domain.reason_words import says_nothing, single_line
from mdt_alpr.domain.retention import giving, media
from mdt_alpr.domain.retention.disclosure import NOTICE, Disclosure, DisclosureRefusedError
from mdt_alpr.domain.retention.grants import purpose_differs
from mdt_alpr.domain.retention.holds import Hold
from mdt_alpr.domain.retention.media import MediumRefusedError
from mdt_alpr.hq.audit.service import record, signer_of
from mdt_alpr.hq.base.agency_settings import prosecutors_are_given
from mdt_alpr.hq.base.database import hold_name
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError, Work
from mdt_alpr.hq.disclosures import (
    gathering,
    granted_data,
    package_store,
    request_store,
    two_hands,
)
from mdt_alpr.hq.disclosures.container import new_passphrase, sealed
from mdt_alpr.hq.disclosures.gathering import Gathered
from mdt_alpr.hq.disclosures.hit_sheet import sheet_of
from mdt_alpr.hq.disclosures.niem import NIEM_FILE, niem_json
from mdt_alpr.hq.disclosures.package_store import PackageWords
from mdt_alpr.hq.disclosures.read_facts import hit_facts, read_facts
from mdt_alpr.hq.disclosures.requests import LOG, kept_request
from mdt_alpr.hq.evidence import store as evidence
from mdt_alpr.hq.evidence.packages import is_accepted, package_of
from mdt_alpr.hq.evidence.store import KeptSeal
from mdt_alpr.hq.holds import service as holds
from mdt_alpr.hq.holds import store as hold_store
from mdt_alpr.hq.hotlists import manual_store
from mdt_alpr.hq.people.command_sign_in import demand_account
from mdt_alpr.keys.signing import pem_of
from mdt_alpr.wire.evidence_file import ExportNote, packed
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.release import ReleaseMessage, ReleaseRequest
from mdt_alpr.wire.release_file import READ_FIRST, framed

_LET_OUT = "let_out"
_NEVER_WRITTEN = "Its file was never written; made again"


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """By what data leaves: a hold, a granted request, or both, and for which case."""

    hold: Hold | None
    request: Disclosure | None
    case: str
    due_at: datetime | None

    @property
    def papers_id(self) -> str:
        """Return the id under whose papers' key the register's words lie."""
        if self.request is not None:
            return self.request.request_id
        assert self.hold is not None  # noqa: S101 - ``authority_for`` demands one
        return self.hold.hold_id


def release_package(
    hq: Headquarters, caller: Caller, ask: ReleaseRequest
) -> tuple[ReleaseMessage, bytes]:
    """Return what was let out, and the encrypted file, which is to be written and confirmed.

    Raises:
        RefusedError: the person may not, or no hold or request of that number lets it.
        DisclosureRefusedError: the request does not grant it, or nothing is kept.
        MediumRefusedError: the medium is not the agency's, or nobody says where it goes.
    """
    demand_account(
        hq, caller.person_id, Permission.DOWNLOAD, AuditEvent.HQ_EVIDENCE_EXPORT_REFUSED
    )
    holder, place, transport = media.demand_places(ask.holder, ask.place, ask.transport)
    with hq.reading() as work:
        by = authority_for(hq, work, ask, caller.person_id)
        media.demand_usable(package_store.medium(work, single_line(ask.serial)))
    found = _gathered(hq, ask, by)
    if by.request is not None:
        granted_data.demand(found, by.request.asked.seeks, by.hold)
    recipient = _demand_recipient(found, ask, by)
    files = _files(hq, caller, ask, by, found)
    passphrase = new_passphrase(hq.random_bytes)
    data = sealed(files, passphrase)
    words = PackageWords(holder, place, transport, recipient, by.case)
    number = _recorded(hq, caller, ask, by, found, data, words, passphrase)
    seals = [own.seal for hit_id in found.hit_ids if (own := _newest(hq, hit_id)) is not None]
    message = ReleaseMessage(
        number=number,
        sha256=sha256(data),
        name=f"alpr-package-{number}.zip",
        reads=len(found.reads),
        hits=len(found.hit_ids),
        pictures=len(found.jpegs),
        is_every_key_accepted=all(is_accepted(hq, seal) for seal in seals),
    )
    return message, data


def authority_for(hq: Headquarters, work: Work, ask: ReleaseRequest, giver: str) -> LegalBasis:
    """Return by what data may leave.

    Raises:
        RefusedError: neither a live final hold nor a recorded request is named (8.D, PRS-10).
        DisclosureRefusedError: the request is not granted, for another purpose, by the giver
            alone, or the agency's own and without a hold for its case.
    """
    if not ask.hold and not ask.request:
        raise RefusedError(Problem.NOT_HELD, "Name the hold, or the request that was granted.")
    hold = holds.require_hold(work, ask.hold) if ask.hold else None
    request = None
    if ask.request:
        request = kept_request(work, ask.request).found
        if request is None:
            raise RefusedError(Problem.NO_SUCH_DISCLOSURE)
        demand_request(work, request, giver)
        if words := purpose_differs(request.asked.purpose, ask.purpose):
            raise DisclosureRefusedError(words)
        if two_hands.is_own(hq, work, request):
            _demand_own_hold(request, hold)
    case = (request.asked.case if request else "") or (hold.case if hold else "")
    due_at = request.due_back_at if request else (hold.due_at if hold else None)
    return LegalBasis(hold, request, case, due_at)


def demand_request(work: Work, request: Disclosure, giver: str) -> None:
    """Refuse unless a person may give data on this request now (7.B).

    Raises:
        DisclosureRefusedError: it is not granted, or that person alone asked for and granted it.
    """
    given = prosecutors_are_given(work.connection)
    giving.demand_granted(request, work.now, prosecutors=given)
    two_hands.demand_giver(work, request, giver)


def _demand_own_hold(request: Disclosure, hold: Hold | None) -> None:
    """Refuse the agency's own data for its own case without a hold of that case (8.D)."""
    if hold is None:
        raise DisclosureRefusedError(
            "This request is the agency's own: data is added to its case under a hold "
            f"only{cited('released_data')}. File form {HOLD_FORM} and name the hold."
        )
    if hold.case.casefold() != request.asked.case.casefold():
        raise DisclosureRefusedError("The hold is of another case than the request.")


def _gathered(hq: Headquarters, ask: ReleaseRequest, by: LegalBasis) -> Gathered:
    if by.hold is not None:
        return gathering.under_hold(hq, by.hold.hold_id, ask.hits)
    if not ask.hits:
        message = "Name the hits of this request, or the hold under which its data lies."
        raise DisclosureRefusedError(message)
    return gathering.of_hits(hq, ask.hits)


def _demand_recipient(gathered: Gathered, ask: ReleaseRequest, by: LegalBasis) -> str:
    """Return who else receives what is of a restricted file (HOT-10, CJIS 4.2.2).

    Raises:
        DisclosureRefusedError: there is such a record, and nobody said.
    """
    said = single_line(ask.recipient) or (by.request.asked.recipient if by.request else "")
    if gathered.restricted and says_nothing(said) and said.casefold() != "nobody":
        raise DisclosureRefusedError(
            "A record of a restricted file is among it: enter who else receives it, or nobody."
        )
    return said


# ---------------------------------------------------------------- files


def _files(
    hq: Headquarters, caller: Caller, ask: ReleaseRequest, by: LegalBasis, gathered: Gathered
) -> dict[str, bytes]:
    files = {READ_FIRST: "\n\n".join((*NOTICE, _due_words(by))).encode()}
    files |= {f"reads/{read_id}.json": body.encode() for read_id, body in gathered.reads.items()}
    files |= {f"pictures/{digest}.jpg": jpeg for digest, jpeg in gathered.jpegs.items()}
    now = hq.clock.now()
    note = ExportNote(
        caller.person_id, now, ask.purpose.value, by.case, __version__, ask.hold, ask.request
    )
    for hit_id in gathered.hit_ids:
        own = _newest(hq, hit_id)
        if own is not None and own.fingerprint in gathered.evidence:
            files[f"hits/{hit_id}.zip"] = packed(package_of(hq, hit_id, note, gathered.parts))
        else:
            raw = [gathered.hits.get(hit_id, ""), *gathered.steps.get(hit_id, [])]
            files[f"hits/{hit_id}.json"] = canonical(raw)
        if hit_id in gathered.hits:
            authority = _authority_words(ask)
            files[f"hits/{hit_id}.pdf"] = sheet_of(hq, caller, gathered, hit_id, authority)
    reads = [gathered.read(read_id) for read_id in sorted(gathered.reads)]
    hits = [gathered.hit(hit) for hit in sorted(gathered.hits)]
    with hq.reading() as work:
        entries = manual_store.of_ids(work, {r.entry_id for hit in hits for r in hit.records})
    files[NIEM_FILE] = niem_json(reads, hits, entries)
    signer = signer_of(hq)
    facts = {
        "made_at": now,
        "made_by": {"id": caller.person_id, "name": caller.name},
        "agency": list(hq.settings.agency),
        "software": __version__,
        "policy_profile": {"name": PROFILE.name, "digest": PROFILE.digest},
        "training": hq.settings.training,
        "purpose": ask.purpose.value,
        "case": by.case,
        "hold": _hold_facts(ask, by),
        "request": _request_facts(ask, by),
        "notice": list(NOTICE),
        "due_back_at": by.due_at,
        "reads": list(map(read_facts, reads)),
        "hits": list(map(hit_facts, hits)),
    }
    return framed(files, facts, pem_of(signer.public_key), signer.sign)


def _newest(hq: Headquarters, hit_id: str) -> KeptSeal | None:
    with hq.reading() as work:
        return evidence.newest_of_hit(work.connection, hit_id)


def _hold_facts(ask: ReleaseRequest, by: LegalBasis) -> dict[str, object] | None:
    if by.hold is None:
        return None
    return {
        "number": ask.hold,
        "id": by.hold.hold_id,
        "kind": by.hold.kind,
        "requested_at": by.hold.requested_at,
    }


def _request_facts(ask: ReleaseRequest, by: LegalBasis) -> dict[str, object] | None:
    if by.request is None:
        return None
    asked = by.request.asked
    return {
        "number": ask.request,
        "requester": asked.requester,
        "standing": asked.standing,
        "received_at": asked.received_at,
        "investigation": asked.investigation,
    }


def _authority_words(ask: ReleaseRequest) -> str:
    named = (("Hold", ask.hold), ("Request", ask.request))
    return ", ".join(f"{name} {number}" for name, number in named if number)


def _due_words(by: LegalBasis) -> str:
    if by.due_at is None:
        return "Return or destroy it when the warrant's case no longer needs it."
    return f"Return or destroy it by {by.due_at:%Y-%m-%d}, and say so to the agency that gave it."


def held_sheet(hq: Headquarters, caller: Caller, number: int, hit_id: str) -> bytes:
    """Return a hit under a final hold on one page; that it was printed is recorded.

    Raises:
        RefusedError: there is no such hold.
        DisclosureRefusedError: the hit is not under it.
    """
    with hq.reading() as work:
        if hold_store.find(work, number) is None:
            raise RefusedError(Problem.NO_SUCH_HOLD)
        hold = holds.require_hold(work, number)
    found = gathering.under_hold(hq, hold.hold_id, [hit_id])
    pdf = sheet_of(hq, caller, found, hit_id, f"Hold {number}")
    with hq.writing() as work:
        facts = ("hold", str(number)), ("sha256", sha256(pdf))
        event, by = AuditEvent.HQ_HIT_SHEET_PRINTED, caller.person_id
        record(work, event, hit_id, by, *facts, returned=(hit_id,))
    return pdf


# ---------------------------------------------------------------- record


def _recorded(  # noqa: PLR0913, PLR0917 - one argument a part of the line
    hq: Headquarters, caller: Caller, ask: ReleaseRequest, by: LegalBasis, gathered: Gathered,
    data: bytes, words: PackageWords, passphrase: str,
) -> int:  # fmt: skip
    """Keep the line of the register; what the hold or request was may have changed meanwhile."""
    digest = sha256(data)
    with hq.writing() as work:
        hold_name(work.connection, LOG)
        authority_for(hq, work, ask, caller.person_id)
        media.demand_usable(package_store.medium(work, single_line(ask.serial)))
        row = {
            "hold_id": by.papers_id,
            "hold_number": ask.hold,
            "request_number": ask.request,
            "purpose": ask.purpose,
            "made_at": work.now,
            "made_by": caller.person_id,
            "sha256": digest,
            "size": len(data),
            "reads": len(gathered.reads),
            "hits": len(gathered.hit_ids),
            "pictures": len(gathered.jpegs),
            "is_restricted": bool(gathered.restricted),
            "serial": single_line(ask.serial),
            "state": media.CopyState.OUT,
            "due_at": by.due_at,
            "ended_by": "",
        }
        for kept in package_store.unwritten(work, by.papers_id, single_line(ask.serial)):
            over = replace(kept.words, ended_how=_NEVER_WRITTEN)
            columns = {"state": media.CopyState.DESTROYED, "ended_at": work.now}
            package_store.change(
                work, kept, over, **columns, ended_by=caller.person_id, passphrase=None
            )
        number = package_store.add(work, row, words, passphrase)
        facts = (
            ("number", str(number)), ("sha256", digest), ("hold", str(ask.hold)),
            ("request", str(ask.request)), ("purpose", ask.purpose.value),
            ("serial", single_line(ask.serial)),
        )  # fmt: skip
        given = [*gathered.reads, *gathered.hit_ids]
        who, typed = caller.person_id, (("case", by.case),)
        event = AuditEvent.HQ_EVIDENCE_EXPORTED
        record(work, event, by.papers_id, who, *facts, typed=typed, returned=given)
        if gathered.restricted:
            said = (("recipient", words.recipient),)
            shown = gathered.restricted
            event = AuditEvent.HQ_RESTRICTED_DISCLOSED
            record(work, event, by.papers_id, who, *facts[:4], typed=said, returned=shown)
    return number


def written(hq: Headquarters, caller: Caller, number: int, digest: str) -> None:
    """Record that the file of a package is written, whose SHA-256 was read back: it is out.

    Raises:
        RefusedError: there is no such package.
        MediumRefusedError: another one was made in its place, or the file is not as it was made.
    """
    with hq.writing() as work:
        hold_name(work.connection, LOG)
        kept = package_store.find(work, number)
        if kept is None:
            raise RefusedError(Problem.NO_SUCH_DISCLOSURE)
        if kept.row["state"] is media.CopyState.DESTROYED:
            raise MediumRefusedError("This package ended. Release it again, and erase this file.")
        if digest != kept.row["sha256"]:
            raise MediumRefusedError("The file is not as it was made. Release it again.")
        if kept.is_written:
            return
        package_store.change(work, kept, kept.words, written_at=work.now)
        request = request_store.find(work, kept.row["request_number"])
        if request is not None and request.found is not None:
            request_store.change(work, giving.deliver(request.found))
            by, step = caller.person_id, f"package {number}"
            request_store.add_step(work, request.request_id, _LET_OUT, by, step)
        facts = ("number", str(number)), ("what", "written"), ("sha256", digest)
        event = AuditEvent.HQ_PACKAGE_ACKNOWLEDGED
        record(work, event, kept.row["hold_id"], caller.person_id, *facts)
