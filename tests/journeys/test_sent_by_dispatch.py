"""Dispatch sends a possible match to a unit; its officer accepts it and verifies it anew."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.disposition import Disposition, Stopped
from mdt_alpr.domain.hit.handover import is_unverified_relay
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.dispatch_tables import LETTERS
from mdt_alpr.hq.base.headquarters import Caller, RefusedError
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.dispatch.subscriptions import subscribe
from mdt_alpr.hq.hits.assigning import assign, open_hits
from mdt_alpr.hq.hotlists.importing import import_csv
from mdt_alpr.hq.hotlists.rows import COLUMNS
from mdt_alpr.hq.hotlists.service import serve
from mdt_alpr.hq.people.sample_agency import CUSTODIAN, OFFICER, SECOND_OFFICER, SUPERVISOR
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.dispatch import EVENT_TYPE, HitProgress, OpenHit, SentTo, SubscriptionRequest
from tests.builders import SetClock, a_hit, a_read, an_entry
from tests.hq.senders import JPEG
from tests.journeys.test_two_cars import SUV, verify
from tests.journeys.two_cars import RunningCar, everything_is_sent, running, wait_until_on_duty

LISTED = "NCIC,V,V1,,,EXN2894,NC,,,,DODG,,UT,BLK,"
BOSS = Caller(SUPERVISOR, "B. Smith", Role.SUPERVISOR, "desk-1", "hash")


@pytest.fixture
def twelve(tmp_path: Path, hq: InProcessHq, clock: SetClock) -> Iterator[RunningCar]:
    with running(tmp_path, hq.base_url, "Unit 12", clock) as car:
        car.sign_in(OFFICER)
        yield car


@pytest.fixture
def seven(tmp_path: Path, hq: InProcessHq, clock: SetClock) -> Iterator[RunningCar]:
    with running(tmp_path, hq.base_url, "Unit 7", clock) as car:
        car.sign_in(SECOND_OFFICER)
        wait_until_on_duty(hq.hq, car.device)
        yield car


def raised(hq: InProcessHq, car: RunningCar, folder: Path) -> str:
    """List a plate at headquarters and let a car raise a hit on it; return the hit."""
    file = folder / "list.csv"
    file.write_text(",".join(COLUMNS) + f"\n{LISTED}\n", encoding="utf-8")
    assert import_csv(hq.hq, file, by="x").accepted == 1
    with hq.hq.writing() as work:
        given = serve(work, BOSS)
    assert given is not None
    read = a_read(crop=JPEG + b"1", context=JPEG + b"2")
    hit = a_hit(read, an_entry(entry_id=given.entries[0].entry_id, **SUV))
    car.car.desk.sightings.keep_read(read, held=True, latency_ms=1.0)
    car.car.desk.sightings.raise_hit(hit)
    assert everything_is_sent(car.car)
    return hit.hit_id


def wall(hq: InProcessHq) -> tuple[OpenHit, ...]:
    with hq.hq.writing() as work:
        return open_hits(work, BOSS).hits


def send(hq: InProcessHq, hit_id: str, unit: str) -> tuple[OpenHit, ...]:
    with hq.hq.writing() as work:
        return assign(work, BOSS, hit_id, unit).hits


def refused(hq: InProcessHq, hit_id: str, unit: str) -> str:
    with pytest.raises(RefusedError) as why:
        send(hq, hit_id, unit)
    return why.value.detail


def test_a_unit_accepts_by_opening_and_verifies_what_dispatch_sent(
    hq: InProcessHq, twelve: RunningCar, seven: RunningCar, tmp_path: Path
) -> None:
    cad = SubscriptionRequest("CAD", "http://127.0.0.1:9/alpr")
    subscribe(hq.hq, BOSS, cad, CUSTODIAN)
    hit_id = raised(hq, twelve, tmp_path)
    (line,) = wall(hq)
    assert "EXN2894" not in encode(line), "no plate is on the wall"
    assert (line.unit, line.progress, line.sent_to) == ("Unit 12", HitProgress.ALERTED, ())
    (line,) = send(hq, hit_id, "unit 7")
    assert line.sent_to == (SentTo("Unit 7", HitProgress.SENT),)
    there = seven.raised(lambda hit: hit.relayed_from is not None)
    assert there.relayed_from is not None
    assert (there.relayed_from.unit, there.relayed_from.officer) == ("Dispatch", "B. Smith")
    assert is_unverified_relay(there)
    with hq.hq.reading() as work:
        entries = work.connection.execute(
            select(OWN_AUDIT.c.person, OWN_AUDIT.c.subject).where(
                OWN_AUDIT.c.event == AuditEvent.HQ_HIT_RELAYED
            )
        )
        assert [tuple(entry) for entry in entries] == [(SUPERVISOR, there.hit_id)]
    seven.car.desk.open(there.hit_id)
    assert everything_is_sent(seven.car)
    assert wall(hq)[0].sent_to == (SentTo("Unit 7", HitProgress.ACCEPTED),)
    verify(seven, there.hit_id)
    assert everything_is_sent(seven.car)
    (line,) = wall(hq)
    assert line.sent_to == (SentTo("Unit 7", HitProgress.VERIFIED),)
    assert line.progress is HitProgress.ALERTED, "what another officer saw verifies nothing here"
    with hq.hq.reading() as work:
        told = work.connection.scalars(select(LETTERS.c.event).order_by(LETTERS.c.number)).all()
    assert told == [EVENT_TYPE + event for event in ("raised", "raised", "accepted", "verified")]


@pytest.mark.usefixtures("seven")
def test_what_cannot_be_sent_says_why(hq: InProcessHq, twelve: RunningCar, tmp_path: Path) -> None:
    hit_id = raised(hq, twelve, tmp_path)
    assert "No one is signed in as this unit" in refused(hq, hit_id, "Unit 99")
    assert "Unit 12 has this possible match already" in refused(hq, hit_id, "Unit 12")
    send(hq, hit_id, "Unit 7")
    assert "Unit 7 has this possible match already" in refused(hq, hit_id, "Unit 7")
    twelve.car.desk.open(hit_id)
    twelve.car.desk.enter(hit_id, "ABC1234", "NC", 2.0)
    twelve.car.desk.enter(hit_id, "ABC1234", "NC", 2.0)
    twelve.car.desk.close(hit_id, Disposition.MISREAD, stopped=Stopped.NO)
    assert everything_is_sent(twelve.car)
    assert "has ended" in refused(hq, hit_id, "Unit 7")
    assert wall(hq) == ()
