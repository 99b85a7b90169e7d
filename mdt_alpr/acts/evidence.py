"""Whose computer it is that sends: its key, and its unit (SEC-07)."""

from collections.abc import Mapping

from mdt_alpr.acts.act import Act, Nothing, Unversioned
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.brought import DeviceKeyNamed, UnitRequest
from mdt_alpr.wire.fleet import FleetMessage


def _unit(answer: FleetMessage, places: Mapping[str, str]) -> str:
    return next((m.unit for m in answer.machines if m.device == places["device"]), "")


ACCEPT_KEY = Act(
    "POST /v1/devices/{device}/key", "Accept the new key of a car's computer",
    (Permission.MANAGE_ACCOUNTS,),
    DeviceKeyNamed, body=DeviceKeyNamed, records=(AuditEvent.HQ_DEVICE_KEY_ACCEPTED,
    AuditEvent.HQ_DEVICE_KEY_REFUSED, AuditEvent.HQ_EVIDENCE_BROKEN,
    AuditEvent.HQ_EVIDENCE_REPAIRED), command="accept-key {key}", button="Accept this key",
    changes=Unversioned.IN_BODY,
)  # fmt: skip
SET_UNIT = Act(
    "PUT /v1/devices/{device}/unit",
    "Say which unit a car's computer is, from its next sign-in on",
    (Permission.MANAGE_ACCOUNTS,),
    Nothing, body=UnitRequest, records=(AuditEvent.HQ_UNIT_BOUND,),
    command="bind-unit {unit}", button="Set unit of chosen", changes=_unit,
)  # fmt: skip
