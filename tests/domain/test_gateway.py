"""Which answer of headquarters' gateway counts, and for which check."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain import policy
from mdt_alpr.domain.errors import StepNotAllowedError
from mdt_alpr.domain.hit import gateway
from mdt_alpr.domain.hit.disposition import Closing, Disposition, Stopped
from mdt_alpr.domain.hit.gate import Check, CheckStatus, GateForm, gate
from mdt_alpr.domain.hit.handover import hand_over
from mdt_alpr.domain.hit.hit import Contrary, Hit, HitState, VehicleAnswer
from mdt_alpr.domain.hit.status_query import (
    STATUS_QUERY_WAITS,
    GatewayResult,
    GatewaySource,
    QueryStatus,
    StatusAnswer,
    StatusReply,
    StatusResult,
    StatusSource,
)
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.hit.verification import answer_vehicle, close, enter, open_hit, state_status
from tests.builders import NOW, OFFICER, a_hit, a_read, an_entry
from tests.compared_hits import RECORD, compared


def asked(hit: Hit | None = None) -> Hit:
    return gateway.ask(hit or compared(), "q1", NOW)


def an_answer(hit: Hit, **fields: object) -> StatusAnswer:
    query = hit.asked[-1].query
    given = {
        "query_id": query.query_id,
        "text": query.text,
        "state": query.state,
        "entry_id": query.entry_id,
        "nic": query.nic,
        "result": GatewayResult.ACTIVE,
        "source": GatewaySource.MDT,
        "responder": "SWITCH1",
        "answered_at": NOW + timedelta(seconds=1),
        "simulated": False,
        **fields,
    }
    return StatusAnswer(**given)  # type: ignore[arg-type]


def check_status(hit: Hit, check: Check, after_s: float = 2) -> CheckStatus:
    now = NOW + timedelta(seconds=after_s)
    return gate(hit, now, officer=hit.officer, open_hit_id=hit.hit_id).status(check)


def answered(hit: Hit, after_s: float = 2, **fields: Any) -> Hit:
    return gateway.apply_answer(hit, an_answer(hit, **fields), NOW + timedelta(seconds=after_s))


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_nothing_is_asked_before_the_entry_has_matched() -> None:
    for hit in (a_hit(), open_hit(a_hit(), NOW)):
        with pytest.raises(StepNotAllowedError):
            gateway.ask(hit, "q1", NOW)


def test_the_question_is_made_of_the_officers_entry_and_the_records_ids() -> None:
    query = asked().asked[-1].query
    assert (query.text, query.state) == ("EXN2894", "NC")
    assert (query.entry_id, query.nic, query.ori) == (RECORD.entry_id, RECORD.nic, RECORD.ori)


@pytest.mark.clause(policy.STATUS_CHECK.number)
@pytest.mark.clause(policy.DCIN_CHECK.number)
@pytest.mark.parametrize(
    ("source", "dcin"),
    [(GatewaySource.MDT, CheckStatus.OPEN), (GatewaySource.DCIN, CheckStatus.TRUE)],
)
def test_only_an_answer_that_says_dcin_answers_the_check_of_dcin(
    source: GatewaySource, dcin: CheckStatus
) -> None:
    hit = answered(asked(), source=source)
    assert check_status(hit, Check.STATUS) is CheckStatus.TRUE
    assert check_status(hit, Check.DCIN) is dcin
    assert hit.replies[-1].received


@given(st.sampled_from(["text", "state", "entry_id", "nic"]), st.sampled_from(GatewayResult))
def test_an_answer_about_anything_else_changes_nothing(field: str, result: GatewayResult) -> None:
    other = {"text": "EXN2B94", "state": "AR", "entry_id": "nc/other", "nic": "V000000000"}
    before = asked()
    hit = answered(before, 2, result=result, **{field: other[field]})
    assert replace(hit, asked=before.asked) == before
    assert hit.asked[-1].status is QueryStatus.OTHER_QUESTION


def test_the_letter_o_and_the_digit_0_are_one_question() -> None:
    record = an_entry("OX12", nic="V220914871")
    hit = enter(open_hit(a_hit(a_read("OX12"), record), NOW), "0X12", "NC", NOW, picture_s=2)
    hit = gateway.ask(hit, "q1", NOW)
    assert answered(hit, text="OX12").asked[-1].status is QueryStatus.ANSWERED


@pytest.mark.parametrize(
    ("result", "kind"),
    [
        (GatewayResult.CLEARED, Contrary.STATUS_CLEARED),
        (GatewayResult.NOT_THIS_PLATE, Contrary.NOT_THIS_PLATE),
    ],
)
@pytest.mark.parametrize("simulated", [False, True])
def test_a_contrary_answer_closes_the_gate_at_once(
    result: GatewayResult, kind: Contrary, *, simulated: bool
) -> None:
    in_training = replace(OFFICER, training=True)
    hit = answered(asked(compared(in_training)), result=result, simulated=simulated)
    assert gate(hit, NOW, officer=hit.officer, open_hit_id=hit.hit_id).form is GateForm.GONE
    assert hit.contrary[-1].kind is kind
    assert hit.contrary[-1].source == ("simulated" if simulated else "gateway")


def opened_by_a_simulated_answer(hit: Hit) -> bool:
    simulated = answered(asked(hit), source=GatewaySource.DCIN, simulated=True)
    later = NOW + timedelta(seconds=3)
    held = gate(simulated, later, officer=hit.officer, open_hit_id=hit.hit_id)
    return held.may_stop


@pytest.mark.proved("V9")
@pytest.mark.attack("V9")
def test_a_simulated_answer_counts_in_training_and_nowhere_else() -> None:
    assert opened_by_a_simulated_answer(compared(replace(OFFICER, training=True)))
    assert not opened_by_a_simulated_answer(compared())


@pytest.mark.proved("V9")
@pytest.mark.attack("V9")
@pytest.mark.parametrize("result", list(GatewayResult))
def test_a_simulated_answer_is_kept_in_a_live_car_and_changes_nothing(
    result: GatewayResult,
) -> None:
    before = asked()
    hit = answered(before, result=result, simulated=True)
    assert replace(hit, asked=before.asked) == before
    unavailable = result is GatewayResult.UNAVAILABLE
    check_status = QueryStatus.UNAVAILABLE if unavailable else QueryStatus.SIMULATED
    assert hit.asked[-1].status is check_status
    assert hit.asked[-1].answer is not None


@pytest.mark.proved("V9")
@pytest.mark.attack("V9")
def test_a_simulated_reply_that_a_hit_brings_along_opens_no_live_gate() -> None:
    """As from a folder that was in training yesterday."""
    kept = answered(asked(compared(replace(OFFICER, training=True))), source=GatewaySource.DCIN,
                 simulated=True)  # fmt: skip
    here = enter(
        answer_vehicle(hand_over(kept, OFFICER, NOW), VehicleAnswer(Body.SUV, Color.BLACK, NOW)),
        "EXN2894", "NC", NOW, picture_s=2,
    )  # fmt: skip
    later = NOW + timedelta(seconds=3)
    held = gate(here, later, officer=OFFICER, open_hit_id=here.hit_id)
    assert held.missing == (Check.STATUS, Check.DCIN)


@pytest.mark.clause(policy.STATUS_CHECK.number)
def test_no_record_is_not_stolen_until_the_gateway_says_otherwise() -> None:
    hit = answered(asked(), result=GatewayResult.NO_RECORD)
    assert check_status(hit, Check.STATUS) is CheckStatus.NO_RECORD
    later = NOW + timedelta(seconds=30)
    again = gateway.ask(hit, "q2", later)
    hit = gateway.apply_answer(again, an_answer(again, source=GatewaySource.DCIN), later)
    assert check_status(hit, Check.STATUS, 31) is CheckStatus.TRUE


def test_an_unavailable_gateway_is_no_reply() -> None:
    hit = answered(asked(), result=GatewayResult.UNAVAILABLE, why="No gateway.")
    assert hit.replies == ()
    assert (hit.asked[-1].status, hit.asked[-1].why) == (QueryStatus.UNAVAILABLE, "No gateway.")


def test_an_answer_ages_from_when_it_was_given() -> None:
    late = timedelta(minutes=11)
    hit = answered(asked(), late.total_seconds())
    assert check_status(hit, Check.STATUS, late.total_seconds()) is CheckStatus.EXPIRED
    hit = answered(asked(), 300)
    assert check_status(hit, Check.STATUS, 300) is CheckStatus.TRUE
    assert check_status(hit, Check.STATUS, 602) is CheckStatus.EXPIRED


@pytest.mark.parametrize("skew", [-3600, 3600])
def test_a_clock_that_differs_makes_no_answer_younger_than_its_arrival(skew: int) -> None:
    hit = answered(asked(), 5, answered_at=NOW + timedelta(seconds=skew))
    assert NOW <= hit.replies[-1].at <= NOW + timedelta(seconds=5)


def test_a_question_waits_once_and_may_be_repeated_when_nothing_came() -> None:
    hit = asked()
    assert gateway.ask(hit, "q2", NOW + timedelta(seconds=3)) == hit
    again = gateway.ask(hit, "q2", NOW + STATUS_QUERY_WAITS)
    assert [one.query.query_id for one in again.asked] == ["q1", "q2"]
    first = replace(an_answer(again), query_id="q1")
    late = gateway.apply_answer(again, first, NOW + timedelta(seconds=40))
    assert [one.status for one in late.asked] == [QueryStatus.ANSWERED, QueryStatus.WAITING]
    assert check_status(late, Check.STATUS, 41) is CheckStatus.TRUE


def test_an_answer_nobody_waits_for_is_refused() -> None:
    hit = answered(asked())
    with pytest.raises(StepNotAllowedError):
        gateway.apply_answer(hit, an_answer(hit), NOW)
    with pytest.raises(StepNotAllowedError):
        gateway.not_reached(hit, "q9", "", NOW)


def test_a_late_answer_on_a_hit_that_ended_is_kept_and_changes_nothing_else() -> None:
    end = Closing(Disposition.LOST_SIGHT, NOW, stopped=Stopped.NO)
    closed = close(asked(), end)
    hit = answered(closed, result=GatewayResult.CLEARED)
    assert (hit.state, hit.contrary) == (HitState.CLOSED, ())
    assert gateway.speaks_against(hit.asked[-1]) is Contrary.STATUS_CLEARED


def test_a_late_answer_on_a_hit_that_is_gone_adds_its_own_fact() -> None:
    gone = state_status(asked(), StatusReply(StatusSource.MDT, StatusResult.CLEARED, NOW))
    hit = answered(gone, result=GatewayResult.NOT_THIS_PLATE)
    assert [fact.kind for fact in hit.contrary] == [
        Contrary.STATUS_CLEARED,
        Contrary.NOT_THIS_PLATE,
    ]
    assert answered(gone).contrary == gone.contrary


def test_an_officer_cannot_state_what_only_a_gateway_answers() -> None:
    for received, source in ((False, StatusSource.GATEWAY), (True, StatusSource.MDT)):
        reply = StatusReply(source, StatusResult.ACTIVE, NOW, received=received)
        with pytest.raises(StepNotAllowedError):
            state_status(compared(), reply)
