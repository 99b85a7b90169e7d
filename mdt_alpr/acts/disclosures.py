"""Requests for data, packages that are let out, and the media they go on (8.A to 8.E)."""

from collections.abc import Mapping
from dataclasses import replace

from mdt_alpr.acts.act import Act, File, Look, Nothing, Unversioned
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.printable import number_of
from mdt_alpr.domain.retention.data_request import STANDING_WORDS
from mdt_alpr.domain.retention.disclosure import OPEN, Disclosure, RequestState
from mdt_alpr.domain.retention.media import CopyState, MediumKind
from mdt_alpr.wire.disclosures import (
    DisclosureAct,
    DisclosureActRequest,
    DisclosureFilter,
    DisclosureLine,
    DisclosureMessage,
    DisclosureRecord,
    DisclosuresMessage,
)
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.release import (
    Acknowledgment,
    CopyEnd,
    MediumLine,
    MediumRequest,
    MediumRetirement,
    PackageLine,
    PackagePassphrase,
    PackagesMessage,
    PackageWritten,
    PortableMediaMessage,
    ReleaseRequest,
)

_KINDS = {MediumKind.USB_DRIVE: "USB drive"}
_FILTER = ("states", "standings", "since", "until", "words")
_ASKED = (
    "standing", "received_by", "received_at", "name", "title", "agency", "ori", "contact",
    "verified_by", "purpose", "investigation", "case", "recipient", "sought", "plate", "state",
    "since", "until", "cameras",
)  # fmt: skip
"""The fields of a request, in the order of the paper."""


def decided_on(disclosure: Disclosure | None) -> tuple[Disclosure, ...]:
    """Return what an act on a request changes, nothing once its papers are gone."""
    return (disclosure,) if disclosure is not None else ()


def as_decided(line: PackageLine) -> PackageLine:
    """Return what a person decides on: without what changes by the day alone."""
    return replace(line, days_left=None, is_reminded=False)


def _request(answer: DisclosureMessage, _places: Mapping[str, str]) -> tuple[Disclosure, ...]:
    return decided_on(answer.found)


def _package(answer: PackagesMessage, places: Mapping[str, str]) -> PackageLine:
    number = places["number"]
    return next(as_decided(line) for line in answer.packages if str(line.number) == number)


def _media(answer: PortableMediaMessage, _places: Mapping[str, str]) -> tuple[MediumLine, ...]:
    return answer.media


STATE_WORDS = {
    RequestState.RECEIVED: "To decide",
    RequestState.MORE_NEEDED: "More needed",
    RequestState.GRANTED: "Granted",
    RequestState.DELIVERED: "Delivered",
    RequestState.REFUSED: "Refused",
    RequestState.DENIED: "Denied",
    RequestState.WITHDRAWN: "Withdrawn",
}
_MARKS = {
    RequestState.RECEIVED: "ring",
    RequestState.MORE_NEEDED: "weak",
    RequestState.GRANTED: "tick",
    RequestState.DELIVERED: "tick",
    RequestState.REFUSED: "cross",
    RequestState.DENIED: "cross",
}


def _state(line: DisclosureLine) -> ListCell:
    packages = ", ".join(f"package {number}" for number in line.packages)
    below = f"by {line.decided_by}" if line.decided_by else packages
    mark, warns = _MARKS.get(line.state, ""), line.state in OPEN
    return ListCell(STATE_WORDS[line.state], below, mark, is_strong=True, warns=warns)


def _more_lines(answer: DisclosuresMessage, loaded: int) -> Mapping[str, object]:
    return {"first": loaded} if loaded < answer.total else {}


LOG: Listing[DisclosuresMessage, DisclosureLine] = Listing(
    lambda answer: answer.lines,
    lambda line: line.number,
    (
        ListColumn("No.", 60, lambda line: ListCell(line.number, is_strong=True), "number"),
        ListColumn("Received", 170, lambda line: ListCell(
            line.received_at, f"recorded by {line.recorded_by}"), "received"),
        ListColumn("Who asks", 300, lambda line: ListCell(
            line.requester or "Papers destroyed", STANDING_WORDS[line.standing]), "standing"),
        ListColumn("Agency", 200, lambda line: line.agency or "None"),
        ListColumn("Case", 150, lambda line: line.case or "None"),
        ListColumn("State", 210, _state, "state"),
    ),
    "No request fits. Fill in the form as it was received, then press Record request.",
    foot=lambda answer: f"{number_of(answer.total, 'request')}, {answer.waiting} to decide.",
    after=_more_lines,
)  # fmt: skip


