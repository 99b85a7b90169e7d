"""Views and refusals that were once on no record (AU-2), and none that would fill it (AU-4)."""

import asyncio
import re
from datetime import timedelta
from inspect import signature

import pytest
from sqlalchemy import text
from starlette.concurrency import run_in_threadpool

from mdt_alpr.acts import hotlists as hotlists_acts
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.audit.refusals import COUNTED_FOR
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit.refused_requests import RefusedRequests
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SECOND_OFFICER,
    SUPERVISOR,
)
from mdt_alpr.hq.serving.routes import EVERY_ADDRESS
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.hotlists import MisreadsRequest
from mdt_alpr.wire.pictures import DigestsMessage
from mdt_alpr.wire.problems import Problem
from tests.builders import SetClock
from tests.hq.manual import audited, without_hashes
from tests.hq.reviewers import at_desk
from tests.hq.senders import Car, a_car, a_hit_message, an_item
from tests.hq.test_account_life import recorded
from tests.hq.test_audit_blocked import BLOCK
from tests.hq.two_cars import cleared, notices, of_victim, send

DATABASES = ["sqlite"]
HOUR = COUNTED_FOR


@pytest.mark.attack("V8")
@pytest.mark.parametrize(
    ("method", "path", "problem"),
    [
        ("GET", "/v1/overview", Problem.NOT_SIGNED_IN),
        ("GET", "/v1/car-1%0A9001:%20hq:session:begun", Problem.NO_SUCH_ADDRESS),
        ("DELETE", "/healthz", Problem.METHOD),
    ],
)
def test_forty_requests_of_nobody_are_one_entry_without_what_was_typed(
    server: InProcessHq, method: str, path: str, problem: Problem
) -> None:
    with Car(server.base_url, "ab" * 32) as nobody:
        statuses = {nobody.http.request(method, path).status_code for _ in range(40)}
    assert statuses == {problem.status}
    (entry,) = audited(server, "requests:refused")
    facts = dict(entry.detail)
    assert (entry.person, entry.subject, facts["times"]) == ("", "127.0.0.1", "1")
    assert (facts["problem"], entry.address) == (str(problem.number), "127.0.0.1")
    assert "9001" not in without_hashes(str(entry))


def test_the_rest_of_an_hour_is_recorded_when_it_is_over_or_the_server_ends(
    hq: Headquarters, clock: SetClock
) -> None:
    refused = RefusedRequests(hq, run_in_threadpool)

    def ask(times: int) -> None:
        for _ in range(times):
            asyncio.run(refused.note("192.0.2.7", Problem.NOT_SIGNED_IN))

    ask(5)
    clock.pass_by(seconds=HOUR.total_seconds())
    refused.check()
    ask(3)
    refused.write_last()
    assert recorded(hq, AuditEvent.HQ_REQUESTS_REFUSED) == [("", "192.0.2.7")] * 4


@pytest.mark.logs_warnings
def test_where_the_audit_cannot_be_written_the_answer_stays_and_the_record_waits(
    server: InProcessHq,
) -> None:
    only_refusals = BLOCK.replace("BEGIN", "WHEN new.event = 'hq:requests:refused' BEGIN")
    with server.hq.writing() as work:  # the watch on logging may check at any moment: it goes on
        work.connection.execute(text(only_refusals))
    with Car(server.base_url) as nobody:
        assert nobody.http.get("/v1/overview").status_code == 401
        with server.hq.writing() as work:
            work.connection.execute(text("DROP TRIGGER blocked"))
        nobody.http.get("/v1/nowhere")
    assert len(audited(server, "requests:refused")) == 2


def test_no_address_has_a_plate_or_what_somebody_typed_in_it() -> None:
    """A proxy before headquarters logs every address, for as long as it likes."""
    for one in EVERY_ADDRESS:
        named = {name for name in signature(one.handler).parameters if name != "body"}
        typed = {"plate", "plates", "text", "case", "reason", "why", "words", "facts", "note"}
        assert not named & typed, one.address


def test_that_a_plate_is_tried_is_recorded_and_the_plate_only_as_long_as_it_is_kept(
    server: InProcessHq,
) -> None:
    with at_desk(server, CUSTODIAN) as desk:
        body = encode(MisreadsRequest(("EXN2894",)))
        assert desk.http.post(hotlists_acts.SHOW_MISREADS.address, content=body).status_code == 200
    (entry,) = audited(server, AuditEvent.HQ_MISREADS_VIEWED.value)
    assert entry.person == CUSTODIAN
    assert "EXN2894" not in str(entry)


