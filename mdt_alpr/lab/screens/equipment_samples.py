"""Made-up equipment, for screenshots and tests of the screen."""

from datetime import date, timedelta

from mdt_alpr.domain.equipment.register import EquipmentFacts, EquipmentKind
from mdt_alpr.domain.equipment.schedule import DueState, WorkKind, WorkResult
from mdt_alpr.lab.screens.desk_sample_hits import NOW
from mdt_alpr.wire.equipment import (
    DueMessage,
    EquipmentHistoryMessage,
    EquipmentMessage,
    RegisterMessage,
    WorkMessage,
)

_TODAY = NOW.date()


def _item(number: int, facts: EquipmentFacts, state: DueState, days: int) -> EquipmentMessage:
    due = [DueMessage(WorkKind.MAINTENANCE, 180, _TODAY + timedelta(days=days))]
    if facts.kind is EquipmentKind.CAMERA:
        due.append(DueMessage(WorkKind.CALIBRATION, 365, _TODAY + timedelta(days=days + 60)))
    at = NOW - timedelta(days=300)
    return EquipmentMessage(number, facts, state, tuple(due), at, "e.stone")


def _items() -> tuple[EquipmentMessage, ...]:
    on = date(2026, 1, 12)
    car = EquipmentFacts(
        EquipmentKind.VEHICLE, "Unit 214", "1FM5K8AB4LGA", "Ford PI Utility", "Fleet", on,
        device="car-214",
    )  # fmt: skip
    front = EquipmentFacts(
        EquipmentKind.CAMERA, "Front, 214", "ACCC8E01", "Axis Q1700-LE", "D. Lee", on, "11.8.61",
        part_of=1, place="Light bar",
    )  # fmt: skip
    site = EquipmentFacts(
        EquipmentKind.SITE, "Union and Cabarrus", "NC-118", "Pole cabinet", "D. Lee", on,
        place="Union St S at Cabarrus Ave, northbound",
    )  # fmt: skip
    return (
        _item(1, car, DueState.GOOD, 41),
        _item(2, front, DueState.OVERDUE, -3),
        _item(3, site, DueState.SOON, 6),
    )


def register(rows: int) -> RegisterMessage:
    """Return the register."""
    return RegisterMessage(_items() if rows else (), ("car-12",))


def history(rows: int) -> EquipmentHistoryMessage:
    """Return the camera of the register with its work orders."""
    late, before = _TODAY - timedelta(days=3), _TODAY - timedelta(days=183)
    works = (
        WorkMessage(
            9, WorkKind.MAINTENANCE, late, "", NOW - timedelta(days=17), "", WorkResult.OPEN
        ),
        WorkMessage(
            4, WorkKind.MAINTENANCE, before, "", NOW - timedelta(days=190), "", WorkResult.PASSED,
            before, "Radio shop", "", "d.lee",
        ),
        WorkMessage(
            3, WorkKind.CORRECTION, before, "Picture is blurred after rain",
            NOW - timedelta(days=191), "d.lee", WorkResult.FAILED, before, "Radio shop",
            "The seal of the housing was ordered", "d.lee",
        ),
    )  # fmt: skip
    return EquipmentHistoryMessage(_items()[1], works if rows else ())


ANSWERS = {RegisterMessage: register, EquipmentHistoryMessage: history}
