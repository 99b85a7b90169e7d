"""What the live wall is told of each car: who is in it, its list, its last contact, its hits."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.hotlists.store import Version, add_version
from mdt_alpr.hq.people.sample_agency import SUPERVISOR
from mdt_alpr.wire.desk import WallMessage
from tests.builders import NOW, SetClock
from tests.hq.reviewers import Desk, a_sent_hit, at_desk
from tests.hq.senders import a_car

DATABASES = ["sqlite"]
NO = False
HITS = (a_sent_hit("AAA1111"), a_sent_hit("AAA2111", after_s=10))


@pytest.fixture
def desk(server: InProcessHq) -> Iterator[Desk]:
    with a_car(server.base_url) as car:
        car.send(*(item for reported in HITS for item in reported.items()))
    with at_desk(server, SUPERVISOR) as found:
        yield found


def test_the_wall_shows_each_car_with_who_is_on_shift_and_its_open_hits(desk: Desk) -> None:
    (car,) = desk.ask(WallMessage, "wall").units
    assert (car.device, car.chain, car.open_hits) == ("car-1", "whole", 2)
    assert car.last_seen_at == NOW


def test_the_wall_shows_which_list_each_car_works_with_and_when_it_was_compiled(
    server: InProcessHq, desk: Desk, clock: SetClock
) -> None:
    (car,) = desk.ask(WallMessage, "wall").units
    assert (car.list_version, car.list_compiled_at) == (None, None)
    compiled = clock.now() - timedelta(hours=30)
    with server.hq.database.writing() as connection:
        add_version(connection, Version(7, compiled, NO, NOW, "c", "NCIC", 0, 0))
        add_version(connection, Version(8, clock.now(), NO, NOW, "c", "NCIC", 0, 0))
    with a_car(server.base_url) as reported:
        for known in (0, 7):
            reported.http.get(f"/v1/hotlist/changes?known_version={known}")
        assert reported.http.get("/v1/hotlist/changes?known_version=-9").status_code == 200
    wall = desk.ask(WallMessage, "wall")
    assert wall.list_version == 8
    assert [(unit.list_version, unit.list_compiled_at) for unit in wall.units] == [(7, compiled)]
    del clock


def test_a_car_that_only_listens_is_on_the_wall_and_was_seen_when_it_asked(
    server: InProcessHq, desk: Desk, clock: SetClock
) -> None:
    with a_car(server.base_url) as first, a_car(server.base_url, device="car-2") as other:
        clock.pass_by(minutes=3)
        other.http.get("/v1/notices?after=0&wait=0&unit=Unit 31")
        clock.pass_by(minutes=1)
        first.http.get("/v1/notices?after=0&wait=0&unit=Unit 12")
    units = desk.ask(WallMessage, "wall").units
    now = server.hq.clock.now()
    assert [(unit.unit, unit.chain, now - unit.last_seen_at) for unit in units] == [
        ("Unit 12", "whole", timedelta(0)),
        ("Unit 31", "", timedelta(minutes=1)),
    ]
