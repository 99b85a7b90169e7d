"""Another agency's Nlets query is answered offline to a form, by the custodian (INT-03)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from mdt_alpr.acts import nlets as acts
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import EVERY_TEAM
from mdt_alpr.domain.plate.plate import LOOK_ALIKES, folded
from mdt_alpr.domain.retention.alpr_1 import HeldCamera
from mdt_alpr.domain.retention.data_request import Requester
from mdt_alpr.domain.retention.disclosure import RefusalReason, RequestState
from mdt_alpr.domain.retention.grants import SoughtData
from mdt_alpr.domain.review.misuse import AccessKind
from mdt_alpr.domain.search.nlets import NletsQuery
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.search_tables import SEARCHES
from mdt_alpr.hq.disclosures import requests
from mdt_alpr.hq.misuse import gathering
from mdt_alpr.hq.people.sample_agency import CUSTODIAN, OFFICER
from mdt_alpr.hq.search import service as search_service
from mdt_alpr.hq.search import store as search_store
from mdt_alpr.hq.weekly import store as weekly_store
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.disclosures import DisclosureAct, DisclosureActRequest
from mdt_alpr.wire.nlets import NletsAnswer, NletsDetail
from mdt_alpr.wire.papers import PaperFile
from tests.builders import NOW
from tests.hq.commands import Terminal
from tests.hq.letting import AS_CUSTODIAN, granted
from tests.hq.letting import recorded as recorded_request
from tests.hq.papers import text_of
from tests.hq.reviewers import Desk, at_desk
from tests.hq.senders import a_car, a_read_message, an_id, an_item
from tests.hq.test_command_sessions import recorded

DATABASES = ["sqlite"]
QUERY = NletsQuery(
    lic="KLM1081",
    begin=NOW - timedelta(days=2),
    end=NOW,
    ori="NC0800200",
    request=1,
    reason="A witness saw this car leave the pharmacy",
    confirmed=True,
)
SEEKS = SoughtData("KLM1081", "NC", NOW - timedelta(days=3), NOW)


@pytest.fixture
def desk(server: InProcessHq) -> Iterator[Desk]:
    with a_car(server.base_url) as car:
        for number, text in enumerate(("KLM1081", "KLM10B1", "KLM2222")):
            at = NOW - timedelta(hours=3 - number)
            read = a_read_message(text, captured_at=at, read_id=an_id(at))
            assert car.send(an_item(read)) == ["accepted"]
    assert granted(server.hq, seeks=SEEKS) == QUERY.request
    with at_desk(server, CUSTODIAN) as found:
        yield found


def answered(desk: Desk, query: NletsQuery) -> list[str]:
    answer = desk.http.post(acts.ANSWER.path(), content=encode(query))
    assert answer.status_code == 200, answer.text
    return [event.lic for event in decode(NletsAnswer, answer.content).events]


@pytest.mark.proved("INT-03")
@pytest.mark.clause("7.B")
def test_lic_loc_span_loose_match_and_max_count(desk: Desk) -> None:
    assert answered(desk, QUERY) == ["KLM1081"]
    assert answered(desk, replace(QUERY, loose=True)) == ["KLM10B1", "KLM1081"]
    assert answered(desk, replace(QUERY, loose=True, most=1)) == ["KLM10B1"]
    assert answered(desk, replace(QUERY, loc="no such camera")) == []
    assert answered(desk, replace(QUERY, end=NOW - timedelta(days=1))) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"lic": "KLM*"}, {"lic": ""}, {"ori": "NC06"}, {"ori": "NC0600000"}, {"most": 0},
        {"most": 100}, {"end": NOW - timedelta(days=9)}, {"loc": "x" * 81},
        {"request": 0}, {"request": 99}, {"request": -1}, {"request": 2**70},
    ],
)  # fmt: skip
def test_a_query_that_lacks_something_is_refused(desk: Desk, wrong: dict[str, object]) -> None:
    query = encode(replace(QUERY, **wrong))  # type: ignore[arg-type]
    for path in (acts.ANSWER.path(), acts.PRINT_ANSWER.path()):
        assert 400 <= desk.http.post(path, content=query).status_code < 500


def test_answer_and_detail_are_printed_and_each_is_recorded(
    server: InProcessHq, desk: Desk
) -> None:
    paper = desk.http.post(acts.PRINT_ANSWER.path(), content=encode(QUERY))
    assert decode(PaperFile, paper.content).pdf.startswith(b"%PDF")
    found = desk.http.post(acts.ANSWER.path(), content=encode(QUERY))
    (one,) = decode(NletsAnswer, found.content).events
    asked = NletsDetail(QUERY, one.eid, one.dat)
    detail = desk.http.post(acts.PRINT_DETAIL.path(), content=encode(asked))
    assert decode(PaperFile, detail.content).pdf.startswith(b"%PDF")
    other = replace(asked, dat=one.dat + timedelta(seconds=1))
    refused = desk.http.post(acts.PRINT_DETAIL.path(), content=encode(other))
    assert 400 <= refused.status_code < 500
    made = recorded(server.hq, AuditEvent.HQ_NLETS_ANSWERED)
    assert made == [(CUSTODIAN, QUERY.ori)] * 3
    with server.hq.writing() as work:
        kept = requests.request_of(work, QUERY.request, CUSTODIAN)
    assert kept.line.state is RequestState.DELIVERED
    assert [one.words for one in kept.steps if one.step == "nlets_answered"] == ["1 events"] * 2


@pytest.mark.clause("7.B")
def test_only_a_granted_request_of_the_agency_that_asks_is_answered(
    server: InProcessHq, desk: Desk
) -> None:
    hq = server.hq
    waiting = hq_requests(hq)
    for number, says in waiting.items():
        for path in (acts.ANSWER.path(), acts.PRINT_ANSWER.path()):
            refused = desk.http.post(path, content=encode(replace(QUERY, request=number)))
            assert refused.status_code == 422
            assert says in refused.json()["detail"]
    assert recorded(hq, AuditEvent.HQ_NLETS_ANSWERED) == []


def hq_requests(hq: Headquarters) -> dict[int, str]:
    """Return requests that no query can be answered on, each with why."""
    other = Requester("Dana Wells", "Detective", "Another agency", "NC0600000")
    refused = recorded_request(hq)
    words = "It would show where an undercover car was parked"
    act = DisclosureActRequest(DisclosureAct.REFUSE, words, RefusalReason.COMPROMISE)
    requests.decide(hq, AS_CUSTODIAN, refused, act)
    return {
        recorded_request(hq): "before the request is granted",
        refused: "before the request is granted",
        granted(hq, requester=other): "is of ORI NC0600000",
    }


def searches_of(hq: Headquarters) -> list[Any]:
    with hq.reading() as work:
        return list(work.connection.execute(select(SEARCHES)))


def asked(desk: Desk, query: NletsQuery) -> NletsAnswer:
    found = desk.http.post(acts.ANSWER.path(), content=encode(query))
    assert found.status_code == 200, found.text
    return decode(NletsAnswer, found.content)


@pytest.mark.proved("B1")
@pytest.mark.proved("SRC-03")
def test_a_look_up_over_every_place_is_confirmed_and_then_waits_for_review(
    server: InProcessHq, desk: Desk
) -> None:
    before = asked(desk, replace(QUERY, confirmed=False))
    assert before.ask == ("It covers every place.",)
    assert (before.events, searches_of(server.hq)) == ((), [])
    found = asked(desk, QUERY)
    (kept,) = searches_of(server.hq)
    assert (kept.search_id, kept.person_id, kept.found) == (found.search, CUSTODIAN, 1)
    assert (kept.for_review, kept.purpose) == (True, "criminal_investigation")
    with server.hq.writing() as work:
        (shown,) = search_service.for_review(work, AS_CUSTODIAN, EVERY_TEAM).searches
        plate = search_store.questions(work, [kept.search_id])[kept.search_id].plate
    assert (shown.reason, shown.case, plate) == (QUERY.reason, "26-004417", "KLM1081")


@pytest.mark.proved("B1")
def test_a_look_up_counts_for_misuse_flags_and_weekly_samples_as_a_search_does(
    server: InProcessHq, desk: Desk
) -> None:
    for _ in range(3):
        asked(desk, QUERY)
    with server.hq.reading() as work:
        period = gathering.period(work, bytes(32), {})
        weekly = weekly_store.accesses_between(work, NOW - timedelta(days=1), NOW + timedelta(1))
    accesses = [access for access in period.accesses if access.kind is AccessKind.SEARCH]
    assert {access.person for access in accesses} == {CUSTODIAN}
    assert len(accesses) == 3
    assert len({access.plate for access in accesses}) == 1
    assert [person for person, _ in weekly.values()] == [CUSTODIAN] * 3


@pytest.mark.proved("B1")
def test_the_paper_of_a_look_up_is_no_further_one_and_another_plate_is(
    server: InProcessHq, desk: Desk
) -> None:
    looked = replace(QUERY, confirmed=False, search=asked(desk, QUERY).search)
    paper = desk.http.post(acts.PRINT_ANSWER.path(), content=encode(looked))
    assert paper.status_code == 200, paper.text
    assert len(searches_of(server.hq)) == 1
    other = replace(looked, begin=QUERY.begin + timedelta(hours=1))
    refused = desk.http.post(acts.PRINT_ANSWER.path(), content=encode(other))
    assert "covers every place" in refused.json()["detail"], "another look-up, to be confirmed"


@pytest.mark.proved("B1")
@pytest.mark.proved("SRC-01")
@pytest.mark.proved("B2")
@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"reason": ""}, "Give the reason"),
        ({"reason": "curiosity"}, "none of the four"),
        ({"lic": "KLM2222"}, "not the plate that request 1"),
        ({"begin": NOW - timedelta(days=4)}, "not within the time"),
        ({"end": NOW + timedelta(hours=1)}, "not within the time"),
    ],
)
def test_a_look_up_has_a_reason_and_is_what_its_request_was_granted_for(
    server: InProcessHq, desk: Desk, wrong: dict[str, Any], says: str
) -> None:
    for path in (acts.ANSWER.path(), acts.PRINT_ANSWER.path()):
        refused = desk.http.post(path, content=encode(replace(QUERY, **wrong)))
        assert refused.status_code == 422
        assert says in refused.json()["detail"]
    assert searches_of(server.hq) == []
    assert len(recorded(server.hq, AuditEvent.HQ_SEARCH_NOT_MADE)) == 2


@pytest.mark.proved("K6b")
def test_a_look_up_of_erased_days_says_so_on_the_screen_and_on_the_paper(
    server: InProcessHq, desk: Desk
) -> None:
    long_ago = NOW - timedelta(days=120)
    seeks = replace(SEEKS, since=long_ago, until=long_ago + timedelta(days=2))
    query = replace(QUERY, begin=long_ago, end=long_ago + timedelta(hours=1))
    query = replace(query, request=granted(server.hq, seeks=seeks))
    erased = "Data of Jul 28, 2026 was erased on Oct 26, 2026; nothing can be said."
    assert asked(desk, query).notice.startswith(erased)
    paper = desk.http.post(acts.PRINT_ANSWER.path(), content=encode(query))
    assert erased in " ".join(text_of(decode(PaperFile, paper.content).pdf).split())


@pytest.mark.proved("B2")
def test_cameras_that_were_not_granted_show_nothing(server: InProcessHq, desk: Desk) -> None:
    elsewhere = replace(SEEKS, cameras=(HeldCamera("Unit 31"),))
    number = granted(server.hq, seeks=elsewhere)
    assert answered(desk, replace(QUERY, request=number)) == []
    here = granted(server.hq, seeks=replace(SEEKS, cameras=(HeldCamera("Unit 12", "front"),)))
    assert answered(desk, replace(QUERY, request=here)) == ["KLM1081"]


@pytest.mark.usefixtures("desk")
def test_only_the_custodian_answers_by_command(
    server: InProcessHq, terminal: Terminal, tmp_path: Path
) -> None:
    words = (
        "klm1081", "--begin", QUERY.begin.isoformat(), "--end", QUERY.end.isoformat(),
        "--ori", QUERY.ori, "--request", "2026-0001", "--reason", QUERY.reason,
    )  # fmt: skip
    assert terminal.run(OFFICER, "nlets", *words) == 1
    assert terminal.run(CUSTODIAN, "nlets", *words) == 1
    assert "It covers every place. Nothing was done." in terminal.err
    assert terminal.run(CUSTODIAN, "nlets", *words, "--confirmed") == 0, terminal.err
    assert "1 of 1 events" in terminal.out
    file = tmp_path / "answer.pdf"
    looked = "--search", terminal.out.split("--search ")[1].split()[0]
    assert terminal.run(CUSTODIAN, "nlets-paper", *words, *looked, "--to", file) == 0, terminal.err
    assert file.read_bytes().startswith(b"%PDF")
    assert terminal.run(CUSTODIAN, "nlets-paper", *words, *looked, "--to", file) == 1
    assert len(searches_of(server.hq)) == 1


@given(read=st.text("AB8013QZ2", min_size=1, max_size=7), loose=st.booleans())
def test_a_loose_match_differs_by_one_look_alike_at_most(read: str, *, loose: bool) -> None:
    asked = "8A1Q2"
    if not replace(QUERY, lic=asked, loose=loose).answered_by(read, ()):
        return
    pairs = list(zip(folded(asked), folded(read), strict=True))
    apart = [(a, b) for a, b in pairs if a != b]
    assert len(apart) <= int(loose)
    assert all(any({a, b} <= set(group) for group in LOOK_ALIKES) for a, b in apart)
