"""A practice's result is kept for who signs in, and headquarters has it as training (D17)."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.trial_sample import TrialSample
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.drills import PracticeResult, PracticeStep, StepTime, Trap
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Caller
from mdt_alpr.hq.people import trainings
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SECOND_OFFICER,
    SUPERVISOR,
)
from mdt_alpr.patrol.drills import DrillResults
from mdt_alpr.patrol.events import SignedIn
from mdt_alpr.patrol.sign_in import Sessions
from mdt_alpr.patrol.worker import Worker
from mdt_alpr.ui.shell.presenters.drills import DrillPresenter, Practice
from mdt_alpr.wire.accounts import TeamRequest
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.drills import DrillMessage, KeptDrillMessage
from mdt_alpr.wire.messages import ItemMessage
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW, SetClock
from tests.hq.reviewers import set_team
from tests.hq.senders import DEVICE, a_car, an_item
from tests.journeys.test_holds_in_cars import Contact
from tests.patrol.kept_verifiers import verifiers
from tests.patrol.scripted_link import ScriptedLink

SAMPLE = TrialSample("7 abc", 0.1)
InTrial = tuple[bool, TrialSample | None]
SERVICE: InTrial = (False, None)
"""Whether the car is in trial mode, and what headquarters said of a trial at sign-in."""
ROLES = {
    OFFICER: Role.OFFICER,
    SECOND_OFFICER: Role.OFFICER,
    SUPERVISOR: Role.SUPERVISOR,
    CUSTODIAN: Role.CUSTODIAN,
    ADMINISTRATOR: Role.ADMINISTRATOR,
    "auditor-1": Role.AUDITOR,
}


def a_result() -> PracticeResult:
    failed = (Trap.RECOVERED, Trap.TRUE_HIT)
    passed = tuple(trap for trap in Trap if trap not in failed)
    return PracticeResult(new_id(NOW, os.urandom(10)), NOW, passed, failed)


def opened(tmp_path: Path, clock: SetClock) -> CarStore:
    return CarStore(tmp_path / "car.db", b"k" * 32, clock, os.urandom, DEVICE)


@contextmanager
def after_practice(
    store: CarStore,
    clock: SetClock,
    result: PracticeResult,
    person: str,
    in_trial: InTrial = SERVICE,
) -> Iterator[tuple[DrillPresenter, Sessions]]:
    """Give the car's question after a practice of a person who then signed in."""
    records = Worker("records", lambda _: None)
    records.start()
    sessions = Sessions(ScriptedLink(), clock, lambda _: None, verifiers(clock))
    session = Session(person, person, Role.OFFICER, clock.now(), "token", sample=in_trial[1])
    sessions.resume(session)
    presenter = DrillPresenter(
        DrillResults(records, store, clock, sessions, trial=in_trial[0]), UTC
    )
    presenter.ended(Practice(person, result))
    presenter.take(SignedIn(session))
    try:
        yield presenter, sessions
        records.ask(lambda: None)
    finally:
        records.stop()


def seen_by(hq: InProcessHq, person: str) -> tuple[KeptDrillMessage, ...]:
    with hq.hq.writing() as work:
        caller = Caller(person, person, ROLES[person], DEVICE, "")
        return trainings.drills_for(work, caller).drills


@pytest.mark.proved("D17")
def test_a_result_kept_without_a_link_is_at_headquarters_once_for_its_person(
    qapp: object, hq: InProcessHq, tmp_path: Path, clock: SetClock
) -> None:
    assert qapp
    result, store = a_result(), opened(tmp_path, clock)
    clock.pass_by(minutes=2)
    with after_practice(store, clock, result, OFFICER) as (presenter, _):
        presenter.keep()
        presenter.keep()  # a double tap
    store.close()
    store = opened(tmp_path, clock)  # nothing is lost by a restart before the link is back
    with store.begin() as work:
        entry = work.last_recorded(AuditEvent.DRILL_KEPT)
        work.queue(ItemKind.DRILL, DrillMessage(result, OFFICER, clock.now()))  # sent again
    assert entry is not None
    assert (entry.person, entry.subject) == (OFFICER, result.drill_id)
    assert ("training", "true") in entry.detail
    contact = Contact(hq.base_url, store, clock)
    contact.send_all()
    store.close()
    drill = KeptDrillMessage(result, OFFICER, "A. Sample")
    assert seen_by(hq, OFFICER) == (drill,)


