"""A car that starts anew puts what waited when it ended, with the session that was kept."""

import os
from pathlib import Path

import pytest

from mdt_alpr.adapters.hq_link.no_link import NoLink
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.car.parts import CarParts
from mdt_alpr.car.runtime import Car
from mdt_alpr.domain.hit.gateway import ask
from mdt_alpr.domain.hit.hit import HitState
from mdt_alpr.domain.hit.status_query import (
    GatewayResult,
    QueryStatus,
)
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.patrol.events import HitChanged, SignedIn
from tests.builders import NOW, SetClock
from tests.car.test_runtime import EventLog, keep_session, no_engines
from tests.compared_hits import compared
from tests.patrol.scripted_link import OFFICER, ScriptedLink
from tests.played_devices import PlayedCamera


def a_store(folder: Path) -> CarStore:
    return CarStore(folder / "car.db", bytes(32), SetClock(), os.urandom, "car-1")


@pytest.mark.parametrize("was_asked", [False, True])
def test_a_question_that_a_restart_cut_off_is_put_anew(tmp_path: Path, *, was_asked: bool) -> None:
    """Whether the program ended before the answer came, or before it asked: entered anew first."""
    hit = ask(compared(), "q1", NOW) if was_asked else compared()
    keep_session(tmp_path, OFFICER)
    store = a_store(tmp_path)
    with store.begin() as work:
        work.save_hit(hit)
    store.close()
    gateway, log = ScriptedLink(), EventLog()
    gateway.result = GatewayResult.CLEARED
    parts = CarParts(
        PlayedCamera(), no_engines, a_store(tmp_path), NoLink(), SetClock(), "Unit 12", "car-1",
        gateway=gateway,
    )  # fmt: skip
    car = Car(parts, log.take)
    car.start()
    if not was_asked:
        log.wait_until(lambda e: isinstance(e, SignedIn))
        car.desk.open(hit.hit_id)
        car.desk.answer_vehicle(hit.hit_id, Body.SUV, Color.BLACK)
        car.desk.enter(hit.hit_id, "EXN2894", "NC", 1.2)
    log.wait_until(lambda e: isinstance(e, HitChanged) and e.hit.state is HitState.CONTRARY)
    car.stop()
    assert [hit_id for hit_id, _query in gateway.questions] == [hit.hit_id]
    last = [e.hit for e in log.events if isinstance(e, HitChanged)][-1]
    assert [asked.status for asked in last.asked] == [QueryStatus.ANSWERED]
