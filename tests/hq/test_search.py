"""Active people search stored reads: for a purpose, a case and a reason, narrow by default."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from mdt_alpr.acts import search as acts
from mdt_alpr.cli.audit import entries_in
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.audit.proof import prove
from mdt_alpr.domain.search.question import SEEN_NOT_DRIVEN, Area, CaseCheck, SearchQuestion
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit.service import typed_in
from mdt_alpr.hq.audit.store import entry_of
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.keeping.purge import left_over, purge
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SECOND_OFFICER,
    SUPERVISOR,
    sample_agency,
)
from mdt_alpr.hq.search.finding import answers, find
from mdt_alpr.lab.hq import stored_reads
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.messages import ReadMessage
from mdt_alpr.wire.search import (
    CaseFormats,
    FoundReads,
    MadeSearches,
    PageWanted,
    SearchForm,
    SearchOrder,
    SearchRequest,
)
from tests.builders import NOW, SetClock
from tests.hq.commands import Terminal
from tests.hq.reviewers import Desk, at_desk
from tests.hq.senders import (
    JPEG,
    PASSWORDS,
    a_car,
    a_hit_message,
    a_picture_message,
    a_read_message,
    a_record,
    an_item,
)
from tests.hq.test_plate_sheets import DURHAM, RALEIGH

DATABASES = ["sqlite"]
AROUND = Area(36.0, -78.9, 5.0)
NARROW = SearchQuestion(
    plate="KLM44*", state="any", since=NOW - timedelta(days=7), until=NOW,
    purpose="criminal_investigation", case="26-041877",
    reason="Larceny from a vehicle on Main Street", area=AROUND,
)  # fmt: skip
WIDE = replace(NARROW, area=None, everywhere=True, since=NOW - timedelta(days=30))


def asked(desk: Desk, question: SearchQuestion, **more: Any) -> FoundReads:
    return answered(desk, addresses.SEARCHES, SearchRequest(question, **more))


def answered(desk: Desk, path: str, body: object) -> FoundReads:
    answer = desk.http.post(path, content=encode(body))
    assert answer.status_code == 200, answer.text
    return decode(FoundReads, answer.content)


def refused(desk: Desk, question: SearchQuestion) -> str:
    answer = desk.http.post(addresses.SEARCHES, content=encode(SearchRequest(question)))
    assert answer.status_code == 422
    words: str = answer.json()["detail"]
    return words


def ids(page: FoundReads) -> list[str]:
    return [read.read_id for read in page.reads]


def send(server: InProcessHq, *reads: ReadMessage) -> None:
    with a_car(server.base_url) as car:
        assert set(car.send(*map(an_item, reads))) == {"accepted"}


def recorded(hq: Headquarters, *events: AuditEvent) -> list[dict[str, str]]:
    """Return the facts of these events with what was typed, oldest first."""
    with hq.reading() as work:
        query = select(OWN_AUDIT).where(OWN_AUDIT.c.event.in_(events))
        rows = work.connection.execute(query.order_by(OWN_AUDIT.c.sequence))
        entries = [entry_of(row) for row in rows]
        return [
            {"event": e.event, "person": e.person, **dict(e.detail), **dict(typed_in(work, e))}
            for e in entries
        ]


@pytest.mark.clause("8.B")
def test_a_narrow_search_shows_where_a_plate_was_seen_and_is_recorded(server: InProcessHq) -> None:
    here, there = (a_read_message("KLM4470", place=place) for place in (DURHAM, RALEIGH))
    send(server, here, there, a_read_message("ABC1234", place=DURHAM))
    with at_desk(server, OFFICER) as desk:
        page = asked(desk, NARROW)
    assert ids(page) == [here.read_id]
    assert (page.found, page.pages, page.case_check) == (1, 1, CaseCheck.NO_SYSTEM)
    assert page.notice == SEEN_NOT_DRIVEN
    (entry,) = recorded(server.hq, AuditEvent.HQ_SEARCHED)
    assert (entry["person"], entry["purpose"]) == (OFFICER, NARROW.purpose)
    assert entry["returned_ids"] == here.read_id
    assert (entry["plate"], entry["case"], entry["reason"]) == (
        "KLM44* any", NARROW.case, NARROW.reason,
    )  # fmt: skip


def test_a_search_says_which_reads_were_hits_but_not_of_a_restricted_file(
    server: InProcessHq,
) -> None:
    stolen, watched, other = (a_read_message("KLM4470", place=DURHAM) for _ in range(3))
    hits = [
        a_hit_message(read, records=(a_record("KLM4470", category=category),))
        for read, category in ((stolen, "V"), (watched, "T"))
    ]
    with a_car(server.base_url) as car:
        assert set(car.send(*map(an_item, (stolen, watched, other, *hits)))) == {"accepted"}
    with at_desk(server, OFFICER) as desk:
        page = asked(desk, NARROW)
        again = addresses.filled(addresses.SEARCH_PAGE, search_id=page.search_id)
        assert answered(desk, again, PageWanted()).alerted == page.alerted == (stolen.read_id,)
    assert len(page.reads) == 3


@pytest.mark.clause("8.B")
def test_a_wide_search_is_made_when_it_is_confirmed_and_then_reviewed(server: InProcessHq) -> None:
    read = a_read_message("KLM4470", captured_at=NOW - timedelta(days=20))
    send(server, read)
    with at_desk(server, OFFICER) as desk:
        first = asked(desk, WIDE)
        assert (first.search_id, first.reads) == ("", ())
        assert first.ask == ("It covers more than 7 days.", "It covers every place.")
        assert ids(asked(desk, WIDE, confirmed=True)) == [read.read_id]
        asked(desk, replace(NARROW, reason="Stolen trailer, seen by its owner"))
    made = [e["event"] for e in recorded(
        server.hq, AuditEvent.HQ_SEARCH_NOT_MADE, AuditEvent.HQ_SEARCHED
    )]  # fmt: skip
    assert made == ["hq:search:not_made", "hq:search:made", "hq:search:made"]
    with at_desk(server, SUPERVISOR) as desk:
        (one,) = desk.get(MadeSearches, addresses.SEARCHES).searches
    assert (one.person_id, one.case, one.reason) == (OFFICER, WIDE.case, WIDE.reason)
    assert one.confirmed == first.ask


LACKING: list[tuple[dict[str, Any], str]] = [
    ({"purpose": ""}, "Choose one lawful purpose."),
    ({"case": "n/a"}, "Name the case"),
    ({"case": "KLM-44*"}, "That is the plate."),
    ({"reason": "check"}, "too short or too vague"),
    ({"reason": "school residency"}, "none of the four lawful purposes"),
    ({"plate": "K*"}, "Enter at least 2 characters"),
    ({"plate": "KLM;44"}, "A plate has 1 to 10"),
    ({"area": None}, "Choose an area or units"),
    ({"until": NOW - timedelta(days=8)}, "end is before the beginning"),
    ({"since": NOW - timedelta(days=120)}, "Reads are kept 90 days at most"),
    ({"area": Area(36.0, -78.9, 500.0)}, "radius of up to 100 miles"),
    ({"state": "XX"}, "Choose the state"),
]


@pytest.mark.clause("5.A")
def test_what_a_search_lacks_is_said_and_nothing_is_searched(server: InProcessHq) -> None:
    with at_desk(server, OFFICER) as desk:
        for change, words in LACKING:
            assert words in refused(desk, replace(NARROW, **change))
    entries = recorded(server.hq, AuditEvent.HQ_SEARCH_NOT_MADE)
    assert all(words in e["why"] for e, (_, words) in zip(entries, LACKING, strict=True))
    assert recorded(server.hq, AuditEvent.HQ_SEARCHED) == []


def test_a_reason_given_for_another_case_is_confirmed_first(server: InProcessHq) -> None:
    with at_desk(server, OFFICER) as desk, at_desk(server, SECOND_OFFICER) as other:
        assert asked(desk, NARROW).ask == ()
        assert asked(desk, NARROW).ask == (), "the same case"
        second = replace(NARROW, case="26-055555", reason=f" {NARROW.reason.upper()}.")
        assert asked(desk, second).ask == ("You gave the same reason for another case.",)
        assert asked(other, second).ask == ()
        assert asked(desk, replace(second, reason="Protest downtown, vehicle damage")).ask == (
            "The reason mentions: protest.",
        )


def test_pages_are_sorted_and_open_only_in_the_session_that_searched(server: InProcessHq) -> None:
    reads = [
        replace(a_read_message(f"KLM44{n:02}", place=DURHAM), unit=f"Unit {n % 7}")
        for n in range(60)
    ]
    send(server, *reads)
    with at_desk(server, OFFICER) as desk, at_desk(server, SECOND_OFFICER) as other:
        by_plate = PageWanted(0, SearchOrder.PLATE, descending=False)
        page = asked(desk, NARROW, wanted=by_plate)
        path = addresses.filled(addresses.SEARCH_PAGE, search_id=page.search_id)
        second = answered(desk, path, replace(by_plate, page=1))
        assert [r.text for r in (*page.reads, *second.reads)] == [r.text for r in reads]
        assert (second.page, second.pages, second.found) == (1, 2, 60)
        assert answered(desk, path, PageWanted(99)).page == 1
        assert other.http.post(path, content=encode(by_plate)).status_code == 404
    viewed = recorded(server.hq, AuditEvent.HQ_SEARCH_PAGE_VIEWED)
    assert len(viewed[0]["returned_ids"].split()) == 10


@pytest.mark.clause("8.B")
def test_a_found_read_shows_its_picture_in_that_session_only(server: InProcessHq) -> None:
    digest = hashlib.sha256(JPEG).hexdigest()
    read = replace(a_read_message("KLM4470", place=DURHAM), context_digest=digest)
    far = replace(a_read_message("KLM4471", place=RALEIGH), context_digest=digest)
    send(server, read, far)
    with a_car(server.base_url) as car:
        car.send(an_item(a_picture_message(read, digest, "context")))
        kept = addresses.filled(addresses.PICTURE, digest=digest)
        car.http.put(kept, content=JPEG, headers={"Content-Type": "image/jpeg"})
    with at_desk(server, OFFICER) as desk, at_desk(server, SECOND_OFFICER) as other:
        search_id = asked(desk, NARROW).search_id

        def picture(of: ReadMessage, who: Desk) -> int:
            names = {"search_id": search_id, "read_id": of.read_id}
            return who.http.get(addresses.filled(acts.SHOW_PICTURE.address, **names)).status_code

        assert picture(read, desk) == 200
        assert picture(far, desk) == 404, "the search did not find it"
        assert picture(read, other) == 404
    assert len(recorded(server.hq, AuditEvent.HQ_PICTURE_VIEWED)) == 1


@pytest.mark.proved("A9", "B6", "PUR-04")
def test_without_a_format_a_case_is_a_number_all_the_same(server: InProcessHq) -> None:
    with at_desk(server, OFFICER) as desk:
        for case in ("plate KRT4478", "KRT-4478", "the robbery", "26-041877 KRT4478"):
            assert "no words and no plate" in refused(desk, replace(NARROW, case=case))
        assert asked(desk, replace(NARROW, case="26 CRS 1107")).ask == ()


@pytest.mark.proved("A2", "PUR-02")
@pytest.mark.parametrize("reason", ["Registration expired", "Seat belt violation, window tint"])
def test_a_traffic_matter_is_no_reason_of_a_search(server: InProcessHq, reason: str) -> None:
    with at_desk(server, OFFICER) as desk:
        assert "none of the four lawful purposes" in refused(desk, replace(NARROW, reason=reason))


def test_places_and_case_formats_are_the_agencys_own(server: InProcessHq) -> None:
    with at_desk(server, CUSTODIAN) as desk:
        named = replace(AROUND, name="East bridge")
        assert desk.http.post(acts.NAME_PLACE.address, content=encode(named)).is_success
        bad = replace(named, lat=95.0)
        assert desk.http.post(acts.NAME_PLACE.address, content=encode(bad)).status_code == 422
    with at_desk(server, ADMINISTRATOR) as desk:
        for formats, status in ((("26-######",), 204), (("*",), 422), (("@@@####",), 422)):
            body = encode(CaseFormats(formats))
            assert desk.http.post(acts.SET_CASE_FORMATS.path(), content=body).status_code == status
    with at_desk(server, OFFICER) as desk:
        form = desk.get(SearchForm, acts.SHOW_FORM.path())
        assert (form.places, form.case_formats) == ((named,), ("26-######",))
        assert "like 26-######" in refused(desk, replace(NARROW, case="larceny 2026"))
        assert "like 26-######" in refused(desk, replace(NARROW, case="plate KRT4478"))
        assert asked(desk, NARROW).ask == ()


@contextmanager
def with_cases(settings: HqSettings, clock: SetClock, where: str) -> Iterator[InProcessHq]:
    with InProcessHq(replace(settings, case_system=where), clock, os.urandom) as found:
        sample_agency(found.hq, PASSWORDS, NOW.date())
        yield found


@pytest.mark.logs_warnings
def test_a_case_that_dispatch_does_not_know_is_confirmed_and_listed(
    settings: HqSettings, clock: SetClock, tmp_path: Path
) -> None:
    file = tmp_path / "cases.csv"
    file.write_text("Opened,Case number\n2026-11-01,26-041877\n")
    os.utime(file, (NOW.timestamp(),) * 2)
    with with_cases(settings, clock, str(file)) as server:
        with at_desk(server, OFFICER) as desk:
            assert asked(desk, NARROW).case_check is CaseCheck.KNOWN
            unknown = replace(NARROW, case="26-999999", reason="Burglary on Oak Street, van seen")
            assert asked(desk, unknown).ask == (
                "The agency's case system does not know this case.",
            )
            assert asked(desk, unknown, confirmed=True).case_check is CaseCheck.UNKNOWN
            file.unlink()
            unreached = replace(unknown, case="26-111111", reason="Robbery at the bank, red car")
            assert asked(desk, unreached).case_check is CaseCheck.NOT_CHECKED
        with at_desk(server, SUPERVISOR) as desk:
            listed = desk.get(MadeSearches, addresses.SEARCHES).searches
    assert {one.case for one in listed} == {"26-111111", "26-999999"}


@pytest.mark.proved("K6b")
def test_a_search_of_erased_days_says_so_at_the_desk_and_in_the_command(
    server: InProcessHq, terminal: Terminal
) -> None:
    long_ago = NOW - timedelta(days=120)
    question = replace(NARROW, since=long_ago, until=long_ago + timedelta(hours=2))
    erased = "Data of Jul 28, 2026 was erased on Oct 26, 2026; nothing can be said."
    with at_desk(server, OFFICER) as desk:
        assert asked(desk, question).notice.startswith(erased)
        mixed = replace(NARROW, since=NOW - timedelta(days=95), until=NOW - timedelta(days=89))
        assert "Data up to Aug 27, 2026 was erased" in asked(desk, mixed).notice
        assert asked(desk, NARROW).notice == SEEN_NOT_DRIVEN
    about = "--purpose", NARROW.purpose, "--case", NARROW.case, "--reason", NARROW.reason
    window = "--since", "2026-07-28", "--until", "2026-07-28"
    words = "search", "KLM44*", *window, *about, "--units", "Unit 12"
    assert terminal.run(OFFICER, *words) == 0, terminal.err
    assert erased in terminal.err


def test_a_search_is_gone_after_ninety_days(server: InProcessHq, clock: SetClock) -> None:
    with at_desk(server, OFFICER) as desk:
        asked(desk, WIDE, confirmed=True)
    clock.at = NOW + timedelta(days=91)
    assert purge(server.hq, clock.at)["searches"] == 1
    assert left_over(server.hq, clock.at) == ()


def test_what_the_bench_searches_is_found(hq: Headquarters) -> None:
    now = hq.clock.now()
    question = SearchQuestion("", "any", now - timedelta(days=90), now, "", "", "")
    some = stored_reads._filled(hq, 178)
    for kind in stored_reads._KINDS:
        asked = kind.question(some[-1], question)
        within = asked.area is None or answers(some[-1], asked)
        with hq.snapshot() as work:
            found = [read.read_id for read in find(work, asked).reads]
        assert (some[-1].read_id in found) is within, kind.name


def test_the_command_searches_as_the_desk_does(server: InProcessHq, terminal: Terminal) -> None:
    send(server, a_read_message("KLM4470", place=DURHAM))
    named = "name-place", "East bridge", AROUND.lat, AROUND.lon, AROUND.miles
    assert terminal.run(CUSTODIAN, *named) == 0
    assert terminal.run(ADMINISTRATOR, "case-formats", "26-######") == 0
    assert terminal.run(OFFICER, "places") == 0
    assert "East bridge   36.00000" in terminal.out
    about = "--purpose", NARROW.purpose, "--case", NARROW.case, "--reason", NARROW.reason
    window = "--since", "2026-11-20", "--until", "2026-11-25"
    search = "search", "KLM*", *window, *about
    assert terminal.run(OFFICER, *search, "--everywhere") == 3
    assert "It covers every place." in terminal.err
    assert terminal.run(OFFICER, *search, "--place", "East bridge") == 0
    assert "KLM4470 NC Unit 12 front" in terminal.out
    assert SEEN_NOT_DRIVEN in terminal.err
    search_id = terminal.err.rpartition("Search ")[2].strip()
    assert terminal.run(OFFICER, "search-page", search_id, "--sort", "plate") == 0
    assert "KLM4470" in terminal.out
    assert terminal.run(CUSTODIAN, "searches") == 0
    assert terminal.run(CUSTODIAN, "remove-place", "East bridge", "--reason", "torn down") == 0


def test_an_outside_auditor_proves_that_each_search_has_its_case_and_sees_no_plate(
    server: InProcessHq, terminal: Terminal, tmp_path: Path
) -> None:
    send(server, a_read_message("KLM4470", place=RALEIGH))
    with at_desk(server, OFFICER) as desk:
        asked(desk, replace(NARROW, area=Area(35.78, -78.64, 5.0)))
    file = tmp_path / "audit.jsonl"
    assert terminal.run(CUSTODIAN, "audit", "--out", file) == 0
    assert "KLM44" not in file.read_text("utf-8")
    found = prove(entries_in(file))
    assert (found.why, found.searches, found.each_has_a_case) == ("", 1, True)
    assert found.purposes == (("criminal_investigation", 1),)
