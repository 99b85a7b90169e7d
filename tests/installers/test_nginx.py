"""The proxy's configuration that is shipped, in a real nginx before a real headquarters (V7)."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

import pytest

from mdt_alpr.adapters.hq_link.enrolled import Enrolled, Enrolling, enroll, enrolled
from mdt_alpr.domain.people.known_devices import DeviceKind, code_in
from mdt_alpr.hq.base.authority import Authority
from mdt_alpr.hq.people import sample_agency
from mdt_alpr.lab.ports import free_port
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.wire import addresses
from mdt_alpr.wire.devices import CERTIFICATE_HEADER
from mdt_alpr.wire.problems import Problem
from tests.hq.enrolled import WITHIN, KnownMachines, known_machines, number_in, sign_in, stranger

CONFIGURATION = Path(__file__).parents[2] / "installers" / "nginx.conf"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not on this machine")


@dataclass
class Proxied:
    """A headquarters behind nginx; ``url`` is the proxy's."""

    machines: KnownMachines
    url: str

    def machine(self, device: str, seed: bytes) -> Enrolled:
        code = code_in(self.machines.code(device))
        return enrolled(enroll(self.url, code, Enrolling(DeviceKind.CAR, seed)), seed)


def configured(folder: Path, machines: KnownMachines, port: int) -> Path:
    """Write the shipped configuration with this test's names and places."""
    text = CONFIGURATION.read_text(encoding="utf-8")
    for shipped, here in (
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("/srv/HQ/tls", str(machines.hq.settings.data / "tls")),
        ("https://127.0.0.1:8443", machines.url),
        (
            "events {}",
            "daemon off;\nmaster_process off;\nerror_log stderr notice;\n"  # noqa: ISC004 - one text
            f"pid {folder}/pid;\nevents {{}}",
        ),
        ("http {", "http {\n    access_log off;\n    client_body_temp_path body;"),
    ):
        assert shipped in text
        text = text.replace(shipped, here)
    file = folder / "nginx.conf"
    file.write_text(text, encoding="utf-8")
    return file


@contextmanager
def serving(folder: Path, file: Path) -> Iterator[None]:
    words = [str(NGINX), "-p", str(folder), "-c", str(file), "-e", "stderr"]
    checked = subprocess.run([*words, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            said = [next(process.stderr)]
            while "nginx/" not in said[-1]:  # it listens by then
                said.append(next(process.stderr))
            yield
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    folder = tmp_path_factory.mktemp("nginx")
    port = free_port()
    with known_machines(folder, proxies=("127.0.0.1",)) as machines:
        file = configured(folder, machines, port)
        with serving(folder, file):
            yield Proxied(machines, f"https://127.0.0.1:{port}")


def test_a_machine_is_enrolled_and_known_through_the_proxy(proxied: Proxied) -> None:
    with proxied.machine("car-1", bytes(32)).client(WITHIN) as client:
        assert client.get(addresses.DEVICE).json()["device"] == "car-1"
        assert sign_in(client, sample_agency.OFFICER, "car-9").status_code == 201


@pytest.mark.attack("V7")
def test_a_certificate_that_a_client_writes_into_the_header_is_replaced(proxied: Proxied) -> None:
    victim = proxied.machine("car-victim", b"\1" * 32)
    headers = {CERTIFICATE_HEADER: quote(victim.kept.certificate), "X-Forwarded-For": "192.0.2.9"}
    with proxied.machine("car-thief", b"\2" * 32).client(WITHIN) as thief:
        assert thief.get(addresses.DEVICE, headers=headers).json()["device"] == "car-thief"
    with stranger(proxied.url) as nobody:
        answer = nobody.get(addresses.DEVICE, headers=headers)
        assert number_in(answer) == Problem.NOT_ENROLLED.number
        assert nobody.get("/healthz").status_code == 200


@pytest.mark.attack("V4")
def test_a_certificate_of_another_authority_ends_at_the_proxy(
    proxied: Proxied, tmp_path: Path
) -> None:
    known = proxied.machine("car-2", b"\3" * 32)
    request, salt = known.request()
    false_one = Authority(tmp_path, SystemClock().now())
    issued = false_one.device(request, "car-2", DeviceKind.CAR, SystemClock().now())
    kept = replace(known.kept, certificate=issued.pem, salt=salt)
    with enrolled(kept, known.seed).client(WITHIN) as client:
        answer = client.get(addresses.DEVICE)
        assert answer.status_code == 400
        assert "application/problem" not in answer.headers["Content-Type"]
