"""What may be asked of headquarters in the room incidents."""

from mdt_alpr.acts.act import Act, Look
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.incidents import (
    IncidentMessage,
    IncidentReport,
    IncidentsMessage,
    IncidentStepRequest,
)

SHOW_INCIDENTS = Look(
    "GET /v1/incidents", "See incidents", (Permission.REQUEST_HOLDS, Permission.READ_AUDIT,
    Permission.RUN_SERVER), IncidentsMessage, shows_captured=True,
    records=(AuditEvent.HQ_INCIDENTS_VIEWED,),
)  # fmt: skip
REPORT_INCIDENT = Act(
    "POST /v1/incidents", "Report an incident", (Permission.REQUEST_HOLDS, Permission.READ_AUDIT,
    Permission.RUN_SERVER), IncidentMessage, body=IncidentReport,
    records=(AuditEvent.HQ_CASE_OPENED, AuditEvent.HQ_HOLD_KEPT, AuditEvent.HQ_HOLD_REQUESTED,
    AuditEvent.HQ_INCIDENT_REPORTED, AuditEvent.HQ_INCIDENT_STEP),
)  # fmt: skip
SHOW_INCIDENT = Look(
    "GET /v1/incidents/{number}", "See an incident", (Permission.REQUEST_HOLDS,
    Permission.READ_AUDIT, Permission.RUN_SERVER), IncidentMessage, shows_captured=True,
    records=(AuditEvent.HQ_INCIDENTS_VIEWED,),
)  # fmt: skip
TAKE_STEP = Act(
    "POST /v1/incidents/{number}/steps", "Take a step in an incident", (Permission.REVIEW_HITS,
    Permission.MANAGE_HOLDS), IncidentMessage, body=IncidentStepRequest, is_privileged=True,
    records=(AuditEvent.HQ_INCIDENT_STEP,),
)  # fmt: skip
