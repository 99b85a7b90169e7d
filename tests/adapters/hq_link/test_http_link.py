import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdt_alpr.adapters.hq_link.http_link import LARGEST_ANSWER, HttpLink, open_client
from mdt_alpr.domain.errors import LinkLostError, OutsideError, SignInRefusedError
from mdt_alpr.domain.hotlist import Hotlist
from mdt_alpr.domain.outbox import ItemKind, OutboxItem, ReceiptOutcome
from mdt_alpr.domain.roles import Role, Session
from mdt_alpr.patrol.outbox import LinkBusyError, RequestRefusedError
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.messages import (
    BatchMessage,
    EntryMessage,
    HotlistMessage,
    Receipt,
    ReceiptsMessage,
    SessionMessage,
    SignInMessage,
)
from mdt_alpr.wire.problems import CONTENT_TYPE, Problem, problem_message
from tests.adapters.hq_link.local_server import Answer, Asked, Server, running, unused_address
from tests.builders import NOW, SetClock, an_entry

SESSION = Session("kdavis", "K. Davis", Role.OFFICER, NOW, "the-token")
ENTRY = EntryMessage(
    "nc/V/1", "NC", "V", "EXN2894", "NC", "V123", "NC0130100", NOW.date(), "PC", "2014",
    "GMC", "SIE", "PK", "GRY", "", None,
)  # fmt: skip
LIST = HotlistMessage(7, NOW, look_alikes_allowed=True, entries=(ENTRY,))


def _item(number: int, body: str = "{}") -> OutboxItem:
    return OutboxItem(f"id-{number}", number, ItemKind.READ, NOW, body)


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as made:
        yield made


@pytest.fixture
def link(server: Server) -> Iterator[HttpLink]:
    made = HttpLink(open_client(server.address, answer_within_s=5), SetClock(), "car-4312")
    yield made
    made.close()


def _answers(server: Server, message: object, status: int = 200) -> None:
    server.reply = lambda _handler, _asked: Answer(status, encode(message).encode())


def _refuses(server: Server, problem: Problem, **headers: str) -> None:
    body = encode(problem_message(problem)).encode()
    found = {"Content-Type": CONTENT_TYPE, **{k.replace("_", "-"): v for k, v in headers.items()}}
    server.reply = lambda _handler, _asked: Answer(problem.status, body, found)


# ---------------------------------------------------------------- the good way


def test_signing_in_gives_a_session(server: Server, link: HttpLink) -> None:
    _answers(server, SessionMessage("kdavis", "K. Davis", "officer", NOW, "the-token"), 201)
    assert link.sign_in("kdavis", "pass phrase") == SESSION
    (asked,) = server.asked
    assert (asked.method, asked.path) == ("POST", "/v1/sessions")
    assert decode(SignInMessage, asked.body) == SignInMessage("kdavis", "pass phrase", "car-4312")


def test_signing_out_ends_the_session_there(server: Server, link: HttpLink) -> None:
    link.sign_out(SESSION)
    (asked,) = server.asked
    assert (asked.method, asked.path) == ("DELETE", "/v1/sessions/current")
    assert asked.headers["Authorization"] == "Bearer the-token"


def test_a_batch_travels_in_order_and_brings_its_receipts(server: Server, link: HttpLink) -> None:
    receipts = (
        Receipt("id-1", ReceiptOutcome.ACCEPTED),
        Receipt("id-2", ReceiptOutcome.REFUSED, 301),
    )
    _answers(server, ReceiptsMessage(receipts))
    assert link.send(SESSION, [_item(1), _item(2)]) == receipts
    (asked,) = server.asked
    batch = decode(BatchMessage, asked.body)
    assert [item.item_id for item in batch.items] == ["id-1", "id-2"]
    assert (batch.version, batch.device, batch.sent_at) == (1, "car-4312", NOW)
    assert "Content-Encoding" not in asked.headers


def test_a_large_batch_is_compressed(server: Server, link: HttpLink) -> None:
    _answers(server, ReceiptsMessage(()))
    link.send(SESSION, [_item(1, json.dumps("x" * 5000))])
    (asked,) = server.asked
    assert asked.headers["Content-Encoding"] == "gzip"
    assert int(asked.headers["Content-Length"]) < 1000
    assert len(decode(BatchMessage, asked.body).items) == 1