@pytest.mark.parametrize(
    ("person", "path", "event"),
    [
        (CUSTODIAN, "/v1/categories", AuditEvent.HQ_CATEGORIES_VIEWED),
        (SUPERVISOR, "/v1/desk/teams", AuditEvent.HQ_TEAMS_VIEWED),
    ],
)
def test_each_view_at_the_desk_is_recorded_with_its_person_and_no_plate(
    server: InProcessHq, person: str, path: str, event: AuditEvent
) -> None:
    with at_desk(server, person) as desk:
        assert desk.http.get(path).status_code == 200
    (entry,) = audited(server, event.value)
    assert entry.person == person
    assert "EXN2894" not in str(entry)


# ---------------------------------------------------------------- every view

NOTHING_TO_RECORD = {
    "/v1/notices",
    "/v1/hotlist",
    "/v1/hotlist/changes",
    "/v1/units",
    "/v1/desk/truth/next",
    "/v1/offload/keys",
    "/v1/search-form",
}
"""They give nothing or public keys here, or it is on record since the first question."""


def test_whatever_anybody_is_shown_leaves_an_entry(server: InProcessHq) -> None:
    unrecorded, seen = set(), set()
    for person in (OFFICER, SUPERVISOR, CUSTODIAN, ADMINISTRATOR):
        with a_car(server.base_url, person) as car:
            car.http.get("/v1/units")
            for each in EVERY_ADDRESS:
                if each.is_open or each.method != "GET":
                    continue
                before = len(audited(server, ""))
                answer = car.http.get(re.sub(r"{\w+}", "EXN2894", each.address))
                if answer.is_success:
                    seen.add(each.address)
                    unrecorded |= {each.address} if len(audited(server, "")) == before else set()
    assert unrecorded == NOTHING_TO_RECORD
    assert len(seen) > 20


def test_a_car_that_asks_for_the_units_again_and_again_is_recorded_once_a_session(
    server: InProcessHq,
) -> None:
    with a_car(server.base_url) as car:
        for _ in range(5):
            assert car.http.get("/v1/units").status_code == 200
    (entry,) = audited(server, "units:viewed")
    assert (entry.person, entry.subject) == (OFFICER, "car-1")


def test_that_a_car_asks_which_pictures_are_held_is_recorded(server: InProcessHq) -> None:
    with a_car(server.base_url) as car:
        asked = encode(DigestsMessage(("ab" * 32, "cd" * 32)))
        assert car.http.post("/v1/pictures/held", content=asked).status_code == 200
    (entry,) = audited(server, "pictures:asked_for")
    assert dict(entry.detail) | {"asked": "2", "held": "0"} == dict(entry.detail)


@pytest.mark.parametrize("works", [True, False])
def test_which_notices_a_car_got_is_recorded_and_waits_for_no_audit(
    server: InProcessHq, *, works: bool
) -> None:
    hit = a_hit_message()
    with (
        a_car(server.base_url, OFFICER, "car-1") as car,
        a_car(server.base_url, SECOND_OFFICER, "car-2") as other,
    ):
        notices(other)
        car.send(an_item(hit))
        send(other, "car-2", an_item(of_victim(a_hit_message())))
        car.send(cleared(hit))
        if not works:
            with server.hq.writing() as work:
                work.connection.execute(text(BLOCK))
        (given,) = notices(other).notices
        assert other.http.get("/v1/units").status_code == 200
        if not works:
            with server.hq.writing() as work:
                work.connection.execute(text("DROP TRIGGER blocked"))
        (entry,) = audited(server, "notices:given")
        assert (entry.person, entry.subject) == (SECOND_OFFICER, "car-2")
        assert dict(entry.detail)["returned_ids"] == str(given.number)


def test_a_desks_session_ends_unused_and_lasts_while_it_is_used(
    server: InProcessHq, clock: SetClock
) -> None:
    with at_desk(server, SUPERVISOR) as desk, a_car(server.base_url) as car:
        for _ in range(4):
            clock.at += timedelta(minutes=59)
            assert desk.http.get("/v1/overview").status_code == 200
        clock.at += timedelta(minutes=61)
        assert desk.http.get("/v1/overview").status_code == 401
        assert car.http.get("/v1/units").status_code == 200
