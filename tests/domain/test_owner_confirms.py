"""A manual or local entry is in no national file: the truth locks nothing for good (VER-02)."""

from datetime import timedelta

import pytest

from mdt_alpr.domain import policy
from mdt_alpr.domain.hit.gate import Check, CheckStatus, Gate, GateForm, gate
from mdt_alpr.domain.hit.hit import Hit, VehicleAnswer
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
    open_hit,
    state_not_practicable,
    state_status,
)
from tests.builders import NOW, a_hit, a_read, an_entry

ACTIVE, NONE = StatusResult.ACTIVE, StatusResult.NO_RECORD


def local(nic: str = "") -> Hit:
    hit = open_hit(a_hit(a_read(), an_entry(category="B", nic=nic)), NOW)
    hit = answer_vehicle(hit, VehicleAnswer(Body.SUV, Color.BLACK, NOW))
    return enter(hit, "EXN2894", "NC", NOW, picture_s=2)


def said(hit: Hit, source: StatusSource, result: StatusResult) -> Hit:
    return state_status(hit, StatusReply(source, result, NOW))


def not_practicable(hit: Hit, source: StatusSource) -> Hit:
    return state_not_practicable(hit, NotPracticable(source, WhyNot.NO_ANSWER, NOW))


def held(hit: Hit) -> Gate:
    return gate(hit, NOW, officer=hit.officer, open_hit_id=hit.hit_id)


@pytest.mark.proved("VER-02")
@pytest.mark.clause(policy.DCIN_CHECK.number)
def test_dcin_without_a_record_of_a_local_entry_waits_for_its_owner_and_no_longer() -> None:
    hit = said(local(), StatusSource.DCIN, NONE)
    assert held(hit).status(Check.DCIN) is CheckStatus.NOT_ON_FILE
    assert held(hit).status(Check.STATUS) is CheckStatus.OWNER_NEEDED
    by_mdt = said(hit, StatusSource.MDT, ACTIVE)
    assert held(by_mdt).status(Check.STATUS) is CheckStatus.OWNER_NEEDED
    by_owner = said(by_mdt, StatusSource.COMMUNICATIONS, ACTIVE)
    assert held(by_owner).form is GateForm.OPEN
    late = NOW + policy.STATUS_REPLY_GOOD_FOR
    expired = gate(by_owner, late, officer=hit.officer, open_hit_id=hit.hit_id)
    assert not expired.may_stop
    early = late - timedelta(microseconds=1)
    assert gate(by_owner, early, officer=hit.officer, open_hit_id=hit.hit_id).may_stop


@pytest.mark.proved("VER-02")
def test_who_told_the_truth_may_still_say_that_the_owner_could_not_be_asked() -> None:
    hit = said(local(), StatusSource.DCIN, NONE)
    for source in (StatusSource.MDT, StatusSource.COMMUNICATIONS):
        assert held(not_practicable(hit, source)).form is GateForm.OPEN_WITHOUT_STATUS
    truthful = not_practicable(said(local(), StatusSource.MDT, NONE), StatusSource.COMMUNICATIONS)
    assert held(said(truthful, StatusSource.DCIN, NONE)).may_stop


@pytest.mark.proved("VER-02")
def test_an_owner_without_the_record_confirms_nothing() -> None:
    hit = said(said(local(), StatusSource.DCIN, NONE), StatusSource.COMMUNICATIONS, NONE)
    assert held(hit).status(Check.STATUS) is CheckStatus.NO_RECORD


@pytest.mark.proved("VER-02")
@pytest.mark.parametrize("source", [StatusSource.MDT, StatusSource.DCIN])
def test_of_a_record_with_a_nic_no_record_is_no_confirmation(source: StatusSource) -> None:
    hit = said(local("V220914871"), source, NONE)
    hit = not_practicable(said(hit, StatusSource.COMMUNICATIONS, ACTIVE), StatusSource.DCIN)
    assert not held(hit).may_stop
