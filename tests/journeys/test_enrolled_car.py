"""A car that is enrolled belongs to its headquarters, over TLS that both ends prove (V4, V5)."""

import os
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from mdt_alpr.adapters.hq_link.http_link import HttpLink
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.adapters.vault.passphrase_vault import VARIABLE
from mdt_alpr.car.contact import CONTACT_EVERY, Contact, EnrolledMachine
from mdt_alpr.car.device_key import STORE_FILE, device_vault_for, vault_for
from mdt_alpr.car.settings import CarSettings
from mdt_alpr.car.wiring import Outside, make_car
from mdt_alpr.cli import main
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DeviceRevokedError, LinkLostError, OutsideError
from mdt_alpr.domain.people.known_devices import DeviceKind, answer_claim, wipe_claim
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.policy import PROFILE
from mdt_alpr.hq.base.agency_keys import ListSigner
from mdt_alpr.hq.people import sample_agency
from mdt_alpr.keys.key_places import KeyFolder
from mdt_alpr.patrol.events import Health, LinkChanged
from mdt_alpr.wire.car_settings import SettingsOffer
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.devices import (
    NONCE_HEADER,
    SIGNATURE_HEADER,
    EnrollmentMessage,
    KeptEnrollment,
    OwnDeviceMessage,
)
from mdt_alpr.wire.messages import ReceiptsMessage
from mdt_alpr.wire.program_updates import OfferMessage
from tests.builders import NOW, SetClock
from tests.hq.enrolled import KnownMachines, known_machines
from tests.journeys.two_cars import COMES_WITHIN_S, RunningCar, no_engines
from tests.played_devices import PlayedCamera

PASSPHRASE = "twelve letters and more"  # noqa: S105 - a test's
GIVEN = {VARIABLE: PASSPHRASE}


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnownMachines]:
    with known_machines(tmp_path_factory.mktemp("known")) as found:
        yield found


