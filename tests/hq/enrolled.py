"""A headquarters over real TLS that demands certificates, and machines that are enrolled there."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from mdt_alpr.adapters.ed25519_signer import Ed25519Signer
from mdt_alpr.adapters.hq_link.enrolled import Enrolled, Enrolling, enroll, enrolled
from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent
from mdt_alpr.domain.people.known_devices import DeviceKind, code_in
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.server_certificate import own_certificate
from mdt_alpr.hq.base.settings import HqSettings, Limits
from mdt_alpr.hq.people import sample_agency
from mdt_alpr.hq.people.enrolling import offer_code, revoke
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.devices import CodeRequest
from mdt_alpr.wire.messages import SessionMessage, SignInMessage
from mdt_alpr.wire.problems import ProblemMessage
from tests.builders import SetClock
from tests.hq.conftest import CHEAP
from tests.hq.senders import PASSWORDS

WITHIN = httpx.Timeout(30.0)
CHIEF = sample_agency.ADMINISTRATOR
LIMITS = Limits(sign_ins_at_once=1000)


@dataclass
class KnownMachines:
    """A headquarters that answers enrolled machines only; the clock is its own."""

    hq: Headquarters
    url: str
    clock: SetClock
    clients: list[httpx.Client] = field(default_factory=list)

    def code(self, device: str, kind: DeviceKind = DeviceKind.CAR) -> str:
        """Return a new code, as the administrator reads it."""
        with self.hq.writing() as work:
            return offer_code(self.hq, work, CodeRequest(device, kind), CHIEF).code

    def machine(
        self, device: str, kind: DeviceKind = DeviceKind.CAR, *, seals: bool = False
    ) -> Enrolled:
        """Return a machine that was just enrolled; ``seals``: with the key of its evidence."""
        seed = secrets.token_bytes(32)
        signer = Ed25519Signer(seed) if seals else None
        code = code_in(self.code(device, kind))
        return enrolled(enroll(self.url, code, Enrolling(kind, seed, "", signer)), seed)

    def client(self, machine: Enrolled) -> httpx.Client:
        """Return a client that is closed at the end."""
        self.clients.append(machine.client(WITHIN))
        return self.clients[-1]

    def car(
        self, device: str, person_id: str = sample_agency.OFFICER, unit: str = ""
    ) -> "SignedIn":
        """Return an enrolled car with somebody signed in."""
        return self.signed_in(self.machine(device), device, person_id, unit)

    def signed_in(
        self,
        machine: Enrolled,
        device: str,
        person_id: str = sample_agency.OFFICER,
        unit: str = "",
    ) -> "SignedIn":
        """Return the machine with somebody signed in there."""
        client = self.client(machine)
        answer = sign_in(client, person_id, device, unit=unit)
        assert answer.status_code == 201, answer.text
        token = decode(SessionMessage, answer.content).token
        return SignedIn(machine, client, token, device)

    def revoke(self, device: str, reason: str = "stolen from the lot") -> None:
        """Revoke a machine."""
        with self.hq.writing() as work:
            revoke(self.hq, work, device, reason, CHIEF)

    def recorded(self, event: AuditEvent, subject: str) -> list[AuditEntry]:
        """Return what headquarters recorded of a machine."""
        with self.hq.reading() as work:
            last = own_audit.last_sequence(work.connection)
            entries = own_audit.entries_from(work.connection, 1, last, last)
        return [entry for entry in entries if entry.event is event and entry.subject == subject]


@dataclass
class SignedIn:
    """A machine on which somebody is signed in."""

    machine: Enrolled
    client: httpx.Client
    token: str
    device: str

    def get(self, address: str, client: httpx.Client | None = None) -> httpx.Response:
        """Ask, over this machine's connection or another's."""
        headers = {"Authorization": f"Bearer {self.token}"}
        return (client or self.client).get(address, headers=headers)


def mistyped(code: str) -> str:
    """Return a code whose last letter is another one."""
    return code[:-1] + ("0" if code[-1] != "0" else "1")


def stranger(url: str) -> httpx.Client:
    """Return a client that shows no certificate and believes any."""
    return httpx.Client(base_url=url, verify=False, timeout=WITHIN)  # noqa: S501


def sign_in(
    client: httpx.Client,
    person_id: str,
    device: str,
    address: str = addresses.SESSIONS,
    *,
    unit: str = "",
) -> httpx.Response:
    """Send what a car sends at a sign-in."""
    message = SignInMessage(person_id, PASSWORDS[person_id], device, unit=unit)
    headers = {"Content-Type": "application/json"}
    return client.post(address, content=encode(message), headers=headers)


def number_in(answer: httpx.Response) -> int:
    """Return the number of the problem that was answered."""
    return decode(ProblemMessage, answer.content).number


@contextmanager
def known_machines(
    folder: Path, proxies: tuple[str, ...] = (), limits: Limits = LIMITS
) -> Iterator[KnownMachines]:
    """Serve until the context ends; certificates are checked by the machine's own clock."""
    now = SystemClock().now()
    certificate, key = own_certificate(folder / "hq", ["127.0.0.1", "hq.example.gov"], now)
    settings = HqSettings(
        folder / "hq",
        password_cost=CHEAP,
        certificate=certificate,
        private_key=key,
        proxies=proxies,
        devices_demanded=True,
        limits=limits,
    )
    clock = SetClock(now)
    with InProcessHq(settings, clock, os.urandom) as found:
        sample_agency.sample_agency(found.hq, PASSWORDS, capture_date(now))
        machines = KnownMachines(found.hq, found.base_url, clock)
        try:
            yield machines
        finally:
            for client in machines.clients:
                client.close()
