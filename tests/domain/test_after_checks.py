"""Stops recorded without their checks, and what a hit confirmation does to its hit."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain import policy
from mdt_alpr.domain.errors import StepNotAllowedError
from mdt_alpr.domain.hit import verification
from mdt_alpr.domain.hit.confirmation import (
    AgencyReply,
    ConfirmationReply,
    ConfirmationRequest,
    Urgency,
)
from mdt_alpr.domain.hit.disposition import (
    MINUTES_AGO,
    Closing,
    Disposition,
    RecordedStop,
    Stopped,
    StopReason,
    minutes_ago_offered,
)
from mdt_alpr.domain.hit.gate import GateForm, gate
from mdt_alpr.domain.hit.hit import Contrary, ContraryFact
from mdt_alpr.domain.hit.verification import close, contradict, open_hit
from tests.builders import NOW, a_hit
from tests.compared_hits import RECORD, compared

STOP = RecordedStop(StopReason.DANGER_TO_LIFE, NOW - timedelta(minutes=2), NOW, force_used=False)
REQUEST = ConfirmationRequest(1, Urgency.URGENT, "", RECORD.nic, NOW)
FACT = ContraryFact(Contrary.STATUS_CLEARED, "communications", NOW)


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_a_recorded_stop_opens_nothing_and_is_no_stop_through_the_gate() -> None:
    hit = verification.record_stop(open_hit(a_hit(), NOW), STOP)
    assert hit.recorded_stop == STOP
    assert hit.stop_at is None
    assert gate(hit, NOW, officer=hit.officer, open_hit_id=hit.hit_id).form is GateForm.LOCKED


def test_a_recorded_stop_stays_possible_whatever_speaks_against_the_hit() -> None:
    gone = contradict(compared(), FACT)
    assert verification.record_stop(gone, STOP).recorded_stop == STOP
    end = Closing(Disposition.CLEARED_OR_STALE, NOW, stopped=Stopped.NO)
    with pytest.raises(StepNotAllowedError):
        verification.record_stop(close(gone, end), STOP)


def test_a_stop_to_come_is_not_recorded() -> None:
    with pytest.raises(StepNotAllowedError):
        verification.record_stop(
            compared(),
            RecordedStop(StopReason.FLEEING, NOW + timedelta(seconds=1), NOW, force_used=False),
        )


def test_a_stop_that_is_stated_wants_its_reason_once() -> None:
    hit = compared()
    assert verification.wants_stop_reason(hit, Stopped.BEFORE)
    assert not verification.wants_stop_reason(hit, Stopped.NO)
    assert not verification.wants_stop_reason(hit, None)
    recorded = verification.record_stop(hit, STOP)
    assert not verification.wants_stop_reason(recorded, Stopped.AFTER)


@given(st.sampled_from([None, *Stopped]), st.integers(0, 7200))
def test_a_stop_that_goes_on_lies_after_the_contrary_fact_and_one_begun_before_it(
    stopped: Stopped | None, ago: int
) -> None:
    gone = NOW - timedelta(seconds=ago)
    offered = minutes_ago_offered(stopped, gone, NOW)
    assert offered
    assert set(offered) <= set(MINUTES_AGO)
    times = [NOW - timedelta(minutes=minutes) for minutes in offered]
    if stopped is Stopped.AFTER:
        assert all(at >= gone for at in times)
    elif stopped is not None and ago < 3600:
        assert all(at <= gone for at in times)


def test_a_request_is_for_one_of_the_hits_records() -> None:
    hit = verification.request_confirmation(compared(), REQUEST)
    assert hit.confirmation is not None
    assert verification.gone_at(hit) is None
    with pytest.raises(StepNotAllowedError):
        verification.request_confirmation(open_hit(a_hit(), NOW), REQUEST)


def test_not_confirmed_closes_the_gate_and_confirmed_opens_nothing() -> None:
    asked = verification.request_confirmation(compared(), REQUEST)
    sure = verification.answer_confirmation(asked, ConfirmationReply(AgencyReply.CONFIRMED, NOW))
    assert gate(sure, NOW, officer=sure.officer, open_hit_id=sure.hit_id).form is GateForm.LOCKED
    gone = verification.answer_confirmation(
        asked, ConfirmationReply(AgencyReply.NOT_CONFIRMED, NOW)
    )
    assert gone.contrary[-1].kind is Contrary.NOT_CONFIRMED
    assert gate(gone, NOW, officer=gone.officer, open_hit_id=gone.hit_id).form is GateForm.GONE
    assert verification.gone_at(gone) == NOW
