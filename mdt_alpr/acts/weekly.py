"""What may be asked of headquarters in the room weekly."""

from mdt_alpr.acts.act import Act, Look
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.weekly import ReviewedWeek, SearchJudged, WeeklyMessage, WeekSigned

SHOW_WEEK = Look(
    "GET /v1/weekly-reviews", "See the weekly review", (Permission.REVIEW_HITS,
    Permission.MANAGE_LISTS), WeeklyMessage, shows_captured=True,
    records=(AuditEvent.HQ_WEEKLY_VIEWED,),
)  # fmt: skip
BEGIN_WEEK = Act(
    "POST /v1/weekly-reviews", "Begin a weekly review", (Permission.REVIEW_HITS,
    Permission.MANAGE_LISTS), WeeklyMessage, body=ReviewedWeek,
    records=(AuditEvent.HQ_WEEKLY_BEGUN, AuditEvent.HQ_WEEKLY_VIEWED),
)  # fmt: skip
JUDGE_SEARCH = Act(
    "POST /v1/weekly-reviews/verdicts", "Judge a search of a weekly review",
    (Permission.REVIEW_HITS, Permission.MANAGE_LISTS), WeeklyMessage, body=SearchJudged,
    records=(AuditEvent.HQ_WEEKLY_JUDGED, AuditEvent.HQ_WEEKLY_VIEWED),
)  # fmt: skip
SIGN_WEEK = Act(
    "POST /v1/weekly-reviews/signature", "Sign a weekly review", (Permission.REVIEW_HITS,
    Permission.MANAGE_LISTS), WeeklyMessage, body=WeekSigned, records=(AuditEvent.HQ_CASE_OPENED,
    AuditEvent.HQ_WEEKLY_SIGNED, AuditEvent.HQ_WEEKLY_VIEWED),
)  # fmt: skip
