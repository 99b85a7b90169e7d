"""What may be asked of headquarters in the room keeping."""

from mdt_alpr.acts.act import Act, File, Look, Nothing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import SAVES_ROWS, Permission
from mdt_alpr.wire.audit_search import AuditExportRequest, AuditFile, AuditRows, AuditSearch
from mdt_alpr.wire.keeping import (
    CertificatesMessage,
    ClockRequest,
    DailyCountsMessage,
    KnownBreakMessage,
    KnownBreakRequest,
    PurgeSearchMessage,
)
from mdt_alpr.wire.papers import PaperFile
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.retention import RetentionConfirmation, RetentionMessage, RetentionProposal
from mdt_alpr.wire.saved_rows import RowsToSave

SEARCH_AUDIT = Look(
    "POST /v1/desk/audit", "Search the audit", (Permission.READ_AUDIT, Permission.REVIEW_HITS),
    AuditRows, body=AuditSearch, shows_captured=False, records=(AuditEvent.HQ_AUDIT_SEARCHED,),
)  # fmt: skip
EXPORT_AUDIT = Act(
    "POST /v1/desk/audit/export", "Export the audit", (Permission.READ_AUDIT,
    Permission.REVIEW_HITS), AuditFile, body=AuditExportRequest, is_privileged=True,
    records=(AuditEvent.HQ_AUDIT_EXPORTED,),
)  # fmt: skip
GIVE_ENTRIES = Look(
    "GET /v1/audit", "Get headquarters' own entries", (Permission.READ_AUDIT,), File,
    shows_captured=False, records=(AuditEvent.HQ_AUDIT_EXPORTED, AuditEvent.HQ_AUDIT_VIEWED),
)  # fmt: skip
RECORD_KNOWN_BREAK = Act(
    "POST /v1/audit/known-breaks", "Record that a break of the audit is known",
    (Permission.MANAGE_ACCOUNTS,), KnownBreakMessage, body=KnownBreakRequest,
    refusal=Problem.BREAK_REFUSED, second=Permission.READ_AUDIT,
    records=(AuditEvent.HQ_CHAIN_BREAK_KNOWN,),
)  # fmt: skip
CONFIRM_TIME = Act(
    "POST /v1/clock", "Confirm the clock", (Permission.READ_AUDIT,), Nothing, body=ClockRequest,
    refusal=Problem.CLOCK_REFUSED, second=Permission.READ_AUDIT,
    records=(AuditEvent.HQ_CLOCK_CONFIRMED,),
)  # fmt: skip
SHOW_CERTIFICATES = Look(
    "GET /v1/certificates", "See purge certificates", (Permission.READ_AUDIT,),
    CertificatesMessage, shows_captured=False, records=(AuditEvent.HQ_CERTIFICATES_VIEWED,),
)  # fmt: skip
SHOW_RETENTION = Look(
    "GET /v1/retention", "See how long data is kept", (Permission.READ_AUDIT,), RetentionMessage,
    shows_captured=False, records=(AuditEvent.HQ_RETENTION_VIEWED,),
)  # fmt: skip
PROPOSE_RETENTION = Act(
    "POST /v1/retention", "Propose how long data is kept", (Permission.MANAGE_ACCOUNTS,),
    RetentionMessage, body=RetentionProposal, refusal=Problem.RETENTION_REFUSED,
    records=(AuditEvent.HQ_RETENTION_PROPOSED, AuditEvent.HQ_RETENTION_VIEWED),
)  # fmt: skip
CONFIRM_RETENTION = Act(
    "POST /v1/retention/{number}/confirmation", "Confirm how long data is kept",
    (Permission.DOWNLOAD,), RetentionMessage, body=RetentionConfirmation,
    refusal=Problem.RETENTION_REFUSED, is_privileged=True, records=(AuditEvent.HQ_PURGED,
    AuditEvent.HQ_RETENTION_SET, AuditEvent.HQ_RETENTION_VIEWED),
)  # fmt: skip
SEARCH_PLACES = Look(
    "GET /v1/purge-search", "Search every place for what must be gone", (Permission.READ_AUDIT,),
    PurgeSearchMessage, shows_captured=False, records=(AuditEvent.HQ_PURGE_SEARCHED,),
)  # fmt: skip
PRINT_PURGE = Look(
    "GET /v1/purge-search/paper", "Print the certificate of a purge", (Permission.READ_AUDIT,),
    PaperFile, shows_captured=False, records=(AuditEvent.HQ_PURGE_SEARCHED,),
)  # fmt: skip
SHOW_DAILY_COUNTS = Look(
    "GET /v1/daily-counts", "See counts of purged days", (Permission.SEE_OVERVIEW,),
    DailyCountsMessage, shows_captured=False, records=(AuditEvent.HQ_COUNTS_VIEWED,),
)  # fmt: skip
SAVE_ROWS = Act(
    "POST /v1/saved-rows", "Make a file of the rows of a desk's page", SAVES_ROWS, File,
    body=RowsToSave, is_privileged=True, records=(AuditEvent.HQ_ROWS_EXPORTED,),
)  # fmt: skip
