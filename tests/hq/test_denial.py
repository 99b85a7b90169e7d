"""Whoever only reaches the port cannot stop headquarters (V7, SC-5)."""

import asyncio
import os
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from uvicorn.config import Config
from uvicorn.server import ServerState

from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.authority import authority_place
from mdt_alpr.hq.base.headquarters import RefusedError
from mdt_alpr.hq.base.http import HashingGate
from mdt_alpr.hq.base.server_certificate import own_certificate
from mdt_alpr.hq.base.settings import HqSettings, Limits
from mdt_alpr.hq.people.sample_agency import sample_agency
from mdt_alpr.hq.serving.server import Door, GuardedProtocol
from mdt_alpr.machine.clock import SystemClock
from tests.builders import NOW, SetClock
from tests.hq.conftest import CHEAP
from tests.hq.senders import METRICS_TOKEN, PASSWORDS, PATIENCE, figures, sign_in

pytestmark = [pytest.mark.proved("V7"), pytest.mark.attack("V7")]
HALF_A_REQUEST = b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: "
HALF_A_BODY = b"POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n{"
QUICK = Limits(head_s=1.0, body_s=1.0, body_bytes_per_s=1e6, connections_of_address=2000)


@contextmanager
def served(folder: Path, **settings: object) -> Iterator[InProcessHq]:
    given = HqSettings(folder / "hq", password_cost=CHEAP)
    given = replace(given, **settings)  # type: ignore[arg-type]
    with InProcessHq(given, SetClock(), os.urandom) as found:
        sample_agency(found.hq, PASSWORDS, NOW.date())
        yield found


def connected(address: str) -> socket.socket:
    host, port = address.rpartition("/")[2].split(":")
    return socket.create_connection((host, int(port)), timeout=30)


def send(connection: socket.socket, sent: bytes) -> None:
    """Send something, unless this was so slow that the server has shut the connection already."""
    with suppress(ConnectionError):
        connection.sendall(sent)


def is_shut(connection: socket.socket) -> bool:
    """Wait until the server ends a connection; what it answers before is passed over."""
    try:
        while connection.recv(4096):
            pass
    except ConnectionError:
        pass
    return True


def has_ended(connection: socket.socket) -> bool:
    """Tell whether the server ended a connection within a moment."""
    connection.settimeout(0.05)
    try:
        return connection.recv(4096) == b""
    except TimeoutError:
        return False


def is_alive(address: str) -> bool:
    return httpx.get(f"{address}/healthz", trust_env=False, timeout=PATIENCE).status_code == 200


@pytest.mark.logs_warnings
def test_eleven_hundred_half_requests_do_not_stop_the_service(tmp_path: Path) -> None:
    with served(tmp_path, limits=QUICK) as hq, ExitStack() as stack:
        half = [stack.enter_context(connected(hq.base_url)) for _ in range(1100)]
        for one in half:
            send(one, HALF_A_REQUEST)
        until_served(hq.base_url)
        assert all(is_shut(one) for one in half)
        until_served(hq.base_url)


@pytest.mark.logs_warnings
@pytest.mark.parametrize("sent", [b"", b"\r\n", b"GET", HALF_A_REQUEST, HALF_A_BODY])
def test_a_client_that_keeps_the_server_waiting_is_shut(tmp_path: Path, sent: bytes) -> None:
    with served(tmp_path, limits=QUICK) as hq, connected(hq.base_url) as slow:
        send(slow, sent)
        assert is_shut(slow)


@pytest.mark.logs_warnings
def test_a_head_that_drips_in_does_not_win_time(tmp_path: Path) -> None:
    with served(tmp_path, limits=QUICK) as hq, connected(hq.base_url) as slow:
        send(slow, HALF_A_REQUEST)
        with suppress(ConnectionError):
            while not has_ended(slow):
                slow.sendall(b"x")


@pytest.mark.logs_warnings
def test_a_second_request_that_never_ends_is_shut_too(tmp_path: Path) -> None:
    with served(tmp_path, limits=QUICK) as hq, connected(hq.base_url) as slow:
        slow.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert slow.recv(4096).startswith(b"HTTP/1.1 200")
        send(slow, HALF_A_REQUEST)
        assert is_shut(slow)


def test_one_address_holds_no_more_connections_than_its_share(tmp_path: Path) -> None:
    limits = replace(Limits(), connections_of_address=3, head_s=60.0)
    with served(tmp_path, limits=limits) as hq, ExitStack() as stack:
        held = [stack.enter_context(connected(hq.base_url)) for _ in range(3)]
        with connected(hq.base_url) as further:
            assert is_shut(further)
        held[0].close()
        until_served(hq.base_url)


def until_served(address: str) -> None:
    """Ask until somebody is served: who was slower than a limit comes again, as a car does."""
    for _ in range(200):
        try:
            if is_alive(address):
                return
        except httpx.HTTPError:
            threading.Event().wait(0.05)
    pytest.fail("nobody is served")


