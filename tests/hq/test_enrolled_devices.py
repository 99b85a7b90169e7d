"""Headquarters answers machines that it knows, by the certificate that they prove (IA-3)."""

import secrets
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from mdt_alpr.acts.devices import SHOW_DEVICES
from mdt_alpr.adapters.ed25519_signer import Ed25519Signer
from mdt_alpr.adapters.hq_link.enrolled import (
    Enrolled,
    Enrolling,
    certificate_request,
    enroll,
    enrolled,
    private_key,
)
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.known_devices import DeviceKind, code_in
from mdt_alpr.domain.policy import DEVICE_COUNTS_FOR, SESSION_LASTS
from mdt_alpr.hq.base.authority import Authority
from mdt_alpr.hq.hits.notice_store import on_shift
from mdt_alpr.hq.people import device_store, sample_agency
from mdt_alpr.hq.serving.routes import EVERY_ADDRESS
from mdt_alpr.hq.serving.server import tls_of
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.devices import (
    CERTIFICATE_HEADER,
    RUN_HEADER,
    WIPE_HEADER,
    CertificateRenewal,
    DevicesMessage,
    EnrollmentMessage,
    EnrollRequest,
)
from mdt_alpr.wire.problems import Problem
from tests.hq.enrolled import (
    CHIEF,
    KnownMachines,
    SignedIn,
    known_machines,
    mistyped,
    number_in,
    sign_in,
    stranger,
)

_BY_A_CODE = {addresses.ENROLL, addresses.REQUEST_STATUS, addresses.CAD_EVENTS}
OPEN_TO_ALL = {"/healthz", "/readyz", "/metrics", *_BY_A_CODE}
"""A requester from outside asks by a code alone (DIS-08), CAD by the secret of its receiver."""
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnownMachines]:
    with known_machines(tmp_path_factory.mktemp("known")) as found:
        yield found


def a_request(seed: bytes = bytes(32), salt: str = "00" * 16) -> str:
    return certificate_request(private_key(seed, salt))


def enrolling(machines: KnownMachines, message: EnrollRequest) -> httpx.Response:
    with stranger(machines.url) as client:
        return client.post(addresses.ENROLL, content=encode(message), headers=JSON)


@pytest.mark.attack("V1n")
@pytest.mark.attack("V4")
def test_a_machine_that_is_not_enrolled_gets_nothing_but_enrollment_and_health(
    machines: KnownMachines,
) -> None:
    with stranger(machines.url) as client:
        for endpoint in EVERY_ADDRESS:
            address = endpoint.address.replace("{", "").replace("}", "")
            answer = client.request(endpoint.method, address)
            if endpoint.address in OPEN_TO_ALL:
                assert answer.status_code != 403, endpoint.address
            elif endpoint.address.startswith("/scim/"):  # the directory has its own token
                assert answer.status_code == 401, endpoint.address
            else:
                assert number_in(answer) == Problem.NOT_ENROLLED.number, endpoint.address


@pytest.mark.attack("V1a")
def test_the_device_of_a_session_is_the_certificates_whatever_the_message_says(
    machines: KnownMachines,
) -> None:
    client = machines.client(machines.machine("car-a"))
    assert sign_in(client, sample_agency.OFFICER, "car-of-another").status_code == 201
    begun = machines.recorded(AuditEvent.HQ_SIGN_IN, "car-a")
    assert [entry.person for entry in begun] == [sample_agency.OFFICER]
    assert not machines.recorded(AuditEvent.HQ_SIGN_IN, "car-of-another")


@pytest.mark.proved("V20")
def test_an_enrolled_car_is_the_free_unit_of_its_first_sign_in_and_never_another(
    machines: KnownMachines,
) -> None:
    def shown(car: SignedIn, asked: str) -> list[str]:
        """Look as a unit; return as which units the car is on shift."""
        assert car.get(f"{addresses.NOTICES}?unit={asked}").status_code == 200
        with machines.hq.reading() as work:
            there = on_shift(work.connection, work.now - SESSION_LASTS)
            return [one.unit for one in there if one.device == car.device]

    evil = machines.car("car-evil")
    assert shown(evil, "20") == []
    signed = machines.car("car-20", unit="20")
    assert shown(signed, "21") == ["20"]
    for named, counts in (("20", []), ("22", ["22"]), ("23", ["22"])):
        again = machines.signed_in(evil.machine, "car-evil", unit=named)
        assert shown(again, named) == counts
    refused = machines.recorded(AuditEvent.HQ_UNIT_REFUSED, "car-evil")
    assert [entry.person for entry in refused] == [sample_agency.OFFICER] * 2


