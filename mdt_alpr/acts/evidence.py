"""What may be asked of headquarters in the room evidence."""

from mdt_alpr.acts.act import Act, Nothing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.brought import DeviceKeyNamed, UnitRequest

ACCEPT_KEY = Act(
    "POST /v1/devices/{device}/key", "Accept a key of a computer", (Permission.MANAGE_ACCOUNTS,),
    DeviceKeyNamed, body=DeviceKeyNamed, records=(AuditEvent.HQ_DEVICE_KEY_ACCEPTED,
    AuditEvent.HQ_DEVICE_KEY_REFUSED, AuditEvent.HQ_EVIDENCE_BROKEN,
    AuditEvent.HQ_EVIDENCE_REPAIRED),
)  # fmt: skip
SET_UNIT = Act(
    "PUT /v1/devices/{device}/unit", "Set a computer's unit", (Permission.MANAGE_ACCOUNTS,),
    Nothing, body=UnitRequest, records=(AuditEvent.HQ_UNIT_BOUND,),
)  # fmt: skip
