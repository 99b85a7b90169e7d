from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain import policy
from mdt_alpr.domain.errors import PlateTextError, StepNotAllowedError
from mdt_alpr.domain.hit.gate import gate
from mdt_alpr.domain.hit.hit import Contrary, ContraryFact, Hit, HitState, VehicleAnswer
from mdt_alpr.domain.hit.read_revision import read_disagrees
from mdt_alpr.domain.hit.status_query import StatusReply, StatusResult, StatusSource
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.hit.verification import (
    answer_vehicle,
    cannot_see,
    contradict,
    enter,
    give_vehicle_reason,
    initiate_stop,
    open_hit,
    state_status,
    tries_left,
)
from mdt_alpr.domain.reading.reading import Box
from tests.builders import NOW, a_hit, a_read, a_stacked_read, an_entry


def blind(hit: Hit | None = None) -> Hit:
    return open_hit(hit or a_hit(), NOW)


def entered(hit: Hit, text: str = "EXN2894", state: str = "NC") -> Hit:
    return enter(hit, text, state, NOW, picture_s=1.2)


def test_opening_again_changes_nothing() -> None:
    hit = blind()
    assert open_hit(hit, NOW + timedelta(minutes=1)) == hit


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_characters_and_state_together_match() -> None:
    assert entered(blind()).state is HitState.COMPARED


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_the_right_characters_with_another_state_do_not_match() -> None:
    assert entered(blind(), state="SC").state is HitState.BLIND


@pytest.mark.clause(policy.VISUAL_CHECK.number)
@given(st.integers(0, 6), st.sampled_from("ABCDEFGHIJKLMNPQRSTUVWXYZ0123456789"))
def test_one_wrong_character_does_not_match(place: int, character: str) -> None:
    text = "EXN2894"
    wrong = text[:place] + character + text[place + 1 :]
    assert (entered(blind(), wrong).entry is not None) is (wrong == text)


def test_an_entry_without_a_state_is_refused() -> None:
    with pytest.raises(StepNotAllowedError, match="state of issuance"):
        entered(blind(), state="")


def test_an_entry_that_is_no_plate_is_refused() -> None:
    with pytest.raises(PlateTextError):
        entered(blind(), text="EX?2894")


def test_an_entry_before_opening_is_refused() -> None:
    with pytest.raises(StepNotAllowedError):
        entered(a_hit())


def test_the_second_miss_ends_the_check() -> None:
    once = entered(blind(), "EXN2B94")
    assert tries_left(once) == 1
    twice = entered(once, "EXN2B94")
    assert twice.state is HitState.UNMATCHED
    assert tries_left(twice) == 0
    with pytest.raises(StepNotAllowedError):
        entered(twice)


def test_where_the_readers_disagree_the_first_of_two_entries_tells_nothing() -> None:
    hit = blind(a_hit(second_text="EXN2B94"))
    right, wrong = entered(hit), entered(hit, "EXN2B94")
    assert (right.state, right.entry) == (wrong.state, wrong.entry) == (HitState.BLIND, None)
    assert tries_left(right) == tries_left(wrong) == policy.ENTRY_ATTEMPTS
    assert entered(right).state is HitState.COMPARED
    assert entered(wrong).state is HitState.BLIND


def test_where_the_readers_disagree_two_misses_of_two_entries_end_the_check() -> None:
    hit = blind(a_hit(second_text="EXN2B94"))
    for text in ("EXN2B94", "EXN2894", "EXN2894", "EXN2B94"):
        hit = entered(hit, text)
    assert hit.state is HitState.UNMATCHED


def test_a_plate_that_cannot_be_seen_stays_unverified() -> None:
    hit = cannot_see(blind())
    assert hit.state is HitState.UNMATCHED
    assert hit.cannot_see


def test_only_the_first_answer_on_the_vehicle_counts() -> None:
    first = VehicleAnswer(Body.CAR, Color.RED, NOW)
    hit = answer_vehicle(blind(), first)
    assert answer_vehicle(hit, VehicleAnswer(Body.SUV, Color.BLACK, NOW)).vehicle == replace(
        first, by=hit.officer
    )