@pytest.mark.attack("V1h")
@pytest.mark.attack("V14")
def test_a_stolen_token_is_worth_nothing_on_another_machine(machines: KnownMachines) -> None:
    victim, thief = machines.car("car-victim"), machines.client(machines.machine("car-thief"))
    assert victim.get(addresses.UNITS).status_code == 200
    stolen = victim.get(addresses.UNITS, thief)
    assert number_in(stolen) == Problem.OTHER_DEVICE.number
    with stranger(machines.url) as nobody:
        assert number_in(victim.get(addresses.UNITS, nobody)) == Problem.NOT_ENROLLED.number


def test_people_sign_in_in_cars_and_at_desks_each_on_their_kind_of_machine(
    machines: KnownMachines,
) -> None:
    desk = machines.client(machines.machine("desk-a", DeviceKind.DESK))
    car = machines.client(machines.machine("car-b"))
    camera = machines.client(machines.machine("camera-a", DeviceKind.CAMERA))
    for client, address in (
        (desk, addresses.SESSIONS),
        (car, addresses.DESK_SESSIONS),
        (camera, addresses.SESSIONS),
        (camera, addresses.DESK_SESSIONS),
    ):
        refused = sign_in(client, sample_agency.SUPERVISOR, "x", address)
        assert number_in(refused) == Problem.OTHER_KIND.number
    assert sign_in(desk, sample_agency.SUPERVISOR, "x", addresses.DESK_SESSIONS).is_success


# ---------------------------------------------------------------- codes


@pytest.mark.attack("V1j")
def test_a_code_counts_once(machines: KnownMachines) -> None:
    code = code_in(machines.code("car-once"))
    enroll(machines.url, code, Enrolling(DeviceKind.CAR, bytes(32)))
    with pytest.raises(OutsideError, match="wrong, used or too old"):
        enroll(machines.url, code, Enrolling(DeviceKind.CAR, b"\1" * 32))
    assert len(machines.recorded(AuditEvent.HQ_DEVICE_ENROLLED, "car-once")) == 1


def test_a_code_counts_for_a_day(machines: KnownMachines) -> None:
    code = code_in(machines.code("car-late"))
    machines.clock.pass_by(hours=24)
    try:
        with pytest.raises(OutsideError, match="too old"):
            enroll(machines.url, code, Enrolling(DeviceKind.CAR, bytes(32)))
    finally:
        machines.clock.pass_by(hours=-24)


def test_a_newer_code_for_a_machine_ends_the_older_one(machines: KnownMachines) -> None:
    older = code_in(machines.code("car-newer"))
    machines.code("car-newer")
    with pytest.raises(OutsideError, match="wrong, used or too old"):
        enroll(machines.url, older, Enrolling(DeviceKind.CAR, bytes(32)))


@pytest.mark.attack("V1j")
def test_a_code_gives_its_own_name_and_kind_to_whoever_brings_it(machines: KnownMachines) -> None:
    for words in ({"device": "car-victim"}, {"kind": DeviceKind.DESK}):
        code = code_in(machines.code("car-c"))
        asked = {"code": code.spoken, "request": a_request(), "kind": DeviceKind.CAR, **words}
        answer = enrolling(machines, EnrollRequest(**asked))  # type: ignore[arg-type]
        assert number_in(answer) == Problem.CODE_NOT_GOOD.number
    key = private_key(bytes(32), "00" * 16)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "car-victim")])
    request = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, hashes.SHA256())
    asked_for = request.public_bytes(Encoding.PEM).decode()
    code = code_in(machines.code("car-c"))
    answer = enrolling(machines, EnrollRequest(code.spoken, asked_for, DeviceKind.CAR))
    given = decode(EnrollmentMessage, answer.content)
    made = x509.load_pem_x509_certificate(given.certificate.encode())
    (named,) = made.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert (given.device, named.value) == ("car-c", "car-c")


def test_a_code_ends_with_its_fifth_wrong_try(machines: KnownMachines) -> None:
    code = code_in(machines.code("car-guessed"))
    for _ in range(5):
        asked = EnrollRequest(mistyped(code.spoken), a_request(), DeviceKind.CAR)
        answer = enrolling(machines, asked)
        assert number_in(answer) == Problem.CODE_NOT_GOOD.number
    with pytest.raises(OutsideError, match="wrong, used or too old"):
        enroll(machines.url, code, Enrolling(DeviceKind.CAR, bytes(32)))
    assert len(machines.recorded(AuditEvent.HQ_ENROLLMENT_REFUSED, "car-guessed")) == 5


def test_headquarters_keeps_no_code(machines: KnownMachines) -> None:
    code = code_in(machines.code("car-kept"))
    data = machines.hq.settings.data
    for file in data.glob("headquarters.db*"):
        assert code.spoken[8:].encode() not in file.read_bytes()


