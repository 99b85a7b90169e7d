"""The register of equipment: who sees and changes it (MNT-01, MNT-02)."""

from http import HTTPStatus

from mdt_alpr.acts import equipment as acts
from mdt_alpr.domain.equipment.media import DestroyedMedium
from mdt_alpr.domain.equipment.register import EquipmentFacts
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.hq.base.headquarters import ApiCall
from mdt_alpr.hq.base.paper import printed
from mdt_alpr.hq.equipment import media, service, test_plate
from mdt_alpr.hq.people.endpoints import RouteTable
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

ROUTES = RouteTable()
_MAY = Permission.MANAGE_EQUIPMENT
_REFUSED = Problem.EQUIPMENT_REFUSED


@ROUTES.does(acts.SHOW_REGISTER)
def show_register(call: ApiCall) -> RegisterMessage:
    """Show every item with what is due."""
    with call.hq.writing() as work:
        return service.register_of(work, call.by)


@ROUTES.does(acts.REGISTER, status=HTTPStatus.CREATED)
def register(call: ApiCall, body: EquipmentFacts) -> EquipmentHistoryMessage:
    """Register an item; it has a schedule at once."""
    with call.hq.writing() as work:
        number = service.add(work, body, call.by)
        return service.history_of(work, number, call.by)


@ROUTES.does(acts.SHOW_ITEM)
def show_item(call: ApiCall, number: int) -> EquipmentHistoryMessage:
    """Show an item with its work orders."""
    with call.hq.writing() as work:
        return service.history_of(work, number, call.by)


@ROUTES.does(acts.CHANGE)
def change(call: ApiCall, number: int, body: EquipmentFacts) -> EquipmentHistoryMessage:
    """Change what the register says of an item."""
    with call.hq.writing() as work:
        service.change(work, number, body, call.by)
        return service.history_of(work, number, call.by)


@ROUTES.does(acts.RETIRE)
def retire(call: ApiCall, number: int, body: ReasonMessage) -> EquipmentHistoryMessage:
    """Take an item out of use."""
    with call.hq.writing() as work:
        service.retire(work, number, body.why, call.by)
        return service.history_of(work, number, call.by)


@ROUTES.does(acts.SCHEDULE)
def schedule(call: ApiCall, number: int, body: PlanRequest) -> EquipmentHistoryMessage:
    """Set how often an item is maintained or calibrated."""
    with call.hq.writing() as work:
        service.plan(work, number, body, call.by)
        return service.history_of(work, number, call.by)


@ROUTES.does(acts.ORDER)
def order(call: ApiCall, number: int, body: WorkOrderRequest) -> EquipmentHistoryMessage:
    """Open a work order for an item."""
    with call.hq.writing() as work:
        service.order(work, number, body, call.by)
        return service.history_of(work, number, call.by)


@ROUTES.does(acts.CLOSE)
def close(call: ApiCall, number: int, body: WorkDoneRequest) -> EquipmentHistoryMessage:
    """Close a work order with its result."""
    with call.hq.writing() as work:
        item = service.close(work, number, body, call.by)
        return service.history_of(work, item, call.by)


@ROUTES.does(acts.PRINT_TEST_PLATE)
def print_test_plate(call: ApiCall) -> PaperFile:
    """Print the plate that officers hold before their camera."""
    pdf = test_plate.test_plate_paper(call.hq, printed(call.hq, call.caller.name), call.by)
    return PaperFile.of("test-plate.pdf", pdf)


@ROUTES.does(acts.SHOW_MEDIA)
def show_media(call: ApiCall) -> MediaMessage:
    """Show every medium that was destroyed."""
    with call.hq.writing() as work:
        return media.media_of(work, call.by)


@ROUTES.does(acts.RECORD_MEDIUM, status=HTTPStatus.CREATED)
def record_medium(call: ApiCall, body: DestroyedMedium) -> MediaMessage:
    """Record a medium that was destroyed, for good."""
    with call.hq.writing() as work:
        media.add_medium(work, body, call.by)
        return media.media_of(work, call.by)


@ROUTES.does(acts.PRINT_MEDIUM)
def print_medium(call: ApiCall, number: int) -> PaperFile:
    """Print the certificate of a destroyed medium."""
    with call.hq.writing() as work:
        pdf = media.medium_paper(work, number, printed(call.hq, call.caller.name), call.by)
    return PaperFile.of(f"destroyed-medium-{number}.pdf", pdf)
