"""Which version goes where, and how it proves itself."""

import pytest

from mdt_alpr.domain.equipment.program_update import (
    CarUpdateState,
    UpdateRefusedError,
    UpdateStage,
    cars_in,
    demand_newer,
    demand_version,
    is_proved,
    may_install,
    next_stage,
    stage_after,
)
from mdt_alpr.domain.equipment.self_check import CheckPart, SelfCheck
from tests.builders import NOW

CARS = [f"car-{number}" for number in range(9)]
GOOD, BACK = CarUpdateState.GOOD, CarUpdateState.ROLLED_BACK


def test_a_version_is_newer_by_its_numbers_and_not_by_its_letters() -> None:
    demand_newer("0.10", "0.9.2")
    for version in ("0.9.2", "0.9.2.0", "0.9.1"):
        with pytest.raises(UpdateRefusedError, match="not newer than"):
            demand_newer(version, "0.9.2")


@pytest.mark.parametrize("text", ["", "1", "1.a", "1..2", "-1.2", "1.2 ", "\u0661.2"])
def test_what_is_no_version_is_said_to_be_none(text: str) -> None:
    with pytest.raises(UpdateRefusedError, match="numbers with dots"):
        demand_version(text)


def test_a_package_goes_to_the_named_car_then_to_five_then_to_all() -> None:
    assert cars_in(UpdateStage.ONE, "car-7", CARS) == ("car-7",)
    assert cars_in(UpdateStage.FIVE, "car-7", CARS) == (
        "car-7", "car-0", "car-1", "car-2", "car-3",
    )  # fmt: skip
    assert set(cars_in(UpdateStage.ALL, "car-7", CARS)) == set(CARS)
    for stage in (UpdateStage.NONE, UpdateStage.STOPPED):
        assert cars_in(stage, "car-7", CARS) == ()


def test_it_goes_on_by_itself_only_where_every_car_of_the_stage_did_well() -> None:
    five = cars_in(UpdateStage.FIVE, "car-0", CARS)
    states = dict.fromkeys(five[:4], GOOD)
    asked = UpdateStage.FIVE, five
    assert stage_after(*asked, states, by_itself=True) is UpdateStage.FIVE
    states[five[4]] = GOOD
    assert stage_after(*asked, states, by_itself=True) is UpdateStage.ALL
    assert stage_after(*asked, states, by_itself=False) is UpdateStage.FIVE
    assert stage_after(UpdateStage.ALL, five, states, by_itself=True) is UpdateStage.ALL


@pytest.mark.parametrize("state", [BACK, CarUpdateState.REFUSED])
@pytest.mark.parametrize("stage", [UpdateStage.ONE, UpdateStage.FIVE, UpdateStage.ALL])
def test_one_car_that_fails_stops_it(stage: UpdateStage, state: CarUpdateState) -> None:
    states = {"car-0": GOOD, "car-1": state}
    assert stage_after(stage, CARS, states, by_itself=True) is UpdateStage.STOPPED


@pytest.mark.parametrize("stage", [UpdateStage.NONE, UpdateStage.ALL, UpdateStage.STOPPED])
def test_behind_these_there_is_no_stage(stage: UpdateStage) -> None:
    with pytest.raises(UpdateRefusedError):
        next_stage(stage)


def test_nothing_is_installed_while_somebody_works_or_a_hit_is_open() -> None:
    assert may_install(signed_in=False, on_watch=False, open_hits=0)
    assert not may_install(signed_in=True, on_watch=False, open_hits=0)
    assert not may_install(signed_in=False, on_watch=True, open_hits=0)
    assert not may_install(signed_in=False, on_watch=False, open_hits=1)


def test_what_failed_before_the_update_is_not_held_against_it() -> None:
    check = SelfCheck(NOW, (CheckPart.POSITION,))
    assert is_proved(check, ("position", "list"))
    assert not is_proved(check, ("list",))
    assert is_proved(SelfCheck(NOW), ())
