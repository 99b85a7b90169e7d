"""What may be asked of headquarters in the room equipment."""

from mdt_alpr.acts.act import Act, Look
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.equipment.media import DestroyedMedium
from mdt_alpr.domain.equipment.register import EquipmentFacts
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.equipment import (
    EquipmentHistoryMessage,
    PlanRequest,
    RegisterMessage,
    WorkDoneRequest,
    WorkOrderRequest,
)
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.media import MediaMessage
from mdt_alpr.wire.papers import PaperFile
from mdt_alpr.wire.problems import Problem

SHOW_REGISTER = Look(
    "GET /v1/equipment", "See the register of equipment", (Permission.MANAGE_EQUIPMENT,),
    RegisterMessage, shows_captured=False, records=(AuditEvent.HQ_EQUIPMENT_VIEWED,),
)  # fmt: skip
REGISTER = Act(
    "POST /v1/equipment", "Register equipment", (Permission.MANAGE_EQUIPMENT,),
    EquipmentHistoryMessage, body=EquipmentFacts, refusal=Problem.EQUIPMENT_REFUSED,
    records=(AuditEvent.HQ_EQUIPMENT_REGISTERED, AuditEvent.HQ_EQUIPMENT_VIEWED),
)  # fmt: skip
SHOW_ITEM = Look(
    "GET /v1/equipment/{number}", "See an item of the register", (Permission.MANAGE_EQUIPMENT,),
    EquipmentHistoryMessage, shows_captured=False, records=(AuditEvent.HQ_EQUIPMENT_VIEWED,),
)  # fmt: skip
CHANGE = Act(
    "POST /v1/equipment/{number}", "Change an item of the register",
    (Permission.MANAGE_EQUIPMENT,), EquipmentHistoryMessage, body=EquipmentFacts,
    refusal=Problem.EQUIPMENT_REFUSED, records=(AuditEvent.HQ_EQUIPMENT_CHANGED,
    AuditEvent.HQ_EQUIPMENT_VIEWED),
)  # fmt: skip
RETIRE = Act(
    "POST /v1/equipment/{number}/retirement", "Retire equipment", (Permission.MANAGE_EQUIPMENT,),
    EquipmentHistoryMessage, body=ReasonMessage, refusal=Problem.EQUIPMENT_REFUSED,
    records=(AuditEvent.HQ_EQUIPMENT_RETIRED, AuditEvent.HQ_EQUIPMENT_VIEWED),
)  # fmt: skip
SCHEDULE = Act(
    "POST /v1/equipment/{number}/schedule", "Schedule checks of equipment",
    (Permission.MANAGE_EQUIPMENT,), EquipmentHistoryMessage, body=PlanRequest,
    refusal=Problem.EQUIPMENT_REFUSED, records=(AuditEvent.HQ_EQUIPMENT_SCHEDULED,
    AuditEvent.HQ_EQUIPMENT_VIEWED),
)  # fmt: skip
ORDER = Act(
    "POST /v1/equipment/{number}/work", "Open a work order", (Permission.MANAGE_EQUIPMENT,),
    EquipmentHistoryMessage, body=WorkOrderRequest, refusal=Problem.EQUIPMENT_REFUSED,
    records=(AuditEvent.HQ_EQUIPMENT_VIEWED, AuditEvent.HQ_WORK_ORDERED),
)  # fmt: skip
CLOSE = Act(
    "POST /v1/work-orders/{number}/result", "Close a work order", (Permission.MANAGE_EQUIPMENT,),
    EquipmentHistoryMessage, body=WorkDoneRequest, refusal=Problem.EQUIPMENT_REFUSED,
    records=(AuditEvent.HQ_EQUIPMENT_VIEWED, AuditEvent.HQ_WORK_CLOSED),
)  # fmt: skip
PRINT_TEST_PLATE = Look(
    "GET /v1/test-plate", "Print the test plate", (Permission.MANAGE_EQUIPMENT,), PaperFile,
    shows_captured=False, records=(AuditEvent.HQ_TEST_PLATE_PRINTED,),
)  # fmt: skip
SHOW_MEDIA = Look(
    "GET /v1/destroyed-media", "See destroyed media", (Permission.MANAGE_EQUIPMENT,), MediaMessage,
    shows_captured=False, records=(AuditEvent.HQ_MEDIA_VIEWED,),
)  # fmt: skip
RECORD_MEDIUM = Act(
    "POST /v1/destroyed-media", "Record a destroyed medium", (Permission.MANAGE_EQUIPMENT,),
    MediaMessage, body=DestroyedMedium, refusal=Problem.EQUIPMENT_REFUSED,
    records=(AuditEvent.HQ_MEDIA_VIEWED, AuditEvent.HQ_MEDIUM_DESTROYED),
)  # fmt: skip
PRINT_MEDIUM = Look(
    "GET /v1/destroyed-media/{number}/paper", "Print a certificate of destruction",
    (Permission.MANAGE_EQUIPMENT,), PaperFile, shows_captured=False,
    records=(AuditEvent.HQ_MEDIA_VIEWED,),
)  # fmt: skip
