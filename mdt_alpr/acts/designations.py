"""Who was Chief, administrator and custodian when, designated by whom (ACC-14)."""

from mdt_alpr.acts.act import Act, Look
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.accounts import DesignationEnd, DesignationRequest, DesignationsMessage

SHOW_DESIGNATIONS = Look(
    "GET /v1/designations", "See designations", (Permission.MANAGE_ACCOUNTS,
    Permission.READ_AUDIT), DesignationsMessage, shows_captured=False,
    records=(AuditEvent.HQ_DESIGNATIONS_VIEWED,),
)  # fmt: skip
DESIGNATE = Act(
    "POST /v1/designations", "Designate a person", (Permission.MANAGE_ACCOUNTS,),
    DesignationsMessage, body=DesignationRequest, records=(AuditEvent.HQ_DESIGNATED,
    AuditEvent.HQ_DESIGNATIONS_VIEWED),
)  # fmt: skip
END_DESIGNATION = Act(
    "POST /v1/designations/{number}/end", "End a designation", (Permission.MANAGE_ACCOUNTS,),
    DesignationsMessage, body=DesignationEnd, records=(AuditEvent.HQ_DESIGNATIONS_VIEWED,
    AuditEvent.HQ_DESIGNATION_ENDED),
)  # fmt: skip
