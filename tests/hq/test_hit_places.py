"""Where hits were: for who reads the log, recorded, and gone with the reads."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.keeping.purge import purge
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER, SUPERVISOR
from mdt_alpr.wire.desk import HitLogFlag, HitPlacesMessage
from mdt_alpr.wire.messages import PlaceMessage
from tests.builders import NOW
from tests.hq.reviewers import SPAN, Desk, Reported, a_sent_hit, at_desk
from tests.hq.senders import PASSWORDS, a_car
from tests.hq.test_who_saw import who_saw

HERE = PlaceMessage(35.994, -78.8986, NOW, NOW, 24.0, 271.0, 3.0, simulated=False)


def at(reported: Reported, place: PlaceMessage | None) -> Reported:
    return replace(reported, read=replace(reported.read, place=place))


PLACED = at(a_sent_hit("EXN2894", entered=("EXN2894", "NC"), ending="misread", stopped="no"), HERE)
ELSEWHERE = at(a_sent_hit("KDR1180", after_s=60), replace(HERE, lat=36.1))
NOWHERE = at(a_sent_hit("TRB4471", after_s=120), None)

LOOK = AuditEvent.HQ_SHIFT_LOG_VIEWED.value, SUPERVISOR


@pytest.fixture
def desk(server: InProcessHq) -> Iterator[Desk]:
    with a_car(server.base_url) as car:
        for reported in (PLACED, ELSEWHERE, NOWHERE):
            assert set(car.send(*reported.items())) == {"accepted"}
    with at_desk(server, SUPERVISOR) as found:
        yield found


def asked(desk: Desk, flag: HitLogFlag = HitLogFlag.ALL) -> HitPlacesMessage:
    return desk.ask(HitPlacesMessage, "hits/places", replace(SPAN, flag=flag))


def test_the_newest_hits_with_a_place_are_shown_without_a_plate(desk: Desk) -> None:
    answer = asked(desk)
    assert [hit.hit_id for hit in answer.places] == [
        ELSEWHERE.hit.hit_id, PLACED.hit.hit_id,
    ]  # fmt: skip
    assert (answer.hits, answer.more) == (3, False)
    assert answer.places[1].place == HERE


def test_prevented_stops_are_shown_alone(desk: Desk) -> None:
    answer = asked(desk, HitLogFlag.PREVENTED)
    assert [hit.hit_id for hit in answer.places] == [PLACED.hit.hit_id]


def test_whoever_asks_who_saw_a_read_finds_the_map_that_showed_its_place(
    server: InProcessHq, desk: Desk
) -> None:
    asked(desk)
    for thing in (PLACED.hit.hit_id, PLACED.read.read_id):
        assert LOOK in [(look.event, look.person) for look in who_saw(server, thing).looks]
    others = who_saw(server, NOWHERE.read.read_id).looks
    assert LOOK not in [(look.event, look.person) for look in others]


@pytest.mark.parametrize("person", [OFFICER, CUSTODIAN, ADMINISTRATOR])
def test_who_reads_no_hits_is_refused(server: InProcessHq, person: str) -> None:
    with at_desk(server, person, PASSWORDS[person]) as other:
        assert other.raw("hits/places", SPAN).status_code == 403


def test_a_place_goes_with_its_read(server: InProcessHq, desk: Desk) -> None:
    purge(server.hq, NOW + timedelta(days=91))
    assert asked(desk).places == ()
