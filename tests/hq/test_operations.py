"""What an operator needs: limits that say when to come again, figures, and logs without plates."""

import json
import logging
import os
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from mdt_alpr import __version__
from mdt_alpr.adapters.hq_link.http_link import open_client
from mdt_alpr.domain.people.request_rate import RequestRate
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings import HqSettings, Limits
from mdt_alpr.hq.keeping.purge import purge
from mdt_alpr.hq.people.rate_limits import Callers
from mdt_alpr.hq.people.tables import REQUEST_COUNTS
from mdt_alpr.machine.json_logs import JsonLines
from tests.builders import NOW, SetClock
from tests.hq.senders import a_car, a_read_message, an_item, figures, post_plainly, sign_in

DATABASES = ["sqlite"]


def test_what_one_caller_spent_is_left_to_another() -> None:
    callers = Callers(RequestRate(3, 0.5))
    assert [callers.pause("a", NOW) for _ in range(4)] == [0, 0, 0, 2]
    assert callers.pause("b", NOW) == 0


@pytest.mark.parametrize("address", ["/v1/sessions", "/v1/desk/sessions"])
def test_too_many_sign_ins_are_asked_to_come_later(
    server: InProcessHq, clock: SetClock, address: str
) -> None:
    limits = server.hq.settings.limits
    for _ in range(limits.sign_ins_at_once):
        post_plainly(server.base_url + address, "")
    answer = sign_in(server.base_url)
    assert (answer.status_code, answer.json()["number"]) == (429, 110)
    assert answer.headers["Retry-After"] == "1"
    clock.pass_by(seconds=1)
    assert sign_in(server.base_url).status_code == 201


def counts(hq: Headquarters) -> int:
    with hq.reading() as work:
        return work.connection.scalar(select(func.count()).select_from(REQUEST_COUNTS)) or 0


def test_a_server_that_starts_again_gives_an_address_no_further_tries(
    settings: HqSettings, clock: SetClock
) -> None:
    slow = replace(settings, limits=Limits(sign_ins_at_once=4, sign_ins_per_s=1 / 900))
    for expected in (401, 401, 429):
        with InProcessHq(slow, clock, os.urandom) as server:
            found = [sign_in(server.base_url).status_code for _ in range(2)]
        assert found == [expected] * 2


def test_batches_write_no_count_and_a_purge_erases_those_that_are_over(
    server: InProcessHq, clock: SetClock
) -> None:
    with a_car(server.base_url) as car:
        assert counts(server.hq) == 1
        with server.hq.writing() as work:
            work.connection.execute(REQUEST_COUNTS.delete())
        car.send(an_item(a_read_message()))
        assert counts(server.hq) == 0
    sign_in(server.base_url)
    assert counts(server.hq) == 1
    with server.hq.writing() as work:
        over = NOW - timedelta(days=365)
        work.connection.execute(REQUEST_COUNTS.update().values(at=over))
    purge(server.hq, clock.now())
    assert counts(server.hq) == 0


def test_a_session_that_asks_too_much_waits_and_no_other(server: InProcessHq) -> None:
    most = server.hq.settings.limits.requests_at_once
    with a_car(server.base_url) as car, a_car(server.base_url, device="car-2") as other:
        for session in (car, other):  # until it was answered once, a token is nobody's
            assert session.http.get("/v1/hotlist").status_code == 204
        found = {car.http.get("/v1/nothing").status_code for _ in range(most + 1)}
        assert found == {404, 429}
        assert other.http.get("/v1/nothing").status_code == 404
        assert car.http.get("/healthz").status_code == 200


def test_prometheus_sees_routes_and_the_purge_and_no_address(server: InProcessHq) -> None:
    with a_car(server.base_url) as car:
        car.http.get("/v1/hits/EXN2894")
        purge(server.hq, NOW)
        text = figures(server.base_url)
    assert 'mdt_alpr_requests_total{route="/v1/hits/{hit_id}",status="403"} 1.0' in text
    assert "mdt_alpr_purge_overdue 0.0" in text
    assert "mdt_alpr_day_keys 0.0" in text
    assert "EXN2894" not in text


def test_a_log_line_is_json_with_the_kind_and_place_of_an_error_only() -> None:
    try:
        raise ValueError("EXN2894")  # noqa: TRY301
    except ValueError as error:
        info = (type(error), error, error.__traceback__)
    record = logging.LogRecord("mdt_alpr.x", logging.ERROR, "x.py", 1, "failed", None, info)
    record.facts = {"route": "/v1/items"}
    line: dict[str, Any] = json.loads(JsonLines().format(record))
    assert (line["level"], line["message"], line["error"]) == ("ERROR", "failed", "ValueError")
    assert line["route"] == "/v1/items"
    assert "EXN2894" not in JsonLines().format(record)


def test_no_log_line_of_a_request_holds_what_was_sent(
    server: InProcessHq, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with a_car(server.base_url) as car:
        car.send(an_item(a_read_message()))
        car.http.get("/v1/hits/EXN2894?plate=EXN2894")
        car.http.post("/v1/items", content=b"EXN2894")
    lines = [JsonLines().format(r) for r in caplog.records if not r.name.startswith("http")]
    assert any('"route": "/v1/items"' in line for line in lines)
    assert not [line for line in lines if "EXN2894" in line]


def test_each_line_names_the_version_of_a_client_of_ours_and_nothing_else_that_one_says(
    server: InProcessHq, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with open_client(server.base_url) as ours:
        for said in ({}, {"User-Agent": "mdt-alpr/0.0.9"}, {"User-Agent": "mdt-alpr/EXN2894"}):
            ours.get("/healthz", headers=said)
    records = [record for record in caplog.records if record.name == "mdt_alpr.hq.requests"]
    assert [r.__dict__["facts"]["program"] for r in records] == [__version__, "0.0.9", ""]
