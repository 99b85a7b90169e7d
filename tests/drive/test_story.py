from itertools import combinations
from typing import Any

import pytest

from mdt_alpr.domain.hit.vehicle import Body, Color, vehicle_fits
from mdt_alpr.domain.plate.plate import folded, look_alike_position
from mdt_alpr.drive.plates import DESIGNS
from mdt_alpr.drive.story import SECONDS, VEHICLES, Expected, Reply
from mdt_alpr.drive.traffic import Placed, Traffic
from mdt_alpr.drive.vehicles import SHELLS
from tests.builders import an_entry

LISTED = [vehicle for vehicle in VEHICLES if vehicle.record is not None]


@pytest.fixture(scope="module")
def traffic() -> Traffic:
    return Traffic()


def of(expected: Expected) -> list[Any]:
    return [vehicle for vehicle in VEHICLES if vehicle.expected is expected]


def test_each_lesson_is_taught_once_and_most_vehicles_are_on_no_list() -> None:
    for lesson in set(Expected) - {Expected.NONE}:
        assert len(of(lesson)) == 1
    assert len(of(Expected.NONE)) == 11
    assert set(of(Expected.NONE)).isdisjoint(LISTED)


def test_six_states_four_bodies_and_many_colors_are_on_the_road() -> None:
    assert {vehicle.state for vehicle in VEHICLES} == set(DESIGNS)
    assert {vehicle.body for vehicle in VEHICLES} == set(SHELLS)
    assert len({vehicle.color for vehicle in VEHICLES}) >= 9


def test_no_two_plates_of_the_drive_are_look_alikes() -> None:
    for one, other in combinations(VEHICLES, 2):
        assert folded(one.plate) != folded(other.plate)
        assert look_alike_position(one.plate, other.plate) is None


def fits(vehicle: Any) -> bool | None:
    record = vehicle.record
    entry = an_entry(
        record.plate,
        record.state,
        category=record.code,
        make=record.make,
        style=record.style,
        color=record.color,
        plate_type=record.plate_type,
    )
    return vehicle_fits(entry, vehicle.body, vehicle.color)


def test_the_true_hit_is_plate_state_and_vehicle_of_an_active_record() -> None:
    (vehicle,) = of(Expected.TRUE_HIT)
    record = vehicle.record
    assert (record.plate, record.state, record.make) == (
        vehicle.plate,
        vehicle.state,
        vehicle.make,
    )
    assert fits(vehicle) is True
    assert vehicle.reply is Reply.ACTIVE


def test_the_near_miss_differs_in_one_look_alike_character_only() -> None:
    (vehicle,) = of(Expected.NEAR_MISS)
    assert look_alike_position(vehicle.plate, vehicle.record.plate) == 3
    assert vehicle.state == vehicle.record.state
    assert fits(vehicle) is True, "the vehicle must not give it away"


def test_the_other_state_has_the_same_characters() -> None:
    (vehicle,) = of(Expected.OTHER_STATE)
    assert vehicle.plate == vehicle.record.plate
    assert vehicle.state != vehicle.record.state


def test_the_other_vehicle_is_listed_as_a_motorcycle_and_is_a_silver_car() -> None:
    (vehicle,) = of(Expected.OTHER_VEHICLE)
    assert (vehicle.plate, vehicle.state) == (vehicle.record.plate, vehicle.record.state)
    assert (vehicle.body, vehicle.color) == (Body.CAR, Color.SILVER)
    assert fits(vehicle) is False


def test_the_stale_record_fits_but_has_been_cleared() -> None:
    (vehicle,) = of(Expected.STALE)
    assert (vehicle.plate, vehicle.state) == (vehicle.record.plate, vehicle.record.state)
    assert fits(vehicle) is True
    assert vehicle.reply is Reply.CLEARED


def span(placed: Placed) -> tuple[float, float, float, float]:
    shell = SHELLS[placed.vehicle.body]
    half = shell.half_width - 0.05
    left, right = placed.lateral - half, placed.lateral + half
    return left, right, placed.ahead, placed.ahead + shell.length


def test_nobody_drives_through_anybody(traffic: Traffic) -> None:
    for tenth in range(round(SECONDS * 10)):
        for one, other in combinations(traffic.around(tenth / 10), 2):
            a, b = span(one), span(other)
            beside = a[1] <= b[0] or b[1] <= a[0]
            apart = a[3] <= b[2] or b[3] <= a[2]
            assert beside or apart, (tenth / 10, one.vehicle.plate, other.vehicle.plate)


def test_nobody_drives_through_the_patrol_car(traffic: Traffic) -> None:
    for tenth in range(round(SECONDS * 10)):
        view = traffic.view(tenth / 10)
        for placed in traffic.around(tenth / 10):
            left, right, near, far = span(placed)
            beside = right <= view.lateral - 0.9 or left >= view.lateral + 0.9
            assert beside or near > 2.0 or far < -2.0, (tenth / 10, placed.vehicle.plate)


def test_brake_lamps_burn_at_the_red_light_and_not_on_the_open_road(traffic: Traffic) -> None:
    at_light = {p.vehicle.plate: p.braking for p in traffic.around(31.0)}
    on_road = {p.vehicle.plate: p.braking for p in traffic.around(22.0)}
    assert at_light["RKV8214"]
    assert not on_road["BDK4172"]


def test_the_next_round_begins_with_the_same_vehicles_in_the_same_places(traffic: Traffic) -> None:
    def story(time: float) -> list[tuple[str, float, float]]:
        return [
            (p.vehicle.plate, round(p.ahead, 3), round(p.lateral, 3))
            for p in traffic.around(time)
            if p.vehicle.plate
        ]

    assert story(12.0) == story(12.0 + SECONDS)
    before, after = story(SECONDS - 0.01), story(SECONDS + 0.01)
    for (plate, ahead, _), (same, later, _) in zip(before, after, strict=True):
        assert plate == same
        assert later == pytest.approx(ahead, abs=0.6)
