"""A machine whose calibration is overdue says so, or raises no hits (MNT-02)."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from mdt_alpr.domain.agency_settings import ALERT, STOP, AgencySetting
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.equipment.register import EquipmentFacts, EquipmentKind
from mdt_alpr.domain.equipment.schedule import WorkKind, WorkResult
from mdt_alpr.domain.equipment.upkeep import Upkeep
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.equipment import service
from mdt_alpr.hq.equipment.self_checks import unchecked
from mdt_alpr.hq.hotlists.importing import import_csv
from mdt_alpr.hq.hotlists.rows import COLUMNS
from mdt_alpr.hq.keeping import agency_settings
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER, SECOND_OFFICER
from mdt_alpr.patrol.events import HitRaised, ListChanged, ReadMade
from mdt_alpr.wire import addresses
from mdt_alpr.wire.agency_settings import SettingRequest
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.devices import OwnDeviceMessage
from mdt_alpr.wire.equipment import PlanRequest, WorkDoneRequest, WorkOrderRequest
from tests.builders import a_read
from tests.hq.enrolled import KnownMachines, known_machines
from tests.journeys.test_enrolled_car import EnrolledCar, driving, enroll
from tests.journeys.two_cars import COMES_WITHIN_S, everything_is_sent

__all__ = ["enroll"]
LISTED = "NCIC,V,V1,,,EXN2894,NC,,,,DODG,,UT,BLK,"
Enroll = Callable[..., int]


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnownMachines]:
    folder = tmp_path_factory.mktemp("known")
    with known_machines(folder) as found:
        listed = folder / "list.csv"
        listed.write_text(",".join(COLUMNS) + f"\n{LISTED}\n", encoding="utf-8")
        assert import_csv(found.hq, listed, by="x").accepted == 1
        yield found


def registered(machines: KnownMachines, device: str) -> int:
    """Register a car's camera that was calibrated last when it was installed, two years ago."""
    long_ago = capture_date(machines.clock.now()) - timedelta(days=730)
    facts = EquipmentFacts(
        EquipmentKind.CAMERA, "Front", f"SN {device}", "Axis", "D. Lee", long_ago, device=device
    )
    with machines.hq.writing() as work:
        number = service.add(work, facts, ADMINISTRATOR)
        service.plan(work, number, PlanRequest(WorkKind.MAINTENANCE, 0), ADMINISTRATOR)
        return number


def decide(machines: KnownMachines, value: str) -> None:
    asked = SettingRequest(AgencySetting.OVERDUE_EQUIPMENT, value, "Order of the Chief, 12/1")
    with machines.hq.writing() as work:
        agency_settings.decide(work, asked, ADMINISTRATOR, CUSTODIAN)


def do(machines: KnownMachines, number: int, kind: WorkKind, result: WorkResult) -> None:
    with machines.hq.writing() as work:
        today = capture_date(work.now)
        service.order(work, number, WorkOrderRequest(kind, today), CUSTODIAN)
        order = service.history_of(work, number, CUSTODIAN).works[0].number
        done = WorkDoneRequest(result, today, "Radio shop", "Seen by the radio shop")
        service.close(work, order, done, CUSTODIAN)


def told(car: EnrolledCar, fits: Callable[[Upkeep], bool]) -> Upkeep:
    event = car.wait_for(lambda e: isinstance(e, Upkeep) and fits(e))
    assert isinstance(event, Upkeep)
    return event


def see(car: EnrolledCar, machines: KnownMachines, second: int) -> bool:
    """Let the car read the listed plate; tell whether it raised a hit."""
    now = machines.clock.now()
    read = a_read("EXN2894", "NC", read_id=new_id(now, bytes([second] * 10)), captured_at=now)
    hit = car.car._matcher.hit(read)
    car.car.desk.sightings.keep_read(read, held=hit is not None, latency_ms=1.0)
    if hit is not None:
        car.car.desk.sightings.raise_hit(hit)
    car.wait_for(lambda e: isinstance(e, ReadMade) and e.read.read_id == read.read_id)
    return hit is not None


@pytest.mark.clause("3.A.4")
def test_a_car_that_is_overdue_stops_alerting_where_the_agency_wants_it_until_it_is_done(
    machines: KnownMachines, tmp_path: Path, enroll: Enroll
) -> None:
    assert enroll(tmp_path, "car-late") == 0
    number = registered(machines, "car-late")
    decide(machines, STOP)
    with driving(tmp_path, machines.clock) as car:
        car.sign_in(OFFICER)
        car.wait_for(lambda e: isinstance(e, ListChanged))
        upkeep = told(car, lambda one: one.alerts_stop)
        assert upkeep.words.startswith("Calibration overdue since ")
        assert upkeep.details.startswith("Front: ")
        assert not see(car, machines, 1)
        assert everything_is_sent(car.car)  # the read is kept and sent all the same
        assert not any(isinstance(event, HitRaised) for event in car.events)
    with driving(tmp_path, machines.clock) as car:  # a restart without a word of headquarters
        assert told(car, lambda _: True).alerts_stop
        do(machines, number, WorkKind.CALIBRATION, WorkResult.PASSED)
        machines.clock.pass_by(seconds=31)
        car.car.hold_round()
        assert not told(car, lambda one: not one.late).alerts_stop
        car.wait_for(lambda e: isinstance(e, ListChanged))
        assert see(car, machines, 2)
        assert car.car.wait_until_sent(COMES_WITHIN_S) == 0
        with car.car.parts.store.begin() as work:
            stopped = work.last_recorded(AuditEvent.ALERTS_STOPPED)
            resumed = work.last_recorded(AuditEvent.ALERTS_RESUMED)
    assert stopped is not None
    assert resumed is not None
    assert (stopped.subject, dict(stopped.detail)["why"]) == ("car-late", upkeep.details)
    assert stopped.sequence < resumed.sequence


def test_a_car_that_is_overdue_alerts_and_says_so_where_nobody_decided_otherwise(
    machines: KnownMachines, tmp_path: Path, enroll: Enroll
) -> None:
    assert enroll(tmp_path, "car-tardy") == 0
    number = registered(machines, "car-tardy")
    decide(machines, ALERT)
    now = machines.clock.now()
    with driving(tmp_path, machines.clock) as car:
        car.sign_in(SECOND_OFFICER)
        car.wait_for(lambda e: isinstance(e, ListChanged))
        assert not told(car, lambda one: bool(one.late)).alerts_stop
        assert see(car, machines, 3)
    with machines.hq.reading() as work:
        assert "Front: Calibration overdue since " in unchecked(work, "car-tardy", now)
        assert "Front" not in unchecked(work, "car-tardy", now - timedelta(days=600))
    do(machines, number, WorkKind.CALIBRATION, WorkResult.FAILED)
    with machines.hq.reading() as work:
        said = unchecked(work, "car-tardy", machines.clock.now())
    assert said.endswith(f"Front: Calibration failed on {day(machines)}.")


def day(machines: KnownMachines) -> str:
    today: date = capture_date(machines.clock.now())
    return f"{today:%m/%d/%Y}"


def test_a_fixed_camera_is_told_of_its_own_upkeep_only(machines: KnownMachines) -> None:
    decide(machines, STOP)

    def upkeep_of(device: str) -> Upkeep:
        client = machines.client(machines.machine(device, DeviceKind.CAMERA))
        return decode(OwnDeviceMessage, client.get(addresses.DEVICE).content).upkeep

    assert upkeep_of("camera-fresh") == Upkeep()
    assert upkeep_of("camera-late") == Upkeep()
    registered(machines, "camera-late")
    assert upkeep_of("camera-late").alerts_stop
