"""Sizes, encodings and problems of every address, over real HTTP."""

import asyncio
import gzip
import json
import logging
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
import zstandard
from sqlalchemy import text
from starlette.types import Message, Receive, Scope, Send

from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.http import LastResort
from mdt_alpr.hq.base.settings import MEBIBYTE, HqSettings, Limits
from mdt_alpr.hq.hotlists.importing import Delivery, import_list
from mdt_alpr.hq.people.sample_agency import CUSTODIAN
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.messages import ReceiptsMessage
from mdt_alpr.wire.problems import ProblemMessage
from tests.builders import SetClock
from tests.hq.senders import (
    PATIENCE,
    a_batch,
    a_car,
    a_read_message,
    an_item,
    outcomes,
    post_plainly,
    sign_in,
)

DATABASES = ["sqlite"]
GZIP = {"Content-Encoding": "gzip"}
BATCH = encode(a_batch(an_item(a_read_message()))).encode()
_WIDE = zstandard.ZstdCompressionParameters(window_log=27, write_content_size=False)
_WIDELY = zstandard.ZstdCompressor(compression_params=_WIDE).compressobj()
A_WIDE_FRAME = _WIDELY.compress(BATCH) + _WIDELY.flush()


def spaces(mebibytes: int) -> bytes:
    """Pack so many piece by piece: every test process would hold them at once, else."""
    packing = zstandard.ZstdCompressor().compressobj(size=mebibytes * MEBIBYTE)
    return b"".join(packing.compress(b" " * MEBIBYTE) for _ in range(mebibytes)) + packing.flush()


@pytest.fixture
def settings(settings: HqSettings) -> HqSettings:
    return replace(settings, limits=Limits(batch_bytes=MEBIBYTE, unpacked_bytes=2 * MEBIBYTE))


def problem(answer: httpx.Response) -> tuple[int, int]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    message = decode(ProblemMessage, answer.content)
    assert message.status == answer.status_code
    assert message.type.endswith(f":{message.number}")
    assert message.title
    assert message.detail
    return message.status, message.number


def test_a_batch_may_come_packed(server: InProcessHq) -> None:
    with a_car(server.base_url) as car:
        answer = car.http.post("/v1/items", content=gzip.compress(BATCH), headers=GZIP)
        assert outcomes(decode(ReceiptsMessage, answer.content)) == ["accepted"]
        for content, encoding in ((BATCH, "identity"), (zstandard.compress(BATCH), "zstd")):
            headers = {"Content-Encoding": encoding}
            answer = car.http.post("/v1/items", content=content, headers=headers)
            assert outcomes(decode(ReceiptsMessage, answer.content)) == ["known"]


@pytest.mark.parametrize(
    ("content", "encoding", "expected"),
    [
        (b"x" * (MEBIBYTE + 1), "", (413, 102)),
        (b"x" * 20 * MEBIBYTE, "", (413, 102)),
        (gzip.compress(b" " * (2 * MEBIBYTE + 1)), "gzip", (413, 102)),
        (gzip.compress(b" " * 40 * MEBIBYTE), "gzip", (413, 102)),
        (BATCH, "gzip", (415, 103)),
        (gzip.compress(BATCH)[:-9], "gzip", (415, 103)),
        (gzip.compress(BATCH) + b"x", "gzip", (415, 103)),
        (zstandard.compress(b" " * (2 * MEBIBYTE + 1)), "zstd", (413, 102)),
        (spaces(400), "zstd", (413, 102)),
        (BATCH, "zstd", (415, 103)),
        (zstandard.compress(BATCH)[:-9], "zstd", (415, 103)),
        (zstandard.compress(BATCH) + b"x", "zstd", (415, 103)),
        (zstandard.compress(BATCH) * 2, "zstd", (415, 103)),
        (A_WIDE_FRAME, "zstd", (415, 103)),
        (gzip.compress(BATCH), "br", (415, 103)),
        (b"", "", (400, 101)),
        (b"{}", "", (400, 101)),
        (b"\xff", "", (400, 101)),
        (b"[" * 100_000, "", (400, 101)),
    ],
    ids=range(19),
)
def test_a_batch_that_is_too_large_or_no_batch_is_refused(
    server: InProcessHq, content: bytes, encoding: str, expected: tuple[int, int]
) -> None:
    with a_car(server.base_url) as car:
        headers = {"Content-Encoding": encoding} if encoding else {}
        answer = car.http.post("/v1/items", content=content, headers=headers)
        assert problem(answer) == expected
        assert car.send() == []


