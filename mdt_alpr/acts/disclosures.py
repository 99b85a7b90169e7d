"""What may be asked of headquarters in the room disclosures."""

from collections.abc import Mapping
from dataclasses import replace

from mdt_alpr.acts.act import Act, File, Look, Nothing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.retention.disclosure import Disclosure
from mdt_alpr.wire.disclosures import (
    DisclosureActRequest,
    DisclosureFilter,
    DisclosureMessage,
    DisclosureRecord,
    DisclosuresMessage,
)
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.release import (
    Acknowledgment,
    CopyEnd,
    LetOutRequest,
    MediumLine,
    MediumRequest,
    MediumRetirement,
    PackageLine,
    PackagePassphrase,
    PackagesMessage,
    PackageWritten,
    PortableMediaMessage,
)


def decided_on(found: Disclosure | None) -> tuple[Disclosure, ...]:
    """Return what an act on a request changes, nothing once its papers are gone."""
    return (found,) if found is not None else ()


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


SHOW_LOG = Look(
    "POST /v1/disclosures/search", "See requests for data", (Permission.DOWNLOAD,),
    DisclosuresMessage, body=DisclosureFilter, shows_captured=True,
    records=(AuditEvent.HQ_DISCLOSURE_VIEWED,),
)  # fmt: skip
EXPORT_LOG = Act(
    "POST /v1/disclosures/log", "Export the log of requests for data", (Permission.DOWNLOAD,),
    File, body=DisclosureFilter, is_privileged=True,
    records=(AuditEvent.HQ_DISCLOSURE_LOG_EXPORTED,),
)  # fmt: skip
RECORD_REQUEST = Act(
    "POST /v1/disclosures", "Record a request for data", (Permission.DOWNLOAD,), DisclosureMessage,
    body=DisclosureRecord, refusal=Problem.DISCLOSURE_REFUSED,
    records=(AuditEvent.HQ_DISCLOSURE_RECORDED, AuditEvent.HQ_DISCLOSURE_VIEWED),
)  # fmt: skip
SHOW_REQUEST = Look(
    "GET /v1/disclosures/{number}", "See a request for data", (Permission.DOWNLOAD,),
    DisclosureMessage, shows_captured=False, records=(AuditEvent.HQ_DISCLOSURE_VIEWED,),
)  # fmt: skip
COMPLETE_REQUEST = Act(
    "POST /v1/disclosures/{number}/completion", "Complete a request for data",
    (Permission.DOWNLOAD,), DisclosureMessage, body=DisclosureRecord, changes=_request,
    refusal=Problem.DISCLOSURE_REFUSED, records=(AuditEvent.HQ_DISCLOSURE_COMPLETED,
    AuditEvent.HQ_DISCLOSURE_VIEWED),
)  # fmt: skip
DECIDE = Act(
    "POST /v1/disclosures/{number}/acts", "Decide on a request for data", (Permission.DOWNLOAD,),
    DisclosureMessage, body=DisclosureActRequest, changes=_request,
    refusal=Problem.DISCLOSURE_REFUSED, is_privileged=True,
    records=(AuditEvent.HQ_DISCLOSURE_DECIDED, AuditEvent.HQ_DISCLOSURE_VIEWED),
)  # fmt: skip
ADD_PAPER = Act(
    "POST /v1/disclosures/{number}/papers", "Attach the written request", (Permission.DOWNLOAD,),
    DisclosureMessage, records=(AuditEvent.HQ_DISCLOSURE_PAPER_ADDED,
    AuditEvent.HQ_DISCLOSURE_VIEWED),
)  # fmt: skip
GIVE_PAPER = Look(
    "GET /v1/disclosures/{number}/papers/{digest}", "See a document of a request",
    (Permission.DOWNLOAD,), File, shows_captured=False,
    records=(AuditEvent.HQ_DISCLOSURE_PAPER_VIEWED,),
)  # fmt: skip
GIVE_LETTER = Look(
    "GET /v1/disclosures/{number}/letter", "Print the letter that answers a request",
    (Permission.DOWNLOAD,), File, refusal=Problem.DISCLOSURE_REFUSED, shows_captured=False,
    records=(AuditEvent.HQ_DISCLOSURE_LETTER_PRINTED,),
)  # fmt: skip
SHOW_PACKAGES = Look(
    "GET /v1/packages", "See packages that were let out", (Permission.DOWNLOAD,), PackagesMessage,
    shows_captured=False, records=(AuditEvent.HQ_PACKAGES_VIEWED,),
)  # fmt: skip
LET_OUT = Act(
    "POST /v1/packages", "Let a package out", (Permission.DOWNLOAD,), File, body=LetOutRequest,
    refusal=Problem.LET_OUT_REFUSED, is_privileged=True, records=(AuditEvent.HQ_EVIDENCE_EXPORTED,
    AuditEvent.HQ_EVIDENCE_EXPORT_REFUSED, AuditEvent.HQ_RESTRICTED_DISCLOSED),
)  # fmt: skip
GIVE_NOTICE = Look(
    "GET /v1/packages/{number}/notice", "Print the notice of a package", (Permission.DOWNLOAD,),
    File, shows_captured=False, records=(AuditEvent.HQ_PACKAGE_NOTICE_PRINTED,),
)  # fmt: skip
NOTE_WRITTEN = Act(
    "POST /v1/packages/{number}/written", "Record that a package is written",
    (Permission.DOWNLOAD,), Nothing, body=PackageWritten, refusal=Problem.LET_OUT_REFUSED,
    records=(AuditEvent.HQ_PACKAGE_ACKNOWLEDGED,),
)  # fmt: skip
SHOW_PASSPHRASE = Look(
    "GET /v1/packages/{number}/passphrase", "See the passphrase of a package",
    (Permission.DOWNLOAD,), PackagePassphrase, refusal=Problem.LET_OUT_REFUSED, is_privileged=True,
    shows_captured=False, records=(AuditEvent.HQ_PACKAGE_ACKNOWLEDGED,),
)  # fmt: skip
ACKNOWLEDGE = Act(
    "POST /v1/packages/{number}/receipt", "Record who received a package", (Permission.DOWNLOAD,),
    PackagesMessage, body=Acknowledgment, changes=_package, refusal=Problem.LET_OUT_REFUSED,
    records=(AuditEvent.HQ_PACKAGES_VIEWED, AuditEvent.HQ_PACKAGE_ACKNOWLEDGED),
)  # fmt: skip
END_COPY = Act(
    "POST /v1/packages/{number}/end", "Record the end of a copy", (Permission.DOWNLOAD,),
    PackagesMessage, body=CopyEnd, changes=_package, refusal=Problem.LET_OUT_REFUSED,
    records=(AuditEvent.HQ_PACKAGES_VIEWED, AuditEvent.HQ_PACKAGE_ENDED),
)  # fmt: skip
SHOW_MEDIA = Look(
    "GET /v1/portable-media", "See portable media", (Permission.DOWNLOAD,), PortableMediaMessage,
    shows_captured=False, records=(AuditEvent.HQ_PORTABLE_MEDIA_VIEWED,),
)  # fmt: skip
REGISTER_MEDIUM = Act(
    "POST /v1/portable-media", "Register a portable medium", (Permission.DOWNLOAD,),
    PortableMediaMessage, body=MediumRequest, refusal=Problem.LET_OUT_REFUSED,
    records=(AuditEvent.HQ_MEDIUM_REGISTERED, AuditEvent.HQ_PORTABLE_MEDIA_VIEWED),
)  # fmt: skip
RETIRE_MEDIUM = Act(
    "POST /v1/portable-media/retirement", "Retire a portable medium", (Permission.DOWNLOAD,),
    PortableMediaMessage, body=MediumRetirement, changes=_media, refusal=Problem.LET_OUT_REFUSED,
    records=(AuditEvent.HQ_MEDIUM_RETIRED, AuditEvent.HQ_PORTABLE_MEDIA_VIEWED),
)  # fmt: skip
PRINT_HIT = Look(
    "GET /v1/holds/{number}/hits/{hit_id}/sheet", "Print a held hit on one page",
    (Permission.DOWNLOAD,), File, refusal=Problem.LET_OUT_REFUSED, shows_captured=True,
    records=(AuditEvent.HQ_HIT_SHEET_PRINTED,),
)  # fmt: skip