def test_nobody_puts_a_result_into_the_record_of_somebody_else(
    qapp: object, tmp_path: Path, clock: SetClock
) -> None:
    assert qapp
    store = opened(tmp_path, clock)
    with after_practice(store, clock, a_result(), OFFICER) as (presenter, sessions):
        sessions.refused()  # headquarters ends the session while the question is shown
        sessions.resume(Session(SECOND_OFFICER, "B. Sample", Role.OFFICER, NOW, "token"))
        presenter.keep()
    with store.begin() as work:
        assert work.waiting_count() == 0
    store.close()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("in_trial", "number"),
    [((True, SAMPLE), SAMPLE.number), ((True, None), ""), ((False, SAMPLE), "")],
)
def test_times_leave_a_car_before_a_shift_of_a_trial_only(
    tmp_path: Path, clock: SetClock, in_trial: InTrial, number: str
) -> None:
    steps = (StepTime(PracticeStep.OPEN, 2.0, 1.35, 0),)
    result, store = replace(a_result(), steps=steps), opened(tmp_path, clock)
    with after_practice(store, clock, result, OFFICER, in_trial) as (presenter, _):
        presenter.keep()
    with store.begin() as work:
        (item,) = [item for item in work.waiting(10) if item.kind is ItemKind.DRILL]
    sent = decode(DrillMessage, item.body).result
    assert (sent.steps, sent.trial) == (steps if number else (), number)
    store.close()


def an_item_of(result: PracticeResult, person: str = OFFICER) -> ItemMessage:
    return an_item(DrillMessage(result, person, NOW), made_at=NOW)


def test_a_lying_car_names_nobody_who_was_not_signed_in_and_no_trap_twice(hq: InProcessHq) -> None:
    result = a_result()
    twice = replace(a_result(), passed=(Trap.TRUE_HIT, Trap.TRUE_HIT))
    ahead = replace(a_result(), at=NOW + timedelta(minutes=4))
    with a_car(hq.base_url) as car:
        assert car.send(an_item_of(result, SECOND_OFFICER)) == ["accepted"]  # it is set aside
        assert car.send(an_item_of(twice)) == [f"refused {Problem.BODY.number}"]
        assert car.send(an_item_of(replace(result, drill_id="AAA1111"))) == [
            f"refused {Problem.IDENTIFIER.number}"
        ]
        car.send(an_item_of(ahead))
    (one,) = seen_by(hq, CUSTODIAN)
    assert (one.person_id, one.result.at) == (OFFICER, NOW)


def test_results_are_seen_by_their_person_the_supervisor_of_the_team_and_training(
    hq: InProcessHq,
) -> None:
    with a_car(hq.base_url) as car:
        car.send(an_item_of(a_result()))
    seeing = (OFFICER, SUPERVISOR, CUSTODIAN, ADMINISTRATOR)
    for person, number in ((SECOND_OFFICER, 0), ("auditor-1", 0), *((one, 1) for one in seeing)):
        assert len(seen_by(hq, person)) == number, person
    set_team(hq.hq, SUPERVISOR, TeamRequest("West", sees_all=False), ADMINISTRATOR)
    set_team(hq.hq, OFFICER, TeamRequest("East", sees_all=False), ADMINISTRATOR)
    assert seen_by(hq, SUPERVISOR) == ()
    set_team(hq.hq, SUPERVISOR, TeamRequest("East", sees_all=False), ADMINISTRATOR)
    assert len(seen_by(hq, SUPERVISOR)) == 1
