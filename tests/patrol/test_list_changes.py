"""The desk with lists and clocks that change under open hits, on a real store."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from mdt_alpr.domain import policy
from mdt_alpr.domain.errors import StoreLockedError
from mdt_alpr.domain.hit.gate import Gate, gate
from mdt_alpr.domain.hit.hit import Contrary, Hit, HitState, RelayedFrom
from mdt_alpr.domain.hit.status_query import StatusResult, StatusSource
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.hotlist.matching import DictIndex
from mdt_alpr.patrol.hit_recorder import HitRecorder
from tests.builders import NOW, a_hit, a_list, a_read, an_entry
from tests.patrol.desks import ServiceUnderTest, running_service

OTHER = an_entry("KLM4471", entry_id="other")
PLATE = an_entry(category="P", entry_id="plate")


@pytest.fixture
def car(tmp_path: Path) -> Iterator[ServiceUnderTest]:
    with running_service(tmp_path) as made:
        made.sessions.resume(made.hq.session)  # type: ignore[arg-type]
        yield made


def uses(car: ServiceUnderTest, *entries: object, version: int = 2) -> None:
    index = DictIndex(a_list(*entries, version=version))  # type: ignore[arg-type]
    car.records.ask(lambda: car.desk.lists.use_list(index))


def verified(car: ServiceUnderTest, hit: Hit | None = None) -> Hit:
    made = hit or a_hit(None, PLATE)
    car.desk.sightings.raise_hit(made)
    car.desk.open(made.hit_id)
    car.desk.answer_vehicle(made.hit_id, Body.SUV, Color.BLACK)
    car.desk.enter(made.hit_id, "EXN2894", "NC", 1.2)
    for source in (StatusSource.MDT, StatusSource.DCIN):
        car.desk.state_status(made.hit_id, source, StatusResult.ACTIVE)
    car.settled()
    return made


def gate_of(car: ServiceUnderTest) -> Gate:
    hit = car.hit()
    return gate(hit, car.clock.now(), officer=hit.officer, open_hit_id=hit.hit_id)


def test_a_hit_raised_on_a_record_that_had_just_left_is_withdrawn_at_once(
    car: ServiceUnderTest,
) -> None:
    uses(car, OTHER)
    car.desk.sightings.raise_hit(a_hit())
    assert car.hit().contrary[0].kind is Contrary.RECORD_CANCELED


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_an_entry_of_the_one_record_that_has_left_is_marked_in_the_same_step(
    car: ServiceUnderTest,
) -> None:
    twin = an_entry(state="SC", category="P", entry_id="twin")
    hit = a_hit(None, PLATE, twin)
    car.desk.sightings.raise_hit(hit)
    car.desk.open(hit.hit_id)
    uses(car, twin)
    assert car.hit().state is HitState.BLIND
    car.desk.enter(hit.hit_id, "EXN2894", "NC", 1.2)
    assert car.hit().contrary[0].kind is Contrary.RECORD_CANCELED


def test_an_older_list_of_this_car_does_not_withdraw_another_units_hit(
    car: ServiceUnderTest,
) -> None:
    there = RelayedFrom("Unit 7", "A. Sample", "there", (), NOW)
    hit = a_hit(a_read(), PLATE, relayed_from=there, list_version=5)
    uses(car, OTHER, version=4)
    car.records.do(lambda: car.desk.relays.raise_relayed(hit))
    car.desk.open(hit.hit_id)
    uses(car, OTHER, version=5)
    assert car.hit().contrary == ()
    uses(car, OTHER, version=6)
    assert car.hit().contrary[0].kind is Contrary.RECORD_CANCELED


def test_a_car_that_was_off_while_the_record_left_says_so_when_it_starts(
    car: ServiceUnderTest,
) -> None:
    verified(car)
    car.start_again()
    uses(car, OTHER)
    car.records.ask(car.desk.restore)
    assert car.hit().contrary[0].kind is Contrary.RECORD_CANCELED


def test_a_clock_set_back_has_the_status_asked_anew_and_is_kept(car: ServiceUnderTest) -> None:
    hit = verified(car)
    assert gate_of(car).may_stop
    car.clock.pass_by(minutes=-5)
    car.desk.initiate_stop(hit.hit_id)
    assert car.refusals() == ["Stop is locked: status, dcin."]
    car.clock.pass_by(minutes=6)
    car.records.ask(car.desk.restore)
    car.desk.open(hit.hit_id)
    car.desk.initiate_stop(hit.hit_id)
    assert len(car.refusals()) == 2
    assert car.hit().stop_at is None


def test_a_clock_that_went_back_between_an_older_reply_and_now_is_noticed(
    car: ServiceUnderTest,
) -> None:
    """The reply does not lie in the future; how old it is, is not known all the same."""
    verified(car)
    car.clock.pass_by(minutes=8)
    car.records.ask(car.desk.lists.check_clock)
    car.clock.pass_by(minutes=-7)
    car.records.ask(car.desk.lists.check_clock)
    assert not gate_of(car).may_stop


@pytest.mark.logs_warnings
def test_a_no_shuts_the_gate_even_where_the_disk_refuses_it(
    car: ServiceUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What opens is kept before it is shown, what shuts counts whatever the disk says."""
    hit = verified(car)

    def refuse(*_: object) -> None:
        message = "The store cannot be written."
        raise StoreLockedError(message) from sqlite3.OperationalError("disk is full")

    monkeypatch.setattr(HitRecorder, "record_step", refuse)
    car.desk.state_status(hit.hit_id, StatusSource.MDT, StatusResult.CLEARED)
    assert car.hit().state is HitState.CONTRARY
    monkeypatch.undo()
    car.desk.initiate_stop(hit.hit_id)
    assert car.refusals() == ["Stop is locked: status."]


@pytest.mark.logs_warnings
def test_an_active_reply_that_the_disk_refuses_opens_nothing(
    car: ServiceUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    hit = a_hit(None, PLATE)
    car.desk.sightings.raise_hit(hit)
    car.desk.open(hit.hit_id)
    car.desk.enter(hit.hit_id, "EXN2894", "NC", 1.2)
    car.settled()

    def refuse(*_: object) -> None:
        message = "The store cannot be written."
        raise StoreLockedError(message)

    monkeypatch.setattr(HitRecorder, "record_step", refuse)
    for source in (StatusSource.MDT, StatusSource.DCIN):
        car.desk.state_status(hit.hit_id, source, StatusResult.ACTIVE)
    assert car.hit().replies == ()
