"""Machines that headquarters knows: enrolled, placed, revoked; a car's settings (ACC-15, CM-3)."""

from collections.abc import Mapping

from mdt_alpr.acts.act import Act, Look, Nothing, Unversioned
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.fixed_cameras import CameraPlace
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.time_words import time_in_words
from mdt_alpr.wire.car_settings import SettingsRequest, SettingsSignature
from mdt_alpr.wire.devices import (
    CodeMessage,
    CodeRequest,
    DeviceMessage,
    DevicesMessage,
    RevocationRequest,
)
from mdt_alpr.wire.problems import Problem

KIND_WORDS = {DeviceKind.CAR: "Car", DeviceKind.DESK: "Desk", DeviceKind.CAMERA: "Fixed camera"}


def _state(device: DeviceMessage) -> ListCell:
    if device.revoked_at is not None:
        if device.wiped_at is not None:
            below = f"It says that it erased itself, {time_in_words(device.wiped_at)}"
        elif device.wipe_ordered_at is not None:
            below = f"Told to erase itself, {time_in_words(device.wipe_ordered_at)}"
        else:
            below = "Not seen since: it erases itself at its next contact"
        words = f"Revoked {time_in_words(device.revoked_at)} by {device.revoked_by}"
        return ListCell(words, below, "cross", warns=device.wiped_at is None)
    if device.trouble:
        return ListCell(device.trouble, mark="cross", warns=True)
    if device.kind is DeviceKind.CAMERA and device.place is None:
        return ListCell("Not placed: it reads nothing yet", mark="ring", warns=True)
    return ListCell("In use", mark="tick")


DEVICES: Listing[DevicesMessage, DeviceMessage] = Listing(
    lambda answer: answer.devices,
    lambda device: device.device,
    (
        ListColumn("Machine", 180, lambda device: ListCell(device.device, is_strong=True)),
        ListColumn(
            "Kind", 130, lambda d: ListCell(KIND_WORDS[d.kind], d.place.name if d.place else "")
        ),
        ListColumn("Enrolled", 200, lambda d: ListCell(d.enrolled_at, f"by {d.enrolled_by}")),
        ListColumn("Certificate", 0, lambda device: device.serial),
        ListColumn(
            "Certificate expires", 180, lambda d: capture_date(d.ends_at) if d.ends_at else "None"
        ),
        ListColumn("State", 420, _state),
        ListColumn("Reason", 0, lambda device: device.reason),
    ),
    "No machine is enrolled.",
    lambda answer: (
        f"{sum(device.revoked_at is None for device in answer.devices)} enrolled of "
        f"{len(answer.devices)}."
    ),
)


def _place(answer: DevicesMessage, places: Mapping[str, str]) -> CameraPlace | None:
    return next((d.place for d in answer.devices if d.device == places["device"]), None)


SHOW_DEVICES = Look(
    "GET /v1/devices", "List the machines that are or were enrolled", (Permission.MANAGE_ACCOUNTS,
    Permission.RUN_SERVER), DevicesMessage, shows_captured=False,
    records=(AuditEvent.HQ_DEVICES_VIEWED,), command="devices", listing=DEVICES,
)  # fmt: skip
MAKE_CODE = Act(
    "POST /v1/devices/codes", "Make an enrollment code", (Permission.MANAGE_ACCOUNTS,
    Permission.RUN_SERVER), CodeMessage, body=CodeRequest,
    records=(AuditEvent.HQ_DEVICE_CODE_MADE,), changes=Unversioned.MAKES,
)  # fmt: skip
SET_PLACE = Act(
    "PUT /v1/devices/{device}/place", "Say where a fixed camera is; it reads nothing before",
    (Permission.MANAGE_ACCOUNTS,), Nothing, body=CameraPlace, refusal=Problem.DEVICE_REFUSED,
    records=(AuditEvent.HQ_CAMERA_PLACED,), command="place-camera", button="Place chosen camera",
    changes=_place,
)  # fmt: skip
REVOKE = Act(
    "POST /v1/devices/{device}/revocation",
    "Let a machine count no more; it erases itself at its next contact, and a loss is an incident",
    (Permission.MANAGE_ACCOUNTS, Permission.RUN_SERVER), DevicesMessage, body=RevocationRequest,
    records=(AuditEvent.HQ_DEVICES_VIEWED, AuditEvent.HQ_DEVICE_REVOKED,
    AuditEvent.HQ_INCIDENT_REPORTED), command="revoke-device", listing=DEVICES,
    changes=Unversioned.ONCE,
)  # fmt: skip
SIGN_CAR_SETTINGS = Act(
    "POST /v1/car-settings/signature", "Sign a car's settings", (Permission.MANAGE_ACCOUNTS,),
    SettingsSignature, body=SettingsRequest, refusal=Problem.MALFORMED,
    second=Permission.DOWNLOAD, needs_second=True, records=(AuditEvent.HQ_SETTINGS_SIGNED,),
    changes=Unversioned.MAKES, off_desk="a file of the car is signed, which the command writes",
)  # fmt: skip
