"""The fleet from one place: what each machine said last of its program, settings and cameras."""

from mdt_alpr.acts.fleet import MACHINES
from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent, audit_entry
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.tables import ENROLLED_DEVICES
from mdt_alpr.hq.fleet.facts import fleet_of
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, OFFICER
from mdt_alpr.wire.fleet import FleetMachine
from tests.builders import NOW
from tests.hq.commands import Terminal
from tests.hq.holding import caller
from tests.hq.senders import DEVICE, a_batch, an_item, audit_message

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


def test_desks_are_no_machines_of_the_fleet_and_fixed_cameras_are(hq: Headquarters) -> None:
    enroll(hq, "desk-1", DeviceKind.DESK)
    enroll(hq, "us-29", DeviceKind.CAMERA)
    assert [machine.device for machine in shown(hq)] == ["us-29"]


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
