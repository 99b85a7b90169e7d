"""Whatever headquarters' own description allows, and what it does not, meets no fault.

A few cases of each operation for every role, for the directory, for nobody and for each kind of
enrolled machine, always the same;
MDT_ALPR_SCHEMATHESIS_EXAMPLES=500 lets it look longer, with new ones.
"""

import os
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import HypothesisWarning, Unsatisfiable

from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.settings import HqSettings, Limits
from mdt_alpr.hq.directory.leavers import make_token
from mdt_alpr.hq.fleet.packages import publish
from mdt_alpr.hq.fleet.rollouts import PACKAGE_FACT, begin
from mdt_alpr.hq.fleet.tables import MACHINE_FACTS
from mdt_alpr.hq.hits import notice_routes
from mdt_alpr.hq.people import sample_agency
from mdt_alpr.hq.people.accounts import NewAccount, make_account
from mdt_alpr.hq.serving.openapi import document
from mdt_alpr.hq.serving.routes import EVERY_ADDRESS
from mdt_alpr.lab.hq.staged_updates import package_of
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.devices import CERTIFICATE_HEADER, RUN_HEADER
from mdt_alpr.wire.messages import SessionMessage
from mdt_alpr.wire.program_updates import FirstCarRequest
from tests.builders import NOW, SetClock
from tests.hq.conftest import CHEAP
from tests.hq.enrolled import KnownMachines, known_machines
from tests.hq.enrolled import sign_in as sign_in_at
from tests.hq.senders import PASSWORDS, sign_in

DATABASES = ["sqlite"]
GIVEN = os.environ.get("MDT_ALPR_SCHEMATHESIS_EXAMPLES", "")
EXAMPLES = int(GIVEN or 2)
NOWHERE = "http://nowhere"
NOBODY, DIRECTORY = "nobody", "directory"
AUDITOR, TECHNICIAN = "auditor-1", "technician-1"
PEOPLE = {
    Role.OFFICER: sample_agency.OFFICER,
    Role.SUPERVISOR: sample_agency.SUPERVISOR,
    Role.CUSTODIAN: sample_agency.CUSTODIAN,
    Role.ADMINISTRATOR: sample_agency.ADMINISTRATOR,
    Role.AUDITOR: AUDITOR,
    Role.TECHNICIAN: TECHNICIAN,
}
SEATS = {
    DeviceKind.CAR: (sample_agency.OFFICER, addresses.SESSIONS),
    DeviceKind.DESK: (sample_agency.ADMINISTRATOR, addresses.DESK_SESSIONS),
}
"""Who sits at which kind of machine; nobody at a camera."""
MODES = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)
UNSENDABLE = (requests.exceptions.InvalidURL, requests.exceptions.InvalidHeader, UnicodeError)
"""What comes of a request that no client can send."""
UNBOUNDED = Limits(
    requests_at_once=10**6, requests_per_s=1e6, sign_ins_at_once=10**6, sign_ins_per_s=1e6
)


