"""A vehicle that is not the record's: reasons, second looks, and what was said later (D4)."""

from datetime import datetime, timedelta

import pytest

from mdt_alpr.domain.hit.gate import Check, CheckStatus, GateForm, gate
from mdt_alpr.domain.hit.hit import Hit, VehicleAnswer
from mdt_alpr.domain.hit.reasons import FIRST_LOOK_WRONG, wants_second_answer
from mdt_alpr.domain.hit.status_query import (
    NotPracticable,
    StatusReply,
    StatusResult,
    StatusSource,
    WhyNot,
)
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.hit.verification import (
    answer_vehicle,
    enter,
    give_vehicle_reason,
    initiate_stop,
    open_hit,
    state_not_practicable,
    state_status,
)
from tests.builders import NOW, OFFICER, a_hit, a_read
from tests.compared_hits import RECORD

OTHER_REASON = "vehicle painted or changed"
FITS = VehicleAnswer(Body.SUV, Color.BLACK, NOW)
DIFFERS = VehicleAnswer(Body.MOTORCYCLE, Color.SILVER, NOW)


def differing() -> Hit:
    hit = answer_vehicle(open_hit(a_hit(a_read(), RECORD), NOW), DIFFERS)
    return enter(hit, "EXN2894", "NC", NOW, picture_s=2)


def vehicle(hit: Hit) -> CheckStatus:
    held = gate(hit, NOW, officer=OFFICER, open_hit_id=hit.hit_id)
    return held.status(Check.VEHICLE)


def replied(hit: Hit, at: datetime = NOW) -> Hit:
    for source in (StatusSource.MDT, StatusSource.DCIN):
        hit = state_status(hit, StatusReply(source, StatusResult.ACTIVE, at))
    return hit


@pytest.mark.proved("S1")
def test_a_first_answer_that_was_wrong_has_the_vehicle_answered_again() -> None:
    hit = give_vehicle_reason(replied(differing()), FIRST_LOOK_WRONG, NOW)
    assert wants_second_answer(hit)
    assert vehicle(hit) is CheckStatus.LOOK_AGAIN
    assert not gate(hit, NOW, officer=OFFICER, open_hit_id=hit.hit_id).may_stop
    again = answer_vehicle(hit, FITS)
    assert (again.vehicle, again.vehicle_reasons[-1].second_answer) != (None, None)
    assert again.vehicle == hit.vehicle
    assert vehicle(again) is CheckStatus.REASON_GIVEN


@pytest.mark.proved("S1")
@pytest.mark.parametrize("seen", [DIFFERS, VehicleAnswer(None, None, NOW)])
def test_a_second_answer_that_does_not_fit_either_supports_no_reason(seen: VehicleAnswer) -> None:
    hit = answer_vehicle(give_vehicle_reason(differing(), FIRST_LOOK_WRONG, NOW), seen)
    assert vehicle(hit) is CheckStatus.CONTRADICTED


@pytest.mark.proved("S1")
def test_after_a_second_answer_only_a_reply_opens_the_gate_and_no_statement() -> None:
    hit = answer_vehicle(give_vehicle_reason(differing(), FIRST_LOOK_WRONG, NOW), FITS)
    for source in (StatusSource.MDT, StatusSource.DCIN):
        hit = state_not_practicable(hit, NotPracticable(source, WhyNot.NO_LINK, NOW))
    held = gate(hit, NOW, officer=OFFICER, open_hit_id=hit.hit_id)
    assert held.status(Check.STATUS) is CheckStatus.REPLY_NEEDED
    held = gate(replied(hit), NOW, officer=OFFICER, open_hit_id=hit.hit_id)
    assert held.form is GateForm.OPEN


@pytest.mark.proved("S11")
def test_a_reason_after_the_stop_is_later_and_replaces_nothing() -> None:
    hit = replied(give_vehicle_reason(differing(), OTHER_REASON, NOW))
    hit = initiate_stop(hit, NOW, officer=OFFICER, open_hit_id=hit.hit_id)
    after = NOW + timedelta(minutes=3)
    later = give_vehicle_reason(hit, "record description is wrong", after)
    assert later.vehicle_reason == OTHER_REASON
    assert [(r.reason, r.at, r.later) for r in later.vehicle_reasons] == [
        (OTHER_REASON, NOW, False),
        ("record description is wrong", after, True),
    ]
    assert not wants_second_answer(give_vehicle_reason(hit, FIRST_LOOK_WRONG, after))


@pytest.mark.proved("S2")
def test_a_second_tap_renews_nothing_without_a_question_put_anew() -> None:
    hit, later = replied(differing()), NOW + timedelta(minutes=9)
    assert replied(hit, later) == hit
    asked = StatusReply(StatusSource.MDT, StatusResult.ACTIVE, later, asked_at=later)
    assert state_status(hit, asked).replies[-1].at == later


@pytest.mark.proved("S2")
def test_another_answer_to_the_same_question_has_no_longer_to_run() -> None:
    hit, later = replied(differing()), NOW + timedelta(minutes=9)
    none = StatusReply(StatusSource.MDT, StatusResult.NO_RECORD, later)
    active = StatusReply(StatusSource.MDT, StatusResult.ACTIVE, later)
    back = state_status(state_status(hit, none), active)
    assert back.replies[-1].result is StatusResult.ACTIVE
    assert back.replies[-1].at == NOW
