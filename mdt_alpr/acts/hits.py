"""Hits and their reviews, review cases, samples of reads, the log of restricted files."""

from collections.abc import Mapping
from dataclasses import replace

from mdt_alpr.acts.act import Act, File, Look, Nothing, Unversioned
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hotlist.disclosure import RestrictedDisclosure
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.review.review import CaseStep
from mdt_alpr.wire.desk import (
    EvidenceCheckMessage,
    HitFileMessage,
    HitLogCounts,
    HitLogFilter,
    HitLogPage,
    HitLogRequest,
    HitPlacesMessage,
    LedgerMessage,
    QualityMessage,
    ReviewRequest,
    SeenHits,
    ShiftReportRequest,
    SmallPicturesRequest,
)
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.papers import PaperFile
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.restricted import RestrictedLogMessage, RestrictedLogRow
from mdt_alpr.wire.review import (
    RESULT_WORDS,
    CaseMessage,
    CasesMessage,
    CaseStepMessage,
    CaseStepRequest,
    HitIdRow,
    HitIdsMessage,
    HitIdsRequest,
    HitTrailMessage,
    MonthsMessage,
    TruthMessage,
    TruthPassMessage,
    TruthReading,
)


def _account(case: CaseMessage) -> ListCell:
    if case.frozen_at is None:
        return ListCell("Not frozen")
    return ListCell("Frozen", case.frozen_at, "cross", warns=True)


def _audit(case: CaseMessage) -> ListCell:
    if not case.audit_is_whole:
        return ListCell("Entries are missing", "or were changed", "cross", warns=True)
    entries = f"{case.audit_entries} {'entry' if case.audit_entries == 1 else 'entries'}"
    return ListCell(entries, "whole", "tick")


def _result(case: CaseMessage) -> ListCell:
    if case.closed_at is None:
        return ListCell("Open", mark="ring")
    result = dict(RESULT_WORDS).get(case.result, case.result)
    return ListCell(result, case.closed_at, "tick", is_strong=True)


def open_cases(answer: CasesMessage) -> int:
    """Return how many cases are open."""
    return sum(case.closed_at is None for case in answer.cases)


def _cases_foot(answer: CasesMessage) -> str:
    counts = f"{open_cases(answer)} open of {len(answer.cases)}."
    return f"{counts} Headquarters' audit is never erased."


def _steps(answer: CasesMessage, places: Mapping[str, str]) -> tuple[CaseStepMessage, ...]:
    return next(case.steps for case in answer.cases if case.number == places["number"])


def _hits_in_days(answer: HitIdsMessage) -> str:
    number = len(answer.rows)
    if number >= answer.most:
        return f"The newest {answer.most} hits. Choose fewer days to see the others."
    if not number:
        return "No hits in these days."
    return f"{number} {'hit' if number == 1 else 'hits'}, newest first."


def _what(row: RestrictedLogRow) -> ListCell:
    if row.what == "disclosed":
        return ListCell("Disclosed", mark="triangle", is_strong=True)
    return ListCell("Shown", mark="ring")


def _file(row: RestrictedLogRow) -> ListCell:
    kind = CATEGORIES.get(row.category)
    return ListCell(kind.name if kind else row.category, row.subject)


def _case_step(
    step: CaseStep, button: str, command: str, summary: str, *asks: str
) -> Act[CasesMessage]:
    return replace(
        TAKE_CASE_STEP, says={"step": step}, asks=asks, demands=asks, button=button,
        command=f"review-case {command}", summary=summary,
    )  # fmt: skip


