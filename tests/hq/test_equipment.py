"""The register of equipment at headquarters, by service, route and command (MNT-01, MNT-02)."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mdt_alpr.domain.equipment.register import EquipmentFacts, EquipmentKind, EquipmentRefusedError
from mdt_alpr.domain.equipment.schedule import DueState, WorkKind, WorkResult
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.equipment import service
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from mdt_alpr.wire.equipment import (
    EquipmentHistoryMessage,
    PlanRequest,
    WorkDoneRequest,
    WorkOrderRequest,
)
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW, SetClock
from tests.hq.commands import Terminal

DATABASES = ["sqlite"]
CAR = EquipmentFacts(
    EquipmentKind.VEHICLE, "Unit 12", "1FM5K8AB", "Ford PI Utility", "D. Lee", NOW.date()
)
CAMERA = replace(CAR, kind=EquipmentKind.CAMERA, name="Front", serial="SN-1", model="Axis")


def registered(hq: Headquarters, facts: EquipmentFacts, by: str = ADMINISTRATOR) -> int:
    with hq.writing() as work:
        return service.add(work, facts, by)


def history(hq: Headquarters, number: int) -> EquipmentHistoryMessage:
    with hq.writing() as work:
        return service.history_of(work, number, CUSTODIAN)


def closed(hq: Headquarters, order: int, result: WorkResult, note: str = "") -> None:
    with hq.writing() as work:
        done = WorkDoneRequest(result, work.now.date(), "Radio shop", note)
        service.close(work, order, done, CUSTODIAN)


@pytest.mark.clause("3.A.2")
def test_a_car_with_its_camera_is_registered_and_has_a_schedule_at_once(hq: Headquarters) -> None:
    car = registered(hq, CAR)
    camera = registered(hq, replace(CAMERA, part_of=car))
    item = history(hq, camera).item
    assert (item.facts.part_of, item.registered_by, item.state) == (
        car, ADMINISTRATOR, DueState.GOOD,
    )  # fmt: skip
    assert {one.kind: one.every_days for one in item.due} == {
        WorkKind.MAINTENANCE: 180,
        WorkKind.CALIBRATION: 365,
    }


@pytest.mark.clause("3.A.4")
def test_the_schedule_opens_one_order_when_it_is_due_and_counts_from_what_passed(
    hq: Headquarters, clock: SetClock
) -> None:
    car = registered(hq, CAR)
    assert service.open_due(hq) == 0
    clock.at = NOW + timedelta(days=170)
    assert (service.open_due(hq), service.open_due(hq)) == (1, 0)
    (order,) = history(hq, car).works
    assert (order.kind, order.ordered_by) == (WorkKind.MAINTENANCE, "")
    assert history(hq, car).item.state is DueState.SOON
    clock.at = NOW + timedelta(days=181)
    assert history(hq, car).item.state is DueState.OVERDUE
    closed(hq, order.number, WorkResult.PASSED)
    assert history(hq, car).item.due[0].due_on == clock.at.date() + timedelta(days=180)
    assert service.open_due(hq) == 0


def test_a_failed_check_needs_a_note_and_shows_until_one_passed(hq: Headquarters) -> None:
    car = registered(hq, CAR)
    for _ in range(2):
        with hq.writing() as work:
            asked = WorkOrderRequest(WorkKind.CORRECTION, work.now.date(), "the lens is scratched")
            service.order(work, car, asked, ADMINISTRATOR)
    second, first = (one.number for one in history(hq, car).works)
    with pytest.raises(EquipmentRefusedError):
        closed(hq, first, WorkResult.FAILED)
    closed(hq, first, WorkResult.FAILED, "the new lens is not there yet")
    assert history(hq, car).item.state is DueState.FAILED
    closed(hq, second, WorkResult.PASSED)
    assert history(hq, car).item.state is DueState.GOOD


@pytest.mark.clause("3.A.3")
@pytest.mark.clause("3.A.4")
def test_the_audit_of_the_system_is_due_within_a_year_and_closed_with_its_report_to_the_chief(
    hq: Headquarters, clock: SetClock
) -> None:
    facts = replace(CAR, kind=EquipmentKind.SYSTEM, name="ALPR system", serial="all")
    system, car = registered(hq, facts), registered(hq, CAR)
    clock.at = NOW + timedelta(days=330)
    service.open_due(hq)
    (order,) = history(hq, system).works
    assert order.kind is WorkKind.AUDIT
    assert order.due_on < NOW.date() + timedelta(days=365)
    with pytest.raises(EquipmentRefusedError):
        closed(hq, order.number, WorkResult.PASSED)
    closed(hq, order.number, WorkResult.PASSED, "Report to the Chief on Oct 20, PowerDMS 26-77")
    due, drill = history(hq, system).item.due
    assert (due.kind, drill.kind) == (WorkKind.AUDIT, WorkKind.RESTORE_DRILL)
    assert due.due_on <= clock.at.date() + timedelta(days=365)
    for number, kind in ((car, WorkKind.AUDIT), (system, WorkKind.CALIBRATION)):
        with pytest.raises(EquipmentRefusedError), hq.writing() as work:
            service.plan(work, number, PlanRequest(kind, 30), ADMINISTRATOR)


def test_a_schedule_may_be_changed_and_ended(hq: Headquarters) -> None:
    car = registered(hq, CAR)
    for days in (30, 0):
        with hq.writing() as work:
            service.plan(work, car, PlanRequest(WorkKind.MAINTENANCE, days), ADMINISTRATOR)
        assert [one.every_days for one in history(hq, car).item.due] == [days] * bool(days)


def test_a_retired_item_stays_in_the_register_and_is_no_longer_due(
    hq: Headquarters, clock: SetClock
) -> None:
    car = registered(hq, CAR)
    camera = registered(hq, replace(CAMERA, part_of=car))
    for number, why in ((car, "sold at auction"), (camera, "")):
        with pytest.raises(EquipmentRefusedError), hq.writing() as work:
            service.retire(work, number, why, ADMINISTRATOR)
    for number in (camera, car):
        with hq.writing() as work:
            service.retire(work, number, "sold at auction", ADMINISTRATOR)
    clock.at = NOW + timedelta(days=400)
    assert service.open_due(hq) == 0
    assert history(hq, car).item.why_retired == "sold at auction"
    with pytest.raises(EquipmentRefusedError), hq.writing() as work:
        service.change(work, car, CAR, ADMINISTRATOR)


def test_a_serial_number_counts_once_and_an_unknown_item_or_machine_is_refused(
    hq: Headquarters,
) -> None:
    registered(hq, CAMERA)
    for wrong in (CAMERA, replace(CAMERA, serial="2", device="nobody's"),
                  replace(CAMERA, serial="3", part_of=2**50)):  # fmt: skip
        with pytest.raises(EquipmentRefusedError):
            registered(hq, wrong)
    for number in (99, 0, -1, 2**40, 2**70):
        with pytest.raises(RefusedError) as refused:
            history(hq, number)
        assert refused.value.problem is Problem.NO_SUCH_EQUIPMENT


def test_equipment_is_registered_ordered_closed_and_listed_by_commands(terminal: Terminal) -> None:
    on = NOW.date().isoformat()
    words = "equipment", "add", "--kind", "vehicle", "--name", "Unit 12", "--serial", "1FM5K8AB"
    who = "--model", "Ford", "--custodian", "D. Lee", "--installed-on", on
    assert terminal.run(ADMINISTRATOR, *words, *who) == 0, terminal.err
    assert "Vehicle Unit 12, Ford, 1FM5K8AB. Maintenance every" in terminal.out
    order = "equipment", "order", 1, "--kind", "correction", "--due-on", on
    assert terminal.run(CUSTODIAN, *order) == 0, terminal.err
    close = "--result", "passed", "--done-on", on, "--done-by", "Radio shop"
    assert terminal.run(CUSTODIAN, "equipment", "close", 1, *close) == 0, terminal.err
    assert "1      Correction  2026" in terminal.out
    assert "Passed" in terminal.out
    assert terminal.run(CUSTODIAN, "equipment", "list") == 0
    assert "Maintenance due" in terminal.out
    assert terminal.run(OFFICER, "equipment", "list") != 0


def test_a_destroyed_medium_is_recorded_listed_and_certified_by_commands(
    terminal: Terminal, tmp_path: Path
) -> None:
    add = "destroyed-media", "add", "--kind", "disk", "--serial", "WD-77120"
    how = "--method", "overwritten", "--passes", 3, "--destroyed-on", NOW.date().isoformat()
    who = "--destroyed-by", "Radio shop", "--witness", "E. Stone", "--held", "the old database"
    assert terminal.run(CUSTODIAN, *add, *how, *who) == 0, terminal.err
    assert "1       Disk, WD-77120" in terminal.out
    pdf = tmp_path / "certificate.pdf"
    assert terminal.run(ADMINISTRATOR, "destroyed-media", "certificate", 1, "--to", pdf) == 0
    assert pdf.read_bytes().startswith(b"%PDF")
    assert terminal.run(ADMINISTRATOR, "destroyed-media", "certificate", 9, "--to", "x.pdf") != 0
    assert terminal.run(OFFICER, "destroyed-media", "list") != 0