def test_a_slow_but_honest_body_is_accepted(tmp_path: Path) -> None:
    limits = replace(QUICK, head_s=30.0, body_s=30.0)
    body = b'{"device":"car-1","password":"x","person_id":"nobody"}'
    head = b"POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body)
    with served(tmp_path, limits=limits) as hq, connected(hq.base_url) as slow:
        slow.sendall(head)
        for n in range(0, len(body), 4):
            slow.sendall(body[n : n + 4])
            threading.Event().wait(0.1)
        assert slow.recv(4096).startswith(b"HTTP/1.1 401")


@pytest.mark.logs_warnings
def test_a_handshake_that_never_ends_is_shut(tmp_path: Path) -> None:
    certificate, key = own_certificate(tmp_path, ["127.0.0.1"], NOW)
    tls = {"certificate": certificate, "private_key": key}
    with served(tmp_path, limits=QUICK, **tls) as hq, connected(hq.base_url) as slow:
        assert is_shut(slow)


WITH_FEW_FILES = """
import os, resource, sys
from functools import partial
from pathlib import Path
resource.setrlimit(resource.RLIMIT_NOFILE, (700, 700))
from mdt_alpr.hq.app import InProcessHq, SystemClock
from mdt_alpr.hq.base.settings import HqSettings, Limits
folder = Path(sys.argv[1])
limits = Limits(head_s=60.0, connections_of_address=int(sys.argv[2]))
given = HqSettings(
    folder / "hq", limits=limits,
    certificate=folder / "tls" / "certificate.pem", private_key=folder / "tls" / "key.pem",
)
with InProcessHq(given, SystemClock(), os.urandom) as hq:
    print(hq.base_url, flush=True)
    sys.stdin.read()
"""
BEGINNING_OF_A_HANDSHAKE = bytes.fromhex("1603010200010001fc0303")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.usefixtures("many_files")
@pytest.mark.parametrize("share", [100, 2000])
def test_eleven_hundred_half_handshakes_do_not_stop_the_service(
    tmp_path: Path, share: int
) -> None:
    """With few descriptors, whether one address holds a share of them or as many as it likes."""
    own_certificate(tmp_path, ["127.0.0.1"], SystemClock().now())
    command = [sys.executable, "-c", WITH_FEW_FILES, str(tmp_path), str(share)]
    trusted = ssl.create_default_context(cafile=authority_place(tmp_path))
    pipe = subprocess.PIPE
    with ExitStack() as stack:
        serving = stack.enter_context(
            subprocess.Popen(command, text=True, stdin=pipe, stdout=pipe)
        )
        stack.callback(serving.kill)
        assert serving.stdout is not None
        address = serving.stdout.readline().strip()
        for _ in range(1100):
            half = stack.enter_context(connected(address))
            with suppress(ConnectionError):
                half.sendall(BEGINNING_OF_A_HANDSHAKE)
        # a real client is at another address
        transport = httpx.HTTPTransport(local_address="127.0.0.2", verify=trusted)
        with httpx.Client(transport=transport, timeout=30) as client:
            assert client.get(f"{address}/healthz").status_code == 200