def test_the_vehicle_is_not_asked_before_the_hit_is_opened() -> None:
    with pytest.raises(StepNotAllowedError):
        answer_vehicle(a_hit(), VehicleAnswer(None, None, NOW))


def test_a_reason_needs_words_and_a_shown_record() -> None:
    with pytest.raises(StepNotAllowedError, match="Say why"):
        give_vehicle_reason(entered(blind()), "  ", NOW)
    with pytest.raises(StepNotAllowedError):
        give_vehicle_reason(blind(), "plate may be on another vehicle", NOW)


@pytest.mark.clause(policy.STATUS_CHECK.number)
@pytest.mark.parametrize(
    ("result", "kind"),
    [
        (StatusResult.CLEARED, Contrary.STATUS_CLEARED),
        (StatusResult.NOT_THIS_PLATE, Contrary.NOT_THIS_PLATE),
    ],
)
def test_a_reply_against_the_hit_ends_it_at_once(result: StatusResult, kind: Contrary) -> None:
    hit = state_status(entered(blind()), StatusReply(StatusSource.MDT, result, NOW))
    assert hit.state is HitState.CONTRARY
    assert [fact.kind for fact in hit.contrary] == [kind]


def test_a_closed_hit_keeps_its_end_whatever_becomes_known() -> None:
    closed = replace(a_hit(), state=HitState.CLOSED)
    assert contradict(closed, ContraryFact(Contrary.RECORD_CANCELED, "list 2", NOW)) == closed


@pytest.mark.clause(policy.STATUS_CHECK.number)
def test_a_stop_through_a_locked_gate_is_refused_with_what_is_missing() -> None:
    hit = entered(blind())
    with pytest.raises(StepNotAllowedError, match="status, dcin"):
        initiate_stop(hit, NOW, officer=hit.officer, open_hit_id=hit.hit_id)


def later(text: str, *, width: float = 400, revision: int = 3) -> bool:
    hit = a_hit()
    revised = replace(
        a_read(text), read_id=hit.read.read_id, revision=revision, box=Box(0, 0, width, 100)
    )
    return read_disagrees(hit, revised)


def test_a_later_larger_picture_that_reads_otherwise_disagrees() -> None:
    assert later("EXN2B94")


def test_a_later_picture_that_is_smaller_older_or_equal_does_not_disagree() -> None:
    assert not later("EXN2B94", width=150)
    assert not later("EXN2B94", revision=0)
    assert not later("EXN2894")


def test_a_later_picture_that_misses_the_stack_says_nothing_but_one_that_finds_it_does() -> None:
    stacked = a_stacked_read("AB1234", 2, read_id="one pass")
    plain = a_read("1234", read_id="one pass")
    closer: dict[str, Any] = {"revision": 3, "box": Box(0, 0, 400, 100)}
    hit = entered_as("AB1234", a_hit(stacked, an_entry("AB1234")))
    assert not read_disagrees(hit, replace(plain, **closer))
    hit = entered_as("1234", a_hit(plain, an_entry("1234")))
    assert read_disagrees(hit, replace(stacked, **closer))


def entered_as(text: str, hit: Hit) -> Hit:
    return enter(open_hit(hit, NOW), text, "NC", NOW, picture_s=2)


def test_another_pass_of_the_camera_does_not_disagree() -> None:
    other = replace(a_read("AAA1111"), revision=3, box=Box(0, 0, 400, 100))
    assert not read_disagrees(a_hit(), other)


def test_after_the_entry_a_frame_of_another_candidate_disagrees() -> None:
    hit = a_hit(a_read(), an_entry("EXN2894"), an_entry("EXN2B94"))
    revised = replace(
        a_read("EXN2B94"), read_id=hit.read.read_id, revision=3, box=Box(0, 0, 400, 100)
    )
    assert not read_disagrees(hit, revised)
    assert read_disagrees(entered(blind(hit)), revised)
    made = entered(blind(hit))
    assert not gate(made, NOW, officer=made.officer, open_hit_id=hit.hit_id).may_stop