def test_a_picture_travels_as_it_is(server: Server, link: HttpLink) -> None:
    jpeg = os.urandom(30_000)
    link.send_picture(SESSION, "ab" * 32, jpeg)
    (asked,) = server.asked
    assert (asked.method, asked.path) == ("PUT", f"/v1/pictures/{'ab' * 32}")
    assert asked.headers["Content-Type"] == "image/jpeg"
    assert asked.body == jpeg


def test_a_newer_list_comes_whole(server: Server, link: HttpLink) -> None:
    _answers(server, LIST)
    assert link.hotlist(SESSION, 6) == Hotlist(
        7,
        NOW,
        (
            an_entry(
                entry_id="nc/V/1", nic="V123", ori="NC0130100", entered_on=NOW.date(),
                plate_type="PC", vehicle_year="2014", make="GMC", model="SIE", style="PK",
                colour="GRY",
            ),
        ),
        look_alikes_allowed=True,
    )  # fmt: skip
    assert server.asked[0].path == "/v1/hotlist?known_version=6"


def test_the_list_that_the_car_has_is_not_sent_again(server: Server, link: HttpLink) -> None:
    assert link.hotlist(SESSION, 7) is None
    assert server.asked[0].path.endswith("=7")


@pytest.mark.logs_warnings
def test_entries_of_an_unknown_category_are_left_out_and_counted(
    server: Server, link: HttpLink, caplog: pytest.LogCaptureFixture
) -> None:
    strange = EntryMessage(
        "x", "NC", "Z", "ZZZ999", "NC", "", "", None, "", "", "", "", "", "", "", None
    )
    _answers(server, HotlistMessage(7, NOW, look_alikes_allowed=False, entries=(ENTRY, strange)))
    hotlist = link.hotlist(SESSION, 6)
    assert hotlist is not None
    assert [entry.entry_id for entry in hotlist.entries] == ["nc/V/1"]
    assert "1 hotlist entries" in caplog.text
    assert "ZZZ999" not in caplog.text


def test_one_connection_serves_many_calls(server: Server, link: HttpLink) -> None:
    ports = set()

    def reply(handler: BaseHTTPRequestHandler, _asked: Asked) -> Answer:
        ports.add(handler.client_address[1])
        return Answer(204)

    server.reply = reply
    for _ in range(3):
        link.sign_out(SESSION)
    assert len(ports) == 1


# ---------------------------------------------------------------- refusals


def _send(link: HttpLink) -> object:
    return link.send(SESSION, [_item(1)])


def _send_picture(link: HttpLink) -> None:
    link.send_picture(SESSION, "ab" * 32, b"jpeg")


CALLS: dict[str, Callable[[HttpLink], object]] = {
    "sign in": lambda link: link.sign_in("kdavis", "wrong"),
    "sign out": lambda link: link.sign_out(SESSION),
    "send": _send,
    "picture": _send_picture,
    "hotlist": lambda link: link.hotlist(SESSION, 1),
}
every_call = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())


@every_call
@pytest.mark.parametrize(
    "problem",
    [Problem.CREDENTIALS, Problem.LOCKED, Problem.NOT_SIGNED_IN, Problem.TRAINING_EXPIRED],
)
def test_a_refused_person_hears_headquarters_own_words(
    server: Server, link: HttpLink, call: Callable[[HttpLink], object], problem: Problem
) -> None:
    _refuses(server, problem)
    with pytest.raises(SignInRefusedError) as refused:
        call(link)
    assert str(refused.value) == problem.sentence


@every_call
def test_a_401_without_a_problem_refuses_as_well(
    server: Server, link: HttpLink, call: Callable[[HttpLink], object]
) -> None:
    server.reply = lambda _handler, _asked: Answer(401, b"<html>", {"Content-Type": "text/html"})
    with pytest.raises(SignInRefusedError, match="401"):
        call(link)


@every_call
def test_a_refused_request_has_its_number(
    server: Server, link: HttpLink, call: Callable[[HttpLink], object]
) -> None:
    _refuses(server, Problem.NOT_A_JPEG)
    with pytest.raises(RequestRefusedError) as refused:
        call(link)
    assert refused.value.problem == 402


