from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.people.sample_agency import CUSTODIAN, SUPERVISOR
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.review import ChainMessage, HitTrailMessage, OverviewMessage, TrailMessage
from tests.builders import NOW
from tests.hq.senders import (
    DEVICE,
    a_car,
    a_chain,
    a_disposition,
    a_hit_message,
    a_picture_message,
    a_read_message,
    a_record,
    a_stop,
    an_answer,
    an_id,
    an_item,
)

READ = a_read_message()
HIT = a_hit_message(READ)
ANSWERS = (an_answer(HIT, "entry"), an_answer(HIT, "status", at=NOW))
STOP = a_stop(HIT)
END = a_disposition(HIT, "verified_stopped")
PICTURE = a_picture_message(READ, "ab" * 32)
CHAIN = a_chain(3, subject=HIT.hit_id)
OTHER = a_hit_message(
    a_read_message("KDR1180"), records=(a_record("KDR1I80", match_class="look_alike"),)
)
BODIES = (READ, HIT, *reversed(ANSWERS), STOP, END, PICTURE, *CHAIN, OTHER)


def fill(server: InProcessHq) -> None:
    with a_car(server.base_url) as car:
        assert set(car.send(*(an_item(body) for body in BODIES))) == {"accepted"}


def views(server: InProcessHq) -> list[tuple[str, str, str]]:
    events = AuditEvent.HQ_OVERVIEW_VIEWED, AuditEvent.HQ_HIT_VIEWED
    with server.hq.reading() as work:
        seen = select(OWN_AUDIT).where(OWN_AUDIT.c.event.in_(events))
        rows = work.connection.execute(seen.order_by(OWN_AUDIT.c.sequence)).all()
    assert all(row.at == NOW for row in rows)
    return [(row.event.name, row.subject, row.person) for row in rows]


def test_the_overview_counts_what_is_held_and_shows_each_hits_trail(server: InProcessHq) -> None:
    fill(server)
    with a_car(server.base_url, CUSTODIAN) as custodian:
        answer = custodian.http.get("/v1/overview")
    overview = decode(OverviewMessage, answer.content)
    assert (overview.at, overview.reads, overview.hits) == (NOW, 1, 2)
    assert (overview.answers, overview.stops) == (2, 1)
    assert overview.dispositions == (("verified_stopped", 1),)
    assert (overview.pictures, overview.pictures_held) == (1, 0)
    assert overview.chains == (ChainMessage(DEVICE, 3, 3, "whole", None),)
    with server.hq.reading() as work:
        own = len(work.connection.execute(select(OWN_AUDIT.c.sequence)).all())
    assert overview.audit_entries == own + 3
    trails = {trail.hit_id: trail for trail in overview.trails}
    assert trails[HIT.hit_id] == TrailMessage(
        hit_id=HIT.hit_id,
        unit="Unit 12",
        captured_at=HIT.captured_at,
        category="V",
        match_class="exact",
        disposition="verified_stopped",
        answers=2,
        gate_form="open",
        events=("officer:hit:opened",) * 3,
    )
    other = trails[OTHER.hit_id]
    assert (other.match_class, other.disposition, other.gate_form) == ("look_alike", None, None)
    assert (other.answers, other.events) == (0, ())
    assert "EXN2894" not in answer.text
    assert views(server) == [("HQ_OVERVIEW_VIEWED", "overview", CUSTODIAN)]


def test_a_hits_whole_trail_is_shown_to_a_supervisor(server: InProcessHq) -> None:
    fill(server)
    with a_car(server.base_url, SUPERVISOR) as supervisor:
        answer = supervisor.http.get(f"/v1/hits/{HIT.hit_id}")
    assert decode(HitTrailMessage, answer.content) == HitTrailMessage(
        hit=HIT,
        read=READ,
        answers=ANSWERS,
        stops=(STOP,),
        dispositions=(END,),
        audit=tuple(CHAIN),
        pictures=(PICTURE,),
    )
    assert views(server) == [("HQ_HIT_VIEWED", HIT.hit_id, SUPERVISOR)]


def test_the_audit_of_a_view_says_for_what_offense_the_vehicle_is_listed(
    server: InProcessHq,
) -> None:
    fill(server)
    with a_car(server.base_url, SUPERVISOR) as supervisor:
        supervisor.http.get(f"/v1/hits/{HIT.hit_id}")
    with server.hq.reading() as work:
        kept = select(OWN_AUDIT.c.detail).where(OWN_AUDIT.c.event == AuditEvent.HQ_HIT_VIEWED)
        (detail,) = work.connection.scalars(kept)
    assert "Stolen vehicle" in str(detail)


def test_a_hit_that_came_without_its_read_is_shown_as_it_is(server: InProcessHq) -> None:
    fill(server)
    with a_car(server.base_url, SUPERVISOR) as supervisor:
        answer = supervisor.http.get(f"/v1/hits/{OTHER.hit_id}")
    assert decode(HitTrailMessage, answer.content) == HitTrailMessage(
        OTHER, None, (), (), (), (), ()
    )


def test_asking_for_a_hit_that_is_not_kept_is_recorded_when_it_is_an_id(
    server: InProcessHq,
) -> None:
    unknown = an_id()
    with a_car(server.base_url, SUPERVISOR) as supervisor:
        for hit_id in (unknown, "EXN2894"):
            answer = supervisor.http.get(f"/v1/hits/{hit_id}")
            assert (answer.status_code, answer.json()["number"]) == (404, 501)
    assert views(server) == [("HQ_HIT_VIEWED", unknown, SUPERVISOR)]


def test_an_empty_headquarters_has_an_overview(server: InProcessHq) -> None:
    with a_car(server.base_url, SUPERVISOR) as supervisor:
        overview = decode(OverviewMessage, supervisor.http.get("/v1/overview").content)
    assert (overview.reads, overview.hits, overview.trails, overview.chains) == (0, 0, (), ())