@pytest.fixture
def served(
    settings: HqSettings, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[InProcessHq]:
    """A headquarters that lets nobody wait: neither for a notice nor for the rate limits."""
    monkeypatch.setattr(notice_routes, "LONGEST_WAIT_S", 0.0)
    given = replace(settings, limits=UNBOUNDED, password_cost=CHEAP)
    with InProcessHq(given, clock, os.urandom) as found:
        sample_agency.sample_agency(found.hq, PASSWORDS, NOW.date())
        (password,) = set(PASSWORDS.values())
        for role in (Role.AUDITOR, Role.TECHNICIAN):
            new = NewAccount(PEOPLE[role], "T. Sample", role, password, NOW.date())
            make_account(found.hq, new, sample_agency.ADMINISTRATOR)
        yield found


def token_of(server: InProcessHq, caller: str) -> str:
    """Return a fresh token, "" for nobody."""
    if caller == NOBODY:
        return ""
    if caller == DIRECTORY:
        return make_token(server.hq, "cases of every operation", sample_agency.ADMINISTRATOR).token
    answer = sign_in(server.base_url, PEOPLE[Role(caller)], device="car-1")
    return decode(SessionMessage, answer.content).token if answer.status_code == 201 else ""


@dataclass(frozen=True, slots=True)
class Asked:
    """The requests of one operation, without who sends them."""

    method: str
    requests: list[dict[str, Any]]


@pytest.fixture(scope="module")
def asked() -> list[Asked]:
    """Draw the requests once for all callers: drawing takes longer than sending them."""
    schema = schemathesis.openapi.from_dict(document(EVERY_ADDRESS))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", HypothesisWarning)
        found: list[Any] = list(schema.get_all_operations())
        return [
            Asked(operation.method, [sent for mode in MODES for sent in drawn(operation, mode)])
            for operation in (one.ok() for one in found)
        ]


def drawn(operation: Any, mode: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []

    @settings(
        max_examples=EXAMPLES,
        derandomize=not GIVEN,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(mode))
    def draw(case: Any) -> None:
        found.append(case.as_transport_kwargs(base_url=NOWHERE))

    with suppress(Unsatisfiable):  # nothing of it can be wrong
        draw()
    return found


def faults(
    operation: Asked, base_url: str, token: str, shown: dict[str, str], trust: Path | None = None
) -> tuple[list[str], bool]:
    """Return the cases that were answered with a fault, and whether the session is over."""
    found: list[str] = []
    is_over = False
    headers = {**shown, **({"Authorization": f"Bearer {token}"} if token else {})}
    with requests.Session() as session:
        session.trust_env, session.verify = False, str(trust) if trust else True
        for request in operation.requests:
            url = base_url + request["url"].removeprefix(NOWHERE)
            all_headers = {**dict(request.get("headers") or {}), **headers}
            sent = {**request, "url": url, "headers": all_headers}
            try:
                answer = session.request(**sent, timeout=30)
            except UNSENDABLE:
                continue
            is_over |= answer.status_code == 401 or operation.method.lower() == "delete"
            if answer.status_code >= 500:
                found.append(f"{operation.method} {url}: {answer.status_code} {answer.text}")
    return found, is_over


@pytest.mark.logs_warnings
@pytest.mark.parametrize("caller", [NOBODY, DIRECTORY, *PEOPLE])
def test_no_case_of_any_operation_meets_a_fault(
    served: InProcessHq, asked: list[Asked], caller: str
) -> None:
    found: list[str] = []
    token = token_of(served, caller)
    for operation in asked:
        faulty, is_over = faults(operation, served.base_url, token, {})
        found += faulty
        token = token_of(served, caller) if is_over else token
    assert asked
    assert not found, "\n".join(found[:20])


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnownMachines]:
    """A headquarters behind a proxy, which passes on whose certificate it saw."""
    folder = tmp_path_factory.mktemp("machines")
    with known_machines(folder, ("127.0.0.1",), UNBOUNDED) as served:
        name = "mdt-alpr_9.0_amd64.deb"
        (folder / name).write_bytes(package_of("9.0"))
        publish(served.hq, folder / name, name, sample_agency.ADMINISTRATOR, "second")
        with served.hq.database.writing() as connection:
            row = {"device": "car-1", "fact": PACKAGE_FACT, "value": "deb", "sequence": 1}
            connection.execute(MACHINE_FACTS.insert(), row)
        yield served


@pytest.mark.logs_warnings
@pytest.mark.parametrize("kind", list(DeviceKind))
def test_no_case_of_any_operation_meets_a_fault_from_a_machine_by_its_certificate(
    machines: KnownMachines, asked: list[Asked], kind: DeviceKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notice_routes, "LONGEST_WAIT_S", 0.0)
    device, trust = f"{kind.value}-1", machines.hq.settings.data / "tls" / "authority.pem"
    machine = machines.machine(device, kind)
    shown = {CERTIFICATE_HEADER: quote(machine.kept.certificate), RUN_HEADER: machine.run}
    if kind is DeviceKind.CAR:
        with machines.hq.writing() as work:
            begin(work, 1, FirstCarRequest(device), sample_agency.ADMINISTRATOR)
    client = machines.client(machine)
    client.headers.update(shown)

    def signed_in() -> str:
        if kind is DeviceKind.CAMERA:
            return ""
        who, at = SEATS[kind]
        answer = sign_in_at(client, who, device, at)
        return decode(SessionMessage, answer.content).token

    assert client.get(addresses.DEVICE).json()["device"] == device
    found, token = list[str](), signed_in()
    for operation in asked:
        faulty, is_over = faults(operation, machines.url, token, shown, trust)
        found += faulty
        token = signed_in() if is_over else token
    assert not found, "\n".join(found[:20])