@pytest.mark.parametrize(
    ("after", "pause"),
    [("30", 30), ("Wed, 25 Nov 2026 14:31:00 GMT", 60), ("Wed, 25 Nov 2020 14:31:00 GMT", 0)],
)
def test_headquarters_own_pause_is_honoured(
    server: Server, link: HttpLink, after: str, pause: int
) -> None:
    _refuses(server, Problem.NOT_READY, Retry_After=after)
    with pytest.raises(LinkBusyError) as busy:
        _send(link)
    assert busy.value.retry_after == timedelta(seconds=pause)


@pytest.mark.parametrize("after", ["soon", "-5", "1" * 5000, "9" * 30, "²", "Wed, 99 Nov", ""])
def test_a_pause_that_is_none_counts_as_none(server: Server, link: HttpLink, after: str) -> None:
    headers = {"Retry-After": after.encode("latin-1").decode("latin-1")}
    server.reply = lambda _handler, _asked: Answer(429, b"", headers)
    with pytest.raises(LinkBusyError) as busy:
        _send(link)
    assert busy.value.retry_after == timedelta(0)


@pytest.mark.parametrize("status", [302, 404, 500, 502, 503])
@every_call
def test_any_other_status_counts_as_a_lost_link(
    server: Server, link: HttpLink, call: Callable[[HttpLink], object], status: int
) -> None:
    server.reply = lambda _handler, _asked: Answer(
        status, b"<html>", {"Content-Type": "text/html"}
    )
    with pytest.raises(LinkLostError, match=f"{status}.*stays queued"):
        call(link)


# ---------------------------------------------------------------- garbage


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
        _send(link)
    with pytest.raises(LinkLostError, match="not understood"):
        link.sign_in("kdavis", "pass phrase")


def test_a_hotspots_page_does_not_pass_for_a_picture_received(
    server: Server, link: HttpLink
) -> None:
    server.reply = lambda _handler, _asked: Answer(200, b"<html>Sign in to Wi-Fi</html>")
    with pytest.raises(LinkLostError, match="not understood"):
        _send_picture(link)


def test_an_unknown_role_is_not_understood(server: Server, link: HttpLink) -> None:
    _answers(server, SessionMessage("kdavis", "K. Davis", "emperor", NOW, "the-token"))
    with pytest.raises(LinkLostError, match="not understood"):
        link.sign_in("kdavis", "pass phrase")


def test_an_answer_without_end_is_cut_off(server: Server, link: HttpLink) -> None:
    server.reply = lambda _handler, _asked: Answer(200, bytes(LARGEST_ANSWER + 1))
    with pytest.raises(LinkLostError, match="not understood"):
        _send(link)


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
    with pytest.raises(LinkLostError, match="stays queued"):
        call(link)


def test_the_link_works_again_after_a_cut(server: Server, link: HttpLink) -> None:
    server.reply = _cut_in_the_body
    with pytest.raises(LinkLostError):
        _send(link)
    _answers(server, ReceiptsMessage(()))
    assert link.send(SESSION, [_item(1)]) == ()


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
        _send(link)
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


def test_a_certificate_that_nobody_vouches_for_is_named(certificate: Path) -> None:
    with running(certificate) as server:
        link = HttpLink(open_client(server.address), SetClock(), "car-4312")
        with pytest.raises(LinkLostError, match="certificate is not trusted"):
            _send(link)
        link.close()
        assert server.asked == []


def test_the_agencys_own_authority_can_be_trusted(certificate: Path) -> None:
    with running(certificate) as server:
        link = HttpLink(open_client(server.address, certificate), SetClock(), "car-4312")
        link.sign_out(SESSION)
        link.close()
        assert len(server.asked) == 1


@pytest.mark.parametrize("content", ["no certificate", None])
def test_an_authority_file_that_is_none_says_so_at_the_start(
    tmp_path: Path, content: str | None
) -> None:
    wrong = tmp_path / "ca.pem"
    if content:
        wrong.write_text(content)
    with pytest.raises(OutsideError, match="PEM"):
        open_client("https://hq", wrong)


@pytest.mark.parametrize(
    "address", ["http://hq.example", "ftp://127.0.0.1", "hq", "", "https://", "http://[", "://"]
)
def test_an_address_without_tls_to_another_machine_is_refused(address: str) -> None:
    with pytest.raises(OutsideError, match="https"):
        open_client(address)
