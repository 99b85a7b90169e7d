import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain import policy
from mdt_alpr.domain.errors import StepNotAllowedError
from mdt_alpr.domain.hit.hit import NEXT, HitState, Step, next_state
from mdt_alpr.domain.hit.verification import enter, open_hit
from tests.builders import NOW, a_hit, a_read, an_entry


@given(st.sampled_from(HitState), st.sampled_from(Step))
def test_a_step_outside_the_table_is_refused_in_words(state: HitState, step: Step) -> None:
    if (state, step) in NEXT:
        assert next_state(state, step) is NEXT[state, step]
        return
    with pytest.raises(StepNotAllowedError, match="cannot"):
        next_state(state, step)


def test_every_state_can_be_reached_and_every_open_one_can_be_closed() -> None:
    assert set(NEXT.values()) == set(HitState) - {HitState.RAISED}
    open_states = set(HitState) - {HitState.CLOSED}
    assert {state for state, step in NEXT if step is Step.CLOSE} == open_states


def test_a_contrary_fact_counts_in_every_open_state() -> None:
    contrary = {state for state, step in NEXT if step is Step.CONTRARY_FACT}
    assert contrary == set(HitState) - {HitState.CLOSED}


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_only_a_matching_entry_leads_to_the_record_and_only_the_record_to_a_stop() -> None:
    to_compared = {key for key, after in NEXT.items() if after is HitState.COMPARED}
    assert to_compared == {(HitState.BLIND, Step.ENTRY_MATCHED), (HitState.COMPARED, Step.ANSWER)}
    assert {key for key, after in NEXT.items() if after is HitState.STOPPED} == {
        (HitState.COMPARED, Step.INITIATE_STOP),
        (HitState.STOPPED, Step.ANSWER),
    }


def test_nothing_leaves_the_closed_state() -> None:
    assert all(state is not HitState.CLOSED for state, _ in NEXT)


def test_no_record_is_shown_before_the_entry_matched() -> None:
    assert a_hit().records == ()
    assert open_hit(a_hit(), NOW).records == ()


def test_every_record_on_the_entered_plate_is_shown_most_urgent_first() -> None:
    hit = a_hit(
        a_read("EXN2894"),
        an_entry("EXN2894", "NC", category="P", entry_id="plate"),
        an_entry("EXN2894", "NC", category="V", entry_id="vehicle"),
        an_entry("EXN2894", "SC", category="V", entry_id="twin"),
        an_entry("EXN2B94", "NC", category="V", entry_id="look-alike"),
    )
    entered = enter(open_hit(hit, NOW), "EXN2894", "NC", NOW, picture_s=1)
    assert [record.entry_id for record in entered.records] == ["vehicle", "plate"]


def test_a_second_reader_that_agrees_or_was_not_asked_wants_one_entry() -> None:
    assert a_hit(second_text=None).entries_wanted == 1
    assert a_hit(second_text="EXN2894").entries_wanted == 1


def test_o_and_0_are_no_disagreement_of_the_readers() -> None:
    assert not a_hit(a_read("AB0123"), an_entry("AB0123"), second_text="ABO123").readers_disagree


def test_a_second_reader_that_disagrees_wants_two_entries() -> None:
    assert a_hit(second_text="EXN2B94").entries_wanted == 2
