"""The gate by example; ``test_gate_in_any_order`` explores it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from mdt_alpr.domain import policy
from mdt_alpr.domain.hit.gate import Check, CheckStatus, Gate, GateForm, gate
from mdt_alpr.domain.hit.hit import Contrary, ContraryFact, Hit, VehicleAnswer
from mdt_alpr.domain.hit.status_query import (
    NotPracticable,
    StatusReply,
    StatusResult,
    StatusSource,
    WhyNot,
)
from mdt_alpr.domain.hit.trace import StopGate
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.hit.verification import (
    answer_vehicle,
    contradict,
    enter,
    give_vehicle_reason,
    initiate_stop,
    open_hit,
    state_not_practicable,
    state_status,
)
from mdt_alpr.domain.hotlist.hotlist import HotlistEntry
from tests.builders import NOW, OFFICER, a_hit, a_read, an_entry

MINUTE = timedelta(minutes=1)


def compared(*records: HotlistEntry, seen: VehicleAnswer | None = None) -> Hit:
    hit = open_hit(a_hit(a_read(), *(records or (pickup(),))), NOW)
    answer = seen or VehicleAnswer(Body.PICKUP, Color.GRAY, NOW)
    return enter(answer_vehicle(hit, answer), "EXN2894", "NC", NOW, picture_s=1)


def pickup(**fields: Any) -> HotlistEntry:
    return an_entry(**{"color": "GRY", "make": "GMC", "style": "PK", **fields})


def answered(
    hit: Hit, source: StatusSource, result: StatusResult = StatusResult.ACTIVE, at: datetime = NOW
) -> Hit:
    return state_status(hit, StatusReply(source, result, at))


def asked_anew(hit: Hit, source: StatusSource, at: datetime) -> Hit:
    asked_at = at - timedelta(seconds=5)
    return state_status(hit, StatusReply(source, StatusResult.ACTIVE, at, asked_at=asked_at))


def checked(hit: Hit | None = None, at: datetime = NOW) -> Hit:
    mdt = answered(hit or compared(), StatusSource.MDT, at=at)
    return answered(mdt, StatusSource.DCIN, at=at)


def now_gate(hit: Hit, at: datetime = NOW) -> Gate:
    return gate(hit, at, officer=hit.officer, open_hit_id=hit.hit_id)


def not_practicable(hit: Hit, source: StatusSource, at: datetime = NOW) -> Hit:
    return state_not_practicable(hit, NotPracticable(source, WhyNot.EXIGENT, at))


@pytest.mark.clause(policy.STATUS_CHECK.number)
def test_the_gate_opens_when_all_five_checks_hold() -> None:
    held = now_gate(checked())
    assert held.form is GateForm.OPEN
    assert held.missing == ()
    assert [check for check, _ in held.checks] == list(Check)


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_before_the_entry_everything_is_missing() -> None:
    assert now_gate(open_hit(a_hit(), NOW)).missing == tuple(Check)


@pytest.mark.clause(policy.DCIN_CHECK.number)
def test_status_without_dcin_does_not_open_the_gate() -> None:
    held = now_gate(answered(compared(), StatusSource.MDT))
    assert held.missing == (Check.DCIN,)
    assert not held.may_stop


@pytest.mark.clause(policy.DCIN_CHECK.number)
def test_dcin_that_is_not_practicable_opens_the_gate_in_its_usual_form() -> None:
    hit = not_practicable(answered(compared(), StatusSource.MDT), StatusSource.DCIN)
    assert now_gate(hit).form is GateForm.OPEN


@pytest.mark.clause(policy.STATUS_CHECK.number)
def test_status_that_is_not_practicable_opens_the_gate_in_another_form() -> None:
    hit = not_practicable(answered(compared(), StatusSource.DCIN), StatusSource.COMMUNICATIONS)
    assert now_gate(hit).form is GateForm.OPEN_WITHOUT_STATUS


@pytest.mark.clause(policy.STATUS_CHECK.number)
def test_the_gate_locks_in_the_instant_in_which_a_reply_expires() -> None:
    hit = checked()
    assert now_gate(hit, NOW + 10 * MINUTE - timedelta(microseconds=1)).may_stop
    late = now_gate(hit, NOW + 10 * MINUTE)
    assert late.status(Check.STATUS) is CheckStatus.EXPIRED
    assert not late.may_stop


def test_a_reply_supersedes_the_statement_that_none_could_be_had() -> None:
    hit = answered(compared(), StatusSource.DCIN, at=NOW + 9 * MINUTE)
    hit = not_practicable(hit, StatusSource.MDT)
    hit = answered(hit, StatusSource.MDT, at=NOW + MINUTE)
    late = now_gate(hit, NOW + 12 * MINUTE)
    assert late.status(Check.STATUS) is CheckStatus.EXPIRED
    assert not late.may_stop


def test_a_statement_counts_no_longer_than_a_reply() -> None:
    hit = not_practicable(compared(), StatusSource.MDT)
    hit = not_practicable(hit, StatusSource.DCIN)
    assert now_gate(hit, NOW + 9 * MINUTE).may_stop
    assert not now_gate(hit, NOW + 10 * MINUTE).may_stop


def test_the_countdown_ends_when_the_first_check_ends() -> None:
    hit = answered(compared(), StatusSource.MDT)
    hit = answered(hit, StatusSource.DCIN, at=NOW + MINUTE)
    assert now_gate(hit, NOW + MINUTE).status_good_until == NOW + 10 * MINUTE
    again = asked_anew(hit, StatusSource.MDT, NOW + 5 * MINUTE)
    assert now_gate(again, NOW + 5 * MINUTE).status_good_until == NOW + 11 * MINUTE


def test_no_reply_has_no_countdown() -> None:
    assert now_gate(compared()).status_good_until is None


@pytest.mark.clause(policy.STATUS_CHECK.number)
def test_no_record_is_no_confirmation() -> None:
    listed = compared(pickup(nic="V220914871"))
    hit = answered(checked(listed), StatusSource.DCIN, StatusResult.NO_RECORD)
    held = now_gate(hit)
    assert held.status(Check.DCIN) is CheckStatus.NO_RECORD
    assert not held.may_stop


def test_only_the_hit_before_the_officer_can_be_stopped_on() -> None:
    hit = checked()
    assert not gate(hit, NOW, officer=hit.officer, open_hit_id="another hit").may_stop
    assert not gate(hit, NOW, officer=hit.officer, open_hit_id=None).may_stop


@pytest.mark.parametrize("kind", Contrary)
def test_any_contrary_fact_takes_the_gate_away(kind: Contrary) -> None:
    hit = contradict(checked(), ContraryFact(kind, "test", NOW))
    assert now_gate(hit).form is GateForm.GONE


def test_a_vehicle_that_differs_needs_a_reason_and_then_a_reply() -> None:
    seen = VehicleAnswer(Body.CAR, Color.RED, NOW)
    hit = checked(compared(seen=seen))
    assert now_gate(hit).status(Check.VEHICLE) is CheckStatus.CONTRADICTED
    assert not now_gate(hit).may_stop
    assert now_gate(give_vehicle_reason(hit, "plate may be on another vehicle", NOW)).may_stop


def test_a_vehicle_that_differs_is_not_stopped_without_any_reply() -> None:
    hit = compared(seen=VehicleAnswer(Body.CAR, Color.RED, NOW))
    hit = give_vehicle_reason(hit, "plate may be on another vehicle", NOW)
    hit = not_practicable(not_practicable(hit, StatusSource.MDT), StatusSource.DCIN)
    assert now_gate(hit).status(Check.STATUS) is CheckStatus.REPLY_NEEDED
    assert not now_gate(hit).may_stop


def test_a_stolen_plate_needs_no_vehicle_by_rule() -> None:
    hit = compared(pickup(category="P"), seen=VehicleAnswer(Body.CAR, Color.RED, NOW))
    assert now_gate(hit).status(Check.VEHICLE) is CheckStatus.NOT_NEEDED


def test_who_cannot_tell_the_vehicle_is_not_held_up() -> None:
    hit = compared(seen=VehicleAnswer(None, None, NOW))
    assert now_gate(hit).status(Check.VEHICLE) is CheckStatus.NOT_COMPARED


def test_one_of_several_records_that_does_not_fit_is_a_contradiction() -> None:
    hit = compared(pickup(), pickup(entry_id="other", color="RED"))
    assert now_gate(hit).status(Check.VEHICLE) is CheckStatus.CONTRADICTED


@pytest.mark.clause(policy.MANUAL_ENTRY_LIFE.number)
def test_the_gate_locks_when_the_only_record_expires() -> None:
    hit = checked(compared(pickup(category="B", expires_at=NOW + MINUTE)))
    assert now_gate(hit).may_stop
    assert not now_gate(hit, NOW + MINUTE).may_stop


def test_a_stop_keeps_the_gate_by_which_it_was_decided() -> None:
    held = now_gate(checked())
    hit = initiate_stop(checked(), NOW, officer=OFFICER, open_hit_id=checked().hit_id)
    checks = tuple((check.value, status.value) for check, status in held.checks)
    assert hit.trace.stop_gate == StopGate("open", checks)


def test_after_the_stop_the_gate_is_locked_again() -> None:
    hit = initiate_stop(checked(), NOW, officer=OFFICER, open_hit_id=checked().hit_id)
    assert hit.stop_at == NOW
    assert not now_gate(hit).may_stop


@pytest.mark.proved("O21")
def test_a_reply_of_a_clock_that_was_set_back_is_not_called_expired() -> None:
    back = now_gate(checked(), NOW - MINUTE)
    assert {back.status(Check.STATUS), back.status(Check.DCIN)} == {CheckStatus.CLOCK_CHANGED}
    assert not back.may_stop
    stated = not_practicable(compared(), StatusSource.MDT)
    assert now_gate(stated, NOW - MINUTE).status(Check.STATUS) is CheckStatus.CLOCK_CHANGED


@pytest.mark.proved("O22")
def test_a_record_without_a_vehicle_needs_no_answer_about_one() -> None:
    hit = enter(open_hit(a_hit(a_read(), an_entry()), NOW), "EXN2894", "NC", NOW, picture_s=1)
    assert now_gate(hit).status(Check.VEHICLE) is CheckStatus.NOT_COMPARED
    assert now_gate(checked(hit)).may_stop
