"""Packages of the program at headquarters: two people publish, cars get them in stages."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from mdt_alpr.acts.fleet import PUBLISH
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.equipment.program_update import (
    CarUpdateState,
    PackageKind,
    UpdateRefusedError,
    UpdateStage,
)
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.fleet import packages, rollouts
from mdt_alpr.hq.fleet.facts import fleet_of
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from mdt_alpr.keys.signing import is_signed
from mdt_alpr.lab.hq.staged_updates import package_of
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.fleet import FleetUpdate
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.program_updates import FirstCarRequest, OfferMessage, ProgramPackage
from tests.hq.commands import Terminal
from tests.hq.enrolled import KnownMachines, known_machines, number_in
from tests.hq.holding import caller
from tests.hq.senders import DEVICE
from tests.hq.test_fleet import Said, chained, enroll, send

DEBIAN = "mdt-alpr_0.11.0_amd64.deb"
MSI = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(100)
SET_UP: Said = AuditEvent.STARTED, DEVICE, (("version", "0.10"), ("package", "deb"))


def published(hq: Headquarters, folder: Path, name: str = DEBIAN, content: bytes = b"") -> int:
    delivered = folder / "delivered"
    delivered.write_bytes(content or package_of("0.11.0"))
    packages.publish(hq, delivered, name, ADMINISTRATOR, CUSTODIAN)
    return shown(hq)[0].facts.number


def shown(hq: Headquarters) -> tuple[ProgramPackage, ...]:
    with hq.writing() as work:
        rollouts.settle_in(work)
        return rollouts.packages_of(work, ADMINISTRATOR).packages


def begun(hq: Headquarters, number: int, *, by_itself: bool = False) -> None:
    with hq.writing() as work:
        rollouts.begin(work, number, FirstCarRequest(DEVICE, by_itself), ADMINISTRATOR)


def said(event: AuditEvent, number: int, why: str = "") -> Said:
    return event, str(number), (("version", "0.11.0"), ("why", why))


def set_up(hq: Headquarters) -> None:
    enroll(hq)
    send(hq, *chained(SET_UP))


def test_two_people_publish_a_package_by_command_and_it_is_signed(
    server: InProcessHq, terminal: Terminal, tmp_path: Path
) -> None:
    content = package_of("0.11.0")
    (tmp_path / DEBIAN).write_bytes(content)
    words = "fleet", "publish", tmp_path / DEBIAN, "--confirmed-by", CUSTODIAN
    assert terminal.run(ADMINISTRATOR, *words) == 0, terminal.err
    (package,) = shown(server.hq)
    assert package.facts.sha256 in terminal.out
    assert (package.published_by, package.confirmed_by) == (ADMINISTRATOR, CUSTODIAN)
    assert (package.facts.version, package.facts.kind) == ("0.11.0", PackageKind.DEBIAN)
    assert packages.place_of(server.hq, package.facts).read_bytes() == content
    assert package.stage is UpdateStage.NONE
    assert list((server.hq.settings.data / "program-packages-in").iterdir()) == []


def test_one_person_alone_publishes_nothing(
    server: InProcessHq, terminal: Terminal, tmp_path: Path
) -> None:
    (tmp_path / DEBIAN).write_bytes(package_of("0.11.0"))
    for second in (ADMINISTRATOR, OFFICER):
        words = "fleet", "publish", tmp_path / DEBIAN, "--confirmed-by", second
        assert terminal.run(ADMINISTRATOR, *words) != 0
    token = terminal.begun(ADMINISTRATOR).token
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream"}
    answer = httpx.post(
        f"{server.base_url}{PUBLISH.path()}?name={DEBIAN}", content=b"x", headers=headers
    )
    assert number_in(answer) == Problem.SECOND_PERSON.number
    assert shown(server.hq) == ()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("mdt-alpr-server_0.11.0_amd64.deb", b"", "under the name that the build gave"),
        ("../mdt-alpr_0.11.0_amd64.deb", b"", "under the name that the build gave"),
        ("mdt-alpr_.._amd64.deb", b"", "numbers with dots"),
        (DEBIAN, MSI, "no such package"),
        ("mdt-alpr-0.11.0.msi", b"!<arch>\n", "no such package"),
    ],
)
def test_what_is_no_package_of_the_client_is_not_published(
    hq: Headquarters, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    with pytest.raises(UpdateRefusedError, match=words):
        published(hq, tmp_path, name, content)
    assert shown(hq) == ()


def test_packages_of_both_systems_are_kept_and_offered_to_their_own_cars(
    hq: Headquarters, tmp_path: Path
) -> None:
    windows = published(hq, tmp_path, "mdt-alpr-0.11.0.msi", MSI)
    set_up(hq)
    with pytest.raises(UpdateRefusedError, match="No car of this name"):
        begun(hq, windows)
    debian = published(hq, tmp_path)
    begun(hq, debian)
    with hq.reading() as work:
        offer = rollouts.offer_to(work, DEVICE)
        assert rollouts.offer_to(work, "another") is None
    assert offer is not None
    assert offer.facts.number == debian
    assert is_signed(offer.key, offer.facts.signed_bytes, bytes.fromhex(offer.signature))
    assert offer.key == hq.signer.public_key


def test_a_car_that_fails_stops_the_package_and_one_that_works_lets_it_go_on(
    hq: Headquarters, tmp_path: Path
) -> None:
    set_up(hq)
    number = published(hq, tmp_path)
    begun(hq, number, by_itself=True)
    good = chained(SET_UP, said(AuditEvent.UPDATE_PROVED, number))
    send(hq, *good)
    assert shown(hq)[0].stage is UpdateStage.ALL  # one, five, all: it is the only car
    back = chained(
        SET_UP, said(AuditEvent.UPDATE_PROVED, number),
        said(AuditEvent.UPDATE_ROLLED_BACK, number, "no picture"),
    )  # fmt: skip
    send(hq, back[-1])
    (package,) = shown(hq)
    assert package.stage is UpdateStage.STOPPED
    (car,) = package.cars
    assert (car.state, car.why) == (CarUpdateState.ROLLED_BACK, "no picture")
    with hq.writing() as work:
        assert rollouts.offer_to(work, DEVICE) is None
        (machine,) = fleet_of(work, ADMINISTRATOR).machines
        (waits,) = rollouts.waiting(work, caller(ADMINISTRATOR))
    assert machine.update == FleetUpdate("0.11.0", CarUpdateState.ROLLED_BACK)
    assert (waits.name, waits.words.split()[0]) == ("Version 0.11.0", DEVICE)
    published(hq, tmp_path, "mdt-alpr_0.12.0_amd64.deb", package_of("0.12.0"))
    with hq.reading() as work:
        assert not list(rollouts.waiting(work, caller(ADMINISTRATOR))), "a newer one mends it"


def test_a_stopped_package_goes_nowhere_again(hq: Headquarters, tmp_path: Path) -> None:
    set_up(hq)
    number = published(hq, tmp_path)
    with hq.writing() as work, pytest.raises(UpdateRefusedError, match="name the first"):
        rollouts.advance(work, number, ADMINISTRATOR)
    begun(hq, number)
    with hq.writing() as work:
        rollouts.stop(work, number, ADMINISTRATOR)
    for act in (rollouts.advance, rollouts.stop):
        with hq.writing() as work, pytest.raises(UpdateRefusedError, match="stopped"):
            act(work, number, ADMINISTRATOR)
    with pytest.raises(UpdateRefusedError, match="went to a car already"):
        begun(hq, number)
    with hq.writing() as work, pytest.raises(UpdateRefusedError, match="No package"):
        rollouts.stop(work, 99, ADMINISTRATOR)


def test_a_car_cannot_report_of_a_package_that_there_is_not(hq: Headquarters) -> None:
    set_up(hq)
    lies = chained(
        SET_UP, said(AuditEvent.UPDATE_ROLLED_BACK, 7),
        (AuditEvent.UPDATE_ROLLED_BACK, "\u0661", ()), (AuditEvent.UPDATE_PROVED, "9" * 40, ()),
    )  # fmt: skip
    send(hq, *lies[1:])
    assert shown(hq) == ()


def test_packages_begin_advance_and_stop_by_command(
    server: InProcessHq, terminal: Terminal, tmp_path: Path
) -> None:
    set_up(server.hq)
    number = published(server.hq, tmp_path)
    for words in (("begin", number, DEVICE), ("advance", number), ("packages",)):
        assert terminal.run(ADMINISTRATOR, "fleet", *words) == 0, terminal.err
    assert "Five cars" in terminal.out
    assert terminal.run(ADMINISTRATOR, "fleet", "stop", number) == 0, terminal.err
    assert "Stopped" in terminal.out
    assert terminal.run(ADMINISTRATOR, "fleet", "advance", number) == 1
    assert "stopped for good" in terminal.err


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnownMachines]:
    with known_machines(tmp_path_factory.mktemp("known")) as known:
        yield known


def test_only_a_car_of_the_stage_fetches_and_a_revoked_one_is_told_so(
    machines: KnownMachines, tmp_path: Path
) -> None:
    hq = machines.hq
    client = machines.client(machines.machine(DEVICE))
    other = machines.client(machines.machine("car-other"))
    send(hq, *chained(SET_UP))
    number = published(hq, tmp_path)
    first = addresses.filled(addresses.DEVICE_UPDATE_PART, number=str(number), at="0")
    assert number_in(client.get(first)) == Problem.NO_SUCH_PACKAGE.number
    begun(hq, number)
    offer = decode(OfferMessage, client.get(addresses.DEVICE_UPDATE).content).package
    assert offer is not None
    begin = client.get(first).content
    assert begin == packages.place_of(hq, offer.facts).read_bytes()[: len(begin)]
    far = addresses.filled(addresses.DEVICE_UPDATE_PART, number=str(number), at="9" * 9)
    assert number_in(client.get(far)) == Problem.NO_SUCH_PACKAGE.number
    assert decode(OfferMessage, other.get(addresses.DEVICE_UPDATE).content).package is None
    assert number_in(other.get(first)) == Problem.NO_SUCH_PACKAGE.number
    machines.revoke(DEVICE)
    for address in (addresses.DEVICE_UPDATE, first):
        assert number_in(client.get(address)) == Problem.REVOKED.number
    assert machines.recorded(AuditEvent.HQ_WIPE_ORDERED, DEVICE)


def test_a_headquarters_without_certificates_gives_no_package(server: InProcessHq) -> None:
    answer = httpx.get(f"{server.base_url}{addresses.DEVICE_UPDATE}")
    assert number_in(answer) == Problem.NOT_ENROLLED.number


def test_a_package_whose_file_is_gone_is_said_to_be_gone(hq: Headquarters, tmp_path: Path) -> None:
    set_up(hq)
    number = published(hq, tmp_path)
    begun(hq, number)
    with hq.reading() as work:
        offer = rollouts.offer_to(work, DEVICE)
    assert offer is not None
    packages.place_of(hq, offer.facts).unlink()
    with pytest.raises(RefusedError) as why:
        packages.part_of(hq, offer, 0)
    assert why.value.problem is Problem.NO_SUCH_PACKAGE
