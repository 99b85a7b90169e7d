"""Who lets evidence out finds the hit first, for a purpose that is recorded (S14)."""

from datetime import timedelta

import pytest

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER, SUPERVISOR
from mdt_alpr.wire import addresses
from mdt_alpr.wire.review import HitIdsMessage, HitIdsRequest
from mdt_alpr.wire.search import MadeSearches
from tests.builders import NOW
from tests.hq.manual import audited
from tests.hq.reviewers import a_sent_hit, at_desk
from tests.hq.senders import a_car, a_record

ASK = HitIdsRequest(
    NOW - timedelta(hours=6), NOW + timedelta(hours=6), "criminal_investigation", "26-118204"
)
DATABASES = ["sqlite"]


def send(server: InProcessHq, *hits: object) -> None:
    with a_car(server.base_url) as car:
        for messages in hits:
            car.send(*messages.items())  # type: ignore[attr-defined]


@pytest.mark.proved("S14")
@pytest.mark.parametrize("person", [CUSTODIAN, ADMINISTRATOR])
def test_who_lets_evidence_out_sees_each_hits_id_the_newest_first(
    server: InProcessHq, person: str
) -> None:
    first, last = (a_sent_hit("EXN2894"), a_sent_hit("KDR1180", after_s=60, ending="misread"))
    send(server, first, last)
    with at_desk(server, person) as desk:
        answer = desk.ask(HitIdsMessage, "hit-ids", ASK)
    assert [row.hit_id for row in answer.rows] == [last.hit.hit_id, first.hit.hit_id]
    row = answer.rows[0]
    assert (row.text, row.unit, row.disposition) == ("KDR1180", "Unit 12", "misread")
    assert not row.has_package


@pytest.mark.proved("S14")
@pytest.mark.parametrize("person", [SUPERVISOR, OFFICER])
def test_nobody_else_sees_them(server: InProcessHq, person: str) -> None:
    with at_desk(server, person) as desk:
        assert desk.raw("hit-ids", ASK).status_code == 403


@pytest.mark.proved("S14", "A9")
@pytest.mark.parametrize(
    ("purpose", "case"),
    [
        ("", "26-118204"),
        ("curiosity", "26-118204"),
        (ASK.purpose, ""),
        (ASK.purpose, "plate KRT4478"),
    ],
)
def test_without_purpose_and_case_nothing_is_shown_and_no_search_recorded(
    server: InProcessHq, purpose: str, case: str
) -> None:
    with at_desk(server, CUSTODIAN) as desk:
        answer = desk.raw("hit-ids", HitIdsRequest(ASK.since, ASK.until, purpose, case))
    assert (answer.status_code, answer.json()["number"]) == (422, 524)
    assert audited(server, AuditEvent.HQ_HIT_IDS_VIEWED.value) == []


@pytest.mark.proved("S14")
def test_a_search_is_recorded_with_purpose_and_person_and_without_a_plate(
    server: InProcessHq,
) -> None:
    send(server, a_sent_hit("EXN2894"))
    with at_desk(server, CUSTODIAN) as desk:
        desk.ask(HitIdsMessage, "hit-ids", ASK)
    (entry,) = audited(server, AuditEvent.HQ_HIT_IDS_VIEWED.value)
    assert entry.person == CUSTODIAN
    assert ASK.purpose in str(entry.detail)
    assert "EXN2894" not in str(entry)
    assert ASK.case not in str(entry.detail)  # kept apart: it may hold a plate


@pytest.mark.proved("B1")
def test_a_list_of_hits_is_reviewed_and_counted_as_a_wide_search(server: InProcessHq) -> None:
    send(server, a_sent_hit("EXN2894"))
    with at_desk(server, CUSTODIAN) as desk:
        desk.ask(HitIdsMessage, "hit-ids", ASK)
        (shown,) = desk.get(MadeSearches, addresses.SEARCHES).searches
    assert (shown.person_id, shown.case, shown.found) == (CUSTODIAN, ASK.case, 1)
    assert shown.confirmed == ("It lists every hit of its days.",)


@pytest.mark.proved("S14")
def test_the_plate_of_a_restricted_record_is_not_shown(server: InProcessHq) -> None:
    send(server, a_sent_hit("EXN2894", record=a_record(category="H")))
    with at_desk(server, CUSTODIAN) as desk:
        (row,) = desk.ask(HitIdsMessage, "hit-ids", ASK).rows
    assert row.restricted
    assert (row.text, row.state) == ("", "")


@pytest.mark.proved("S14")
def test_a_hit_outside_the_days_is_not_there(server: InProcessHq) -> None:
    send(server, a_sent_hit())
    later = HitIdsRequest(ASK.until, ASK.until + timedelta(hours=1), ASK.purpose, ASK.case)
    with at_desk(server, CUSTODIAN) as desk:
        assert desk.ask(HitIdsMessage, "hit-ids", later).rows == ()
