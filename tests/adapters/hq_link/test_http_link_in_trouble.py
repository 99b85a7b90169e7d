import json
import socket
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdt_alpr.adapters.hq_link.http_link import LARGEST_ANSWER, HttpLink, open_client
from mdt_alpr.domain.errors import LinkLostError, OutsideError, SignInRefusedError
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.messages import ReceiptsMessage, SessionMessage
from mdt_alpr.wire.problems import CONTENT_TYPE, Problem, problem_message
from tests.adapters.hq_link.calls import (
    CALLS,
    LIST,
    SESSION,
    every_call,
    item,
    send,
    send_pictures,
)
from tests.adapters.hq_link.local_server import Answer, Asked, Server, unused_address
from tests.builders import NOW, SetClock


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>Sign in to Wi-Fi</html>", b"{}", b"[]", b"null", b"\xff\xfe", b"{" * 100_000,
     b'{"receipts":[{"item_id":"id-1","outcome":"maybe","problem":null}]}'],
    ids=range(8),
)  # fmt: skip
def test_a_good_status_with_a_strange_body_is_not_understood(
    server: Server, link: HttpLink, body: bytes
) -> None:
    server.reply = lambda _handler, _asked: Answer(200, body)
    with pytest.raises(LinkLostError, match="not understood"):
        send(link)
    with pytest.raises(LinkLostError, match="not understood"):
        link.sign_in("kdavis", "pass phrase")


def test_a_hotspots_page_does_not_pass_for_a_picture_received(
    server: Server, link: HttpLink
) -> None:
    server.reply = lambda _handler, _asked: Answer(200, b"<html>Sign in to Wi-Fi</html>")
    with pytest.raises(LinkLostError, match="not understood"):
        send_pictures(link)


def test_what_a_newer_headquarters_adds_to_an_answer_is_passed_over(
    server: Server, link: HttpLink
) -> None:
    server.reply = lambda _handler, _asked: Answer(200, b'{"receipts":[],"since_version":2}')
    assert link.send(SESSION, [item(1)]) == ()


def test_an_unknown_role_is_not_understood(server: Server, link: HttpLink) -> None:
    server.answers(SessionMessage("kdavis", "K. Davis", "emperor", NOW, "the-token"))
    with pytest.raises(LinkLostError, match="not understood"):
        link.sign_in("kdavis", "pass phrase")


def test_an_answer_without_end_is_cut_off(server: Server, link: HttpLink) -> None:
    server.reply = lambda _handler, _asked: Answer(200, bytes(LARGEST_ANSWER + 1))
    with pytest.raises(LinkLostError, match="not understood"):
        send(link)


def _cut_at_once(handler: BaseHTTPRequestHandler, _asked: Asked) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def _cut_in_the_head(handler: BaseHTTPRequestHandler, _asked: Asked) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Le")


def _cut_in_the_body(handler: BaseHTTPRequestHandler, _asked: Asked) -> None:
    handler.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"receipts"')


def _no_http(handler: BaseHTTPRequestHandler, _asked: Asked) -> None:
    handler.wfile.write(b"SSH-2.0-OpenSSH_9.9\r\n")


def _broken_gzip(handler: BaseHTTPRequestHandler, _asked: Asked) -> None:
    handler.wfile.write(
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope"
    )


@every_call
@pytest.mark.parametrize(
    "trouble", [_cut_at_once, _cut_in_the_head, _cut_in_the_body, _no_http, _broken_gzip]
)
def test_a_broken_connection_counts_as_a_lost_link(
    server: Server,
    link: HttpLink,
    call: Callable[[HttpLink], object],
    trouble: Callable[[BaseHTTPRequestHandler, Asked], None],
) -> None:
    server.reply = trouble
    with pytest.raises(LinkLostError, match=r"Queued items are kept|needed to sign in"):
        call(link)


def test_the_link_works_again_after_a_cut(server: Server, link: HttpLink) -> None:
    server.reply = _cut_in_the_body
    with pytest.raises(LinkLostError):
        send(link)
    server.answers(ReceiptsMessage(()))
    assert link.send(SESSION, [item(1)]) == ()


@every_call
def test_a_server_that_does_not_answer_in_time_counts_as_a_lost_link(
    server: Server, call: Callable[[HttpLink], object]
) -> None:
    def wait(_handler: BaseHTTPRequestHandler, _asked: Asked) -> None:
        server.release.wait(30)

    server.reply = wait
    link = HttpLink(open_client(server.address, answer_within_s=0.05), SetClock(), "car-4312")
    with pytest.raises(LinkLostError, match="in time"):
        call(link)
    link.close()


def test_nobody_there_counts_as_a_lost_link() -> None:
    link = HttpLink(open_client(unused_address()), SetClock(), "car-4312")
    with pytest.raises(LinkLostError, match="cannot be reached"):
        send(link)
    link.close()


# ---------------------------------------------------------------- whatever comes back


@settings(max_examples=150, deadline=None)
@given(
    status=st.integers(200, 599),
    body=st.binary(max_size=200)
    | st.recursive(st.none() | st.integers() | st.text(max_size=9), st.lists, max_leaves=4).map(
        lambda value: json.dumps(value).encode()
    )
    | st.sampled_from([encode(LIST).encode(), encode(problem_message(Problem.FAULT)).encode()]),
    content_type=st.sampled_from(["application/json", CONTENT_TYPE, "text/html", ""]),
    call=st.sampled_from(list(CALLS.values())),
)
def test_whatever_comes_back_is_an_answer_or_an_expected_failure(
    status: int, body: bytes, content_type: str, call: Callable[[HttpLink], object]
) -> None:
    def answer(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, content=body, headers={"Content-Type": content_type})

    client = httpx.Client(transport=httpx.MockTransport(answer), base_url="http://hq")
    with client, suppress(LinkLostError, SignInRefusedError):
        call(HttpLink(client, SetClock(), "car-4312"))


# ---------------------------------------------------------------- trust


@pytest.mark.attack("V4")
@pytest.mark.parametrize(
    "address",
    [
        "https://hq.example",
        "http://hq.example",
        "ftp://127.0.0.1",
        "hq",
        "",
        "https://",
        "http://[",
        "://",
    ],
)
def test_a_machine_that_is_not_enrolled_speaks_to_this_very_machine_only(address: str) -> None:
    with pytest.raises(OutsideError, match="enroll"):
        open_client(address)
