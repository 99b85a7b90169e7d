"""Where a listed plate was read before: for a lawful purpose and a case, and recorded."""

import pytest
from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.review.misuse import FlagRule
from mdt_alpr.domain.search.question import CaseCheck
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit.service import typed_in
from mdt_alpr.hq.audit.store import entry_of
from mdt_alpr.hq.base.case_formats import set_case_formats
from mdt_alpr.hq.base.search_tables import SEARCHES
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.misuse import service as misuse
from mdt_alpr.hq.people.sample_agency import CUSTODIAN, SECOND_OFFICER, SUPERVISOR
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.manual import PastReadsMessage, PastReadsRequest
from tests.builders import SetClock
from tests.hq.manual import added, an_own_entry
from tests.hq.senders import Car, a_car, a_read_message, an_item
from tests.hq.test_misuse import CasesNobodyKnows, flags

ASKED = PastReadsRequest("criminal_investigation", "2026-114477")


def looked_back(car: Car, entry_id: str, asked: PastReadsRequest = ASKED) -> list[str] | int:
    path = f"/v1/manual-entries/{entry_id}/past-reads"
    answer = car.http.post(path, content=encode(asked))
    if answer.status_code != 200:
        number: int = answer.json()["number"]
        return number
    return [read.text for read in decode(PastReadsMessage, answer.content).reads]


def test_the_reads_of_a_listed_plate_are_shown_and_that_is_recorded(server: InProcessHq) -> None:
    entry = an_own_entry("KLM4470")
    with a_car(server.base_url) as car, a_car(server.base_url, SUPERVISOR) as supervisor:
        others = [a_read_message("ABC1234"), a_read_message("KLM4470", state="SC")]
        same = [a_read_message("KLM447O"), a_read_message("KLM4470", state="")]
        for read in (*others, *same):
            car.send(an_item(read))
        assert car.send(added(entry)) == ["accepted"]
        for who in (car, supervisor):
            found = looked_back(who, entry.entry_id)
            assert isinstance(found, list)
            assert sorted(found) == ["KLM4470", "KLM447O"]
    with server.hq.reading() as work:
        events = AuditEvent.HQ_PAST_READS_VIEWED, AuditEvent.HQ_SEARCHED
        query = (
            select(OWN_AUDIT).where(OWN_AUDIT.c.event.in_(events)).order_by(OWN_AUDIT.c.sequence)
        )
        entries = [entry_of(row) for row in work.connection.execute(query)]
        typed = [typed_in(work, one) for one in entries if one.event is events[1]]
    viewed = [one for one in entries if one.event is events[0]]
    searched = {one.subject: dict(one.detail) for one in entries if one.event is events[1]}
    assert [one.subject for one in viewed] == [entry.entry_id] * 2
    assert [dict(one.detail)["search"] for one in viewed] == list(searched)
    for facts in searched.values():
        assert (facts["purpose"], facts["found"]) == (ASKED.purpose, "2")
        assert sorted(facts["returned_ids"].split()) == sorted(one.read_id for one in same)
    assert [dict(one)["case"] for one in typed] == [ASKED.case] * 2


def test_a_case_that_nobody_knows_is_for_review_as_with_any_search(
    server: InProcessHq, clock: SetClock
) -> None:
    server.hq.case_system = CasesNobodyKnows()
    entry = an_own_entry("KLM4470")
    with a_car(server.base_url) as car:
        car.send(added(entry))
        for serial in range(3):
            asked = PastReadsRequest(ASKED.purpose, f"26-99000{serial}")
            assert looked_back(car, entry.entry_id, asked) == []
    with server.hq.reading() as work:
        checks = set(work.connection.scalars(select(SEARCHES.c.case_check)))
    assert checks == {CaseCheck.UNKNOWN}
    clock.pass_by(days=1)
    misuse.seek(server.hq, CUSTODIAN)
    assert FlagRule.UNKNOWN_CASE in {flag.rule for flag in flags(server.hq)}


def test_the_case_is_written_as_the_agency_writes_them(server: InProcessHq) -> None:
    entry = an_own_entry("KLM4470")
    with server.hq.database.writing() as connection:
        set_case_formats(connection, ["##-######"])
    with a_car(server.base_url) as car:
        car.send(added(entry))
        assert looked_back(car, entry.entry_id, PastReadsRequest(ASKED.purpose, "abcde9")) == 524
        assert looked_back(car, entry.entry_id, PastReadsRequest(ASKED.purpose, "26-114477")) == []


def test_without_purpose_case_or_an_own_entry_nothing_is_shown(server: InProcessHq) -> None:
    entry = an_own_entry("KLM4470")
    with a_car(server.base_url) as car, a_car(server.base_url, SECOND_OFFICER) as other:
        car.send(added(entry))
        assert looked_back(car, entry.entry_id, PastReadsRequest("curiosity", "1")) == 524
        assert looked_back(car, entry.entry_id, PastReadsRequest(ASKED.purpose, " ")) == 524
        assert looked_back(car, entry.entry_id, PastReadsRequest(ASKED.purpose, "abc")) == 524
        assert looked_back(car, entry.entry_id, PastReadsRequest(ASKED.purpose, "klm 4470")) == 524
        assert looked_back(car, "no-such-entry") == 531
        assert looked_back(other, entry.entry_id) == 202


@pytest.mark.proved("B6")
@pytest.mark.clause("5.A.1")
def test_without_a_case_system_three_looks_at_past_reads_are_flagged(server: InProcessHq) -> None:
    entry = an_own_entry("KLM4470")
    with a_car(server.base_url) as car:
        car.send(added(entry))
        for _ in range(3):
            assert looked_back(car, entry.entry_id) == []
    misuse.seek(server.hq, CUSTODIAN)
    assert FlagRule.ONE_PLATE_UNCHECKED in {flag.rule for flag in flags(server.hq)}
