"""The register of equipment as it is shown and changed (MNT-01, MNT-02)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from mdt_alpr.domain.equipment.register import EquipmentFacts
from mdt_alpr.domain.equipment.schedule import DueState, WorkKind, WorkResult
from mdt_alpr.domain.kinds import Label, Name, Note


@dataclass(frozen=True, slots=True)
class DueMessage:
    """When a planned kind of work is due next, and how often."""

    kind: WorkKind
    every_days: int
    due_on: date


@dataclass(frozen=True, slots=True)
class EquipmentMessage:
    """One item; ``retired_at`` is None while it is in use."""

    number: int
    facts: EquipmentFacts
    state: DueState
    due: tuple[DueMessage, ...]
    registered_at: datetime
    registered_by: str
    retired_at: datetime | None = None
    retired_by: str = ""
    why_retired: str = ""


@dataclass(frozen=True, slots=True)
class DeviceCheckMessage:
    """The newest start-of-shift check of a machine; ``failed`` in words, empty where it passed."""

    device: str
    at: datetime
    failed: str = ""


@dataclass(frozen=True, slots=True)
class RegisterMessage:
    """Every item, those in use first, by name; ``machines`` are enrolled and in no item."""

    equipment: tuple[EquipmentMessage, ...]
    machines: tuple[str, ...] = ()
    checks: tuple[DeviceCheckMessage, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkMessage:
    """A work order; ``ordered_by`` is empty where the schedule opened it."""

    number: int
    kind: WorkKind
    due_on: date
    words: str
    ordered_at: datetime
    ordered_by: str
    result: WorkResult
    done_on: date | None = None
    done_by: str = ""
    note: str = ""
    recorded_by: str = ""


@dataclass(frozen=True, slots=True)
class EquipmentHistoryMessage:
    """One item with its work orders, the newest first."""

    item: EquipmentMessage
    works: tuple[WorkMessage, ...]


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """How many days lie between two dates of a kind of work; 0 for no schedule."""

    kind: Annotated[WorkKind, Label("Work")]
    every_days: Annotated[int, Label("Days between two dates", "0 for no schedule")]


@dataclass(frozen=True, slots=True)
class WorkOrderRequest:
    """Something is to be done by a day."""

    kind: Annotated[WorkKind, Label("Work")]
    due_on: date
    words: Annotated[Note, Label("What is wrong. No plates.")] = ""


@dataclass(frozen=True, slots=True)
class WorkDoneRequest:
    """What came of a work order: when, by whom, what was found."""

    result: WorkResult
    done_on: date
    done_by: Name
    note: Annotated[Note, Label("Note, needed unless it passed. No plates.")] = ""
