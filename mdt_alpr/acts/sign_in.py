"""Signing out, proving oneself again, and whether a second factor is demanded (ACC-02, ACC-08)."""

from mdt_alpr.acts.act import Act, Nothing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.accounts import FactorDemand, ProofRequest

END_SESSION = Act(
    "DELETE /v1/sessions/current", "Sign out", (), Nothing, records=(AuditEvent.HQ_SIGN_OUT,),
)  # fmt: skip
PROVE = Act(
    "POST /v1/sessions/current/proof", "Give one's own password again", (), Nothing,
    body=ProofRequest, records=(AuditEvent.HQ_ACCOUNT_LOCKED, AuditEvent.HQ_PROVED_AGAIN,
    AuditEvent.HQ_SIGN_IN_REFUSED, AuditEvent.HQ_SIGN_OUT),
)  # fmt: skip
DEMAND_FACTOR = Act(
    "PUT /v1/second-factor/demand", "Demand a second factor of everybody",
    (Permission.MANAGE_ACCOUNTS,), Nothing, body=FactorDemand, second=Permission.MANAGE_ACCOUNTS,
    records=(AuditEvent.HQ_FACTOR_DEMAND_SET,),
)  # fmt: skip