@pytest.fixture
def many_files() -> Iterator[None]:
    """Let this process have as many open files as the system allows."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (before[1], before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_half_handshakes_count_for_their_address(tmp_path: Path) -> None:
    certificate, key = own_certificate(tmp_path, ["127.0.0.1"], NOW)
    # who is admitted may wait for long: only the count shuts a further one
    limits = replace(Limits(), connections_of_address=3, head_s=60.0)
    tls = {"certificate": certificate, "private_key": key, "limits": limits}
    with served(tmp_path, **tls) as hq, ExitStack() as stack:
        for _ in range(3):
            stack.enter_context(connected(hq.base_url)).sendall(BEGINNING_OF_A_HANDSHAKE)
        with connected(hq.base_url) as further:
            assert is_shut(further)


def test_addresses_of_one_network_share_its_connections() -> None:
    """One host has a whole /64 of IPv6 addresses, in the count as in limits and locks."""

    async def admitted() -> list[bool]:
        door = Door(replace(Limits(), connections_of_address=2))
        made = Config(Starlette(), log_config=None)
        one = partial(GuardedProtocol, made, ServerState(), {}, door=door)
        found = [
            door.admits(one(), address)
            for address in ("2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8:1::1")
        ]
        return [*found, door.admits(one(), "::ffff:10.0.0.1")]

    assert asyncio.run(admitted()) == [True, True, False, True, True]


def test_what_comes_with_the_end_of_the_handshake_is_answered(tmp_path: Path) -> None:
    certificate, key = own_certificate(tmp_path, ["127.0.0.1"], NOW)
    trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    tls = {"certificate": certificate, "private_key": key}
    with served(tmp_path, **tls) as hq:
        for _ in range(20):
            into, out = ssl.MemoryBIO(), ssl.MemoryBIO()
            inside = trusting.wrap_bio(into, out)
            with connected(hq.base_url) as connection:
                while True:
                    try:
                        inside.do_handshake()
                        break
                    except ssl.SSLWantReadError:
                        connection.sendall(out.read())
                        into.write(connection.recv(65536))
                inside.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                connection.sendall(out.read())  # both in one segment
                answer = b""
                while b"200 OK" not in answer:
                    received = connection.recv(65536)
                    assert received
                    into.write(received)
                    with suppress(ssl.SSLWantReadError):
                        answer += inside.read(65536)


# ---------------------------------------------------------------- requests


def test_random_tokens_share_the_bucket_of_their_address(tmp_path: Path) -> None:
    limits = replace(Limits(), requests_at_once=10, requests_per_s=0.001)
    with served(tmp_path, limits=limits) as hq:
        with httpx.Client(base_url=hq.base_url, trust_env=False, timeout=PATIENCE) as client:
            found = [
                client.get("/v1/hotlist", headers={"Authorization": f"Bearer {n:064}"}).status_code
                for n in range(14)
            ]
        assert found == [401] * 10 + [429] * 4


def test_a_known_session_has_its_own_bucket(tmp_path: Path) -> None:
    limits = replace(Limits(), requests_at_once=10, requests_per_s=0.001)
    with served(tmp_path, limits=limits) as hq:
        token = sign_in(hq.base_url).json()["token"]
        mine = {"Authorization": f"Bearer {token}"}
        with httpx.Client(base_url=hq.base_url, trust_env=False, timeout=PATIENCE) as client:
            assert client.get("/v1/hotlist", headers=mine).status_code == 204
            for n in range(12):
                client.get("/v1/hotlist", headers={"Authorization": f"Bearer {n:064}"})
            assert client.get("/v1/hotlist", headers=mine).status_code == 204


@pytest.mark.parametrize(("proxies", "limited"), [((), True), (("127.0.0.1",), False)])
def test_a_forwarded_address_counts_from_a_named_proxy_only(
    tmp_path: Path, *, proxies: tuple[str, ...], limited: bool
) -> None:
    limits = replace(Limits(), sign_ins_at_once=3, sign_ins_per_s=0.001)
    with served(tmp_path, limits=limits, proxies=proxies) as hq:
        found = [
            httpx.post(
                f"{hq.base_url}/v1/sessions",
                headers={"X-Forwarded-For": f"10.0.0.{n}"},
                content=b"{}",
                trust_env=False,
                timeout=PATIENCE,
            ).status_code
            for n in range(6)
        ]
    assert (429 in found) is limited


@pytest.mark.attack("V13")
@pytest.mark.parametrize("token", ["", METRICS_TOKEN])
def test_nobody_sees_the_figures_without_the_token_on_this_machine_neither(
    tmp_path: Path, token: str
) -> None:
    with served(tmp_path, metrics_token=token) as hq:
        for shown in ("", "Bearer", "Bearer another"):
            headers = {"Authorization": shown}
            asked = httpx.get(
                f"{hq.base_url}/metrics", headers=headers, trust_env=False, timeout=PATIENCE
            )
            assert asked.status_code == (401 if token else 404)
        if token:
            assert "mdt_alpr_purge_overdue" in figures(hq.base_url, token)


# ---------------------------------------------------------------- password hashes


def test_no_more_than_four_hashes_are_made_at_once_and_others_come_again() -> None:
    async def asked() -> tuple[int, list[int]]:
        gate, hashing, most = HashingGate(4, 0.05), 0, 0
        refused: list[int] = []
        over = asyncio.Event()

        async def one() -> None:
            nonlocal hashing, most
            try:
                async with gate.passed():
                    hashing += 1
                    most = max(most, hashing)
                    await over.wait()
            except RefusedError as error:
                refused.append(error.problem.status)
                if len(refused) == 12:
                    over.set()

        await asyncio.gather(*(one() for _ in range(16)))
        async with gate.passed():
            return most, refused

    assert asyncio.run(asked()) == (4, [503] * 12)


def test_a_refused_sign_in_says_when_to_come_again(tmp_path: Path) -> None:
    limits = replace(Limits(), hashes_at_once=1, hash_wait_s=0.0)
    busy = threading.Barrier(12)

    def one(address: str) -> httpx.Response:
        busy.wait()
        return sign_in(address, "nobody", "wrong")

    with served(tmp_path, limits=limits) as hq, ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(one, [hq.base_url] * 12))
    late = [answer for answer in answers if answer.status_code == 503]
    assert late
    assert all(answer.headers["Retry-After"] for answer in late)


def test_uvicorn_still_calls_what_the_guard_listens_to() -> None:
    base = GuardedProtocol.__mro__[1]
    for name in (
        "on_message_begin",
        "on_headers_complete",
        "on_message_complete",
        "data_received",
    ):
        assert name in vars(base)
