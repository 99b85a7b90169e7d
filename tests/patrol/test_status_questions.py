"""The program asks headquarters by itself after the entry, and keeps whatever comes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mdt_alpr.domain import policy
from mdt_alpr.domain.errors import LinkLostError
from mdt_alpr.domain.hit.confirmation import AgencyReply, Urgency
from mdt_alpr.domain.hit.disposition import Disposition, Stopped, StopReason
from mdt_alpr.domain.hit.gate import Check, CheckStatus, gate
from mdt_alpr.domain.hit.hit import Contrary, Hit, HitState
from mdt_alpr.domain.hit.status_query import GatewayResult, QueryStatus, StatusResult, StatusSource
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.patrol.events import Event, HitChanged
from mdt_alpr.patrol.status_questions import NOBODY, StatusAsking
from mdt_alpr.patrol.worker import Worker
from tests.builders import NOW, a_hit, an_entry
from tests.compared_hits import RECORD
from tests.patrol.desks import ServiceUnderTest as Desk
from tests.patrol.desks import running_service
from tests.patrol.scripted_link import ScriptedLink


class Car:
    """A desk with the asking beside it."""

    def __init__(self, desk: Desk, link: Worker) -> None:
        self.service, self.link, self.gateway = desk, link, ScriptedLink()
        self.desk = desk.desk
        desk.listen = self._hit_changed
        questions = desk.desk.questions
        self.asking = StatusAsking(link, self.gateway, desk.sessions.usable, questions)

    def _hit_changed(self, event: Event) -> None:
        if isinstance(event, HitChanged):
            self.asking.hit_changed(event.hit)

    def compared(self, hit: Hit | None = None) -> Hit:
        made = hit or a_hit(None, RECORD)
        self.desk.sightings.raise_hit(made)
        self.desk.open(made.hit_id)
        self.desk.answer_vehicle(made.hit_id, Body.SUV, Color.BLACK)
        self.desk.enter(made.hit_id, "EXN2894", "NC", 1.2)
        return made

    def hit(self) -> Hit:
        """Return the hit once everything asked has come to rest."""
        for _ in range(3):
            self.service.settled()
            if self.gateway.may_answer.is_set():
                self.link.ask(lambda: None)
        return self.service.hit()


@pytest.fixture
def car(tmp_path: Path) -> Iterator[Car]:
    link = Worker("asking", lambda _: None)
    link.start()
    with running_service(tmp_path) as made:
        made.sessions.resume(made.hq.session)  # type: ignore[arg-type]
        car = Car(made, link)
        yield car
        car.gateway.may_answer.set()
        link.stop()


@pytest.mark.clause(policy.VISUAL_CHECK.number)
@pytest.mark.clause(policy.STATUS_CHECK.number)
def test_the_question_goes_out_by_itself_and_never_before_the_entry_matched(car: Car) -> None:
    hit = a_hit(None, RECORD)
    car.desk.sightings.raise_hit(hit)
    car.desk.open(hit.hit_id)
    car.desk.enter(hit.hit_id, "EXN2B94", "NC", 1.2)
    assert car.hit().asked == ()
    assert car.gateway.questions == []
    car.desk.enter(hit.hit_id, "EXN2894", "NC", 1.2)
    after = car.hit()
    ((hit_id, query),) = car.gateway.questions
    assert (hit_id, query.text, query.state) == (hit.hit_id, "EXN2894", "NC")
    assert after.replies[-1].source is StatusSource.GATEWAY
    assert (
        gate(after, NOW, officer=after.officer, open_hit_id=hit.hit_id).status(Check.STATUS)
        is CheckStatus.TRUE
    )


def test_question_and_answer_are_kept_for_headquarters_and_audited(car: Car) -> None:
    car.compared()
    car.hit()
    assert car.service.kinds().count("answer") == 5


def test_a_record_that_ncic_does_not_know_is_not_asked_for(car: Car) -> None:
    car.compared(a_hit(None, an_entry()))
    assert car.hit().asked == ()
    car.desk.ask_status(car.hit().hit_id)
    assert car.service.refusals() == ["This record has no NIC number. Ask by MDT or radio."]


def test_the_screen_never_waits_for_the_gateway(car: Car) -> None:
    car.gateway.may_answer.clear()
    hit = car.compared()
    assert car.hit().asked[-1].status is QueryStatus.WAITING
    car.desk.state_status(hit.hit_id, StatusSource.MDT, StatusResult.ACTIVE)
    assert car.hit().replies[-1].source is StatusSource.MDT
    car.gateway.may_answer.set()
    assert [reply.source for reply in car.hit().replies] == [
        StatusSource.MDT,
        StatusSource.GATEWAY,
    ]


def test_without_a_link_or_a_session_the_officer_is_told_why(car: Car) -> None:
    car.gateway.result = LinkLostError("Headquarters cannot be reached.")
    hit = car.compared()
    last = car.hit().asked[-1]
    assert (last.status, last.why) == (QueryStatus.NOT_REACHED, "Headquarters cannot be reached.")
    car.service.clock.at += policy.SESSION_LASTS
    car.desk.ask_status(hit.hit_id)
    assert car.hit().asked[-1].why == NOBODY


def test_a_late_cleared_closes_the_hit_that_waits_while_another_is_open(car: Car) -> None:
    car.gateway.may_answer.clear()
    car.gateway.result = GatewayResult.CLEARED
    hit = car.compared()
    car.desk.leave()
    car.gateway.may_answer.set()
    after = car.hit()
    assert after.hit_id == hit.hit_id
    assert after.contrary[-1].kind is Contrary.STATUS_CLEARED


def test_a_late_answer_on_a_closed_hit_is_kept(car: Car) -> None:
    car.gateway.may_answer.clear()
    car.gateway.result = GatewayResult.CLEARED
    hit = car.compared()
    assert car.hit().asked
    car.desk.close(hit.hit_id, Disposition.LOST_SIGHT, stopped=Stopped.NO)
    assert car.hit().state is HitState.CLOSED
    before = car.service.kinds().count("answer")
    car.gateway.may_answer.set()
    after = car.hit()
    assert after.state is HitState.CLOSED
    assert after.asked[-1].status is QueryStatus.ANSWERED
    assert car.service.kinds().count("answer") == before + 1
    assert car.service.refusals() == []
    car.desk.questions.status_not_reached(hit.hit_id, "again", "")
    assert car.service.refusals() == []


def test_the_programs_own_question_is_dropped_where_the_hit_has_ended(car: Car) -> None:
    car.gateway.may_answer.clear()
    hit = car.compared()
    assert car.hit().asked
    car.desk.close(hit.hit_id, Disposition.LOST_SIGHT, stopped=Stopped.NO)
    closed = car.hit()
    before = car.service.kinds()
    car.desk.questions.begin_status(hit.hit_id)
    assert car.hit() == closed
    assert car.service.kinds() == before


def test_a_stop_without_the_checks_is_recorded_with_its_reason(car: Car) -> None:
    hit = a_hit(None, RECORD)
    car.desk.sightings.raise_hit(hit)
    car.desk.record_stop(hit.hit_id, StopReason.DANGER_TO_LIFE, 5, force_used=True)
    stop = car.hit().recorded_stop
    assert stop is not None
    assert (stop.recorded_at - stop.at).total_seconds() == 300
    assert car.hit().stop_at is None


def test_a_confirmation_is_requested_and_answered(car: Car) -> None:
    hit = car.compared()
    car.desk.request_confirmation(hit.hit_id, "V000000000", Urgency.URGENT, "")
    car.desk.request_confirmation(hit.hit_id, RECORD.nic, Urgency.URGENT, "26-1")
    car.desk.answer_confirmation(hit.hit_id, AgencyReply.LATER, 30)
    car.desk.answer_confirmation(hit.hit_id, AgencyReply.NOT_CONFIRMED)
    after = car.hit()
    assert car.service.refusals() == ["This is not the record on the screen."]
    assert after.confirmation is not None
    assert after.confirmation.last.oca == "26-1"
    assert after.contrary[-1].kind is Contrary.NOT_CONFIRMED