def _under(line: PackageLine) -> ListCell:
    named = (("Hold", line.hold), ("Request", line.request))
    words = ", ".join(f"{word} {number}" for word, number in named if number)
    return ListCell(words, "restricted file" if line.is_restricted else "")


def _content(line: PackageLine) -> ListCell:
    rest = f"{number_of(line.hits, 'hit')}, {number_of(line.pictures, 'picture')}"
    return ListCell(number_of(line.reads, "read"), rest)


def _copy(line: PackageLine) -> ListCell:
    """Return where a copy is, and what is due (8.E)."""
    if line.state is CopyState.DESTROYED:
        return ListCell(line.state, line.ended_how, "tick")
    if not line.is_written:
        return ListCell("Not written", "release it again", "weak", is_strong=True, warns=True)
    due = "No end: warrant"
    if line.days_left is not None:
        due = f"{number_of(line.days_left, 'day')} left" if line.days_left else "Overdue"
    if line.is_reminded:
        return ListCell(line.state, f"{due}: get it back", "weak", is_strong=True, warns=True)
    received = f", signed by {line.acknowledged_by}" if line.acknowledged_by else ""
    return ListCell(line.state, f"{due}{received}", "ring")


def _how_many_packages(answer: PackagesMessage) -> str:
    packages = number_of(len(answer.packages), "package")
    return f"{packages}, {answer.waiting} due back or to destroy."


PACKAGES: Listing[PackagesMessage, PackageLine] = Listing(
    lambda answer: answer.packages,
    lambda line: line.number,
    (
        ListColumn("No.", 60, lambda line: ListCell(line.number, is_strong=True)),
        ListColumn("Made", 170, lambda line: ListCell(line.made_at, f"by {line.made_by}")),
        ListColumn("Under", 170, _under),
        ListColumn("Holds", 170, _content),
        ListColumn("Medium", 190, lambda line: ListCell(line.serial, line.holder)),
        ListColumn("Where", 190, lambda line: ListCell(line.place, line.transport)),
        ListColumn("Copy", 200, _copy),
        ListColumn("Due", 0, lambda line: line.due_at and capture_date(line.due_at)),
    ),
    "Nothing was released. Name a hold or a granted request; press Release to a file.",
    foot=_how_many_packages,
    waiting=lambda answer: answer.waiting,
)


def _medium_state(line: MediumLine) -> ListCell:
    if line.retired_at is None:
        return ListCell("In use", f"{number_of(line.packages_out, 'package')} on it", "tick")
    return ListCell(("Retired", line.retired_at), line.retired_how, "cross")


def _in_use(answer: PortableMediaMessage) -> str:
    in_use = sum(medium.retired_at is None for medium in answer.media)
    return f"{in_use} in use, {len(answer.media) - in_use} retired."


MEDIA: Listing[PortableMediaMessage, MediumLine] = Listing(
    lambda answer: answer.media,
    lambda line: line.serial,
    (
        ListColumn("Serial number", 220, lambda line: ListCell(line.serial, is_strong=True)),
        ListColumn("Kind", 160, lambda line: _KINDS.get(line.kind, line.kind)),
        ListColumn("Marked", 200, lambda line: line.label or "None"),
        ListColumn("Registered", 200, lambda line: ListCell(
            line.registered_at, f"by {line.registered_by}")),
        ListColumn("State", 340, _medium_state),
    ),
    "No medium is registered. Fill in the form, then press Register as new.",
    foot=_in_use,
)  # fmt: skip


