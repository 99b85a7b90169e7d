"""Every step of a hit is kept with its audit entry before it is shown."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mdt_alpr.domain import policy
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.disposition import Disposition, Outcome, Stopped
from mdt_alpr.domain.hit.gate import gate
from mdt_alpr.domain.hit.hit import Contrary, Hit, HitState
from mdt_alpr.domain.hit.status_query import StatusResult, StatusSource, WhyNot
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.hotlist.matching import DictIndex, Match, MatchClass
from mdt_alpr.domain.reading.reading import Box, Character, PlateText
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.patrol.events import HitRaised, ReadMade
from mdt_alpr.patrol.open_hits import HANDED_OVER, NOBODY_IS_SIGNED_IN
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import AnswerMessage
from tests.builders import NOW, a_hit, a_list, a_read, an_entry
from tests.patrol.desks import ServiceUnderTest, running_service
from tests.patrol.scripted_link import OFFICER


@pytest.fixture
def car(tmp_path: Path) -> Iterator[ServiceUnderTest]:
    with running_service(tmp_path) as made:
        made.sessions.resume(made.hq.session)  # type: ignore[arg-type]
        yield made


def raised(car: ServiceUnderTest, hit: Hit | None = None) -> Hit:
    made = hit or a_hit()
    car.desk.sightings.keep_read(made.read, held=True, latency_ms=40.0)
    car.desk.sightings.raise_hit(made)
    car.settled()
    return made


def compared(car: ServiceUnderTest) -> Hit:
    hit = raised(car)
    car.desk.open(hit.hit_id)
    car.desk.answer_vehicle(hit.hit_id, Body.SUV, Color.BLACK)
    car.desk.enter(hit.hit_id, "EXN2894", "NC", 1.2)
    return hit


def test_a_read_is_shown_once_it_is_kept_and_queued(car: ServiceUnderTest) -> None:
    car.desk.sightings.keep_read(a_read(crop=b"", context=b""), held=False, latency_ms=40.0)
    car.settled()
    assert [e.latency_ms for e in car.said if isinstance(e, ReadMade)] == [40.0]
    assert car.kinds() == ["read"]


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_a_stop_without_the_checks_is_refused_and_says_which_are_missing(
    car: ServiceUnderTest,
) -> None:
    hit = raised(car)
    car.desk.open(hit.hit_id)
    car.desk.initiate_stop(hit.hit_id)
    assert car.refusals() == ["Stop is locked: plate, state, vehicle, status, dcin."]
    assert car.hit().state is HitState.BLIND


def test_a_look_alike_of_another_state_is_no_match_once_the_state_was_read(
    car: ServiceUnderTest,
) -> None:
    alike = Match(an_entry("EXN2B94", "SC"), 4, state_confirmed=False, o_and_0=False)
    hit = raised(car, replace(a_hit(), matches=(alike,)))
    car.desk.sightings.add_second_reading(
        hit.hit_id, PlateText((Character("E", 0.9),), "NC", 0.97)
    )
    car.settled()
    assert car.hit().state is HitState.CONTRARY
    assert [fact.kind for fact in car.hit().contrary] == [Contrary.READ_DISAGREES]


@pytest.mark.clause(policy.STATUS_CHECK.number)
def test_a_verified_stop_reaches_the_outbox_step_by_step(car: ServiceUnderTest) -> None:
    hit = compared(car)
    car.desk.state_status(hit.hit_id, StatusSource.MDT, StatusResult.ACTIVE)
    car.desk.state_status(hit.hit_id, StatusSource.DCIN, StatusResult.ACTIVE)
    car.desk.initiate_stop(hit.hit_id)
    assert car.hit().stop_at is not None
    car.desk.close(
        hit.hit_id,
        Disposition.VERIFIED_STOPPED,
        outcome=Outcome.VEHICLE_RECOVERED,
        force_used=False,
    )
    assert car.hit().state is HitState.CLOSED
    assert car.refusals() == []
    kinds = car.kinds()
    assert kinds.count("stop") == kinds.count("disposition") == 1
    assert kinds.count("answer") == 5
    assert kinds.count("audit") == 8


def test_a_stop_wants_a_person_who_is_signed_in(car: ServiceUnderTest) -> None:
    hit = compared(car)
    car.desk.state_status(hit.hit_id, StatusSource.MDT, StatusResult.ACTIVE)
    car.desk.state_status(hit.hit_id, StatusSource.DCIN, StatusResult.ACTIVE)
    car.settled()
    car.sessions.refused()
    car.desk.initiate_stop(hit.hit_id)
    assert car.refusals() == ["Nobody is signed in. Sign in to stop."]


@pytest.mark.proved("S1")
def test_who_signs_in_anew_verifies_anew_and_unlocking_the_own_screen_goes_on(
    car: ServiceUnderTest,
) -> None:
    hit = verified(car)
    car.sessions.resume(car.hq.session)  # type: ignore[arg-type]
    assert may_stop(car)
    car.sessions.refused()
    car.sessions.resume(car.hq.session)  # type: ignore[arg-type]
    car.desk.initiate_stop(hit.hit_id)
    assert car.refusals() == ["Stop is locked: plate, state, vehicle, status, dcin."]
    assert car.hit().stop_at is None
    car.desk.open(hit.hit_id)
    checked(car, hit)
    car.desk.initiate_stop(hit.hit_id)
    assert car.hit().stop_at is not None


@pytest.mark.proved("S1")
def test_another_officer_who_signs_in_finds_the_hit_unverified_and_by_whom_it_was(
    car: ServiceUnderTest,
) -> None:
    hit = verified(car)
    signs_in(car, "officer-2")
    car.records.do(car.desk.handed_over)
    shown = car.hit()
    assert (shown.state, shown.records, shown.officer.person_id) == (
        HitState.BLIND,
        (),
        "officer-2",
    )
    assert [check.officer.person_id for check in shown.earlier] == ["officer-1"]
    car.desk.open(hit.hit_id)
    car.desk.initiate_stop(hit.hit_id)
    assert car.refusals() == ["Stop is locked: plate, state, vehicle, status, dcin."]


@pytest.mark.proved("S1")
def test_what_one_officer_asked_for_is_not_done_in_the_name_of_the_next(
    car: ServiceUnderTest,
) -> None:
    """The records thread is busy while the screen goes to another officer."""
    hit = raised(car)
    car.desk.open(hit.hit_id)
    car.settled()
    waits, go_on = threading.Event(), threading.Event()

    def busy() -> None:
        waits.set()
        go_on.wait(10)

    car.records.do(busy)
    waits.wait(10)
    car.desk.enter(hit.hit_id, "EXN2894", "NC", 1.2)
    signs_in(car, "officer-2")
    go_on.set()
    assert car.refusals() == [HANDED_OVER]
    car.desk.open(hit.hit_id)
    assert car.hit().attempts == ()


@pytest.mark.proved("S1")
def test_nobody_works_on_a_hit_while_nobody_is_signed_in(car: ServiceUnderTest) -> None:
    hit = raised(car)
    car.sessions.refused()
    car.desk.painted(hit.hit_id)
    car.desk.open(hit.hit_id)
    car.desk.enter(hit.hit_id, "EXN2894", "NC", 1.2)
    car.desk.close(hit.hit_id, Disposition.LOST_SIGHT, stopped=Stopped.NO)
    assert car.refusals() == [NOBODY_IS_SIGNED_IN] * 3
    assert (car.hit().painted_at, car.hit().state) == (NOW, HitState.RAISED)


@pytest.mark.proved("S1")
def test_evidence_and_messages_name_each_steps_person(car: ServiceUnderTest) -> None:
    hit = verified(car)
    signs_in(car, "officer-2")
    car.desk.open(hit.hit_id)
    checked(car, hit)
    car.desk.initiate_stop(hit.hit_id)
    made = [(step.step, step.by.person_id) for step in car.hit().trace.steps]
    names = [AuditEvent.VEHICLE_ANSWERED, AuditEvent.ENTRY_MADE, *[AuditEvent.STATUS_STATED] * 2]
    assert made == [
        *((event, "officer-1") for event in (AuditEvent.HIT_OPENED, *names)),
        *((event, "officer-2") for event in (AuditEvent.HIT_OPENED, *names)),
        (AuditEvent.STOP_INITIATED, "officer-2"),
    ]

    def sent() -> list[tuple[str, str]]:
        with car.store.begin() as work:
            answers = [item.body for item in work.waiting(100) if item.kind is ItemKind.ANSWER]
        messages = [decode(AnswerMessage, body) for body in answers]
        return [(answer.step, answer.person_id) for answer in messages]

    handed_over = (AuditEvent.HIT_HANDED_OVER, "officer-2")
    assert car.records.ask(sent) == [*made[:5], handed_over, *made[5:-1]]


def checked(car: ServiceUnderTest, hit: Hit) -> None:
    car.desk.answer_vehicle(hit.hit_id, Body.SUV, Color.BLACK)
    car.desk.enter(hit.hit_id, "EXN2894", "NC", 1.2)
    car.desk.state_status(hit.hit_id, StatusSource.MDT, StatusResult.ACTIVE)
    car.desk.state_status(hit.hit_id, StatusSource.DCIN, StatusResult.ACTIVE)


def verified(car: ServiceUnderTest) -> Hit:
    hit = raised(car)
    car.desk.open(hit.hit_id)
    checked(car, hit)
    assert may_stop(car)
    return hit


def may_stop(car: ServiceUnderTest) -> bool:
    hit = car.hit()
    officer = car.sessions.officer
    return gate(hit, car.clock.now(), officer=officer, open_hit_id=hit.hit_id).may_stop


def signs_in(car: ServiceUnderTest, person_id: str) -> None:
    car.sessions.resume(replace(OFFICER, person_id=person_id))


def test_a_stop_counts_for_the_hit_before_the_officer_only(car: ServiceUnderTest) -> None:
    hit = compared(car)
    car.desk.state_status(hit.hit_id, StatusSource.MDT, StatusResult.ACTIVE)
    car.desk.state_not_practicable(hit.hit_id, StatusSource.DCIN, WhyNot.NO_ANSWER)
    car.desk.leave()
    car.desk.initiate_stop(hit.hit_id)
    assert car.refusals() == ["Stop is locked: this hit is not on the screen."]
    assert car.hit().stop_at is None


def test_cleared_shuts_the_gate_and_is_reported_to_headquarters(car: ServiceUnderTest) -> None:
    hit = compared(car)
    car.desk.state_status(hit.hit_id, StatusSource.COMMUNICATIONS, StatusResult.CLEARED, "D14")
    assert car.hit().contrary[0].kind is Contrary.STATUS_CLEARED
    car.desk.initiate_stop(hit.hit_id)
    assert car.refusals() == ["Stop is locked: status, dcin."]


def test_a_list_without_the_record_withdraws_the_open_hit(car: ServiceUnderTest) -> None:
    hit = compared(car)
    car.records.do(lambda: car.desk.lists.use_list(DictIndex(a_list(version=2))))
    assert car.hit().contrary[0].kind is Contrary.RECORD_CANCELED
    car.records.do(lambda: car.desk.lists.use_list(DictIndex(a_list(version=3))))
    assert len(car.hit().contrary) == 1
    car.desk.close(hit.hit_id, Disposition.CLEARED_OR_STALE, stopped=Stopped.NO)
    assert car.hit().state is HitState.CLOSED


def test_a_list_that_still_holds_the_record_changes_nothing(car: ServiceUnderTest) -> None:
    compared(car)
    car.records.do(lambda: car.desk.lists.use_list(DictIndex(a_list(an_entry(), version=2))))
    assert car.hit().contrary == ()


def test_a_later_larger_picture_that_reads_otherwise_shuts_the_gate(car: ServiceUnderTest) -> None:
    hit = raised(car)
    car.desk.open(hit.hit_id)
    later = a_read("EXN2894", box=Box(0, 0, 400, 200), revision=1)
    other = a_read("EXN2897", read_id=hit.read.read_id, box=Box(0, 0, 400, 200), revision=1)
    car.desk.sightings.revise_hit(later)
    assert car.hit().contrary == ()
    car.desk.sightings.revise_hit(other)
    assert car.hit().contrary[0].kind is Contrary.READ_DISAGREES


def test_the_state_of_a_better_vote_reaches_the_screen_and_headquarters(
    car: ServiceUnderTest,
) -> None:
    hit = raised(car, a_hit(a_read(state="VA"), an_entry(state="VA")))
    car.desk.sightings.revise_hit(replace(hit.read, revision=1, state="NC", state_confidence=0.95))
    assert car.hit().read.state == "NC"
    assert car.hit().matches[0].match_class is MatchClass.STATE_NOT_CONFIRMED
    assert car.hit().contrary == ()
    assert "answer" in car.kinds()


def test_a_look_alike_whose_state_the_better_vote_contradicts_ends(car: ServiceUnderTest) -> None:
    alike = Match(an_entry("EXN2B94", "SC"), 4, state_confirmed=True, o_and_0=False)
    hit = raised(car, replace(a_hit(a_read(state="SC")), matches=(alike,)))
    car.desk.sightings.revise_hit(replace(hit.read, revision=1, state="NC", state_confidence=0.95))
    assert [fact.kind for fact in car.hit().contrary] == [Contrary.READ_DISAGREES]
    assert [fact.source for fact in car.hit().contrary] == ["camera"]


def test_what_the_second_reader_saw_is_added_after_the_alert(car: ServiceUnderTest) -> None:
    hit = raised(car)
    seen = PlateText(tuple(Character(c, 0.9) for c in "EXN2B94"))
    car.desk.sightings.add_second_reading(hit.hit_id, seen)
    assert car.hit().readers_disagree


def test_an_open_hit_is_alerted_again_after_a_restart(car: ServiceUnderTest) -> None:
    hit = compared(car)
    car.settled()
    alerts = len([e for e in car.said if isinstance(e, HitRaised)])
    car.records.ask(car.desk.restore)
    again = [e.hit for e in car.said if isinstance(e, HitRaised)][alerts:]
    assert [h.hit_id for h in again] == [hit.hit_id]
    assert again[0].state is HitState.COMPARED


def test_a_closed_hit_takes_no_step(car: ServiceUnderTest) -> None:
    hit = raised(car)
    car.desk.close(hit.hit_id, Disposition.LOST_SIGHT, stopped=Stopped.NO)
    car.desk.silence(hit.hit_id)
    assert car.refusals() == ["This hit is closed."]


@pytest.mark.parametrize(
    ("category", "offense"), [("V", "Stolen vehicle"), ("T", "Restricted file")]
)
def test_the_audit_of_an_alert_says_for_what_offense_the_vehicle_is_listed(
    car: ServiceUnderTest, category: str, offense: str
) -> None:
    car.desk.sightings.raise_hit(a_hit(a_read(), an_entry(category=category)))
    car.settled()
    with car.store.begin() as work:
        raised = work.last_recorded(AuditEvent.HIT_RAISED)
    assert raised is not None
    assert dict(raised.detail)["offense"] == offense
