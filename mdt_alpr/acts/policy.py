"""The policy that the agency adopted: no car is served before (PUR-05)."""

from mdt_alpr.acts.act import Act, Look
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.adoption import AdoptionRequest, AdoptionsMessage

SHOW_POLICY = Look(
    "GET /v1/policy", "See the adopted policy", (Permission.MANAGE_ACCOUNTS,), AdoptionsMessage,
    shows_captured=False, records=(AuditEvent.HQ_POLICY_VIEWED,),
)  # fmt: skip
ADOPT_POLICY = Act(
    "POST /v1/policy", "Record the adopted policy", (Permission.MANAGE_ACCOUNTS,),
    AdoptionsMessage, body=AdoptionRequest, records=(AuditEvent.HQ_POLICY_ADOPTED,
    AuditEvent.HQ_POLICY_VIEWED),
)  # fmt: skip
