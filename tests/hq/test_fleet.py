"""The fleet from one place: what each machine said last of its program, settings and cameras."""

from pathlib import Path

import pytest

from mdt_alpr import __version__
from mdt_alpr.acts.fleet import MACHINES
from mdt_alpr.adapters.hq_link.command_link import HttpCommandLink
from mdt_alpr.adapters.hq_link.desk_link import HttpDeskLink
from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent, audit_entry
from mdt_alpr.domain.equipment.program_update import CarUpdateState
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.tables import ENROLLED_DEVICES
from mdt_alpr.hq.fleet import packages, rollouts
from mdt_alpr.hq.fleet.facts import fleet_of
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from mdt_alpr.lab.hq.staged_updates import package_of
from mdt_alpr.wire.addresses import DEVICE_PROGRAM
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.fleet import NO_UPDATE, FleetMachine, FleetUpdate, RunningProgram
from mdt_alpr.wire.messages import SignInMessage
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.program_updates import FirstCarRequest
from tests.builders import NOW
from tests.hq.commands import Terminal
from tests.hq.enrolled import known_machines, number_in
from tests.hq.holding import caller
from tests.hq.senders import DEVICE, PASSWORDS, a_batch, an_item, audit_message

JSON = {"Content-Type": "application/json"}
Said = tuple[AuditEvent, str, tuple[tuple[str, str], ...]]
STARTED: Said = (
    AuditEvent.STARTED,
    DEVICE,
    (
        ("version", "0.9"),
        ("program", "signed by us"),
        ("models", "own, own"),
        ("settings_file", "91c07ab3"),
    ),
)
UPDATED: Said = AuditEvent.STARTED, DEVICE, (("version", "0.10"),)
LOST: Said = AuditEvent.CAMERA_LOST, "rear", ()
BACK: Said = AuditEvent.CAMERA_BACK, "rear", ()


def enroll(hq: Headquarters, device: str = DEVICE, kind: DeviceKind = DeviceKind.CAR) -> None:
    row = {"device": device, "kind": kind, "enrolled_at": NOW, "enrolled_by": ADMINISTRATOR}
    with hq.database.writing() as connection:
        connection.execute(ENROLLED_DEVICES.insert(), row)


def chained(*said: Said) -> list[AuditEntry]:
    entries: list[AuditEntry] = []
    for event, subject, detail in said:
        last = entries[-1] if entries else None
        entry = audit_entry(
            last, at=NOW, device=DEVICE, person=OFFICER, event=event, subject=subject,
            detail=detail,
        )  # fmt: skip
        entries.append(entry)
    return entries


def send(hq: Headquarters, *entries: AuditEntry) -> None:
    items = [an_item(audit_message(entry)) for entry in entries]
    with hq.writing() as work:
        accept(work, caller(OFFICER), a_batch(*items), 500)


def shown(hq: Headquarters) -> tuple[FleetMachine, ...]:
    with hq.writing() as work:
        return fleet_of(work, ADMINISTRATOR).machines


def test_a_car_is_shown_with_what_it_said_at_its_start_and_when_it_was_heard_of(
    hq: Headquarters,
) -> None:
    enroll(hq)
    (before,) = shown(hq)
    assert (before.version, before.last_contact, before.checked_at) == ("", None, None)
    send(hq, *chained(STARTED))
    (car,) = shown(hq)
    assert (car.version, car.program, car.models) == ("0.9", "signed by us", "own, own")
    assert (car.settings, car.last_contact) == ("91c07ab3", hq.clock.now())


def test_what_came_late_of_an_earlier_start_does_not_count(hq: Headquarters) -> None:
    enroll(hq)
    first, second = chained(STARTED, UPDATED)
    send(hq, second)
    send(hq, first)
    (car,) = shown(hq)
    assert (car.version, car.settings) == ("0.10", "")


def test_a_camera_without_a_picture_is_named_until_it_is_back(hq: Headquarters) -> None:
    enroll(hq)
    lost, back = chained(LOST, BACK)
    send(hq, lost)
    assert shown(hq)[0].lost == ("rear",)
    send(hq, back)
    assert shown(hq)[0].lost == ()


def test_a_desk_says_its_version_at_a_sign_in_and_is_shown_with_the_update_that_waits(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("known")
    with known_machines(folder) as machines:
        client = machines.client(machines.machine("desk-1", DeviceKind.DESK))
        HttpDeskLink(client, machines.clock, "desk-1").sign_in(
            ADMINISTRATOR, PASSWORDS[ADMINISTRATOR]
        )
        (desk,) = shown(machines.hq)
        assert (desk.kind, desk.version, desk.update) == (DeviceKind.DESK, __version__, NO_UPDATE)
        send(machines.hq, *chained((AuditEvent.STARTED, DEVICE, (("package", "deb"),))))
        enroll(machines.hq)
        (folder / "package").write_bytes(package_of("99.0.0"))
        name, second = "mdt-alpr_99.0.0_amd64.deb", CUSTODIAN
        packages.publish(machines.hq, folder / "package", name, ADMINISTRATOR, second)
        with machines.hq.writing() as work:
            rollouts.begin(work, 1, FirstCarRequest(DEVICE), ADMINISTRATOR)
        _, desk = shown(machines.hq)
        assert desk.update == FleetUpdate("99.0.0", CarUpdateState.OFFERED)
        lie = encode(RunningProgram("none"))
        refused = client.post(DEVICE_PROGRAM, content=lie, headers=JSON)
        assert number_in(refused) == Problem.UPDATE_REFUSED.number
        car = machines.client(machines.machine("car-9"))
        lie = encode(RunningProgram("99.0.0"))
        other = car.post(DEVICE_PROGRAM, content=lie, headers=JSON)
        assert number_in(other) == Problem.OTHER_KIND.number


def test_commands_of_a_machine_say_its_version_at_their_sign_in(tmp_path: Path) -> None:
    with known_machines(tmp_path) as machines:
        client = machines.client(machines.machine("desk-1", DeviceKind.DESK))
        link = HttpCommandLink(client, machines.clock)
        link.sign_in(SignInMessage(ADMINISTRATOR, PASSWORDS[ADMINISTRATOR], "desk-1"))
        (desk,) = shown(machines.hq)
        assert desk.version == __version__


def test_the_command_lists_the_machines_with_their_program(
    server: InProcessHq, terminal: Terminal
) -> None:
    assert terminal.run(ADMINISTRATOR, "fleet", "list") == 0, terminal.err
    assert MACHINES.nothing in terminal.out
    enroll(server.hq)
    send(server.hq, *chained(STARTED, LOST))
    assert terminal.run(ADMINISTRATOR, "fleet", "list") == 0, terminal.err
    assert "0.9" in terminal.out
    assert "No picture" in terminal.out
