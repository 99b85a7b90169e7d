"""When headquarters has its hands full it says so at once, and cars come again."""

import math
import os
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import text

from mdt_alpr.adapters.hq_link.http_link import HttpLink
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.retention.outbox import ItemKind, OutboxItem
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.settings import HqSettings, Limits
from mdt_alpr.hq.people import rate_limits
from mdt_alpr.hq.people.rate_limits import RateLimits
from mdt_alpr.patrol.outbox import LinkBusyError
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import SessionMessage
from tests.builders import NOW, SetClock
from tests.hq.senders import DEVICE, Car, a_batch, a_car, a_read_message, an_item, sign_in

DATABASES = ["postgresql"]
_REQUESTS = 90
"""More than twice the 40 threads of a server."""


@pytest.fixture
def settings(settings: HqSettings) -> HqSettings:
    return replace(settings, limits=Limits(batches_at_once=1))


@pytest.fixture
def busy(server: InProcessHq) -> Iterator[InProcessHq]:
    """A headquarters whose only place is taken: its batch waits for a lock of the database."""

    def send() -> None:
        with a_car(server.base_url, device="car-2") as car:
            car.post(a_batch(an_item(a_read_message()), device="car-2"))

    with server.hq.writing() as work:
        work.connection.execute(text("LOCK TABLE devices IN ACCESS EXCLUSIVE MODE"))
        first = threading.Thread(target=send)
        first.start()
        waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        while not work.connection.scalar(waiting):
            pass
        yield server
    first.join()


def test_one_batch_too_many_is_asked_to_come_again(busy: InProcessHq) -> None:
    with a_car(busy.base_url) as car:
        answer = car.post(a_batch(an_item(a_read_message())))
        assert (answer.status_code, answer.json()["number"]) == (429, 109)
        assert answer.headers["Retry-After"] == "2"
        assert car.http.get("/healthz").status_code == 200


def test_a_cars_outbox_waits_as_long_as_it_is_asked_to(busy: InProcessHq) -> None:
    token = decode(SessionMessage, sign_in(busy.base_url).content).token
    session = Session("officer-1", "A. Sample", Role.OFFICER, NOW, token)
    item = an_item(a_read_message())
    waiting = OutboxItem(item.item_id, 1, ItemKind.READ, item.made_at, item.body)
    with httpx.Client(base_url=busy.base_url, trust_env=False) as client:
        link = HttpLink(client, SetClock(), DEVICE)
        with pytest.raises(LinkBusyError) as reported:
            link.send(session, [waiting])
    assert reported.value.retry_after == timedelta(seconds=2)


def test_the_place_is_free_again_when_the_batch_is_in(server: InProcessHq) -> None:
    with a_car(server.base_url) as car:
        for _ in range(3):
            assert car.send(an_item(a_read_message())) == ["accepted"]
        assert car.http.post("/v1/items", content=os.urandom(9)).status_code == 400
        assert car.send() == []


@pytest.mark.logs_warnings
def test_where_as_many_as_there_are_threads_wait_for_long_others_come_again(
    server: InProcessHq, monkeypatch: pytest.MonkeyPatch
) -> None:
    came, are_stuck = threading.Semaphore(0), RateLimits._are_threads_stuck

    def noted(limits: RateLimits) -> bool:
        came.release()
        return are_stuck(limits)

    with (
        a_car(server.base_url) as car,
        ThreadPoolExecutor(_REQUESTS) as pool,
        server.hq.database.writing() as connection,
    ):
        connection.execute(text("LOCK TABLE sessions IN ACCESS EXCLUSIVE MODE"))
        monkeypatch.setattr(RateLimits, "_are_threads_stuck", noted)
        monkeypatch.setattr(rate_limits, "_WAITING_FOR_S", math.inf)
        asked = [pool.submit(car.http.get, "/v1/units", timeout=60) for _ in range(_REQUESTS)]
        assert all(came.acquire(timeout=20) for _ in asked)
        monkeypatch.setattr(rate_limits, "_WAITING_FOR_S", 0.0)
        first = _refused_first(car, asked)
        is_up = car.http.get("/healthz").status_code == 200
    assert is_up
    assert (first.status_code, first.json()["number"]) == (429, 109)
    assert first.headers["Retry-After"] == "2"
    assert {one.result().status_code for one in asked} == {200}
    with a_car(server.base_url, device="car-2") as car:
        assert car.http.get("/v1/units").status_code == 200


def _refused_first(car: Car, waiting: Sequence[Future[httpx.Response]]) -> httpx.Response:
    """Ask until one is refused; all others wait meanwhile."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not any(one.done() for one in waiting):
        with suppress(httpx.TimeoutException):
            return car.http.get("/v1/units", timeout=0.3)
    pytest.fail("no request was refused")
