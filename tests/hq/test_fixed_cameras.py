"""Fixed cameras at headquarters: known by their certificate, relayed to cars, seen at the desk."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from mdt_alpr.adapters.hq_link.enrolled import Enrolled
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.fixed_cameras import CameraPlace
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.domain.people.roles import EVERY_TEAM, Role
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit import audit_buffer
from mdt_alpr.hq.base.headquarters import Caller, RefusedError
from mdt_alpr.hq.base.tables import ENROLLED_DEVICES
from mdt_alpr.hq.hits import notice_store as notices
from mdt_alpr.hq.hits import shift_log
from mdt_alpr.hq.hotlists.importing import import_csv
from mdt_alpr.hq.hotlists.rows import COLUMNS
from mdt_alpr.hq.hotlists.service import serve
from mdt_alpr.hq.people import cameras, enrollment_store, sample_agency
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.desk import HitLogFilter, HitLogRequest
from mdt_alpr.wire.devices import OwnDeviceMessage
from mdt_alpr.wire.messages import HitMessage, ReadMessage, ReceiptsMessage
from mdt_alpr.wire.notices import ContraryMessage, NoticeKind, RelayMessage
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW
from tests.hq.commands import Terminal
from tests.hq.enrolled import CHIEF, KnownMachines, known_machines, number_in, sign_in
from tests.hq.listening import counted
from tests.hq.senders import (
    a_batch,
    a_hit_message,
    a_read_message,
    a_record,
    a_stop,
    an_answer,
    an_item,
    outcomes,
)

PLACE = CameraPlace("Church St bridge", 35.4, -80.6, "northbound lanes")
BOSS = Caller(sample_agency.SUPERVISOR, "", Role.SUPERVISOR, "desk-1", "")
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnownMachines]:
    folder = tmp_path_factory.mktemp("known")
    with known_machines(folder) as found:
        listed = folder / "list.csv"
        lines = ",".join(COLUMNS), "NCIC,V,V1,,,EXN2894,NC,,,,,,,,"
        listed.write_text("\n".join(lines) + "\n", encoding="utf-8")
        assert import_csv(found.hq, listed, by="x").accepted == 1
        yield found


class Camera:
    """A camera that is enrolled and placed, and its connection."""

    def __init__(self, machines: KnownMachines, device: str) -> None:
        self.machines, self.device = machines, device
        self.machine: Enrolled = machines.machine(device, DeviceKind.CAMERA)
        self.client: httpx.Client = machines.client(self.machine)
        with machines.hq.writing() as work:
            cameras.put_in_place(work, device, PLACE, CHIEF)

    def send(self, *messages: Any) -> list[str]:
        now = self.machines.clock.now()
        sent = [an_item(message, made_at=now) for message in messages]
        batch = a_batch(*sent, device=self.device, sent_at=now)
        answer = self.client.post(addresses.ITEMS, content=encode(batch), headers=JSON)
        assert answer.status_code == 200, answer.text
        return outcomes(decode(ReceiptsMessage, answer.content))

    def a_hit(self, minutes_ago: float = 0.0, **fields: Any) -> tuple[ReadMessage, HitMessage]:
        """Return a read of the listed plate, and its hit."""
        with self.machines.hq.writing() as work:
            given = serve(work, BOSS)
        assert given is not None
        (listed,) = given.entries
        at = self.machines.clock.now() - timedelta(minutes=minutes_ago, seconds=2)
        read = a_read_message(person_id="", captured_at=at, unit=PLACE.name, camera="northbound")
        record = a_record(entry_id=listed.entry_id)
        return read, a_hit_message(read, **{"records": (record,), **fields})


@pytest.fixture
def camera(machines: KnownMachines) -> Camera:
    return Camera(machines, f"camera-{secrets.token_hex(4)}")


def on_duty(machines: KnownMachines, device: str) -> str:
    """Let a car with somebody signed in ask for its notices."""
    machines.car(device)
    with machines.hq.writing() as work:
        notices.note_listener(work.connection, device, f"Unit {device}", work.now)
    return device


def given(machines: KnownMachines, device: str, kind: NoticeKind) -> list[str]:
    with machines.hq.reading() as work:
        found = notices.waiting(work, device, 0, 100)
    return [one.body for _, one in found if one.kind is kind]


@pytest.mark.attack("V1h")
def test_nobody_signs_in_on_a_camera(machines: KnownMachines, camera: Camera) -> None:
    for address in (addresses.SESSIONS, addresses.DESK_SESSIONS, addresses.COMMAND_SESSIONS):
        refused = sign_in(camera.client, sample_agency.SUPERVISOR, "x", address)
        assert number_in(refused) == Problem.OTHER_KIND.number
    stolen = machines.car("car-robbed")
    refused = stolen.get(addresses.UNITS, camera.client)
    assert number_in(refused) == Problem.OTHER_KIND.number


@pytest.mark.attack("V1a")
def test_a_camera_of_another_kind_by_its_own_word_is_none(machines: KnownMachines) -> None:
    car = machines.client(machines.machine("car-pretends"))
    now = machines.clock.now()
    batch = encode(a_batch(device="car-pretends", sent_at=now))
    refused = car.post(addresses.ITEMS, content=batch, headers=JSON)
    assert number_in(refused) == Problem.NOT_SIGNED_IN.number
    with machines.hq.writing() as work, pytest.raises(RefusedError) as why:
        cameras.put_in_place(work, "car-pretends", PLACE, CHIEF)
    assert why.value.problem is Problem.NO_SUCH_DEVICE


def test_a_camera_is_told_where_it_stands_and_who_said_so_is_on_record(camera: Camera) -> None:
    own = decode(OwnDeviceMessage, camera.client.get(addresses.DEVICE).content)
    assert (own.kind, own.place, own.training) == (DeviceKind.CAMERA, PLACE, False)
    (entry,) = camera.machines.recorded(AuditEvent.HQ_CAMERA_PLACED, camera.device)
    assert entry.person == CHIEF
    assert dict(entry.detail)["direction"] == PLACE.direction


def test_its_hit_goes_to_every_car_on_duty_and_nobody_checked_it(
    machines: KnownMachines, camera: Camera
) -> None:
    car = on_duty(machines, "car-relayed")
    machines.machine("car-parked")
    read, hit = camera.a_hit()
    liar = replace(hit, unit="Unit 12", records=(replace(hit.records[0], category="T"),))
    assert camera.send(read, liar) == ["accepted", "accepted"]
    (body,) = given(machines, car, NoticeKind.RELAY)
    relay = decode(RelayMessage, body)
    assert (relay.hit_id, relay.unit, relay.officer) == (hit.hit_id, PLACE.name, "")
    assert (relay.checked, relay.to_device, relay.read.read_id) == ((), car, read.read_id)
    assert [record.entry.category for record in relay.records] == ["V"]
    assert not given(machines, "car-parked", NoticeKind.RELAY)
    (entry,) = machines.recorded(AuditEvent.HQ_HIT_RELAYED, relay.relay_id)
    assert (entry.person, dict(entry.detail)["by_device"]) == ("", camera.device)


@pytest.mark.parametrize("about", ["sighting", "refuted_records", "INSERT INTO own_audit "])
def test_its_hit_asks_as_much_of_the_database_for_six_cars_as_for_one(
    machines: KnownMachines, camera: Camera, about: str
) -> None:
    counts = []
    for number in (1, 5):
        cars = [on_duty(machines, f"car-{secrets.token_hex(4)}") for _ in range(number)]
        audit_buffer.flush(machines.hq, also_this_minute=True)
        with counted(machines.hq, about) as found:
            camera.send(*camera.a_hit())
            counts.append(found())
        assert all(len(given(machines, car, NoticeKind.RELAY)) == 1 for car in cars)
    assert 0 < counts[1] <= counts[0]


def test_a_hit_that_comes_late_or_of_a_record_that_is_not_listed_goes_to_no_car(
    machines: KnownMachines, camera: Camera
) -> None:
    car = on_duty(machines, "car-spared")
    for read, hit in (
        camera.a_hit(minutes_ago=16),
        camera.a_hit(records=(a_record(entry_id="made up"),)),
        camera.a_hit(records=(a_record("TMW5518"),)),
    ):
        assert camera.send(read, hit) == ["accepted", "accepted"]
    assert not given(machines, car, NoticeKind.RELAY)


def test_what_a_camera_takes_back_shuts_the_gate_in_the_cars(
    machines: KnownMachines, camera: Camera
) -> None:
    car = on_duty(machines, "car-warned")
    read, hit = camera.a_hit()
    camera.send(read, hit)
    facts = ("kind", "read_disagrees"), ("source", "camera")
    camera.send(replace(an_answer(hit, AuditEvent.CONTRARY_FACT, facts=facts), state="contrary"))
    (body,) = given(machines, car, NoticeKind.CONTRARY)
    no = decode(ContraryMessage, body)
    assert (no.kind, no.source) == ("read_disagrees", f"{PLACE.name}, camera")


@pytest.mark.attack("V14")
def test_nothing_that_a_person_does_comes_from_a_camera(camera: Camera) -> None:
    read, hit = camera.a_hit()
    officers = replace(read, person_id=sample_agency.OFFICER)
    refused = f"refused {Problem.NOT_A_CAMERAS.number}"
    said = camera.send(officers, replace(hit, person_id=sample_agency.OFFICER), a_stop(hit))
    assert said == [refused] * 3


def test_the_desk_sees_camera_and_hit_and_nobody_is_asked_to_close_it(
    machines: KnownMachines, camera: Camera
) -> None:
    read, hit = camera.a_hit()
    camera.send(read, hit)
    with machines.hq.writing() as work:
        wall = shift_log.wall(work, BOSS)
    (one,) = [unit for unit in wall.units if unit.device == camera.device]
    assert (one.is_camera, one.unit, one.open_hits) == (True, PLACE.name, 1)
    since = machines.clock.now() - timedelta(hours=1)
    until = machines.clock.now() + timedelta(hours=1)
    which = HitLogFilter(since, until, team=EVERY_TEAM)
    machines.clock.pass_by(minutes=20)
    try:
        with machines.hq.writing() as work:
            page = shift_log.log_page(work, HitLogRequest(which))
            wall = shift_log.wall(work, BOSS)
    finally:
        machines.clock.pass_by(minutes=-20)
    (line,) = [row for row in page.rows if row.hit_id == hit.hit_id]
    assert (line.unit, line.officer, line.left_open) == (PLACE.name, "", False)
    assert [unit.open_hits for unit in wall.units if unit.device == camera.device] == [0]


def test_a_revoked_camera_gets_nothing_from_its_next_request_on(
    machines: KnownMachines, camera: Camera
) -> None:
    assert camera.send() == []
    machines.revoke(camera.device)
    for address in (addresses.DEVICE, addresses.HOTLIST_CHANGES):
        assert number_in(camera.client.get(address)) == Problem.REVOKED.number
    with machines.hq.writing() as work, pytest.raises(RefusedError) as why:
        cameras.put_in_place(work, camera.device, PLACE, CHIEF)
    assert why.value.problem is Problem.NO_SUCH_DEVICE


def test_an_administrator_says_by_command_where_a_camera_stands(
    server: InProcessHq, terminal: Terminal
) -> None:
    row = {"kind": DeviceKind.CAMERA, "enrolled_at": NOW, "enrolled_by": CHIEF}
    with server.hq.database.writing() as connection:
        connection.execute(ENROLLED_DEVICES.insert(), {"device": "camera-1", **row})
        connection.execute(ENROLLED_DEVICES.insert(), {"device": "camera/2", **row})
    named = ("--name", PLACE.name, "--lat", PLACE.lat, "--lon", PLACE.lon)
    words = (*named, "--direction", PLACE.direction)
    for device in ("camera-1", "camera/2"):
        assert terminal.run(CHIEF, "place-camera", device, *words) == 0, terminal.err
    for person, device, more in (
        (sample_agency.CUSTODIAN, "camera-1", ()),
        (CHIEF, "camera-9", ()),
        (CHIEF, "camera-1", ("--lat", "91")),
    ):
        assert terminal.run(person, "place-camera", device, *words, *more) == 1
    with server.hq.reading() as work:
        placed = enrollment_store.cameras(work.connection)
    assert placed == {"camera-1": PLACE, "camera/2": PLACE}
