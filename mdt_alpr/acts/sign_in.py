"""Signing out, and proving oneself again (ACC-08)."""

from mdt_alpr.acts.act import Act, Nothing, Unversioned
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.wire.accounts import ProofRequest

END_SESSION = Act(
    "DELETE /v1/sessions/current", "Sign out", (), Nothing, records=(AuditEvent.HQ_SIGN_OUT,),
    changes=Unversioned.OWN,
)  # fmt: skip
PROVE = Act(
    "POST /v1/sessions/current/proof", "Give one's own password again", (), Nothing,
    body=ProofRequest, records=(AuditEvent.HQ_ACCOUNT_LOCKED, AuditEvent.HQ_PROVED_AGAIN,
    AuditEvent.HQ_SIGN_IN_REFUSED, AuditEvent.HQ_SIGN_OUT), changes=Unversioned.OWN,
)  # fmt: skip
