"""A state that the pictures surely contradict wants a reason, after the own entry only (RS-05)."""

from dataclasses import replace

import pytest

from mdt_alpr.domain.errors import StepNotAllowedError
from mdt_alpr.domain.hit.gate import Check, CheckStatus, Gate, GateForm, gate
from mdt_alpr.domain.hit.handover import hand_over
from mdt_alpr.domain.hit.hit import Hit, VehicleAnswer
from mdt_alpr.domain.hit.read_revision import apply_better_vote, apply_second_read
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
    give_state_reason,
    initiate_stop,
    open_hit,
    state_not_practicable,
    state_status,
)
from mdt_alpr.domain.reading.reading import PlateText
from tests.builders import NOW, OFFICER, a_hit, a_read, an_entry

REASON = "plate checked again"
FROM_GEORGIA = an_entry("EXN2894", "GA", color="GRY", style="PK", nic="V220914871")
SOURCES = (StatusSource.MDT, StatusSource.DCIN)


def blind(read: str = "NC", confidence: float = 0.99) -> Hit:
    seen = a_read("EXN2894", read, state_confidence=confidence)
    hit = open_hit(a_hit(seen, FROM_GEORGIA), NOW)
    return answer_vehicle(hit, VehicleAnswer(Body.PICKUP, Color.GRAY, NOW))


def entered(hit: Hit) -> Hit:
    return enter(hit, "EXN2894", "GA", NOW, picture_s=2)


def held(hit: Hit) -> Gate:
    return gate(hit, NOW, officer=OFFICER, open_hit_id=hit.hit_id)


def replied(hit: Hit) -> Hit:
    for source in SOURCES:
        hit = state_status(hit, StatusReply(source, StatusResult.ACTIVE, NOW))
    return hit


def test_a_listed_state_that_the_picture_surely_contradicts_shuts_the_gate() -> None:
    now_gate = held(replied(entered(blind())))
    assert now_gate.status(Check.STATE) is CheckStatus.CONTRADICTED
    assert now_gate.missing == (Check.STATE,)
    assert not now_gate.may_stop


def test_nothing_says_so_before_the_own_entry() -> None:
    assert held(blind()).status(Check.STATE) is CheckStatus.OPEN
    assert held(blind()).differs is None
    other = enter(blind(), "EXN2894", "SC", NOW, picture_s=2)
    assert held(other).status(Check.STATE) is CheckStatus.OPEN
    with pytest.raises(StepNotAllowedError):
        give_state_reason(blind(), REASON)


@pytest.mark.parametrize(
    "hit",
    [
        blind("GA"),
        blind(""),
        blind("NC", 0.9),
        blind("NC", 0.97),
        apply_second_read(blind(), PlateText((), "SC", 0.99)),
        apply_second_read(blind(), PlateText((), "GA", 0.99)),
    ],
    ids=[
        "same state",
        "no state",
        "unsure",
        "named, not sure",
        "readers differ",
        "second reader sees the entered",
    ],
)
def test_a_picture_that_does_not_surely_show_another_state_contradicts_nothing(hit: Hit) -> None:
    assert held(replied(entered(hit))).form is GateForm.OPEN


def test_a_reason_opens_the_gate_with_a_reply_and_not_with_a_statement() -> None:
    hit = give_state_reason(entered(blind()), REASON)
    stated = hit
    for source in SOURCES:
        stated = state_not_practicable(stated, NotPracticable(source, WhyNot.NO_LINK, NOW))
    assert held(stated).status(Check.STATUS) is CheckStatus.REPLY_NEEDED
    opened = held(replied(hit))
    assert (opened.form, opened.differs) == (GateForm.OPEN, Check.STATE)
    stopped = initiate_stop(replied(hit), NOW, officer=OFFICER, open_hit_id=hit.hit_id)
    assert stopped.trace.stop_gate is not None
    assert ("state", "reason_given") in stopped.trace.stop_gate.checks


def test_a_later_picture_of_the_pass_shuts_a_gate_that_was_open() -> None:
    hit = replied(entered(blind("")))
    assert held(hit).may_stop
    later = replace(hit.read, state="NC", state_confidence=0.99, revision=1)
    assert held(apply_better_vote(hit, later)).status(Check.STATE) is CheckStatus.CONTRADICTED


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reason_without_words_is_none(reason: str) -> None:
    with pytest.raises(StepNotAllowedError, match="say why the state differs"):
        give_state_reason(entered(blind()), reason)


def test_a_reason_is_of_who_gave_it_and_is_not_added_after_the_stop() -> None:
    hit = replied(give_state_reason(entered(blind()), REASON))
    stopped = initiate_stop(hit, NOW, officer=OFFICER, open_hit_id=hit.hit_id)
    with pytest.raises(StepNotAllowedError):
        give_state_reason(stopped, "picture is too poor")
    other = replace(OFFICER, person_id="officer-2", session_id="next")
    theirs = hand_over(hit, other, NOW)
    assert theirs.earlier[-1].attempts[-1].state_reason == REASON
    again = entered(answer_vehicle(open_hit(theirs, NOW), VehicleAnswer(None, None, NOW)))
    now_gate = gate(again, NOW, officer=other, open_hit_id=again.hit_id)
    assert now_gate.status(Check.STATE) is CheckStatus.CONTRADICTED
