"""The machines of the demo's month: enrolled by a one-time code each, registered, and kept up."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date

from mdt_alpr.adapters.hq_link.enrolled import certificate_request, private_key
from mdt_alpr.domain.equipment.register import EquipmentFacts, EquipmentKind
from mdt_alpr.domain.equipment.schedule import WorkKind, WorkResult
from mdt_alpr.domain.people.known_devices import DeviceKind, code_in
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.server_certificate import own_certificate
from mdt_alpr.hq.equipment import service as equipment
from mdt_alpr.hq.people import enrolling
from mdt_alpr.wire.devices import CodeRequest, EnrollRequest
from mdt_alpr.wire.equipment import WorkDoneRequest, WorkOrderRequest


def enroll_cars(hq: Headquarters, devices: Iterable[str], by: str) -> None:
    """Give each car a certificate; the demo's car speaks without it, over the loopback."""
    own_certificate(hq.settings.data, ["127.0.0.1"], hq.clock.now())
    for device in devices:
        with hq.writing() as work:
            asked = CodeRequest(device, DeviceKind.CAR)
            code = code_in(enrolling.offer_code(hq, work, asked, by).code)
        request = certificate_request(private_key(secrets.token_bytes(32), secrets.token_hex(16)))
        enrolling.enroll(hq, EnrollRequest(code.spoken, request, DeviceKind.CAR))


def register_equipment(hq: Headquarters, units: Sequence[str], installed: date, by: str) -> None:
    """Register the readers, and each unit with its camera."""
    with hq.writing() as work:
        for kind, name, serial in (
            (EquipmentKind.SYSTEM, "License plate readers", "SYS-1"),
            *((EquipmentKind.VEHICLE, unit, f"V-{unit[5:]}") for unit in units),
            *((EquipmentKind.CAMERA, f"{unit}, front", f"C-{unit[5:]}") for unit in units),
        ):
            facts = EquipmentFacts(kind, name, serial, "Model 3", "E. Sample", installed)
            equipment.add(work, facts, by)


def calibrate(hq: Headquarters, by: str) -> None:
    """Calibrate every camera; one failed."""
    today = capture_date(hq.clock.now())
    with hq.writing() as work:
        items = equipment.register_of(work, by).equipment
    cameras = [item.number for item in items if item.facts.kind is EquipmentKind.CAMERA]
    for number, result in zip(cameras, (WorkResult.PASSED, WorkResult.FAILED), strict=True):
        order = WorkOrderRequest(WorkKind.CALIBRATION, today, "new bracket")
        with hq.writing() as work:
            equipment.order(work, number, order, by)
            newest = equipment.history_of(work, number, by).works[0]
        done = WorkDoneRequest(result, today, "Radio shop", "Focus was set again")
        with hq.writing() as work:
            equipment.close(work, newest.number, done, by)


def do_due_work(hq: Headquarters, by: str) -> None:
    """Do what the schedule ordered of maintenance, and the restore drill."""
    today = capture_date(hq.clock.now())
    with hq.writing() as work:
        items = equipment.register_of(work, by).equipment
        orders = [
            order
            for item in items
            for order in equipment.history_of(work, item.number, by).works
            if order.result is WorkResult.OPEN
        ]
    notes = {
        WorkKind.MAINTENANCE: ("Fleet garage", "Cleaned, mounts tightened"),
        WorkKind.RESTORE_DRILL: ("City IT", "Last night's backup on the spare server, whole"),
    }
    for order in orders:
        if order.kind in notes:
            done = WorkDoneRequest(WorkResult.PASSED, today, *notes[order.kind])
            with hq.writing() as work:
                equipment.close(work, order.number, done, by)
