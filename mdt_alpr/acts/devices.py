"""What may be asked of headquarters in the room devices."""

from mdt_alpr.acts.act import Act, Look, Nothing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.fixed_cameras import CameraPlace
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.car_settings import SettingsRequest, SettingsSignature
from mdt_alpr.wire.devices import CodeMessage, CodeRequest, DevicesMessage, RevocationRequest
from mdt_alpr.wire.problems import Problem

SHOW_DEVICES = Look(
    "GET /v1/devices", "See machines", (Permission.MANAGE_ACCOUNTS, Permission.RUN_SERVER),
    DevicesMessage, shows_captured=False, records=(AuditEvent.HQ_DEVICES_VIEWED,),
)  # fmt: skip
MAKE_CODE = Act(
    "POST /v1/devices/codes", "Make an enrollment code", (Permission.MANAGE_ACCOUNTS,
    Permission.RUN_SERVER), CodeMessage, body=CodeRequest,
    records=(AuditEvent.HQ_DEVICE_CODE_MADE,),
)  # fmt: skip
SET_PLACE = Act(
    "PUT /v1/devices/{device}/place", "Say where a fixed camera is", (Permission.MANAGE_ACCOUNTS,),
    Nothing, body=CameraPlace, refusal=Problem.DEVICE_REFUSED,
    records=(AuditEvent.HQ_CAMERA_PLACED,),
)  # fmt: skip
REVOKE = Act(
    "POST /v1/devices/{device}/revocation", "Revoke a machine", (Permission.MANAGE_ACCOUNTS,
    Permission.RUN_SERVER), DevicesMessage, body=RevocationRequest,
    records=(AuditEvent.HQ_DEVICES_VIEWED, AuditEvent.HQ_DEVICE_REVOKED,
    AuditEvent.HQ_INCIDENT_REPORTED),
)  # fmt: skip
SIGN_CAR_SETTINGS = Act(
    "POST /v1/car-settings/signature", "Sign a car's settings", (Permission.MANAGE_ACCOUNTS,),
    SettingsSignature, body=SettingsRequest, refusal=Problem.MALFORMED,
    records=(AuditEvent.HQ_SETTINGS_SIGNED,),
)  # fmt: skip
