"""What may be asked of headquarters in the room reports."""

from mdt_alpr.acts.act import Act, Look
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.audit_schedule import ScheduleMessage
from mdt_alpr.wire.event_review import AuditedEventsMessage, EventReviewRequest
from mdt_alpr.wire.papers import PaperFile
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.reports import PublicFilesMessage, ReportMessage

SHOW_REPORT = Look(
    "GET /v1/annual-report", "See the annual report", (Permission.READ_AUDIT,), ReportMessage,
    refusal=Problem.REPORT_REFUSED, shows_captured=False, records=(AuditEvent.HQ_REPORT_MADE,
    AuditEvent.HQ_REPORT_VIEWED),
)  # fmt: skip
PRINT_REPORT = Look(
    "GET /v1/annual-report/paper", "Print the annual report", (Permission.READ_AUDIT,), PaperFile,
    refusal=Problem.REPORT_REFUSED, shows_captured=False, records=(AuditEvent.HQ_REPORT_MADE,
    AuditEvent.HQ_REPORT_VIEWED),
)  # fmt: skip
PRINT_LEGISLATIVE = Look(
    "GET /v1/legislative-report/paper", "Print the report to the legislature",
    (Permission.READ_AUDIT,), PaperFile, refusal=Problem.REPORT_REFUSED, shows_captured=False,
    records=(AuditEvent.HQ_REPORT_MADE, AuditEvent.HQ_REPORT_VIEWED),
)  # fmt: skip
MAKE_PUBLIC_PAGE = Look(
    "GET /v1/public-page", "Make the public page", (Permission.MANAGE_ACCOUNTS,),
    PublicFilesMessage, shows_captured=False, records=(AuditEvent.HQ_PUBLICATION_CHANGED,
    AuditEvent.HQ_REPORT_MADE),
)  # fmt: skip
SHOW_SCHEDULE = Look(
    "GET /v1/schedule", "See the schedule of audits and checks", (Permission.READ_AUDIT,),
    ScheduleMessage, shows_captured=False, records=(AuditEvent.HQ_SCHEDULE_VIEWED,),
)  # fmt: skip
SHOW_AUDITED_EVENTS = Look(
    "GET /v1/audited-events", "See which types of events are audited", (Permission.READ_AUDIT,),
    AuditedEventsMessage, shows_captured=False, records=(AuditEvent.HQ_AUDIT_VIEWED,),
)  # fmt: skip
REVIEW_AUDITED_EVENTS = Act(
    "POST /v1/audited-events", "Review which types of events are audited",
    (Permission.MANAGE_ACCOUNTS,), AuditedEventsMessage, body=EventReviewRequest,
    refusal=Problem.EVENT_REVIEW_REFUSED, records=(AuditEvent.HQ_AUDIT_VIEWED,
    AuditEvent.HQ_EVENTS_REVIEWED),
)  # fmt: skip
