"""Words of equipment: kinds, work, and what is due."""

from datetime import date

from mdt_alpr.domain.equipment.register import EquipmentKind
from mdt_alpr.domain.equipment.schedule import DueState, WorkKind, WorkResult
from mdt_alpr.domain.policy import day_words
from mdt_alpr.ui.desk.models.desk import Cell
from mdt_alpr.ui.desk.presenters.words import day_time
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.wire.equipment import DeviceCheckMessage, EquipmentMessage

KIND_WORDS = {
    EquipmentKind.VEHICLE: "Vehicle",
    EquipmentKind.CAMERA: "Camera",
    EquipmentKind.PROCESSOR: "Processor",
    EquipmentKind.SITE: "Fixed site",
    EquipmentKind.SYSTEM: "Whole system",
}
WORK_WORDS = {
    WorkKind.MAINTENANCE: "Maintenance",
    WorkKind.CALIBRATION: "Calibration",
    WorkKind.CORRECTION: "Correction",
    WorkKind.AUDIT: "Audit",
    WorkKind.RESTORE_DRILL: "Restore drill",
}
RESULT_WORDS = {
    WorkResult.OPEN: "Open",
    WorkResult.PASSED: "Passed",
    WorkResult.FAILED: "Failed",
    WorkResult.CANCELED: "Canceled",
}
_STATES = {
    DueState.FAILED: ("Failed its last check", Mark.CROSS),
    DueState.OVERDUE: ("Overdue", Mark.CROSS),
    DueState.SOON: ("Due soon", Mark.WEAK),
    DueState.GOOD: ("In order", Mark.TICK),
    DueState.NONE: ("No schedule", Mark.RING),
}
WAITING = frozenset({DueState.FAILED, DueState.OVERDUE, DueState.SOON})
"""States of items that wait for somebody."""


def state_cell(one: EquipmentMessage, today: date) -> Cell:
    """Return what is to be done about an item, and when next."""
    if one.retired_at is not None:
        return Cell("Retired", below=one.why_retired)
    words, mark = _STATES[one.state]
    due = min(one.due, key=lambda each: each.due_on, default=None)
    below = ""
    if due is not None:
        below = f"{WORK_WORDS[due.kind]} {due_words(due.due_on, today)}"
    return Cell(words, mark, warns=one.state in WAITING, below=below)


def check_cell(device: str, check: DeviceCheckMessage | None) -> Cell:
    """Return a machine with its last start-of-shift check (MNT-03)."""
    if not device:
        return Cell("None")
    if check is None:
        return Cell(device, below="Never checked")
    if check.failed:
        return Cell(device, warns=True, below=f"Failed: {check.failed}")
    return Cell(device, below=f"Passed {day_time(check.at)}")


def due_words(on: date, today: date) -> str:
    """Return when something is due, near days in words."""
    days = (on - today).days
    if days < 0:
        return f"was due {date_words(on)}"
    near = 14
    return f"due {day_words(on, today) if days <= near else date_words(on)}"
