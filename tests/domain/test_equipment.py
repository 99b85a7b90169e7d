"""The register of equipment and its schedule (09.21.2.A, 3.A.2, 3.A.4; MNT-01, MNT-02)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mdt_alpr.domain.equipment.media import (
    DestroyedMedium,
    DestructionMethod,
    MediaKind,
    checked_medium,
)
from mdt_alpr.domain.equipment.register import (
    EquipmentFacts,
    EquipmentKind,
    EquipmentRefusedError,
    checked_facts,
)
from mdt_alpr.domain.equipment.schedule import (
    DueState,
    Plan,
    WorkDates,
    WorkKind,
    WorkResult,
    demand_done,
    due_state,
    next_due,
    order_is_wanted,
)

TODAY = date(2026, 11, 24)
CAMERA = EquipmentFacts(
    EquipmentKind.CAMERA, "Front", "SN-1", "Axis Q1700", "D. Lee", date(2026, 1, 5)
)
YEARLY = Plan(WorkKind.CALIBRATION, 365, CAMERA.installed_on)


def done(kind: WorkKind, on: date, result: WorkResult = WorkResult.PASSED) -> WorkDates:
    return WorkDates(kind, on, on, result)


@pytest.mark.clause("2.A")
def test_a_camera_is_mounted_in_a_car_or_at_a_fixed_site_and_a_car_in_nothing() -> None:
    mounted = replace(CAMERA, part_of=4)
    for holder in (EquipmentKind.VEHICLE, EquipmentKind.SITE):
        assert checked_facts(mounted, holder) == mounted
    for wrong in (EquipmentKind.PROCESSOR, None):
        with pytest.raises(EquipmentRefusedError):
            checked_facts(mounted, wrong)
    with pytest.raises(EquipmentRefusedError):
        checked_facts(replace(mounted, kind=EquipmentKind.VEHICLE), EquipmentKind.SITE)


@pytest.mark.parametrize(
    "facts",
    [
        replace(CAMERA, name="  "),
        replace(CAMERA, serial=""),
        replace(CAMERA, model=""),
        replace(CAMERA, custodian=""),
    ],
)
def test_an_item_without_one_of_its_facts_is_refused(facts: EquipmentFacts) -> None:
    with pytest.raises(EquipmentRefusedError):
        checked_facts(facts, None)


def test_a_fixed_site_says_where_it_is() -> None:
    site = replace(CAMERA, kind=EquipmentKind.SITE)
    with pytest.raises(EquipmentRefusedError, match="where"):
        checked_facts(site, None)
    assert checked_facts(replace(site, place="Union St at  Cabarrus"), None).place == (
        "Union St at Cabarrus"
    )


@pytest.mark.clause("3.A.4")
def test_the_next_date_counts_from_the_last_that_passed() -> None:
    failed = done(WorkKind.CALIBRATION, date(2026, 6, 1), WorkResult.FAILED)
    assert next_due(YEARLY, [failed]) == date(2027, 1, 5)
    assert next_due(YEARLY, [done(WorkKind.CALIBRATION, date(2026, 6, 2))]) == date(2027, 6, 2)
    assert next_due(YEARLY, [done(WorkKind.MAINTENANCE, date(2026, 6, 2))]) == date(2027, 1, 5)


@pytest.mark.clause("3.A.4")
def test_a_work_order_is_opened_once_fourteen_days_before_it_is_due() -> None:
    due = next_due(YEARLY, [])
    assert order_is_wanted(YEARLY, [], due - timedelta(days=15)) is None
    assert order_is_wanted(YEARLY, [], due - timedelta(days=14)) == due
    open_order = WorkDates(WorkKind.CALIBRATION, due)
    assert order_is_wanted(YEARLY, [open_order], due) is None


@pytest.mark.parametrize(
    ("works", "state"),
    [
        ([], DueState.GOOD),
        ([WorkDates(WorkKind.CORRECTION, TODAY + timedelta(days=3))], DueState.SOON),
        ([WorkDates(WorkKind.CORRECTION, TODAY)], DueState.SOON),
        ([WorkDates(WorkKind.CORRECTION, TODAY - timedelta(days=1))], DueState.OVERDUE),
        ([done(WorkKind.CALIBRATION, TODAY, WorkResult.FAILED)], DueState.FAILED),
        (
            [
                done(WorkKind.CALIBRATION, TODAY - timedelta(days=1), WorkResult.FAILED),
                done(WorkKind.CALIBRATION, TODAY),
            ],
            DueState.GOOD,
        ),
    ],
)
def test_an_item_shows_what_is_most_urgent(works: list[WorkDates], state: DueState) -> None:
    assert due_state([YEARLY], works, TODAY) is state


def test_an_item_without_schedule_and_order_says_so() -> None:
    assert due_state([], [], TODAY) is DueState.NONE


def test_an_order_is_closed_once_with_a_result_and_not_in_the_future() -> None:
    open_order = WorkDates(WorkKind.MAINTENANCE, TODAY)
    demand_done(open_order, TODAY, WorkResult.PASSED, TODAY)
    for work, on, result in (
        (done(WorkKind.MAINTENANCE, TODAY), TODAY, WorkResult.PASSED),
        (open_order, TODAY, WorkResult.OPEN),
        (open_order, TODAY + timedelta(days=1), WorkResult.PASSED),
    ):
        with pytest.raises(EquipmentRefusedError):
            demand_done(work, on, result, TODAY)


STICK = DestroyedMedium(
    MediaKind.MEMORY_STICK, "USB 14", "offload of a car", DestructionMethod.OVERWRITTEN,
    TODAY, "Radio shop", "E. Stone", passes=3,
)  # fmt: skip


def test_a_medium_is_overwritten_three_times_before_another_person() -> None:
    assert checked_medium(STICK, TODAY) == STICK
    for wrong in (
        replace(STICK, passes=2),
        replace(STICK, witness="radio  shop"),
        replace(STICK, witness=""),
        replace(STICK, destroyed_on=TODAY + timedelta(days=1)),
        replace(STICK, kind=MediaKind.PAPER),
    ):
        with pytest.raises(EquipmentRefusedError):
            checked_medium(wrong, TODAY)
    shredded = replace(STICK, method=DestructionMethod.SHREDDED, passes=7)
    assert checked_medium(shredded, TODAY).passes == 0
