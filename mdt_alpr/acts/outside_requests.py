"""What may be asked of headquarters in the room outside requests."""

from mdt_alpr.acts.act import Act, File, Look, Nothing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.retention.outside_access import OutsideAccess
from mdt_alpr.domain.retention.outside_requests import OutsideForm
from mdt_alpr.wire.outside import (
    AccessFile,
    AccessRows,
    AccessSearch,
    OutsideRequestMessage,
    OutsideRequestsMessage,
    OutsideStepRequest,
)

SHOW_REQUESTS = Look(
    "GET /v1/outside-requests", "See requests to other agencies", (Permission.REQUEST_HOLDS,),
    OutsideRequestsMessage, shows_captured=True, records=(AuditEvent.HQ_OUTSIDE_VIEWED,),
)  # fmt: skip
MAKE_REQUEST = Act(
    "POST /v1/outside-requests", "Request another agency's data", (Permission.REQUEST_HOLDS,),
    OutsideRequestMessage, body=OutsideForm, records=(AuditEvent.HQ_OUTSIDE_REQUESTED,),
)  # fmt: skip
TAKE_STEP = Act(
    "POST /v1/outside-requests/{number}/steps", "Take a step in a request to another agency",
    (Permission.REQUEST_HOLDS,), OutsideRequestMessage, body=OutsideStepRequest,
    is_privileged=True, records=(AuditEvent.HQ_OUTSIDE_STEP,),
)  # fmt: skip
PRINT_STATEMENT = Look(
    "GET /v1/outside-requests/{number}/statement", "Print the sworn statement",
    (Permission.REQUEST_HOLDS,), File, shows_captured=False,
    records=(AuditEvent.HQ_OUTSIDE_PRINTED,),
)  # fmt: skip
LOG_ACCESS = Act(
    "POST /v1/outside-accesses", "Log access to others' readers", (Permission.REQUEST_HOLDS,),
    Nothing, body=OutsideAccess, records=(AuditEvent.HQ_OUTSIDE_ACCESS_LOGGED,),
)  # fmt: skip
SHOW_ACCESSES = Look(
    "POST /v1/outside-accesses/search", "See access to others' readers", (Permission.REQUEST_HOLDS,
    Permission.READ_AUDIT), AccessRows, body=AccessSearch, shows_captured=True,
    records=(AuditEvent.HQ_OUTSIDE_ACCESS_VIEWED,),
)  # fmt: skip
EXPORT_ACCESSES = Act(
    "POST /v1/outside-accesses/export", "Export the log of access to others' readers",
    (Permission.READ_AUDIT,), AccessFile, body=AccessSearch,
    records=(AuditEvent.HQ_ROWS_EXPORTED,),
)  # fmt: skip