@pytest.mark.parametrize("asked", ["", "no request", "-----BEGIN CERTIFICATE REQUEST-----\n"])
def test_what_is_no_request_uses_no_code(machines: KnownMachines, asked: str) -> None:
    code = code_in(machines.code("car-asks"))
    answer = enrolling(machines, EnrollRequest(code.spoken, asked, DeviceKind.CAR))
    assert number_in(answer) == Problem.DEVICE_REFUSED.number
    assert enroll(machines.url, code, Enrolling(DeviceKind.CAR, bytes(32))).device == "car-asks"


@pytest.mark.attack("V5")
def test_a_code_is_not_sent_to_another_headquarters(
    machines: KnownMachines, tmp_path: Path
) -> None:
    code = code_in(machines.code("car-misled"))
    with known_machines(tmp_path) as false_one:
        with pytest.raises(OutsideError, match="not the one of this code"):
            enroll(false_one.url, code, Enrolling(DeviceKind.CAR, bytes(32)))
        assert not false_one.recorded(AuditEvent.HQ_ENROLLMENT_REFUSED, "")
    assert enroll(machines.url, code, Enrolling(DeviceKind.CAR, bytes(32))).device == "car-misled"


@pytest.mark.attack("V1j")
@pytest.mark.attack("V1k")
def test_the_key_of_evidence_is_accepted_by_the_person_who_gave_the_code(
    machines: KnownMachines,
) -> None:
    first, second = (machines.machine("car-seals", seals=True) for _ in range(2))
    keys = {Ed25519Signer(one.seed).public_key for one in (first, second)}
    with machines.hq.reading() as work:
        assert device_store.accepted_keys(work.connection, "car-seals") == keys
    accepted = machines.recorded(AuditEvent.HQ_DEVICE_KEY_ACCEPTED, "car-seals")
    assert [entry.person for entry in accepted] == [CHIEF, CHIEF]
    code = code_in(machines.code("car-seals"))
    liar = EnrollRequest(code.spoken, a_request(), DeviceKind.CAR, "", "ab" * 32, "cd" * 64)
    assert number_in(enrolling(machines, liar)) == Problem.NO_PROOF_OF_KEY.number


def test_a_machine_that_is_enrolled_again_replaces_the_former_one(machines: KnownMachines) -> None:
    former = machines.car("car-replaced")
    machines.clock.pass_by(seconds=1)
    again = machines.car("car-replaced")
    assert number_in(former.get(addresses.UNITS)) == Problem.NOT_ENROLLED.number
    assert again.get(addresses.UNITS).status_code == 200
    assert number_in(again.get(addresses.UNITS, former.client)) == Problem.NOT_ENROLLED.number
    old_session = former.get(addresses.UNITS, again.client)
    assert number_in(old_session) == Problem.NOT_SIGNED_IN.number


# ---------------------------------------------------------------- lost, copied, out of date


def test_a_revoked_machine_is_refused_with_its_next_request_and_ordered_to_erase_itself(
    machines: KnownMachines,
) -> None:
    car = machines.car("car-lost")
    assert car.get(addresses.UNITS).status_code == 200
    machines.revoke("car-lost")
    refused = car.get(addresses.UNITS)
    assert number_in(refused) == Problem.REVOKED.number
    assert car.machine.is_wipe_order(refused.headers[WIPE_HEADER])
    other = machines.machine("car-not-lost")
    assert not other.is_wipe_order(refused.headers[WIPE_HEADER])
    car.get(addresses.UNITS)
    assert len(machines.recorded(AuditEvent.HQ_WIPE_ORDERED, "car-lost")) == 1
    assert machines.client(other).post(addresses.DEVICE_WIPED).status_code == 204
    assert car.client.post(addresses.DEVICE_WIPED).status_code == 204
    (entry,) = machines.recorded(AuditEvent.HQ_DEVICE_REVOKED, "car-lost")
    assert entry.person == CHIEF
    assert len(machines.recorded(AuditEvent.HQ_DEVICE_WIPED, "car-lost")) == 1


@pytest.mark.attack("V1a")
def test_two_machines_with_one_certificate_are_an_alarm_and_a_restart_is_none(
    machines: KnownMachines,
) -> None:
    machine = machines.machine("car-copied")
    starts = [machines.client(enrolled(machine.kept, machine.seed)) for _ in range(3)]
    for client in starts:
        assert client.get(addresses.DEVICE).status_code == 200
    assert not machines.recorded(AuditEvent.HQ_DEVICE_TWICE, "car-copied")
    for client in (starts[0], starts[2], starts[0]):
        client.get(addresses.DEVICE)
    assert len(machines.recorded(AuditEvent.HQ_DEVICE_TWICE, "car-copied")) == 1
    desk = machines.client(machines.machine("desk-chief", DeviceKind.DESK))
    begun = sign_in(desk, CHIEF, "", addresses.DESK_SESSIONS).json()
    headers = {"Authorization": f"Bearer {begun['token']}"}
    message = decode(DevicesMessage, desk.get(SHOW_DEVICES.address, headers=headers).content)
    (copied,) = [device for device in message.devices if device.device == "car-copied"]
    assert "Two machines" in copied.trouble


