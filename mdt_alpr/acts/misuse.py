"""What may be asked of headquarters in the room misuse."""

from mdt_alpr.acts.act import Act, Look
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.misuse import (
    CaseRequest,
    FlagDetail,
    FlagMessage,
    FlagsMessage,
    SeekRequest,
    TiedPlateRequest,
    TiedPlatesMessage,
    VerdictRequest,
)
from mdt_alpr.wire.review import CasesMessage

SHOW_FLAGS = Look(
    "GET /v1/misuse-flags", "See signs of misuse", (Permission.REVIEW_HITS,
    Permission.MANAGE_LISTS, Permission.READ_AUDIT), FlagsMessage, shows_captured=True,
    records=(AuditEvent.HQ_FLAGS_VIEWED,),
)  # fmt: skip
RUN_RULES = Act(
    "POST /v1/misuse-flags/run", "Seek signs of misuse now", (Permission.REVIEW_HITS,
    Permission.MANAGE_LISTS, Permission.READ_AUDIT), FlagsMessage, body=SeekRequest,
    records=(AuditEvent.HQ_FLAGS_SOUGHT, AuditEvent.HQ_FLAGS_VIEWED, AuditEvent.HQ_FLAG_GREW,
    AuditEvent.HQ_FLAG_RAISED),
)  # fmt: skip
SHOW_FLAG = Look(
    "GET /v1/misuse-flags/{number}", "See what was flagged as misuse", (Permission.REVIEW_HITS,
    Permission.MANAGE_LISTS, Permission.READ_AUDIT), FlagDetail, shows_captured=True,
    records=(AuditEvent.HQ_FLAGS_VIEWED,),
)  # fmt: skip
JUDGE = Act(
    "POST /v1/misuse-flags/{number}/verdict", "Judge a sign of misuse", (Permission.REVIEW_HITS,
    Permission.MANAGE_LISTS), FlagMessage, body=VerdictRequest, records=(AuditEvent.HQ_CASE_OPENED,
    AuditEvent.HQ_FLAG_JUDGED),
)  # fmt: skip
OPEN_CASE = Act(
    "POST /v1/desk/cases", "Open a review case from a record", (Permission.REVIEW_HITS,
    Permission.MANAGE_LISTS), CasesMessage, body=CaseRequest, records=(AuditEvent.HQ_CASES_VIEWED,
    AuditEvent.HQ_CASE_OPENED),
)  # fmt: skip
SHOW_TIED = Look(
    "GET /v1/tied-plates", "See whose plates are known", (Permission.MANAGE_ACCOUNTS,),
    TiedPlatesMessage, shows_captured=False, records=(AuditEvent.HQ_TIED_PLATES_VIEWED,),
)  # fmt: skip
ENTER_TIED = Act(
    "POST /v1/tied-plates", "Enter a coworker's plate", (Permission.MANAGE_ACCOUNTS,),
    TiedPlatesMessage, body=TiedPlateRequest, records=(AuditEvent.HQ_TIED_PLATES_VIEWED,
    AuditEvent.HQ_TIED_PLATE_ENTERED),
)  # fmt: skip
REMOVE_TIED = Act(
    "POST /v1/tied-plates/{number}/removal", "Remove a coworker's plate",
    (Permission.MANAGE_ACCOUNTS,), TiedPlatesMessage, body=ReasonMessage,
    records=(AuditEvent.HQ_TIED_PLATES_VIEWED, AuditEvent.HQ_TIED_PLATE_REMOVED),
)  # fmt: skip