def test_a_batch_of_just_the_size_is_accepted(server: InProcessHq) -> None:
    padded = BATCH + b" " * (MEBIBYTE - len(BATCH))
    packed = gzip.compress(BATCH + b" " * (2 * MEBIBYTE - len(BATCH)))
    with a_car(server.base_url) as car:
        assert car.http.post("/v1/items", content=padded).status_code == 200
        assert car.http.post("/v1/items", content=packed, headers=GZIP).status_code == 200


def test_a_malformed_message_names_the_field_and_not_the_value(server: InProcessHq) -> None:
    plain = json.loads(BATCH)
    plain["items"][0]["sequence"] = "EXN2894"
    with a_car(server.base_url) as car:
        answer = car.http.post("/v1/items", json=plain)
    assert problem(answer) == (400, 101)
    assert "items.0.sequence" in answer.text
    assert "EXN2894" not in answer.text


def test_an_endless_sign_in_is_cut_off(server: InProcessHq) -> None:
    assert problem(sign_in(server.base_url, "x" * 20_000)) == (413, 102)
    answer = post_plainly(f"{server.base_url}/v1/sessions", "no")
    assert problem(answer) == (400, 101)


def test_addresses_and_methods_that_are_not_there_are_problems_too(server: InProcessHq) -> None:
    with a_car(server.base_url) as car:
        for path in ("/", "/v2/items", "/docs", "/openapi.json", "/v1/hits/"):
            assert problem(car.http.get(path, follow_redirects=True)) == (404, 104)
        assert problem(car.http.get("/v1/items")) == (405, 105)
        assert problem(car.http.post("/v1/overview")) == (405, 105)


@pytest.mark.logs_warnings
def test_a_fault_tells_and_logs_an_incident_and_no_value(
    server: InProcessHq, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("of no format", encoding="utf-8")
    import_list(server.hq, Delivery(path, CUSTODIAN))
    with server.hq.writing() as work:
        work.connection.execute(text("UPDATE hotlist_imports SET lists = 'EXN2894'"))
    with a_car(server.base_url, CUSTODIAN) as desk, caplog.at_level(logging.DEBUG):
        answer = desk.http.get("/v1/hotlists")
    assert problem(answer) == (500, 106)
    instance = decode(ProblemMessage, answer.content).instance
    assert "Traceback" not in answer.text
    assert instance.removeprefix("incident:") in caplog.text
    assert "JSONDecodeError" in caplog.text
    assert "EXN2894" not in caplog.text


@pytest.mark.logs_warnings
def test_a_database_that_does_not_answer_is_a_reason_to_try_again(
    server: InProcessHq, caplog: pytest.LogCaptureFixture
) -> None:
    with a_car(server.base_url) as car:
        with server.hq.writing() as work:
            work.connection.execute(text("DROP TABLE items"))
        answer = car.post(a_batch(an_item(a_read_message())))
    assert problem(answer) == (503, 107)
    assert answer.headers["Retry-After"] == "5"
    assert "EXN2894" not in caplog.text


def test_nothing_of_a_drive_is_logged(
    server: InProcessHq, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), a_car(server.base_url) as car:
        car.send(an_item(a_read_message()), an_item(a_read_message(state="ZZ")))
        car.http.get("/v1/hits/EXN2894")
    assert not [r for r in caplog.records if "EXN2894" in r.getMessage() and "httpx" not in r.name]


def test_health_is_shown_to_anybody(server: InProcessHq, clock: SetClock) -> None:
    with httpx.Client(base_url=server.base_url, trust_env=False, timeout=PATIENCE) as client:
        assert client.get("/healthz").text == "alive\n"
        assert client.get("/readyz").text == "ready\n"
        clock.pass_by(hours=3)
        assert problem(client.get("/readyz")) == (503, 107)
        assert client.get("/healthz").status_code == 200


def test_no_answer_may_be_kept_by_a_proxy(server: InProcessHq) -> None:
    with a_car(server.base_url) as car:
        for path in ("/healthz", "/v1/hotlist", "/v1/overview"):
            assert car.http.get(path).headers["Cache-Control"] == "no-store"


def test_a_request_that_a_server_ends_before_its_answer_is_to_be_sent_again() -> None:
    sent: list[Message] = []

    async def never_answers(_scope: Scope, _receive: Receive, _send: Send) -> None:
        await asyncio.Event().wait()

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    async def ended() -> None:
        serving = LastResort(never_answers)({"type": "http"}, receive, send)
        request = asyncio.ensure_future(serving)
        await asyncio.sleep(0)
        request.cancel()
        await request

    asyncio.run(ended())
    assert sent[0]["status"] == 503
    assert b"retry-after" in dict(sent[0]["headers"])