def test_a_copy_without_the_number_of_its_start_is_an_alarm_too(machines: KnownMachines) -> None:
    client = machines.client(machines.machine("car-bare"))
    for run in ("one", "", "one"):
        client.get(addresses.DEVICE, headers={RUN_HEADER: run})
    assert len(machines.recorded(AuditEvent.HQ_DEVICE_TWICE, "car-bare")) == 1


def test_a_machine_renews_its_certificate_and_a_car_on_the_road_goes_on(
    machines: KnownMachines,
) -> None:
    car = machines.car("car-renews")
    request, salt = car.machine.request()
    answer = car.client.post(
        addresses.DEVICE_RENEWAL, content=encode(CertificateRenewal(request)), headers=JSON
    )
    renewed = car.machine.renewed(decode(EnrollmentMessage, answer.content), salt)
    assert renewed.fingerprint != car.machine.fingerprint
    assert car.get(addresses.UNITS, machines.client(renewed)).status_code == 200
    assert car.get(addresses.UNITS).status_code == 200
    machines.revoke("car-renews")
    for client in (car.client, machines.client(renewed)):
        assert number_in(car.get(addresses.UNITS, client)) == Problem.REVOKED.number


def _with_certificate(machine: Enrolled, authority: Authority, *, ended: bool) -> Enrolled:
    now = SystemClock().now()
    at = now - DEVICE_COUNTS_FOR - timedelta(days=1) if ended else now
    request = a_request(machine.seed, machine.kept.salt)
    issued = authority.device(request, machine.kept.device, DeviceKind.CAR, at)
    kept = replace(machine.kept, certificate=issued.pem)
    return enrolled(kept, machine.seed)


@pytest.mark.attack("V4")
@pytest.mark.parametrize("what", ["ended", "of another authority", "never issued to a machine"])
def test_a_certificate_that_does_not_count_lets_nobody_in(
    machines: KnownMachines, tmp_path: Path, what: str
) -> None:
    data = tmp_path if what == "of another authority" else machines.hq.settings.data
    authority = Authority(data, SystemClock().now())
    false_one = _with_certificate(
        machines.machine(f"car-{secrets.token_hex(4)}"), authority, ended=what == "ended"
    )
    client = machines.client(false_one)
    if what == "never issued to a machine":
        answer = client.get(addresses.DEVICE)
        assert number_in(answer) == Problem.NOT_ENROLLED.number
        return
    with pytest.raises(httpx.TransportError):
        client.get(addresses.DEVICE)


@pytest.mark.attack("V4")
def test_the_server_speaks_tls_1_2_at_least_and_checks_certificates(
    machines: KnownMachines,
) -> None:
    context = tls_of(machines.hq.settings)
    assert context is not None
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
    assert context.verify_mode is ssl.CERT_OPTIONAL


@pytest.mark.attack("V7")
def test_a_certificate_in_a_header_counts_from_a_named_proxy_only(
    machines: KnownMachines, tmp_path: Path
) -> None:
    victim, thief = machines.machine("car-headed"), machines.machine("car-heading")
    headers = {CERTIFICATE_HEADER: quote(victim.kept.certificate)}
    shown = machines.client(thief).get(addresses.DEVICE, headers=headers)
    assert shown.json()["device"] == "car-heading"
    with stranger(machines.url) as nobody:
        answer = nobody.get(addresses.DEVICE, headers=headers)
        assert number_in(answer) == Problem.NOT_ENROLLED.number
    with known_machines(tmp_path, proxies=("127.0.0.1",)) as behind:
        known, other = behind.machine("car-proxied"), behind.machine("car-other")
        proxy = behind.client(other)  # a proxy's own certificate names no car
        passed_on = {CERTIFICATE_HEADER: quote(known.kept.certificate)}
        assert proxy.get(addresses.DEVICE, headers=passed_on).json()["device"] == "car-proxied"
        for wrong in ("", "no certificate", quote(victim.kept.certificate)):
            answer = proxy.get(addresses.DEVICE, headers={CERTIFICATE_HEADER: wrong})
            assert number_in(answer) == Problem.NOT_ENROLLED.number
        twice = [(CERTIFICATE_HEADER, passed_on[CERTIFICATE_HEADER])] * 2
        assert number_in(proxy.get(addresses.DEVICE, headers=twice)) == 216
