"""The yearly review of accounts (ACC-11)."""

from mdt_alpr.acts.act import Act, Look
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.accounts import AccountReviewRequest, AccountReviewsMessage

SHOW_ACCOUNT_REVIEWS = Look(
    "GET /v1/account-reviews", "See reviews of accounts", (Permission.RECORD_TRAINING,),
    AccountReviewsMessage, shows_captured=False, records=(AuditEvent.HQ_ACCOUNTS_VIEWED,),
)  # fmt: skip
SIGN_ACCOUNT_REVIEW = Act(
    "POST /v1/account-reviews", "Sign a review of accounts", (Permission.RECORD_TRAINING,),
    AccountReviewsMessage, body=AccountReviewRequest, records=(AuditEvent.HQ_ACCOUNTS_REVIEWED,
    AuditEvent.HQ_ACCOUNTS_VIEWED, AuditEvent.HQ_ACCOUNT_DISABLED),
)  # fmt: skip
