"""The register of equipment, its work orders, and media that were destroyed (MNT-01, RET-10)."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mdt_alpr.acts.act import Act, Look, Unversioned
from mdt_alpr.acts.fields import enum_words
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.equipment.media import METHOD_WORDS, DestroyedMedium
from mdt_alpr.domain.equipment.register import KIND_WORDS, EquipmentFacts
from mdt_alpr.domain.equipment.schedule import DueState, WorkResult
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.printable import day_in_words
from mdt_alpr.wire.equipment import (
    DeviceCheckMessage,
    EquipmentHistoryMessage,
    EquipmentMessage,
    PlanRequest,
    RegisterMessage,
    WorkDoneRequest,
    WorkMessage,
    WorkOrderRequest,
)
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.media import MediaMessage, MediumMessage
from mdt_alpr.wire.papers import PaperFile
from mdt_alpr.wire.problems import Problem

GROUPS = {
    "equipment": "the register of cars, cameras and fixed sites",
    "destroyed-media": "disks, laptops and sticks that were destroyed",
}
_STATES = {
    DueState.FAILED: ("Failed its last check", "cross"),
    DueState.OVERDUE: ("Overdue", "cross"),
    DueState.SOON: ("Due soon", "weak"),
    DueState.GOOD: ("In order", "tick"),
    DueState.NONE: ("No schedule", "ring"),
}
_WAITING = frozenset({DueState.FAILED, DueState.OVERDUE, DueState.SOON})
_RESULTS = {
    WorkResult.OPEN: ListCell("Open", mark="ring"),
    WorkResult.PASSED: ListCell("Passed", mark="tick"),
    WorkResult.FAILED: ListCell("Failed", mark="cross", warns=True),
    WorkResult.CANCELED: ListCell("Canceled"),
}


class _Item(NamedTuple):
    """An item, the name of what it is mounted in, and the last check of its machine."""

    item: EquipmentMessage
    holder: str
    check: DeviceCheckMessage | None


def _items(answer: RegisterMessage) -> Iterator[_Item]:
    names = {item.number: item.facts.name for item in answer.equipment}
    checks = {check.device: check for check in answer.checks}
    for item in answer.equipment:
        yield _Item(item, names.get(item.facts.part_of, ""), checks.get(item.facts.device))


def checked(device: str, check: DeviceCheckMessage | None) -> ListCell:
    """Return a machine with its last start-of-shift check (MNT-03)."""
    if not device:
        return ListCell("None")
    if check is None:
        return ListCell(device, "Never checked")
    below = ("Failed:", check.failed) if check.failed else ("Passed", check.at)
    return ListCell(device, below, warns=bool(check.failed))


def _state(item: EquipmentMessage) -> ListCell:
    """Return what is to be done about an item, and when next."""
    if item.retired_at is not None:
        return ListCell("Retired", item.why_retired)
    words, mark = _STATES[item.state]
    due = min(item.due, key=lambda due: due.due_on, default=None)
    below = (due.kind, "due", due.due_on) if due else ""
    return ListCell(words, below, mark, warns=item.state in _WAITING)


def waiting(answer: RegisterMessage) -> int:
    """Return how many items need work."""
    return sum(i.retired_at is None and i.state in _WAITING for i in answer.equipment)


def _foot(answer: RegisterMessage) -> str:
    in_use = sum(item.retired_at is None for item in answer.equipment)
    foot = f"{in_use} in use, {waiting(answer)} need work."
    machines = ", ".join(answer.machines)
    return f"{foot} Enrolled, not registered: {machines}." if machines else foot


def about(item: EquipmentMessage) -> str:
    """Return what the register says of an item, in a few sentences."""
    facts = item.facts
    words = f"{KIND_WORDS[facts.kind]} {facts.name}, {facts.model}, {facts.serial}."
    if item.retired_at is not None:
        return f"{words} Retired by {item.retired_by}: {item.why_retired}."
    plans = "; ".join(
        f"{enum_words(due.kind)} every {due.every_days} days, due {day_in_words(due.due_on)}"
        for due in item.due
    )
    return f"{words} {plans or 'No schedule'}."


def _done(work: WorkMessage) -> ListCell:
    return ListCell(work.done_on, ("by", work.done_by) if work.done_on else "")


def _item(
    answer: RegisterMessage | EquipmentHistoryMessage, places: Mapping[str, str]
) -> EquipmentMessage:
    known = answer.equipment if isinstance(answer, RegisterMessage) else (answer.item,)
    return next(item for item in known if str(item.number) == places["number"])


REGISTERED: Listing[RegisterMessage, _Item] = Listing(
    _items,
    lambda row: row.item.number,
    (
        ListColumn("No.", 50, lambda row: row.item.number, right=True),
        ListColumn("Name", 200, lambda row: ListCell(
            row.item.facts.name, row.item.facts.place, is_strong=True)),
        ListColumn("Kind", 90, lambda row: ListCell(
            KIND_WORDS[row.item.facts.kind], ("in", row.holder) if row.holder else "")),
        ListColumn("Model and serial", 150, lambda row: ListCell(
            row.item.facts.model,
            ", ".join(filter(None, (row.item.facts.serial, row.item.facts.software))))),
        ListColumn("Machine and check", 165, lambda row: checked(
            row.item.facts.device, row.check)),
        ListColumn("Installed", 105, lambda row: row.item.facts.installed_on),
        ListColumn("Responsible", 105, lambda row: row.item.facts.custodian),
        ListColumn("State", 245, lambda row: _state(row.item)),
    ),
    "Nothing is registered.",
    _foot,
)  # fmt: skip
WORKS: Listing[EquipmentHistoryMessage, WorkMessage] = Listing(
    lambda answer: answer.works,
    lambda work: work.number,
    (
        ListColumn("Order", 60, lambda work: ListCell(work.number, is_strong=True)),
        ListColumn("Work", 115, lambda work: work.kind),
        ListColumn("Due", 120, lambda work: ListCell(
            work.due_on, due=work.due_on if work.result is WorkResult.OPEN else None)),
        ListColumn("Ordered", 170, lambda work: ListCell(
            work.ordered_at, ("by", work.ordered_by or "the schedule"), to_second=True)),
        ListColumn("Result", 115, lambda work: _RESULTS[work.result]),
        ListColumn("Done", 140, _done),
        ListColumn("Note", 340, lambda work: "; ".join(filter(None, (work.words, work.note)))),
    ),
    "No work order yet. The schedule opens one, or you do.",
    lambda answer: about(answer.item),
)  # fmt: skip
DESTROYED: Listing[MediaMessage, MediumMessage] = Listing(
    lambda answer: answer.media,
    lambda row: row.number,
    (
        ListColumn("Number", 70, lambda row: ListCell(row.number, is_strong=True)),
        ListColumn("Medium", 190, lambda row: ListCell(row.medium.kind, row.medium.serial)),
        ListColumn("What was on it", 230, lambda row: ListCell(row.medium.held, row.medium.note)),
        ListColumn("How", 170, lambda row: ListCell(
            METHOD_WORDS[row.medium.method],
            (row.medium.passes, "passes") if row.medium.passes else "")),
        ListColumn("Destroyed", 150, lambda row: ListCell(
            row.medium.destroyed_on, ("by", row.medium.destroyed_by))),
        ListColumn("Witness", 120, lambda row: row.medium.witness),
        ListColumn("Recorded", 150, lambda row: ListCell(
            row.recorded_at, ("by", row.recorded_by), to_second=True)),
    ),
    "Nothing is recorded.",
    lambda answer: f"{len(answer.media)} destroyed media.",
)  # fmt: skip
SHOW_REGISTER = Look(
    "GET /v1/equipment", "See the register of equipment", (Permission.MANAGE_EQUIPMENT,),
    RegisterMessage, shows_captured=False, records=(AuditEvent.HQ_EQUIPMENT_VIEWED,),
    command="equipment list", listing=REGISTERED,
)  # fmt: skip
REGISTER = Act(
    "POST /v1/equipment", "Register equipment", (Permission.MANAGE_EQUIPMENT,),
    EquipmentHistoryMessage, body=EquipmentFacts, refusal=Problem.EQUIPMENT_REFUSED,
    records=(AuditEvent.HQ_EQUIPMENT_REGISTERED, AuditEvent.HQ_EQUIPMENT_VIEWED),
    command="equipment add", button="Register as new", listing=WORKS, changes=Unversioned.MAKES,
)  # fmt: skip
SHOW_ITEM = Look(
    "GET /v1/equipment/{number}", "See an item of the register", (Permission.MANAGE_EQUIPMENT,),
    EquipmentHistoryMessage, shows_captured=False, records=(AuditEvent.HQ_EQUIPMENT_VIEWED,),
    command="equipment show", listing=WORKS,
)  # fmt: skip
CHANGE = Act(
    "POST /v1/equipment/{number}", "Change an item of the register",
    (Permission.MANAGE_EQUIPMENT,), EquipmentHistoryMessage, body=EquipmentFacts,
    refusal=Problem.EQUIPMENT_REFUSED, records=(AuditEvent.HQ_EQUIPMENT_CHANGED,
    AuditEvent.HQ_EQUIPMENT_VIEWED), button="Save changes",
    changes=lambda answer, places: _item(answer, places).facts,
)  # fmt: skip
RETIRE = Act(
    "POST /v1/equipment/{number}/retirement", "Retire equipment", (Permission.MANAGE_EQUIPMENT,),
    EquipmentHistoryMessage, body=ReasonMessage, refusal=Problem.EQUIPMENT_REFUSED,
    records=(AuditEvent.HQ_EQUIPMENT_RETIRED, AuditEvent.HQ_EQUIPMENT_VIEWED),
    command="equipment retire", listing=WORKS,
    changes=lambda answer, places: _item(answer, places).facts,
)  # fmt: skip
SCHEDULE = Act(
    "POST /v1/equipment/{number}/schedule", "Schedule checks of equipment",
    (Permission.MANAGE_EQUIPMENT,), EquipmentHistoryMessage, body=PlanRequest,
    refusal=Problem.EQUIPMENT_REFUSED, records=(AuditEvent.HQ_EQUIPMENT_SCHEDULED,
    AuditEvent.HQ_EQUIPMENT_VIEWED), command="equipment schedule", listing=WORKS,
    changes=lambda answer, places: tuple(
        PlanRequest(due.kind, due.every_days) for due in _item(answer, places).due
    ),
)  # fmt: skip
ORDER = Act(
    "POST /v1/equipment/{number}/work", "Open a work order", (Permission.MANAGE_EQUIPMENT,),
    EquipmentHistoryMessage, body=WorkOrderRequest, refusal=Problem.EQUIPMENT_REFUSED,
    records=(AuditEvent.HQ_EQUIPMENT_VIEWED, AuditEvent.HQ_WORK_ORDERED),
    command="equipment order", listing=WORKS, changes=Unversioned.MAKES,
)  # fmt: skip
CLOSE = Act(
    "POST /v1/work-orders/{number}/result", "Close a work order", (Permission.MANAGE_EQUIPMENT,),
    EquipmentHistoryMessage, body=WorkDoneRequest, refusal=Problem.EQUIPMENT_REFUSED,
    records=(AuditEvent.HQ_EQUIPMENT_VIEWED, AuditEvent.HQ_WORK_CLOSED),
    command="equipment close", listing=WORKS, changes=Unversioned.ONCE,
)  # fmt: skip
PRINT_TEST_PLATE = Look(
    "GET /v1/test-plate", "Print the test plate", (Permission.MANAGE_EQUIPMENT,), PaperFile,
    shows_captured=False, records=(AuditEvent.HQ_TEST_PLATE_PRINTED,), command="test-plate",
    button="Save test plate as PDF",
)  # fmt: skip
SHOW_MEDIA = Look(
    "GET /v1/destroyed-media", "See destroyed media", (Permission.MANAGE_EQUIPMENT,), MediaMessage,
    shows_captured=False, records=(AuditEvent.HQ_MEDIA_VIEWED,), command="destroyed-media list",
    listing=DESTROYED,
)  # fmt: skip
RECORD_MEDIUM = Act(
    "POST /v1/destroyed-media", "Record a destroyed medium", (Permission.MANAGE_EQUIPMENT,),
    MediaMessage, body=DestroyedMedium, refusal=Problem.EQUIPMENT_REFUSED,
    records=(AuditEvent.HQ_MEDIA_VIEWED, AuditEvent.HQ_MEDIUM_DESTROYED),
    command="destroyed-media add", button="Record destroyed medium", listing=DESTROYED,
    changes=Unversioned.MAKES,
)  # fmt: skip
PRINT_MEDIUM = Look(
    "GET /v1/destroyed-media/{number}/paper", "Print a certificate of destruction",
    (Permission.MANAGE_EQUIPMENT,), PaperFile, shows_captured=False,
    records=(AuditEvent.HQ_MEDIA_VIEWED,), command="destroyed-media certificate",
    button="Save certificate of chosen as PDF",
)  # fmt: skip