SHOW_LOG = Look(
    "POST /v1/disclosures/search", "See every request for captured data, granted or not",
    (Permission.DOWNLOAD,), DisclosuresMessage, body=DisclosureFilter, shows_captured=True,
    records=(AuditEvent.HQ_DISCLOSURE_VIEWED,), command="data-requests", listing=LOG, asks=_FILTER,
)  # fmt: skip
EXPORT_LOG = Act(
    "POST /v1/disclosures/log", "Export the log of requests for data as CSV",
    (Permission.DOWNLOAD,), File, body=DisclosureFilter, is_privileged=True,
    records=(AuditEvent.HQ_DISCLOSURE_LOG_EXPORTED,), command="data-request-log", asks=_FILTER,
    says={"size": 1000}, changes=Unversioned.MAKES,
)  # fmt: skip
RECORD_REQUEST = Act(
    "POST /v1/disclosures", "Record a request for data", (Permission.DOWNLOAD,), DisclosureMessage,
    body=DisclosureRecord, refusal=Problem.DISCLOSURE_REFUSED, asks=_ASKED,
    demands=("standing", "received_by"), button="Record request",
    records=(AuditEvent.HQ_DISCLOSURE_RECORDED, AuditEvent.HQ_DISCLOSURE_VIEWED),
    changes=Unversioned.MAKES,
)  # fmt: skip
SHOW_REQUEST = Look(
    "GET /v1/disclosures/{number}", "See a request for data", (Permission.DOWNLOAD,),
    DisclosureMessage, shows_captured=False, records=(AuditEvent.HQ_DISCLOSURE_VIEWED,),
)  # fmt: skip
COMPLETE_REQUEST = Act(
    "POST /v1/disclosures/{number}/completion", "Complete a request for data",
    (Permission.DOWNLOAD,), DisclosureMessage, body=DisclosureRecord, changes=_request,
    refusal=Problem.DISCLOSURE_REFUSED, records=(AuditEvent.HQ_DISCLOSURE_COMPLETED,
    AuditEvent.HQ_DISCLOSURE_VIEWED), asks=_ASKED, button="Save changes",
)  # fmt: skip
DECIDE = Act(
    "POST /v1/disclosures/{number}/acts", "Decide on a request for data", (Permission.DOWNLOAD,),
    DisclosureMessage, body=DisclosureActRequest, changes=_request,
    refusal=Problem.DISCLOSURE_REFUSED, is_privileged=True,
    records=(AuditEvent.HQ_DISCLOSURE_DECIDED, AuditEvent.HQ_DISCLOSURE_VIEWED),
    command="decide-data-request {act}",
)  # fmt: skip


def _decision(act: DisclosureAct, button: str, *asks: str) -> Act[DisclosureMessage]:
    return replace(DECIDE, says={"act": act}, asks=(*asks, "why"), button=button, command="")


