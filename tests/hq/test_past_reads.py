"""Where a listed plate was read before: for a lawful purpose and a case, and recorded."""

import pytest
from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit.service import typed_in
from mdt_alpr.hq.audit.store import entry_of
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.people.sample_agency import SECOND_OFFICER, SUPERVISOR
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.manual import PastReadsMessage, PastReadsRequest
from tests.hq.manual import added, an_own_entry
from tests.hq.senders import Car, a_car, a_read_message, an_item

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
        viewed = OWN_AUDIT.c.event == AuditEvent.HQ_PAST_READS_VIEWED
        details = list(work.connection.scalars(select(OWN_AUDIT.c.detail).where(viewed)))
        rows = work.connection.execute(select(OWN_AUDIT).where(viewed))
        typed = [typed_in(work, entry_of(row)) for row in rows]
    assert [[one[0] for one in told] for told in details] == [
        ["purpose", "reads", "returned_ids", "case_digest"]
    ] * 2
    assert typed == [(("case", ASKED.case),)] * 2


@pytest.mark.clause("5.A.1")
def test_without_purpose_case_or_an_own_entry_nothing_is_shown(server: InProcessHq) -> None:
    entry = an_own_entry("KLM4470")
    with a_car(server.base_url) as car, a_car(server.base_url, SECOND_OFFICER) as other:
        car.send(added(entry))
        assert looked_back(car, entry.entry_id, PastReadsRequest("curiosity", "1")) == 524
        assert looked_back(car, entry.entry_id, PastReadsRequest(ASKED.purpose, " ")) == 524
        assert looked_back(car, entry.entry_id, PastReadsRequest(ASKED.purpose, "abc")) == 524
        assert looked_back(car, "no-such-entry") == 531
        assert looked_back(other, entry.entry_id) == 202
