"""A verification belongs to the person who made it, in the session in which it was made."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from mdt_alpr.domain import policy
from mdt_alpr.domain.errors import StepNotAllowedError
from mdt_alpr.domain.hit import gateway
from mdt_alpr.domain.hit.disposition import Disposition
from mdt_alpr.domain.hit.gate import Check, CheckStatus, Gate, GateForm, gate, gate_at_stop
from mdt_alpr.domain.hit.handover import hand_over, needs_own_check, verified_by
from mdt_alpr.domain.hit.hit import Contrary, Hit, HitState, VehicleAnswer
from mdt_alpr.domain.hit.status_query import (
    GatewayResult,
    GatewaySource,
    NotPracticable,
    StatusAnswer,
    StatusReply,
    StatusResult,
    StatusSource,
    WhyNot,
)
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.hit.verification import (
    answer_vehicle,
    cannot_see,
    dispositions,
    enter,
    initiate_stop,
    open_hit,
    state_not_practicable,
    state_status,
    tries_left,
)
from mdt_alpr.domain.officer import NOBODY, Officer
from tests.builders import NOW, OFFICER, a_hit, a_read, an_entry
from tests.compared_hits import RECORD, compared

OTHER = Officer("officer-2", "session-2", "B. Sample")
SAME_LATER = replace(OFFICER, session_id="session-3")
SEEN = VehicleAnswer(Body.SUV, Color.BLACK, NOW)


def replied(hit: Hit, *sources: StatusSource) -> Hit:
    for source in sources:
        hit = state_status(hit, StatusReply(source, StatusResult.ACTIVE, NOW))
    return hit


def verified(officer: Officer = OFFICER) -> Hit:
    return replied(compared(officer), StatusSource.MDT, StatusSource.DCIN)


def entered(hit: Hit, text: str = "EXN2894", state: str = "NC") -> Hit:
    return enter(answer_vehicle(open_hit(hit, NOW), SEEN), text, state, NOW, picture_s=2)


def gate_of(hit: Hit, officer: Officer | None = None) -> Gate:
    return gate(hit, NOW, officer=officer or hit.officer, open_hit_id=hit.hit_id)


def gateway_answered(hit: Hit, result: GatewayResult = GatewayResult.ACTIVE) -> Hit:
    hit = gateway.ask(hit, f"q{len(hit.asked)}", NOW)
    query = hit.asked[-1].query
    answer = StatusAnswer(
        query.query_id, query.text, query.state, query.entry_id, query.nic, result,
        GatewaySource.DCIN, "SWITCH1", NOW, simulated=False,
    )  # fmt: skip
    return gateway.apply_answer(hit, answer, NOW)


@pytest.mark.proved("S1")
@pytest.mark.clause(policy.VISUAL_CHECK.number)
@pytest.mark.parametrize(
    "officer",
    [OTHER, SAME_LATER, NOBODY, replace(OFFICER, second_officer=True), Officer("officer-1")],
    ids=["another person", "signed in anew", "nobody", "second officer", "no session"],
)
def test_what_one_verified_opens_no_gate_for_anybody_else(officer: Officer) -> None:
    hit = verified()
    assert gate_of(hit).may_stop
    assert not gate_of(hit, officer).may_stop
    with pytest.raises(StepNotAllowedError):
        initiate_stop(hit, NOW, officer=officer, open_hit_id=hit.hit_id)
    over = hand_over(hit, officer, NOW)
    assert gate_of(over).missing == tuple(Check)
    assert over.records == ()
    assert over.state is HitState.BLIND


@pytest.mark.proved("S1")
def test_the_same_officer_in_the_same_session_goes_on() -> None:
    hit = verified()
    assert hand_over(hit, OFFICER, NOW) is hit


@pytest.mark.proved("S1")
def test_what_the_other_said_does_not_count_after_the_own_entry_either() -> None:
    hit = state_not_practicable(
        replied(compared(), StatusSource.MDT),
        NotPracticable(StatusSource.DCIN, WhyNot.NO_LINK, NOW),
    )
    assert gate_of(hit).may_stop
    here = entered(hand_over(hit, OTHER, NOW))
    assert gate_of(here).missing == (Check.STATUS, Check.DCIN)
    assert gate_of(here).status(Check.STATUS) is CheckStatus.OPEN
    assert gate_of(replied(here, StatusSource.MDT, StatusSource.DCIN)).may_stop


@pytest.mark.proved("S1")
def test_a_gateways_answer_is_a_machines_word_and_counts_after_the_own_entry() -> None:
    hit = gateway_answered(compared())
    here = hand_over(hit, OTHER, NOW)
    assert not gate_of(here).may_stop
    assert gate_of(entered(here)).form is GateForm.OPEN
    late = NOW + policy.STATUS_REPLY_GOOD_FOR
    here = entered(here)
    assert not gate(here, late, officer=OTHER, open_hit_id=here.hit_id).may_stop


@pytest.mark.proved("S1")
def test_a_gateways_answer_about_the_plate_that_another_entered_says_nothing_of_this_one() -> None:
    other_state = replace(RECORD, entry_id="sc", plate=replace(RECORD.plate, state="SC"))
    hit = entered(a_hit(a_read(), RECORD, other_state))
    here = entered(hand_over(gateway_answered(hit), OTHER, NOW), state="SC")
    assert here.records == (other_state,)
    assert gate_of(here).missing == (Check.STATUS, Check.DCIN)
    assert gateway.is_asked_by_itself(here)


@pytest.mark.proved("S1")
def test_a_no_counts_for_everybody() -> None:
    cleared = state_status(compared(), StatusReply(StatusSource.DCIN, StatusResult.CLEARED, NOW))
    here = hand_over(cleared, OTHER, NOW)
    assert here.state is HitState.CONTRARY
    assert here.contrary[0].kind is Contrary.STATUS_CLEARED
    assert here.contrary[0].by == OFFICER
    absent = state_status(verified(), StatusReply(StatusSource.DCIN, StatusResult.NO_RECORD, NOW))
    here = entered(hand_over(absent, OTHER, NOW))
    assert gate_of(here).status(Check.DCIN) is CheckStatus.NO_RECORD


@pytest.mark.proved("S1")
def test_two_entries_of_two_people_are_not_the_two_that_are_wanted() -> None:
    hit = a_hit(a_read(), RECORD, second_text="EXN2B94")
    once = entered(hit)
    assert once.entry is None
    other = entered(hand_over(once, OTHER, NOW))
    assert other.entry is None
    assert not gate_of(other).may_stop
    assert entered(other).entry is not None


def differed(hit: Hit) -> Hit:
    return enter(open_hit(hit, NOW), "EXN2898", "NC", NOW, picture_s=2)


@pytest.mark.proved("S1")
def test_another_person_has_all_tries_and_the_same_one_no_new_ones() -> None:
    hit = differed(a_hit(a_read(), RECORD))
    assert tries_left(hit) == policy.ENTRY_ATTEMPTS - 1
    assert tries_left(hand_over(hit, OTHER, NOW)) == policy.ENTRY_ATTEMPTS
    back = hand_over(hand_over(hit, NOBODY, NOW), SAME_LATER, NOW)
    assert tries_left(back) == policy.ENTRY_ATTEMPTS - 1
    assert differed(back).state is HitState.UNMATCHED


@pytest.mark.proved("S1")
def test_an_entry_that_differed_twice_stays_a_no_for_everybody() -> None:
    hit = differed(differed(a_hit(a_read(), RECORD)))
    for officer in (NOBODY, OTHER, SAME_LATER):
        hit = hand_over(hit, officer, NOW)
        assert hit.state is HitState.UNMATCHED


@pytest.mark.proved("S1")
def test_a_plate_that_one_could_not_see_another_may_and_the_same_may_not() -> None:
    hit = hand_over(cannot_see(open_hit(a_hit(a_read(), RECORD), NOW)), NOBODY, NOW)
    assert hand_over(hit, OTHER, NOW).state is HitState.BLIND
    again = hand_over(hand_over(hit, OTHER, NOW), SAME_LATER, NOW)
    assert again.state is HitState.UNMATCHED
    assert again.cannot_see


@pytest.mark.proved("S1")
def test_a_stop_stays_the_stop_of_the_one_who_made_it_and_is_closed_by_the_next() -> None:
    hit = verified()
    stopped = initiate_stop(hit, NOW, officer=OFFICER, open_hit_id=hit.hit_id)
    here = hand_over(stopped, OTHER, NOW)
    assert (here.state, here.stop_by, here.stop_at) == (HitState.STOPPED, OFFICER, NOW)
    assert here.records == ()
    assert not gate_of(here).may_stop
    assert Disposition.VERIFIED_STOPPED in dispositions(here)
    assert Disposition.VERIFIED_NO_STOP not in dispositions(here)


@pytest.mark.proved("S1")
def test_who_verified_is_named_until_the_own_entry_matches() -> None:
    assert verified_by(verified()) is None
    here = hand_over(hand_over(verified(), NOBODY, NOW), OTHER, NOW)
    check = verified_by(here)
    assert check is not None
    assert check.officer == OFFICER
    assert needs_own_check(here)
    assert not needs_own_check(entered(here))
    assert not needs_own_check(hand_over(a_hit(a_read(), RECORD), OTHER, NOW))


@pytest.mark.proved("S1")
@pytest.mark.parametrize(
    "step", [lambda hit: hit, lambda hit: open_hit(hit, NOW)], ids=["raised", "opened"]
)
def test_what_nobody_answered_yet_leaves_no_earlier_check(step: Callable[[Hit], Hit]) -> None:
    hit = step(a_hit(a_read(), an_entry()))
    over = hand_over(hit, OTHER, NOW + timedelta(seconds=1))
    assert over.earlier == ()
    assert over.officer == OTHER


def stopped() -> Hit:
    return initiate_stop(verified(), NOW, officer=OFFICER, open_hit_id=verified().hit_id)


@pytest.mark.proved("O4")
@pytest.mark.parametrize("between", [(), (NOBODY,), (NOBODY, OTHER), (OTHER, SAME_LATER, OTHER)])
def test_who_stopped_finds_the_checks_behind_the_stop_again(between: tuple[Officer, ...]) -> None:
    """After a crash, or once the screen is back, the vehicle stands there: its record is shown."""
    hit = stopped()
    for officer in between:
        hit = hand_over(hit, officer, NOW)
    back = hand_over(hit, SAME_LATER, NOW)
    assert (back.entry, back.records, back.vehicle) == (
        stopped().entry,
        stopped().records,
        stopped().vehicle,
    )
    assert verified_by(back) is None
    assert not gate_of(back).may_stop
    held = gate_at_stop(back)
    assert held is not None
    assert not held.may_stop
    assert held.missing == ()
    assert len(hand_over(back, OTHER, NOW).earlier) == max(1, len(back.earlier))


@pytest.mark.proved("O4")
@pytest.mark.parametrize(
    "officer", [OTHER, NOBODY, replace(OFFICER, session_id="session-3", second_officer=True)]
)
def test_nobody_else_finds_them(officer: Officer) -> None:
    hit = hand_over(stopped(), officer, NOW)
    assert hit.entry is None
    assert gate_at_stop(hit) is None


@pytest.mark.proved("O4")
def test_an_entry_without_a_stop_is_gone_with_its_session_as_ever() -> None:
    assert hand_over(verified(), SAME_LATER, NOW).entry is None