ASK_FOR_MORE = _decision(DisclosureAct.MORE, "Ask for more")
GRANT = _decision(DisclosureAct.GRANT, "Grant")
REFUSE = _decision(DisclosureAct.REFUSE, "Refuse or deny", "reason")
WITHDRAW = _decision(DisclosureAct.WITHDRAW, "Withdrawn")
GIVE_UP_PAPERS = _decision(DisclosureAct.GIVE_UP_PAPERS, "Give up lost papers")
ADD_PAPER = Act(
    "POST /v1/disclosures/{number}/papers", "Attach the written request", (Permission.DOWNLOAD,),
    DisclosureMessage, records=(AuditEvent.HQ_DISCLOSURE_PAPER_ADDED,
    AuditEvent.HQ_DISCLOSURE_VIEWED), changes=Unversioned.MAKES,
)  # fmt: skip
GIVE_PAPER = Look(
    "GET /v1/disclosures/{number}/papers/{digest}", "See a document of a request",
    (Permission.DOWNLOAD,), File, shows_captured=False,
    records=(AuditEvent.HQ_DISCLOSURE_PAPER_VIEWED,),
)  # fmt: skip
GIVE_LETTER = Look(
    "GET /v1/disclosures/{number}/letter", "Print the letter that answers a request (PDF)",
    (Permission.DOWNLOAD,), File, refusal=Problem.DISCLOSURE_REFUSED, shows_captured=False,
    records=(AuditEvent.HQ_DISCLOSURE_LETTER_PRINTED,), command="data-request-letter",
)  # fmt: skip
SHOW_PACKAGES = Look(
    "GET /v1/packages", "See packages that were let out, and copies that are due back",
    (Permission.DOWNLOAD,), PackagesMessage, shows_captured=False,
    records=(AuditEvent.HQ_PACKAGES_VIEWED,), command="packages", listing=PACKAGES,
)  # fmt: skip
# It makes a package, so it changes nothing that was shown: hold, grant and medium are judged anew.
LET_OUT = Act(
    "POST /v1/packages", "Let a package out", (Permission.DOWNLOAD,), File, body=ReleaseRequest,
    refusal=Problem.LET_OUT_REFUSED, is_privileged=True, records=(AuditEvent.HQ_EVIDENCE_EXPORTED,
    AuditEvent.HQ_EVIDENCE_EXPORT_REFUSED, AuditEvent.HQ_RESTRICTED_DISCLOSED),
    asks=("hold", "request", "purpose", "serial", "hits", "recipient", "holder", "place",
    "transport"), button="Release to a file", changes=Unversioned.MAKES,
)  # fmt: skip
GIVE_NOTICE = Look(
    "GET /v1/packages/{number}/notice", "Print the notice and receipt of a package (PDF)",
    (Permission.DOWNLOAD,), File, shows_captured=False,
    records=(AuditEvent.HQ_PACKAGE_NOTICE_PRINTED,), command="package-notice",
)  # fmt: skip
NOTE_WRITTEN = Act(
    "POST /v1/packages/{number}/written", "Record that a package is written",
    (Permission.DOWNLOAD,), Nothing, body=PackageWritten, refusal=Problem.LET_OUT_REFUSED,
    records=(AuditEvent.HQ_PACKAGE_ACKNOWLEDGED,), changes=Unversioned.ONCE,
)  # fmt: skip
SHOW_PASSPHRASE = Look(
    "GET /v1/packages/{number}/passphrase", "See what opens a package whose receipt is signed",
    (Permission.DOWNLOAD,), PackagePassphrase, refusal=Problem.LET_OUT_REFUSED, is_privileged=True,
    shows_captured=False, records=(AuditEvent.HQ_PACKAGE_ACKNOWLEDGED,),
    command="package-passphrase",
)  # fmt: skip
ACKNOWLEDGE = Act(
    "POST /v1/packages/{number}/receipt", "Record who received a package", (Permission.DOWNLOAD,),
    PackagesMessage, body=Acknowledgment, changes=_package, refusal=Problem.LET_OUT_REFUSED,
    records=(AuditEvent.HQ_PACKAGES_VIEWED, AuditEvent.HQ_PACKAGE_ACKNOWLEDGED), listing=PACKAGES,
    button="Receipt signed",
)  # fmt: skip
END_COPY = Act(
    "POST /v1/packages/{number}/end", "Record the end of a copy", (Permission.DOWNLOAD,),
    PackagesMessage, body=CopyEnd, changes=_package, refusal=Problem.LET_OUT_REFUSED,
    records=(AuditEvent.HQ_PACKAGES_VIEWED, AuditEvent.HQ_PACKAGE_ENDED), listing=PACKAGES,
)  # fmt: skip
RETURN_COPY = replace(
    END_COPY, says={"state": CopyState.RETURNED}, asks=("how",), button="Copy returned",
    summary="Record that a copy came back", command="package-returned {how}",
)  # fmt: skip
DESTROY_COPY = replace(
    END_COPY, says={"state": CopyState.DESTROYED}, asks=("how",), button="Copy destroyed",
    summary="Record that a copy was destroyed", command="package-destroyed {how}",
)  # fmt: skip
SHOW_MEDIA = Look(
    "GET /v1/portable-media", "See the portable media that may carry data", (Permission.DOWNLOAD,),
    PortableMediaMessage, shows_captured=False, records=(AuditEvent.HQ_PORTABLE_MEDIA_VIEWED,),
    command="portable-media", listing=MEDIA,
)  # fmt: skip
REGISTER_MEDIUM = Act(
    "POST /v1/portable-media", "Register a portable medium", (Permission.DOWNLOAD,),
    PortableMediaMessage, body=MediumRequest, refusal=Problem.LET_OUT_REFUSED,
    records=(AuditEvent.HQ_MEDIUM_REGISTERED, AuditEvent.HQ_PORTABLE_MEDIA_VIEWED),
    button="Register as new", listing=MEDIA, changes=Unversioned.MAKES,
)  # fmt: skip
REGISTER_OWN = replace(
    REGISTER_MEDIUM, asks=("serial", "kind", "label"), button="",
    summary="Put a medium that the agency owns on the register",
    command="register-medium {serial} {kind}",
)  # fmt: skip
RETIRE_MEDIUM = Act(
    "POST /v1/portable-media/retirement", "Record that a medium was destroyed or erased",
    (Permission.DOWNLOAD,), PortableMediaMessage, body=MediumRetirement, changes=_media,
    refusal=Problem.LET_OUT_REFUSED, records=(AuditEvent.HQ_MEDIUM_RETIRED,
    AuditEvent.HQ_PORTABLE_MEDIA_VIEWED), command="retire-medium {serial} {how}",
    button="Retire chosen medium", listing=MEDIA,
)  # fmt: skip
PRINT_HIT = Look(
    "GET /v1/holds/{number}/hits/{hit_id}/sheet", "Print a held hit on one page (PDF)",
    (Permission.DOWNLOAD,), File, refusal=Problem.LET_OUT_REFUSED, shows_captured=True,
    records=(AuditEvent.HQ_HIT_SHEET_PRINTED,), command="held-hit",
)  # fmt: skip
