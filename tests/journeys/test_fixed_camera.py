"""A fixed camera reads a listed plate; a car on duty gets it, blind, and verifies it (HOT-13)."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mdt_alpr.adapters.vault.passphrase_vault import VARIABLE
from mdt_alpr.car.device_key import device_vault_for, vault_for
from mdt_alpr.car.settings import CarSettings
from mdt_alpr.car.settings_file import GroupSettingsFile
from mdt_alpr.car.wiring import Outside, make_camera, make_car
from mdt_alpr.cli import main
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.hit.gate import GateForm, gate
from mdt_alpr.domain.hit.handover import is_unverified_relay
from mdt_alpr.domain.hit.hit import HitState
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.fixed_cameras import CameraPlace
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.base.headquarters import Caller
from mdt_alpr.hq.fleet import group_settings
from mdt_alpr.hq.hits import shift_log
from mdt_alpr.hq.hotlists.importing import import_csv
from mdt_alpr.hq.hotlists.rows import COLUMNS
from mdt_alpr.hq.people import cameras, sample_agency
from mdt_alpr.patrol.events import Event, Health, LinkChanged, ListChanged
from mdt_alpr.wire.car_settings import GroupSettingsRequest
from tests.builders import a_read
from tests.hq.enrolled import CHIEF, KnownMachines, known_machines
from tests.hq.senders import JPEG
from tests.journeys.test_enrolled_car import GIVEN, PASSPHRASE, driving
from tests.journeys.test_two_cars import verify
from tests.journeys.two_cars import COMES_WITHIN_S, RunningCar, no_engines, wait_until_on_duty
from tests.played_devices import PlayedCamera

PLACE = CameraPlace("Church St bridge", 35.4, -80.6, "northbound lanes")
LISTED = "NCIC,V,V1,,,EXN2894,NC,,,,DODG,,UT,BLK,"
Enroll = Callable[[Path, str, DeviceKind], int]


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnownMachines]:
    folder = tmp_path_factory.mktemp("known")
    with known_machines(folder) as found:
        listed = folder / "list.csv"
        listed.write_text(",".join(COLUMNS) + f"\n{LISTED}\n", encoding="utf-8")
        assert import_csv(found.hq, listed, by="x").accepted == 1
        yield found


@pytest.fixture
def enroll(machines: KnownMachines, monkeypatch: pytest.MonkeyPatch) -> Enroll:
    """Return how a technician enrolls a machine, by the command."""

    def by_command(folder: Path, device: str, kind: DeviceKind) -> int:
        monkeypatch.setenv(VARIABLE, PASSPHRASE)
        code = machines.code(device, kind)
        named = ("--hq", machines.url, "--code", code, "--kind", kind.value)
        return main(["enroll", *named, "--data", str(folder)])

    return by_command


class RunningCamera(RunningCar):
    """A fixed camera whose keys lie in files under a passphrase, and everything that it said."""

    def __init__(self, folder: Path, machines: KnownMachines) -> None:
        self.events: list[Event] = []
        self._came = threading.Condition()
        self.erased = threading.Event()
        self.camera = make_camera(
            CarSettings(data=folder), outside(folder, machines, self.erased.set), self._take
        )


def outside(folder: Path, machines: KnownMachines, end: Callable[[], None]) -> Outside:
    return Outside(
        PlayedCamera(),
        vault_for(folder, None, GIVEN),
        machines.clock,
        make_recognition=no_engines,
        device_vault=device_vault_for(folder, None, GIVEN),
        end_program=end,
    )


@contextmanager
def watching(folder: Path, machines: KnownMachines) -> Iterator[RunningCamera]:
    camera = RunningCamera(folder, machines)
    camera.camera.start()
    try:
        yield camera
    finally:
        camera.camera.stop()


def put(machines: KnownMachines, device: str) -> None:
    with machines.hq.writing() as work:
        cameras.put_in_place(work, device, PLACE, CHIEF)


def see(camera: RunningCamera, machines: KnownMachines) -> str:
    """Let the camera read the listed plate; return the hit as its own matcher raises it."""
    now = machines.clock.now()
    pictures = {"crop": JPEG + b"1", "context": JPEG + b"2"}
    read_id = new_id(now, bytes(10))
    read = a_read("EXN2894", "NC", read_id=read_id, captured_at=now, **pictures)
    hit = camera.camera.matcher.hit(read)
    assert hit is not None
    assert camera.camera.sightings is not None
    camera.camera.sightings.keep_read(read, held=True, latency_ms=1.0)
    camera.camera.sightings.raise_hit(hit)
    return hit.hit_id


@pytest.mark.attack("V4")
@pytest.mark.clause("1")
@pytest.mark.clause("2.A")
def test_a_cameras_hit_is_verified_blind_in_a_car_on_duty_and_seen_at_the_desk(
    machines: KnownMachines, tmp_path: Path, enroll: Enroll
) -> None:
    assert enroll(tmp_path / "camera", "camera-bridge", DeviceKind.CAMERA) == 0
    assert enroll(tmp_path / "car", "car-12", DeviceKind.CAR) == 0
    put(machines, "camera-bridge")
    with driving(tmp_path / "car", machines.clock) as car:
        car.sign_in(sample_agency.OFFICER)
        wait_until_on_duty(machines.hq, "car-12")
        with watching(tmp_path / "camera", machines) as camera:
            camera.wait_for(lambda e: isinstance(e, ListChanged))
            hit_id = see(camera, machines)
            raised = car.raised(lambda hit: hit.relayed_from is not None)
            assert camera.camera.wait_until_sent(COMES_WITHIN_S) == 0
        there = raised.relayed_from
        assert there is not None
        assert (there.hit_id, there.unit, there.officer) == (hit_id, PLACE.name, "")
        assert (raised.state, raised.attempts) == (HitState.RAISED, ())
        assert (raised.read.camera, is_unverified_relay(raised)) == (PLACE.direction, True)
        now = machines.clock.now()
        shut = gate(raised, now, officer=raised.officer, open_hit_id=raised.hit_id)
        assert len(shut.missing) == len(shut.checks)
        verify(car, raised.hit_id)
        opened = car.changed(
            lambda hit: (
                gate(hit, now, officer=hit.officer, open_hit_id=hit.hit_id).form is GateForm.OPEN
            )
        )
        assert opened.hit_id == raised.hit_id
    boss = Caller(sample_agency.SUPERVISOR, "", Role.SUPERVISOR, "desk-1", "")
    with machines.hq.writing() as work:
        wall = shift_log.wall(work, boss)
    (seen,) = [unit for unit in wall.units if unit.device == "camera-bridge"]
    assert (seen.unit, seen.is_camera, seen.open_hits, seen.chain) == (
        PLACE.name,
        True,
        1,
        "whole",
    )


def test_a_camera_reads_nothing_before_headquarters_says_where_it_stands(
    machines: KnownMachines, tmp_path: Path, enroll: Enroll
) -> None:
    assert enroll(tmp_path, "camera-new", DeviceKind.CAMERA) == 0
    with watching(tmp_path, machines) as camera:
        said = camera.wait_for(lambda e: isinstance(e, LinkChanged))
        assert isinstance(said, LinkChanged)
        assert (said.health, "place-camera" in said.why) == (Health.LOST, True)
        assert camera.camera.sightings is None
    put(machines, "camera-new")
    with watching(tmp_path, machines) as camera:
        camera.wait_for(lambda _: camera.camera.sightings is not None)
    with watching(tmp_path, machines) as camera:  # the place is kept: it needs no link to read
        assert camera.camera.sightings is not None


def test_a_revoked_camera_erases_itself_at_its_next_contact(
    machines: KnownMachines, tmp_path: Path, enroll: Enroll
) -> None:
    assert enroll(tmp_path, "camera-gone", DeviceKind.CAMERA) == 0
    machines.revoke("camera-gone")
    with watching(tmp_path, machines) as camera:
        assert camera.erased.wait(COMES_WITHIN_S)
    assert not (tmp_path / "car.db").exists()
    assert machines.recorded(AuditEvent.HQ_DEVICE_WIPED, "camera-gone")


def test_a_machine_runs_as_the_kind_that_it_was_enrolled_as(
    machines: KnownMachines, tmp_path: Path, enroll: Enroll
) -> None:
    never = tmp_path / "never"
    never.mkdir()
    with pytest.raises(OutsideError, match="not enrolled yet"):
        RunningCamera(never, machines)
    assert enroll(tmp_path / "camera", "camera-kind", DeviceKind.CAMERA) == 0
    settings = CarSettings(unit="Unit 12", data=tmp_path / "camera")
    with pytest.raises(OutsideError, match="enrolled as a camera"):
        make_car(settings, outside(tmp_path / "camera", machines, lambda: None), lambda _: None)
    assert enroll(tmp_path / "camera", "camera-kind", DeviceKind.CAR) == 1
    assert enroll(tmp_path / "car", "car-kind", DeviceKind.CAR) == 0
    with pytest.raises(OutsideError, match="enrolled as a car"):
        RunningCamera(tmp_path / "car", machines)


def test_a_camera_ends_for_the_settings_of_its_group_and_starts_with_them(
    machines: KnownMachines, tmp_path: Path, enroll: Enroll
) -> None:
    assert enroll(tmp_path / "camera", "camera-bridge", DeviceKind.CAMERA) == 0
    put(machines, "camera-bridge")
    group_settings.move(machines.hq, "camera-bridge", "bridges", CHIEF, "")
    why = "two cores of them are free"
    ask = GroupSettingsRequest("bridges", why, "threads = 2", confirmed=True)
    group_settings.set_group(machines.hq, ask, CHIEF, "")
    with watching(tmp_path / "camera", machines) as camera:
        camera.wait_for(lambda e: isinstance(e, ListChanged))
        camera.camera.wait_for_source_end()
        assert camera.camera.starts_again
    assert GroupSettingsFile(tmp_path / "camera").values == {"threads": 2}
    with watching(tmp_path / "camera", machines) as camera:
        camera.wait_for(lambda e: isinstance(e, ListChanged))
        assert not camera.camera.starts_again