CASES: Listing[CasesMessage, CaseMessage] = Listing(
    lambda answer: answer.cases,
    lambda case: case.number,
    (
        ListColumn("Case", 96, lambda case: ListCell(case.number, is_strong=True)),
        ListColumn("Opened", 165, lambda case: ListCell(
            case.opened_at, ("by", case.opened_by), to_second=True)),
        ListColumn("Officer", 110, lambda case: case.officer),
        ListColumn("Account", 165, _account),
        ListColumn("Audit kept", 115, _audit),
        ListColumn("Result", 150, _result),
        ListColumn("Last note", 340, lambda case: ListCell(
            case.steps[-1].words, case.steps[-1].by)),
    ),
    "No review cases. Open one from a hit or a misuse flag, with the reason.",
    _cases_foot,
)  # fmt: skip
RESTRICTED: Listing[RestrictedLogMessage, RestrictedLogRow] = Listing(
    lambda answer: answer.rows,
    lambda row: f"{row.at.isoformat()} {row.number}",
    (
        ListColumn("When", 110, lambda row: ListCell(row.at, to_minute=True), "at"),
        ListColumn("What", 120, _what, "what"),
        ListColumn("File", 150, _file, "category"),
        ListColumn("Operator", 130, lambda row: ListCell(row.operator, row.where), "operator"),
        ListColumn(
            "Receiving agency", 190, lambda row: ListCell(row.agency, row.requester), "agency"
        ),
        ListColumn("Passed on to", 140, lambda row: row.secondary, "secondary"),
        ListColumn("Why", 240, lambda row: row.reason, "reason"),
    ),
    "No record of a restricted file was shown or disclosed yet.",
    after=lambda answer, loaded: {"first": loaded} if answer.more else {},
)
HIT_IDS: Listing[HitIdsMessage, HitIdRow] = Listing(
    lambda answer: answer.rows,
    lambda row: row.hit_id,
    (
        ListColumn("Hit ID", 310, lambda row: ListCell(row.hit_id, is_plate=True)),
        ListColumn("Raised", 140, lambda row: ListCell(row.raised_at, to_second=True)),
        ListColumn("Unit", 100, lambda row: row.unit),
        ListColumn("Plate read", 120, lambda row: (
            "Restricted" if row.restricted
            else ListCell(row.text, below=row.state, is_plate=True))),
        ListColumn("Category", 150, lambda row: ListCell(
            CATEGORIES[row.category].name, is_strong=True)),
        ListColumn("Disposition", 150, lambda row: (
            row.disposition.replace("_", " ").capitalize() or "Open")),
        ListColumn("Package", 100, lambda row: (
            ListCell("Sealed", mark="tick") if row.has_package
            else ListCell("None yet", mark="ring"))),
    ),
    "No hits in these days.",
    _hits_in_days,
)  # fmt: skip
GROUPS = {
    "restricted": "records of restricted files: who was shown or told one",
    "review-case": "review cases: frozen accounts, whether the audit is whole, and results",
}
SHOW_TRAIL = Look(
    "GET /v1/hits/{hit_id}", "See a hit's trail", (Permission.REVIEW_HITS,), HitTrailMessage,
    shows_captured=True, records=(AuditEvent.HQ_HIT_VIEWED, AuditEvent.HQ_RESTRICTED_SHOWN),
    off_desk="the desk asks for the hit with more: its pictures, reviews and notices",
)  # fmt: skip
SHOW_PICTURE = Look(
    "GET /v1/pictures/{digest}", "See a picture", (Permission.REVIEW_HITS, Permission.DOWNLOAD),
    File, shows_captured=True, records=(AuditEvent.HQ_PICTURE_VIEWED,),
)  # fmt: skip
SHOW_LOG = Look(
    "POST /v1/desk/hits", "Search hits", (Permission.REVIEW_HITS,), HitLogPage, body=HitLogRequest,
    shows_captured=True, records=(AuditEvent.HQ_SHIFT_LOG_VIEWED,),
)  # fmt: skip
SHOW_PLACES = Look(
    "POST /v1/desk/hits/places", "See where hits were", (Permission.REVIEW_HITS,),
    HitPlacesMessage, body=HitLogFilter, shows_captured=True,
    records=(AuditEvent.HQ_SHIFT_LOG_VIEWED,),
)  # fmt: skip
SHOW_SMALL_PICTURES = Look(
    "POST /v1/desk/hits/pictures", "See small pictures of hits", (Permission.REVIEW_HITS,), File,
    body=SmallPicturesRequest, shows_captured=True, records=(AuditEvent.HQ_PICTURE_VIEWED,),
)  # fmt: skip
SHOW_COUNTS = Look(
    "POST /v1/desk/hits/counts", "Count hits", (Permission.REVIEW_HITS,), HitLogCounts,
    body=HitLogFilter, shows_captured=True, records=(AuditEvent.HQ_SHIFT_LOG_VIEWED,),
)  # fmt: skip
PRINT_SHIFT = Look(
    "POST /v1/desk/hits/report", "Print a shift's report: counts and the handover, no plate",
    (Permission.REVIEW_HITS,), PaperFile, body=ShiftReportRequest, shows_captured=True,
    records=(AuditEvent.HQ_SHIFT_LOG_VIEWED,),
)  # fmt: skip
SHOW_HIT = Look(
    "GET /v1/desk/hits/{hit_id}", "See a hit", (Permission.REVIEW_HITS,), HitFileMessage,
    shows_captured=True, records=(AuditEvent.HQ_HIT_VIEWED, AuditEvent.HQ_RESTRICTED_SHOWN),
)  # fmt: skip
CHECK_EVIDENCE = Look(
    "GET /v1/desk/hits/{hit_id}/evidence", "Check a hit's evidence", (Permission.REVIEW_HITS,),
    EvidenceCheckMessage, shows_captured=False, records=(AuditEvent.HQ_EVIDENCE_CHECKED,),
)  # fmt: skip
REVIEW_HIT = Act(
    "POST /v1/desk/hits/{hit_id}/reviews", "Review a hit", (Permission.REVIEW_HITS,),
    HitFileMessage, body=ReviewRequest, records=(AuditEvent.HQ_CASE_OPENED,
    AuditEvent.HQ_HIT_REVIEWED, AuditEvent.HQ_RESTRICTED_SHOWN), changes=Unversioned.MAKES,
)  # fmt: skip
REVIEW_SEEN = Act(
    "POST /v1/desk/seen-hits", "Review the hits that you opened and that have no flag",
    (Permission.REVIEW_HITS,), Nothing, body=SeenHits, refusal=Problem.REVIEW_REFUSED,
    records=(AuditEvent.HQ_HIT_REVIEWED,), changes=Unversioned.MAKES,
)  # fmt: skip
SHOW_NEAR_MISSES = Look(
    "POST /v1/desk/near-misses", "See prevented stops", (Permission.REVIEW_HITS,
    Permission.MANAGE_LISTS), LedgerMessage, body=HitLogFilter, shows_captured=False,
    records=(AuditEvent.HQ_NEAR_MISSES_VIEWED,),
)  # fmt: skip
SHOW_QUALITY = Look(
    "POST /v1/desk/check-quality", "See how checks are made", (Permission.REVIEW_HITS,),
    QualityMessage, body=HitLogFilter, shows_captured=False,
    records=(AuditEvent.HQ_QUALITY_VIEWED,),
)  # fmt: skip
SHOW_HIT_IDS = Look(
    "POST /v1/desk/hit-ids", "Find hits to release", (Permission.DOWNLOAD,), HitIdsMessage,
    body=HitIdsRequest, shows_captured=True, records=(AuditEvent.HQ_HIT_IDS_VIEWED,
    AuditEvent.HQ_SEARCHED), command="hit-ids", button="Show hits", listing=HIT_IDS,
)  # fmt: skip
SHOW_CASES = Look(
    "GET /v1/desk/cases", "See review cases", (Permission.REVIEW_HITS, Permission.MANAGE_LISTS),
    CasesMessage, shows_captured=True, records=(AuditEvent.HQ_CASES_VIEWED,), listing=CASES,
    command="review-case list",
)  # fmt: skip
TAKE_CASE_STEP = Act(
    "POST /v1/desk/cases/{number}/steps", "Take a step in a review case", (Permission.REVIEW_HITS,
    Permission.MANAGE_LISTS), CasesMessage, body=CaseStepRequest,
    records=(AuditEvent.HQ_ACCOUNT_FROZEN, AuditEvent.HQ_ACCOUNT_GIVEN_BACK,
    AuditEvent.HQ_CASES_VIEWED, AuditEvent.HQ_CASE_CLOSED), listing=CASES, changes=_steps,
)  # fmt: skip
FREEZE_ACCOUNT = _case_step(
    CaseStep.FROZEN, "Freeze account now", "freeze",
    "Freeze the officer's account: no sign-in and no session from this instant", "words",
)  # fmt: skip
RESTORE_ACCOUNT = _case_step(
    CaseStep.LIFTED, "Restore account", "restore", "Restore the officer's account", "words"
)
CLOSE_CASE = _case_step(
    CaseStep.CLOSED, "Close case", "close", "Close a review case with its result", "words",
    "result",
)  # fmt: skip
SHOW_ACCURACY = Look(
    "GET /v1/desk/truth", "See how accurate reads are", (Permission.REVIEW_HITS,
    Permission.DOWNLOAD), TruthMessage, shows_captured=False,
    records=(AuditEvent.HQ_ACCURACY_VIEWED,),
)  # fmt: skip
SHOW_MONTHS = Look(
    "GET /v1/desk/truth/months", "See the monthly samples of reads", (Permission.REVIEW_HITS,
    Permission.DOWNLOAD), MonthsMessage, shows_captured=False,
    records=(AuditEvent.HQ_ACCURACY_VIEWED,),
)  # fmt: skip
GIVE_PASS = Look(
    "GET /v1/desk/truth/next", "Get a pass to judge blind", (Permission.REVIEW_HITS,
    Permission.DOWNLOAD), TruthPassMessage, shows_captured=True,
    records=(AuditEvent.HQ_SAMPLE_SHOWN,),
)  # fmt: skip
KEEP_TRUTH = Act(
    "POST /v1/desk/truth", "Say what a pass was", (Permission.REVIEW_HITS, Permission.DOWNLOAD),
    TruthPassMessage, body=TruthReading, records=(AuditEvent.HQ_SAMPLE_JUDGED,
    AuditEvent.HQ_SAMPLE_SHOWN), changes=Unversioned.ONCE,
)  # fmt: skip
SHOW_RESTRICTED = Look(
    "GET /v1/restricted-log", "See who was shown records of restricted files",
    (Permission.MANAGE_LISTS, Permission.READ_AUDIT), RestrictedLogMessage, shows_captured=False,
    records=(AuditEvent.HQ_AUDIT_VIEWED,), command="restricted log", listing=RESTRICTED,
)  # fmt: skip
DISCLOSE = Act(
    "POST /v1/restricted-log", "Record that a record of a restricted file was disclosed",
    (Permission.MANAGE_LISTS,), Nothing, body=RestrictedDisclosure,
    refusal=Problem.RESTRICTED_REFUSED, records=(AuditEvent.HQ_RESTRICTED_DISCLOSED,),
    command="restricted disclose", button="Record a disclosure", changes=Unversioned.MAKES,
)  # fmt: skip
END_TWIN_MEMORY = Act(
    "POST /v1/twin-memory/{entry_id}/end",
    "Let cars show no more that a lookalike of a record was cleared", (Permission.REVIEW_HITS,),
    Nothing, body=ReasonMessage, records=(AuditEvent.HQ_TWIN_ENDED,),
    command="end-twin-memory", button="Forget twins", changes=Unversioned.ONCE,
)  # fmt: skip