@pytest.fixture
def enroll(machines: KnownMachines, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Return how a technician enrolls a car, by the command."""

    def by_command(folder: Path, device: str, url: str = "", code: str = "") -> int:
        monkeypatch.setenv(VARIABLE, PASSPHRASE)
        given = code or machines.code(device)
        return main(
            ["enroll", "--hq", url or machines.url, "--code", given, "--data", str(folder)]
        )

    return by_command


class EnrolledCar(RunningCar):
    """A car whose keys lie in files under a passphrase; ``erased`` is set where it ends itself."""

    def __init__(self, folder: Path, clock: SetClock, **settings: str) -> None:
        self.events = []
        self._came = threading.Condition()
        self.erased = threading.Event()
        outside = Outside(
            PlayedCamera(),
            vault_for(folder, None, GIVEN),
            clock,
            make_recognition=no_engines,
            device_vault=device_vault_for(folder, None, GIVEN),
            end_program=self.erased.set,
        )
        given = CarSettings(unit="Unit 12", data=folder, **settings)  # type: ignore[arg-type]
        self.car = make_car(given, outside, self._take)


@contextmanager
def driving(folder: Path, clock: SetClock) -> Iterator[EnrolledCar]:
    car = EnrolledCar(folder, clock)
    car.car.start()
    try:
        yield car
    finally:
        car.car.stop()


def kept_in(folder: Path) -> KeptEnrollment:
    key = vault_for(folder, None, GIVEN).key()
    store = CarStore(folder / STORE_FILE, key, SetClock(), os.urandom, "any")
    try:
        enrollment = store.enrollment()
    finally:
        store.close()
    assert enrollment is not None
    return enrollment


@pytest.mark.attack("V4")
def test_a_car_that_was_enrolled_by_its_code_sends_what_waits_over_mutual_tls(
    machines: KnownMachines, tmp_path: Path, enroll: Callable[..., int]
) -> None:
    assert enroll(tmp_path, "car-12") == 0
    assert (tmp_path / "car.toml").read_text() == 'device = "car-12"\n'
    with driving(tmp_path, machines.clock) as car:
        car.sign_in(sample_agency.OFFICER)
        car.car.hold_round()
        assert car.car.wait_until_sent(COMES_WITHIN_S) == 0
    (begun,) = machines.recorded(AuditEvent.HQ_SIGN_IN, "car-12")
    assert begun.person == sample_agency.OFFICER
    assert kept_in(tmp_path).headquarters == machines.hq.signer.public_key


def test_an_enrolled_car_shows_its_link_before_anybody_signs_in(
    tmp_path: Path, enroll: Callable[..., int]
) -> None:
    with known_machines(tmp_path / "hq") as own:
        clock = own.clock
        assert enroll(tmp_path / "car", "", own.url, own.code("car-parked")) == 0
        assert said_of_the_link(tmp_path / "car", clock) == [LinkChanged(Health.OK, "")]
    (lost,) = said_of_the_link(tmp_path / "car", clock)
    assert lost.health is Health.LOST
    assert "cannot be reached" in lost.why


def said_of_the_link(folder: Path, clock: SetClock) -> list[LinkChanged]:
    with driving(folder, clock) as car:
        car.wait_for(lambda event: isinstance(event, LinkChanged))
        car.car.hold_round()
        return [event for event in car.events if isinstance(event, LinkChanged)]


@pytest.mark.attack("V9")
def test_a_car_serves_no_other_policy_profile_than_its_headquarters(
    tmp_path: Path, enroll: Callable[..., int]
) -> None:
    folder = tmp_path / "car"
    with known_machines(tmp_path / "hq") as own:
        clock = own.clock
        assert enroll(folder, "", own.url, own.code("car-moved")) == 0
        said_of_the_link(folder, clock)
        known = kept_in(folder)
        assert known.profile == PROFILE.digest
        keep_in_car(folder, replace(known, profile="of-before"))
        said_of_the_link(folder, clock)  # headquarters adopted what the car runs
        assert kept_in(folder).profile == PROFILE.digest
    keep_in_car(folder, replace(known, profile="of-another"))
    with pytest.raises(OutsideError, match=r"its headquarters another \(of-another\)"):
        EnrolledCar(folder, clock)


def keep_in_car(folder: Path, enrollment: KeptEnrollment) -> None:
    key = vault_for(folder, None, GIVEN).key()
    store = CarStore(folder / STORE_FILE, key, SetClock(), os.urandom, "any")
    try:
        store.keep_enrollment(enrollment)
    finally:
        store.close()


@pytest.mark.attack("V5")
def test_no_setting_moves_an_enrolled_car(
    machines: KnownMachines, tmp_path: Path, enroll: Callable[..., int]
) -> None:
    assert enroll(tmp_path, "car-stays") == 0
    for given in (
        {"hq_url": "http://127.0.0.1:19999"},
        {"hq_url": "https://other.example:8443"},
        {"device": "car-1"},
    ):
        with pytest.raises(OutsideError, match="is enrolled as car-stays"):
            EnrolledCar(tmp_path, machines.clock, **given)


@pytest.mark.attack("V5")
def test_no_other_headquarters_enrolls_a_car_that_has_one(
    tmp_path: Path, enroll: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    car = tmp_path / "car"
    assert enroll(car, "car-loyal") == 0
    before = kept_in(car)
    with known_machines(tmp_path / "false") as false_one:
        code = false_one.code("car-loyal")
        assert enroll(car, "car-loyal", false_one.url, code) == 1
    assert "another headquarters" in capsys.readouterr().err
    assert kept_in(car) == before


@pytest.mark.attack("V4")
@pytest.mark.attack("V5")
def test_the_environment_gives_an_enrolled_car_no_other_trust(
    machines: KnownMachines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets_file = tmp_path / "session.keys"
    with known_machines(tmp_path / "false") as false_one:
        authority = false_one.hq.settings.data / "tls" / "authority.pem"
        monkeypatch.setenv("SSL_CERT_FILE", str(authority))
        monkeypatch.setenv("SSLKEYLOGFILE", str(secrets_file))
        known = machines.machine("car-watched")
        misled = replace(known, kept=replace(known.kept, address=false_one.url))
        link = HttpLink(false_one.client(misled), SetClock(), "car-watched", known=misled)
        with pytest.raises(LinkLostError, match="certificate is not trusted"):
            link.own_device()
        truly = HttpLink(machines.client(known), SetClock(), "car-watched", known=known)
        assert truly.own_device().device == "car-watched"
    assert not secrets_file.exists()


SIGNED_FOR_ANOTHER = "headquarters, for another question"
SESSION = Session("rivera", "R. Rivera", Role.OFFICER, NOW, "token")


@pytest.mark.attack("V5")
@pytest.mark.parametrize("signed_by", ["nobody", "another", SIGNED_FOR_ANOTHER])
def test_a_receipt_that_headquarters_did_not_sign_lets_nothing_leave_the_outbox(
    machines: KnownMachines, tmp_path: Path, signed_by: str
) -> None:
    known = machines.machine("car-receipts")
    truly = machines.hq.signer
    signer = (
        ListSigner(KeyFolder(tmp_path, os.urandom), os.urandom)
        if signed_by == "another"
        else truly
    )
    body = encode(ReceiptsMessage(())).encode()

    def answer(request: httpx.Request) -> httpx.Response:
        nonce = request.headers[NONCE_HEADER] if signed_by != SIGNED_FOR_ANOTHER else "0" * 32
        claim = answer_claim(nonce, "POST /v1/items", 200, body)
        headers = {SIGNATURE_HEADER: signer.sign(claim).hex()} if signed_by != "nobody" else {}
        return httpx.Response(200, content=body, headers=headers)

    with httpx.Client(base_url="https://hq", transport=httpx.MockTransport(answer)) as client:
        link = HttpLink(client, SetClock(), "car-receipts", known=known)
        with pytest.raises(LinkLostError, match="not of the headquarters that this car knows"):
            link.send(SESSION, [])


# ---------------------------------------------------------------- lost


def test_a_revoked_car_erases_itself_at_its_next_contact_with_nobody_signed_in(
    machines: KnownMachines, tmp_path: Path, enroll: Callable[..., int]
) -> None:
    assert enroll(tmp_path, "car-gone") == 0
    machines.revoke("car-gone")
    with driving(tmp_path, machines.clock) as car:
        assert car.erased.wait(COMES_WITHIN_S)
    assert {file.name for file in tmp_path.iterdir()} == {"car.toml", "program.lock"}
    assert len(machines.recorded(AuditEvent.HQ_DEVICE_WIPED, "car-gone")) == 1


class RevokingLink:
    """Says that the machine is revoked, with an order."""

    def __init__(self, order: str) -> None:
        self.order = order
        self.wiped = 0
        self.asked = 0

    def own_device(self) -> OwnDeviceMessage:
        self.asked += 1
        sentence = "This machine was revoked."
        raise DeviceRevokedError(sentence, self.order)

    def renew(self, request: str) -> EnrollmentMessage:
        raise AssertionError(request)

    def note_wiped(self) -> None:
        self.wiped += 1

    def update_offer(self) -> OfferMessage:
        raise AssertionError

    def update_part(self, number: int, at: int) -> bytes:
        raise AssertionError((number, at))

    def settings_offer(self) -> SettingsOffer:
        raise AssertionError


@pytest.mark.attack("V5")
@pytest.mark.parametrize("order", ["", "no signature", "headquarters', for another", "the order"])
def test_only_headquarters_own_order_for_this_machine_erases_a_car(
    machines: KnownMachines, order: str
) -> None:
    known = machines.machine("car-ordered")
    device = "car-other" if order == "headquarters', for another" else "car-ordered"
    signed = machines.hq.signer.sign(wipe_claim(device, known.fingerprint)).hex()
    link = RevokingLink(signed if "order" in order or "another" in order else order)
    done: list[str] = []
    machine = EnrolledMachine(
        known,
        link,
        keep=lambda kept: done.append(kept.device),
        erase=lambda: done.append("erased"),
        end_program=lambda: done.append("ended"),
    )
    clock = SetClock()
    contact = Contact(machine, clock, machine.keep)
    contact.make()
    assert done == (["erased", "ended"] if order == "the order" else [])
    assert link.wiped == len(done) // 2
    contact.make()
    clock.at += CONTACT_EVERY
    contact.make()
    assert link.asked == 2


def test_a_car_renews_its_certificate_at_a_contact_in_its_last_sixty_days(
    machines: KnownMachines, tmp_path: Path, enroll: Callable[..., int]
) -> None:
    assert enroll(tmp_path, "car-yearly") == 0
    before = kept_in(tmp_path)
    machines.clock.pass_by(days=306)
    try:
        with driving(tmp_path, machines.clock) as car:
            car.sign_in(sample_agency.SECOND_OFFICER)
            car.car.hold_round()
    finally:
        machines.clock.at -= timedelta(days=306)
    after = kept_in(tmp_path)
    assert after.certificate != before.certificate
    assert (after.device, after.headquarters) == (before.device, before.headquarters)
    assert len(machines.recorded(AuditEvent.HQ_DEVICE_RENEWED, "car-yearly")) == 1
    assert machines.hq.signer.public_key == after.headquarters
    assert DeviceKind.CAR is after.kind
    assert ssl.PEM_HEADER in after.certificate
