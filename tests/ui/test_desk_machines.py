"""Machines at the desk, from an enrolled desk over TLS that both ends prove (SEC-07)."""

import secrets
from collections.abc import Iterator

import httpx
import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.adapters.hq_link.desk_link import HttpDeskLink
from mdt_alpr.adapters.hq_link.enrolled import Enrolling, enroll, enrolled
from mdt_alpr.domain.people.known_devices import DeviceKind, code_in
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.people.sample_agency import SUPERVISOR
from mdt_alpr.ui.desk.pages.live_wall import copied_alarm
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.wire import addresses
from mdt_alpr.wire.problems import Problem
from tests.hq.enrolled import CHIEF, KnownMachines, known_machines, number_in
from tests.hq.senders import PASSWORDS
from tests.ui.desk_screens import Seat, a_seat


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnownMachines]:
    with known_machines(tmp_path_factory.mktemp("known")) as found:
        yield found


def seat_of(qtbot: QtBot, machines: KnownMachines, person: str, desk: str) -> Seat:
    client = machines.client(machines.machine(desk, DeviceKind.DESK))
    seat = Seat(qtbot, HttpDeskLink(client, machines.clock, desk), machines.clock)
    seat.sign_in(person, PASSWORDS[person])
    return seat


def state_of(seat: Seat, device: str) -> str:
    rows = seat.machines.table.rows
    (row,) = [n for n in range(rows.rowCount()) if rows.key(n) == device]
    return rows.cell(rows.index(row, rows.columnCount() - 1)).words


@pytest.mark.attack("V1a")
def test_a_copied_key_is_an_alarm_at_the_desk_and_the_machine_is_revoked_there(
    qtbot: QtBot, machines: KnownMachines
) -> None:
    car = machines.machine("car-12")
    starts: list[httpx.Client] = [machines.client(enrolled(car.kept, car.seed)) for _ in range(2)]
    for client in (*starts, starts[0]):
        client.get(addresses.DEVICE)
    seat = seat_of(qtbot, machines, CHIEF, "desk-1")
    assert "Machines: 1" in seat.menu()
    seat.open("machines")
    assert "TWO MACHINES AS car-12" in seat.machines.state.words.text()
    rows = seat.machines.table.rows
    keys = [rows.key(n) for n in range(rows.rowCount())]
    seat.machines.table.selectRow(keys.index("car-12"))
    seat.machines.buttons["revoke"].click()
    assert "what became of it" in seat.machines.state.words.text()
    choice = seat.machines.fields["loss"]
    choice.setCurrentIndex(choice.findData("copied"))
    seat.machines.buttons["revoke"].click()
    seat.machines.question.yes.click()
    seat.settle()
    assert "Two machines" in state_of(seat, "car-12")  # no reason was given
    seat.machines.fields["reason"].setText("its key was copied")
    for answer in (seat.machines.question.no, seat.machines.question.yes):
        assert "Two machines" in state_of(seat, "car-12")
        seat.machines.buttons["revoke"].click()
        assert "Revoke car-12?" in seat.machines.question.words.text()
        answer.click()
        seat.settle()
    assert state_of(seat, "car-12").startswith("Revoked")
    assert "Machines" in seat.menu()
    assert number_in(starts[0].get(addresses.DEVICE)) == Problem.REVOKED.number


def test_a_supervisor_sees_the_alarm_on_the_wall_and_not_the_page(
    qtbot: QtBot, machines: KnownMachines
) -> None:
    car = machines.machine("car-31")
    starts = [machines.client(enrolled(car.kept, car.seed)) for _ in range(2)]
    for client in (*starts, starts[0]):
        client.get(addresses.DEVICE)
    seat = seat_of(qtbot, machines, SUPERVISOR, "desk-2")
    assert not any(title.startswith("Machines") for title in seat.menu())
    seat.open("live_wall")
    alarm, shown = copied_alarm(["car-31"]), seat.wall.state.words
    assert alarm in shown.text()


def test_an_administrator_sees_who_enrolled_each_machine(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot, Role.ADMINISTRATOR)
    seat.open("machines")
    assert state_of(seat, "car-31").startswith("Revoked")
    assert state_of(seat, "desk-1") == "In use"


@pytest.mark.proved("K6")
def test_an_administrator_enrolls_a_car_and_places_a_camera_in_the_window(
    qtbot: QtBot, machines: KnownMachines
) -> None:
    seat = seat_of(qtbot, machines, CHIEF, "desk-3")
    seat.open("machines")
    page = seat.machines
    for device, kind in (("car-44", DeviceKind.CAR), ("camera-9", DeviceKind.CAMERA)):
        page.fields["device"].setText(device)
        page.fields["kind"].setCurrentIndex(page.fields["kind"].findData(kind.value))
        page.buttons["enroll"].click()
        seat.settle()
        code = page.about.text().partition(f"{device}: ")[2].partition(". It counts")[0]
        seed = secrets.token_bytes(32)
        enroll(machines.url, code_in(code), Enrolling(kind, seed, "", None))
    seat.screen.presenter.reload()
    seat.settle()
    assert state_of(seat, "car-44") == "In use"
    assert state_of(seat, "camera-9") == "Not placed: it reads nothing yet"
    rows = page.table.rows
    page.table.selectRow([rows.key(n) for n in range(rows.rowCount())].index("camera-9"))
    page.fields["lat"].setText("north")
    page.buttons["Place chosen camera"].click()
    assert "Latitude in degrees: enter it as" in page.state.words.text()
    typed = {"name": "Church St", "lat": "35.4088", "lon": "-80.5795", "direction": "northbound"}
    for name, words in typed.items():
        page.fields[name].setText(words)
    page.buttons["Place chosen camera"].click()
    seat.settle()
    assert state_of(seat, "camera-9") == "In use"


def bind_car_55(seat: Seat, unit: str) -> FormPage:
    page = seat.screen.window.pages["fleet"]
    assert isinstance(page, FormPage)
    rows = page.table.rows
    page.table.selectRow([rows.key(n) for n in range(rows.rowCount())].index("car-55"))
    page.fields["unit"].setText(unit)
    page.buttons["Set unit of chosen"].click()
    assert f"car-55 is {unit}" in page.question.words.text()
    page.question.yes.click()
    seat.settle()
    return page


@pytest.mark.proved("K11")
def test_a_fleet_page_from_before_a_car_became_another_unit_binds_it_to_none(
    qtbot: QtBot, machines: KnownMachines
) -> None:
    machines.machine("car-55")
    seats = [seat_of(qtbot, machines, CHIEF, desk) for desk in ("desk-4", "desk-5")]
    for seat in seats:
        seat.open("fleet")
    bind_car_55(seats[0], "Unit 7")
    page = bind_car_55(seats[1], "Unit 8")
    assert "changed since you loaded" in page.state.words.text()
    assert page.entered().text("unit") == "Unit 8", "what was typed stays"
