import hashlib
import json
import os
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler

import pytest

from mdt_alpr.adapters.hq_link.http_link import HttpLink
from mdt_alpr.domain.errors import LinkLostError, SignInRefusedError
from mdt_alpr.domain.hotlist.hotlist import Hotlist
from mdt_alpr.domain.retention.outbox import ReceiptOutcome
from mdt_alpr.patrol.outbox import LinkBusyError, RequestRefusedError
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.manual import PastReadsMessage, PastReadsRequest
from mdt_alpr.wire.messages import (
    BatchMessage,
    EntryMessage,
    HotlistMessage,
    Receipt,
    ReceiptsMessage,
    SessionMessage,
    SignInMessage,
)
from mdt_alpr.wire.pictures import (
    PICTURES_TYPE,
    DigestsMessage,
    PictureReceipt,
    PicturesMessage,
    Unframing,
)
from mdt_alpr.wire.problems import CONTENT_TYPE, Problem, problem_message
from tests.adapters.hq_link.calls import ENTRY, LIST, LOOK, SESSION, every_call, item, send
from tests.adapters.hq_link.local_server import Answer, Asked, Server
from tests.builders import NOW, an_entry


def _refuses(server: Server, problem: Problem, **headers: str) -> None:
    body = encode(problem_message(problem)).encode()
    found = {"Content-Type": CONTENT_TYPE, **{k.replace("_", "-"): v for k, v in headers.items()}}
    server.reply = lambda _handler, _asked: Answer(problem.status, body, found)


# ---------------------------------------------------------------- the good way


def test_signing_in_gives_a_session(server: Server, link: HttpLink) -> None:
    server.answers(SessionMessage("kdavis", "K. Davis", "officer", NOW, "the-token"), 201)
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
    server.answers(ReceiptsMessage(receipts))
    assert link.send(SESSION, [item(1), item(2)]) == receipts
    (asked,) = server.asked
    batch = decode(BatchMessage, asked.body)
    assert [item.item_id for item in batch.items] == ["id-1", "id-2"]
    assert (batch.version, batch.device, batch.sent_at) == (1, "car-4312", NOW)
    assert "Content-Encoding" not in asked.headers


def test_a_query_for_past_reads_carries_purpose_and_case(server: Server, link: HttpLink) -> None:
    server.answers(PastReadsMessage((), 200, 90))
    assert link.past_reads(SESSION, LOOK) == PastReadsMessage((), 200, 90)
    (asked,) = server.asked
    assert (asked.method, asked.path) == ("POST", "/v1/manual-entries/entry-1/past-reads")
    assert asked.headers["Authorization"] == "Bearer the-token"
    assert decode(PastReadsRequest, asked.body) == PastReadsRequest(
        "criminal_investigation", "26-041877"
    )


def test_a_large_batch_is_compressed(server: Server, link: HttpLink) -> None:
    server.answers(ReceiptsMessage(()))
    link.send(SESSION, [item(1, json.dumps("x" * 5000))])
    (asked,) = server.asked
    assert asked.headers["Content-Encoding"] == "gzip"
    assert int(asked.headers["Content-Length"]) < 1000
    assert len(decode(BatchMessage, asked.body).items) == 1


def test_pictures_travel_together_as_they_are(server: Server, link: HttpLink) -> None:
    given = [("ab" * 32, os.urandom(30_000)), ("cd" * 32, os.urandom(7))]
    receipts = PictureReceipt("ab" * 32), PictureReceipt("cd" * 32, 402)
    server.answers(PicturesMessage(receipts))
    assert link.send_pictures(SESSION, given) == receipts
    (asked,) = server.asked
    assert (asked.method, asked.path) == ("POST", "/v1/pictures")
    assert asked.headers["Content-Type"] == PICTURES_TYPE
    assert [(f.digest, f.jpeg) for f in Unframing().feed(asked.body)] == given


def test_headquarters_tells_which_pictures_it_has(server: Server, link: HttpLink) -> None:
    server.answers(DigestsMessage(("ab" * 32,)))
    assert link.held_pictures(SESSION, ["ab" * 32, "cd" * 32]) == {"ab" * 32}


def test_a_newer_list_comes_whole(server: Server, link: HttpLink) -> None:
    server.answers(LIST)
    assert link.hotlist(SESSION, 6) == Hotlist(
        7,
        NOW,
        (
            an_entry(
                entry_id="nc/V/1", nic="V123", ori="NC0130100", entered_on=NOW.date(),
                plate_type="PC", vehicle_year="2014", make="GMC", model="SIE", style="PK",
                color="GRY",
            ),
        ),
        look_alikes_allowed=True,
        digest=hashlib.sha256(encode(LIST).encode()).hexdigest(),
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
    server.answers(HotlistMessage(7, NOW, look_alikes_allowed=False, entries=(ENTRY, strange)))
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
def test_headquarters_own_pause_is_honored(
    server: Server, link: HttpLink, after: str, pause: int
) -> None:
    _refuses(server, Problem.NOT_READY, Retry_After=after)
    with pytest.raises(LinkBusyError) as busy:
        send(link)
    assert busy.value.retry_after == timedelta(seconds=pause)


@pytest.mark.parametrize("after", ["soon", "-5", "1" * 5000, "9" * 30, "²", "Wed, 99 Nov", ""])
def test_a_pause_that_is_none_counts_as_none(server: Server, link: HttpLink, after: str) -> None:
    headers = {"Retry-After": after.encode("latin-1").decode("latin-1")}
    server.reply = lambda _handler, _asked: Answer(429, b"", headers)
    with pytest.raises(LinkBusyError) as busy:
        send(link)
    assert busy.value.retry_after == timedelta(0)


@pytest.mark.parametrize("status", [302, 404, 500, 502, 503])
@every_call
def test_any_other_status_counts_as_a_lost_link(
    server: Server, link: HttpLink, call: Callable[[HttpLink], object], status: int
) -> None:
    server.reply = lambda _handler, _asked: Answer(
        status, b"<html>", {"Content-Type": "text/html"}
    )
    with pytest.raises(
        LinkLostError, match=f"{status}.*(Queued items are kept|needed to sign in)"
    ):
        call(link)
