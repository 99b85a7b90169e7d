"""A request's head has a limit, so that nobody who only reaches the port slows others (SC-5)."""

import socket
import ssl
from pathlib import Path

import httpx
import pytest

from mdt_alpr.hq.base.authority import authority_place
from mdt_alpr.hq.base.server_certificate import own_certificate
from mdt_alpr.hq.base.settings import Limits
from tests.builders import NOW
from tests.hq.senders import PATIENCE
from tests.hq.test_denial import connected, served

LIMIT = Limits().head_bytes
MOST_SENT = 16 * 1024 * 1024
ENDLESS = {
    "header": b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ",
    "headers": b"GET /healthz HTTP/1.1\r\nHost: x\r\n",
    "address": b"GET /healthz?q=",
    "trailer": b"POST /v1/sessions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"1\r\n{\r\n0\r\nX-Long: ",
    "second request": b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /healthz HTTP/1.1\r\nX-Long: ",
}


def flood(stranger: socket.socket, piece: bytes) -> int:
    """Send until the server takes no more; return how many bytes it took at most."""
    sent = 0
    try:
        while sent < MOST_SENT:
            stranger.sendall(piece)
            sent += len(piece)
    except OSError:  # as ssl says that the connection was reset
        pass
    return sent


@pytest.mark.proved("V15")
@pytest.mark.logs_warnings
@pytest.mark.parametrize("part", ENDLESS)
def test_a_stranger_whose_head_never_ends_is_shut_over_tls_while_others_are_served(
    tmp_path: Path, part: str
) -> None:
    certificate, key = own_certificate(tmp_path, ["127.0.0.1"], NOW)
    trusted = ssl.create_default_context(cafile=authority_place(tmp_path))
    unknowing = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    unknowing.check_hostname, unknowing.verify_mode = False, ssl.CERT_NONE
    patient = Limits(head_s=3600.0, body_s=3600.0)  # time shuts nobody here
    tls = {"certificate": certificate, "private_key": key, "limits": patient}
    piece = b"X-Another: header\r\n" * 3000 if part == "headers" else b"x" * 60_000
    with (
        served(tmp_path, **tls) as hq,
        httpx.Client(base_url=hq.base_url, verify=trusted, timeout=PATIENCE) as other,
        unknowing.wrap_socket(connected(hq.base_url)) as stranger,
    ):
        stranger.sendall(ENDLESS[part])
        stranger.sendall(piece[:1000])
        assert other.get("/healthz").status_code == 200
        assert flood(stranger, piece) < MOST_SENT
        assert other.get("/healthz").status_code == 200


@pytest.mark.proved("V15")
@pytest.mark.logs_warnings
@pytest.mark.parametrize(("spare", "status"), [(1, b"200"), (-200, b"431")])
def test_a_head_up_to_the_limit_is_answered_and_a_larger_one_is_told_so(
    tmp_path: Path, spare: int, status: bytes
) -> None:
    head = b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: %s\r\n\r\n"
    padding = b"x" * (LIMIT - len(head % b"") - spare)
    with served(tmp_path) as hq, connected(hq.base_url) as client:
        client.sendall(head % padding)
        assert client.recv(4096).startswith(b"HTTP/1.1 " + status)


@pytest.mark.proved("V15")
def test_a_large_body_in_small_and_large_chunks_is_no_head(tmp_path: Path) -> None:
    body = b'{"person_id":"%s"}' % (b"x" * 15_000)
    with (
        served(tmp_path) as hq,
        httpx.Client(base_url=hq.base_url, trust_env=False, timeout=PATIENCE) as client,
    ):
        for size in (1, 9000):
            chunks = (body[n : n + size] for n in range(0, len(body), size))
            assert client.post("/v1/sessions", content=chunks).status_code == 400


@pytest.mark.proved("V19")
@pytest.mark.parametrize("path", ["/v1/pictures/aaaa/", "/v1/notices/", "/healthz/"])
def test_nobody_is_sent_to_the_host_that_a_request_names(tmp_path: Path, path: str) -> None:
    with served(tmp_path) as hq:
        asked = {"Host": "elsewhere.example"}
        found = httpx.get(f"{hq.base_url}{path}", headers=asked, trust_env=False, timeout=PATIENCE)
        assert found.status_code == 404
        assert "location" not in found.headers
