"""What may be asked of headquarters in the room hits."""

from mdt_alpr.acts.act import Act, File, Look, Nothing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hotlist.disclosure import RestrictedDisclosure
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.desk import (
    EvidenceCheckMessage,
    HitFileMessage,
    HitLogCounts,
    HitLogFilter,
    HitLogPage,
    HitLogRequest,
    LedgerMessage,
    QualityMessage,
    ReviewRequest,
)
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.restricted import RestrictedLogMessage
from mdt_alpr.wire.review import (
    CasesMessage,
    CaseStepRequest,
    HitIdsMessage,
    HitIdsRequest,
    HitTrailMessage,
    MonthsMessage,
    TruthMessage,
    TruthPassMessage,
    TruthReading,
)

SHOW_TRAIL = Look(
    "GET /v1/hits/{hit_id}", "See a hit's trail", (Permission.REVIEW_HITS,), HitTrailMessage,
    shows_captured=False, records=(AuditEvent.HQ_HIT_VIEWED, AuditEvent.HQ_RESTRICTED_SHOWN),
)  # fmt: skip
SHOW_PICTURE = Look(
    "GET /v1/pictures/{digest}", "See a picture", (Permission.REVIEW_HITS, Permission.DOWNLOAD),
    File, shows_captured=False, records=(AuditEvent.HQ_PICTURE_VIEWED,),
)  # fmt: skip
SHOW_LOG = Look(
    "POST /v1/desk/hits", "Search hits", (Permission.REVIEW_HITS,), HitLogPage, body=HitLogRequest,
    shows_captured=True, records=(AuditEvent.HQ_SHIFT_LOG_VIEWED,),
)  # fmt: skip
SHOW_COUNTS = Look(
    "POST /v1/desk/hits/counts", "Count hits", (Permission.REVIEW_HITS,), HitLogCounts,
    body=HitLogFilter, shows_captured=True, records=(AuditEvent.HQ_SHIFT_LOG_VIEWED,),
)  # fmt: skip
SHOW_HIT = Look(
    "GET /v1/desk/hits/{hit_id}", "See a hit", (Permission.REVIEW_HITS,), HitFileMessage,
    shows_captured=False, records=(AuditEvent.HQ_HIT_VIEWED, AuditEvent.HQ_RESTRICTED_SHOWN),
)  # fmt: skip
CHECK_EVIDENCE = Look(
    "GET /v1/desk/hits/{hit_id}/evidence", "Check a hit's evidence", (Permission.REVIEW_HITS,),
    EvidenceCheckMessage, shows_captured=False, records=(AuditEvent.HQ_EVIDENCE_CHECKED,),
)  # fmt: skip
REVIEW_HIT = Act(
    "POST /v1/desk/hits/{hit_id}/reviews", "Review a hit", (Permission.REVIEW_HITS,),
    HitFileMessage, body=ReviewRequest, records=(AuditEvent.HQ_CASE_OPENED,
    AuditEvent.HQ_HIT_REVIEWED),
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
    AuditEvent.HQ_SEARCHED),
)  # fmt: skip
SHOW_CASES = Look(
    "GET /v1/desk/cases", "See review cases", (Permission.REVIEW_HITS, Permission.MANAGE_LISTS),
    CasesMessage, shows_captured=True, records=(AuditEvent.HQ_CASES_VIEWED,),
)  # fmt: skip
TAKE_CASE_STEP = Act(
    "POST /v1/desk/cases/{number}/steps", "Take a step in a review case", (Permission.REVIEW_HITS,
    Permission.MANAGE_LISTS), CasesMessage, body=CaseStepRequest,
    records=(AuditEvent.HQ_ACCOUNT_FROZEN, AuditEvent.HQ_ACCOUNT_GIVEN_BACK,
    AuditEvent.HQ_CASES_VIEWED, AuditEvent.HQ_CASE_CLOSED),
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
    Permission.DOWNLOAD), TruthPassMessage, shows_captured=False,
    records=(AuditEvent.HQ_SAMPLE_SHOWN,),
)  # fmt: skip
KEEP_TRUTH = Act(
    "POST /v1/desk/truth", "Say what a pass was", (Permission.REVIEW_HITS, Permission.DOWNLOAD),
    TruthPassMessage, body=TruthReading, records=(AuditEvent.HQ_SAMPLE_JUDGED,
    AuditEvent.HQ_SAMPLE_SHOWN),
)  # fmt: skip
SHOW_RESTRICTED = Look(
    "GET /v1/restricted-log", "See who was shown records of restricted files",
    (Permission.MANAGE_LISTS, Permission.READ_AUDIT), RestrictedLogMessage, shows_captured=False,
    records=(AuditEvent.HQ_AUDIT_VIEWED,),
)  # fmt: skip
DISCLOSE = Act(
    "POST /v1/restricted-log", "Record that a record of a restricted file was disclosed",
    (Permission.MANAGE_LISTS,), Nothing, body=RestrictedDisclosure,
    refusal=Problem.RESTRICTED_REFUSED, records=(AuditEvent.HQ_RESTRICTED_DISCLOSED,),
)  # fmt: skip
END_TWIN_MEMORY = Act(
    "DELETE /v1/twin-memory/{entry_id}", "End the memory of cleared twins",
    (Permission.REVIEW_HITS,), Nothing, records=(AuditEvent.HQ_TWIN_ENDED,),
)  # fmt: skip
