"""A car that is killed between two steps of a verification takes up exactly what it had shown.

Killed: its files are copied as they lie there, without a word to the program, and opened anew.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mdt_alpr.adapters.store.car_store import KEYS_FOLDER, CarStore
from mdt_alpr.domain import policy
from mdt_alpr.domain.hit.confirmation import AgencyReply, Urgency
from mdt_alpr.domain.hit.disposition import StopReason
from mdt_alpr.domain.hit.gate import GateForm, gate
from mdt_alpr.domain.hit.hit import (
    Contrary,
    Hit,
    HitState,
    RelayedFrom,
    TileAnswer,
    TileCheck,
    WholeNumberAnswer,
)
from mdt_alpr.domain.hit.status_query import (
    GatewayResult,
    GatewaySource,
    StatusAnswer,
    StatusResult,
    StatusSource,
    WhyNot,
)
from mdt_alpr.domain.hit.tiles import tiles
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.hotlist.matching import DictIndex
from mdt_alpr.domain.reading.reading import Box, Character, PlateText
from tests.builders import NOW, a_hit, a_list, a_read
from tests.compared_hits import RECORD
from tests.patrol.desks import ServiceUnderTest, running_service

PLATE = replace(RECORD, entry_id="plate", category="P", nic="P220914871")
Step = Callable[[ServiceUnderTest, Hit], None]


@pytest.fixture
def car(tmp_path: Path) -> Iterator[ServiceUnderTest]:
    with running_service(tmp_path) as made:
        made.sessions.resume(made.hq.session)  # type: ignore[arg-type]
        yield made


def restarted(car: ServiceUnderTest, folder: Path) -> tuple[Hit, ...]:
    """Return the open hits that a killed car would take up."""
    car.settled()
    folder.mkdir()
    for file in folder.parent.glob("car.db*"):
        shutil.copy(file, folder / file.name)
    shutil.copytree(folder.parent / KEYS_FOLDER, folder / KEYS_FOLDER)
    store = CarStore(folder / "car.db", bytes(32), car.clock, os.urandom, "car-1")
    try:
        with store.begin() as work:
            return work.open_hits()
    finally:
        store.close()


def opened(car: ServiceUnderTest, hit: Hit) -> None:
    car.desk.open(hit.hit_id)


def opened_again(car: ServiceUnderTest, hit: Hit) -> None:
    seen = PlateText(tuple(Character(c, 0.9) for c in "EXN2B94"), "NC", 0.9)
    car.desk.sightings.add_second_reading(hit.hit_id, seen)


def described(car: ServiceUnderTest, hit: Hit) -> None:
    car.desk.answer_vehicle(hit.hit_id, Body.SUV, Color.RED)


def entered(car: ServiceUnderTest, hit: Hit) -> None:
    car.desk.enter(hit.hit_id, "EXN2894", "NC", 1.2)


def tiled(car: ServiceUnderTest, hit: Hit) -> None:
    asked = tiles(car.hit())
    run = tuple(TileAnswer(t.position, "EXN2894"[t.position], t.control, 1) for t in asked)
    check = TileCheck(run, WholeNumberAnswer.SAME, tiles_s=3, whole_number_s=2)
    car.desk.enter_by_tiles(hit.hit_id, check, "NC", 4)


def reasoned(car: ServiceUnderTest, hit: Hit) -> None:
    car.desk.give_vehicle_reason(hit.hit_id, "plate may be on another vehicle")


def asked(car: ServiceUnderTest, hit: Hit) -> None:
    car.desk.ask_status(hit.hit_id)


def answered(car: ServiceUnderTest, hit: Hit) -> None:
    query = car.hit().asked[-1].query
    answer = StatusAnswer(
        query.query_id, query.text, query.state, query.entry_id, query.nic,
        GatewayResult.ACTIVE, GatewaySource.DCIN, "SWITCH1", NOW, simulated=False,
    )  # fmt: skip
    car.desk.questions.status_received(hit.hit_id, answer)


def stated(car: ServiceUnderTest, hit: Hit) -> None:
    car.desk.state_status(hit.hit_id, StatusSource.MDT, StatusResult.ACTIVE, asked_at=NOW)


def not_practicable(car: ServiceUnderTest, hit: Hit) -> None:
    car.desk.state_not_practicable(hit.hit_id, StatusSource.DCIN, WhyNot.FLEEING)


def passed_on(car: ServiceUnderTest, hit: Hit) -> None:
    car.desk.relay(hit.hit_id, "Unit 7", "car-7")


def fewer_listed(car: ServiceUnderTest, _: Hit) -> None:
    car.records.ask(lambda: car.desk.lists.use_list(DictIndex(a_list(PLATE, version=2))))


def confirmation_asked(car: ServiceUnderTest, hit: Hit) -> None:
    car.desk.request_confirmation(hit.hit_id, PLATE.nic, Urgency.URGENT, "26-1")


def confirmation_later(car: ServiceUnderTest, hit: Hit) -> None:
    car.desk.answer_confirmation(hit.hit_id, AgencyReply.LATER, 30)


def stop_recorded(car: ServiceUnderTest, hit: Hit) -> None:
    car.desk.record_stop(hit.hit_id, StopReason.DANGER_TO_LIFE, 2, force_used=True)


def stop_initiated(car: ServiceUnderTest, hit: Hit) -> None:
    car.desk.initiate_stop(hit.hit_id)


def refuted(car: ServiceUnderTest, hit: Hit) -> None:
    car.records.do(
        lambda: car.desk.relays.contradict(hit.hit_id, Contrary.STATUS_CLEARED, "Unit 7, MDT", 3)
    )


def read_otherwise(car: ServiceUnderTest, hit: Hit) -> None:
    closer = a_read("EXN2897", read_id=hit.read.read_id, revision=2, box=Box(0, 0, 400, 200))
    car.desk.sightings.revise_hit(closer)


TYPED: tuple[Step, ...] = (
    opened, opened_again, described, entered, entered, reasoned, asked, answered, stated,
    passed_on, confirmation_asked, confirmation_later, fewer_listed, stated, not_practicable,
    stop_recorded, refuted, read_otherwise,
)  # fmt: skip
TILED: tuple[Step, ...] = (
    opened, described, tiled, reasoned, stated, not_practicable, stop_initiated, refuted,
)  # fmt: skip
RELAYED: tuple[Step, ...] = (opened, described, entered, reasoned, stated, refuted)


@pytest.mark.clause(policy.VISUAL_CHECK.number)
@pytest.mark.parametrize("steps", [TYPED, TILED, RELAYED], ids=["typed", "tiled", "relayed"])
def test_what_was_shown_is_resumed_and_no_gate_is_further_open(
    steps: tuple[Step, ...], car: ServiceUnderTest, tmp_path: Path
) -> None:
    there = RelayedFrom("Unit 7", "A. Sample", "there", ("plate", "state"), NOW)
    fields = {"relayed_from": there} if steps is RELAYED else {}
    hit = a_hit(a_read(), RECORD, PLATE, **fields)
    car.desk.sightings.raise_hit(hit)
    forms = []
    for number, step in enumerate(steps):
        step(car, hit)
        shown = car.hit()
        (kept,) = restarted(car, tmp_path / f"{number}")
        assert kept == shown
        before, after = (
            gate(h, car.clock.now(), officer=h.officer, open_hit_id=hit.hit_id)
            for h in (shown, kept)
        )
        assert before == after
        assert not gate(kept, car.clock.now(), officer=kept.officer, open_hit_id=None).may_stop
        anew = replace(kept.officer, session_id="after the restart")
        assert not gate(kept, car.clock.now(), officer=anew, open_hit_id=hit.hit_id).may_stop
        later = car.clock.now() + policy.STATUS_REPLY_GOOD_FOR
        assert not gate(kept, later, officer=kept.officer, open_hit_id=hit.hit_id).may_stop
        forms.append(before.form)
    assert car.refusals() == []
    assert car.hit().state is HitState.CONTRARY
    assert forms[-1] is GateForm.GONE
    assert {GateForm.OPEN, GateForm.OPEN_WITHOUT_STATUS} & set(forms) or steps is RELAYED
