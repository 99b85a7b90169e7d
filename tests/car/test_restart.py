"""A car that starts anew puts what waited when it ended, with the session that was kept."""

import os
import threading
from pathlib import Path

import pytest

from mdt_alpr.adapters.hq_link.no_link import NoLink
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.adapters.store.unit_of_work import CarUnitOfWork
from mdt_alpr.car.parts import CarParts
from mdt_alpr.car.runtime import Car
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import StoreLockedError
from mdt_alpr.domain.hit.gateway import ask
from mdt_alpr.domain.hit.hit import HitState
from mdt_alpr.domain.hit.status_query import GatewayResult, QueryStatus
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.retention.outbox import ItemKind, OutboxItem
from mdt_alpr.patrol import worker
from mdt_alpr.patrol.events import (
    Failed,
    HitChanged,
    HitRaised,
    LinkChanged,
    ListChanged,
    SignedIn,
)
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import AuditMessage
from tests.builders import NOW, SetClock, a_list, an_entry
from tests.car.test_runtime import EventLog, keep_session, no_engines
from tests.compared_hits import compared
from tests.patrol.scripted_link import OFFICER, ScriptedLink
from tests.played_devices import PlayedCamera


def a_store(folder: Path) -> CarStore:
    return CarStore(folder / "car.db", bytes(32), SetClock(), os.urandom, "car-1")


def waiting_in(folder: Path) -> tuple[OutboxItem, ...]:
    store = a_store(folder)
    with store.begin() as work:
        items = work.waiting(100)
    store.close()
    return items


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


class DiskThatFailsOnce(CarStore):
    """A store whose disk fails one transaction, the ``fails``th of the program."""

    fails = 0

    def begin(self) -> CarUnitOfWork:
        self.fails -= 1
        if self.fails == 0:
            message = "The disk gave an error."
            raise StoreLockedError(message)
        return super().begin()


class SlowSignIn(ScriptedLink):
    """A headquarters that answers a sign-in when the test lets it."""

    def __init__(self) -> None:
        super().__init__()
        self.is_asked, self.let = threading.Event(), threading.Event()

    def sign_in(self, person_id: str, password: str, code: str = "") -> Session:
        self.is_asked.set()
        assert self.let.wait(20)
        return super().sign_in(person_id, password, code)


def test_the_session_before_a_restart_takes_the_car_from_nobody_who_signs_in_meanwhile(
    tmp_path: Path,
) -> None:
    keep_session(tmp_path, OFFICER)
    link, log, goes_on = SlowSignIn(), EventLog(), threading.Event()
    parts = CarParts(
        PlayedCamera(), no_engines, a_store(tmp_path), link, SetClock(), "Unit 12", "car-1"
    )
    car = Car(parts, log.take)

    def slow_disk() -> None:
        assert goes_on.wait(20)

    car._records.do(slow_disk)
    car.start()
    try:
        car.desk.sign_in("officer-2", "right word")
        assert link.is_asked.wait(20)
        goes_on.set()
        car._records.ask(lambda: None)  # the kept session was loaded by now
        link.let.set()
        log.wait_for(SignedIn)
        car._link.ask(lambda: None)
        assert car._sessions.person_id == "officer-2"
    finally:
        car.stop()
    assert [e.session.person_id for e in log.events if isinstance(e, SignedIn)] == ["officer-2"]


@pytest.mark.logs_warnings
@pytest.mark.parametrize("fails", range(1, 7))
def test_one_error_of_the_disk_does_not_cost_the_list_the_session_or_the_open_hits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: int
) -> None:
    """Without them the car would look like a working one, and match and send nothing."""
    monkeypatch.setattr(worker, "_AGAIN_S", 0.0)
    keep_session(tmp_path, OFFICER)
    before = a_store(tmp_path)
    with before.begin() as work:
        work.save_hotlist(a_list(an_entry()))
        work.save_hit(compared())
    before.close()
    store = DiskThatFailsOnce(tmp_path / "car.db", bytes(32), SetClock(), os.urandom, "car-1")
    store.fails = fails
    log = EventLog()
    parts = CarParts(
        PlayedCamera(), no_engines, store, NoLink(), SetClock(), "Unit 12", "car-1",
        started=(("version", "0"),),
    )  # fmt: skip
    car = Car(parts, log.take)
    car.start()
    try:
        for kind in (Failed, ListChanged, LinkChanged, SignedIn, HitRaised):
            log.wait_for(kind)
    finally:
        car.stop()
    bodies = [item.body for item in waiting_in(tmp_path) if item.kind is ItemKind.AUDIT]
    events = [decode(AuditMessage, body).event for body in bodies]
    assert events.count(AuditEvent.STARTED) == 1
