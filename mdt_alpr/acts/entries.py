"""What may be asked of headquarters in the room entries."""

from mdt_alpr.acts.act import Act, Look, Nothing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.manual import (
    DecisionMessage,
    ManualEntriesMessage,
    PastReadsMessage,
    PastReadsRequest,
    PlateTestedMessage,
    PlateTestMessage,
    ReasonMessage,
)

SHOW_ENTRIES = Look(
    "GET /v1/manual-entries", "See the live manual entries", (Permission.MANAGE_LISTS,
    Permission.REVIEW_HITS), ManualEntriesMessage, shows_captured=True,
    records=(AuditEvent.HQ_MANUAL_LISTED,),
)  # fmt: skip
TEST_PLATE = Act(
    "POST /v1/manual-entries/plate-test", "Test a plate", (Permission.READ_AUDIT,),
    PlateTestedMessage, body=PlateTestMessage, records=(AuditEvent.HQ_MANUAL_TESTED,),
)  # fmt: skip
SHOW_PAST_READS = Look(
    "POST /v1/manual-entries/{entry_id}/past-reads", "See where its plate was read before", (),
    PastReadsMessage, body=PastReadsRequest, shows_captured=True,
    records=(AuditEvent.HQ_PAST_READS_VIEWED, AuditEvent.HQ_SEARCHED),
)  # fmt: skip
DECIDE = Act(
    "POST /v1/manual-entries/{entry_id}/decision", "Decide on more time", (Permission.MANAGE_LISTS,
    Permission.REVIEW_HITS), Nothing, body=DecisionMessage, is_privileged=True,
    records=(AuditEvent.HQ_MANUAL_EXTENDED, AuditEvent.HQ_MANUAL_NOT_EXTENDED),
)  # fmt: skip
REMOVE = Act(
    "POST /v1/manual-entries/{entry_id}/removal", "Remove an entry", (Permission.MANAGE_LISTS,
    Permission.REVIEW_HITS), Nothing, body=ReasonMessage, records=(AuditEvent.HQ_MANUAL_EXPIRED,
    AuditEvent.HQ_MANUAL_REMOVED),
)  # fmt: skip
CLOSE_CASE = Act(
    "POST /v1/manual-entries/{entry_id}/closed-case", "End an entry whose case is closed",
    (Permission.MANAGE_LISTS, Permission.REVIEW_HITS), Nothing, body=ReasonMessage,
    records=(AuditEvent.HQ_MANUAL_CASE_CLOSED,),
)  # fmt: skip
