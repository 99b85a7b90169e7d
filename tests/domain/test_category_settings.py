"""What an administrator may set for a category, and what holds where nothing is set (HOT-08)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hit.alerting import instruction_for, is_audible, setting_of
from mdt_alpr.domain.hotlist.hotlist import (
    CATEGORIES,
    LONGEST_INSTRUCTION,
    NOTHING_SET,
    AlertStyle,
    CategorySetting,
    CategorySettings,
    PastHits,
    Priority,
)
from mdt_alpr.domain.hotlist.matching import DictIndex, matches
from mdt_alpr.domain.plate.plate import Plate
from tests.builders import NOW, a_hit, a_list, an_entry
from tests.compared_hits import RECORD, compared

CALL = CategorySetting("V", Priority.MEDIUM, AlertStyle.TONE, "Call Communications first.")
SET = CategorySettings((CALL, CategorySetting("P", Priority.HIGH)))


@pytest.mark.parametrize("code", sorted(CATEGORIES))
def test_a_category_that_nobody_set_is_as_urgent_as_it_is_and_is_spoken(code: str) -> None:
    setting = NOTHING_SET.of(code)
    assert setting.priority is CATEGORIES[code].priority
    assert (setting.style, setting.instruction) == (AlertStyle.SPOKEN, "")
    setting.check()


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        (replace(CALL, code="Q"), "no category"),
        (replace(CALL, style=AlertStyle.SHOWN), "low priority"),
        (replace(CALL, priority=Priority.HIGH, style=AlertStyle.SHOWN), "low priority"),
        (replace(CALL, instruction="Stop.\nThen call."), "one line"),
        (replace(CALL, instruction=" Call."), "one line"),
        (replace(CALL, instruction="x" * (LONGEST_INSTRUCTION + 1)), "one line"),
    ],
)
def test_what_may_not_be_set_is_refused_in_words(setting: CategorySetting, said: str) -> None:
    with pytest.raises(DomainError, match=said):
        setting.check()


@given(st.sampled_from(Priority), st.sampled_from(AlertStyle), st.text(max_size=80))
def test_no_urgent_category_can_be_made_mute_and_no_instruction_is_ever_too_long(
    priority: Priority, style: AlertStyle, instruction: str
) -> None:
    try:
        CategorySetting("V", priority, style, instruction).check()
    except DomainError:
        return
    assert style is not AlertStyle.SHOWN or priority is Priority.LOW
    assert len(instruction) <= LONGEST_INSTRUCTION
    assert instruction.isprintable()


def test_no_category_is_set_twice() -> None:
    with pytest.raises(DomainError, match="twice"):
        CategorySettings((CALL, CALL)).check()


def test_records_stand_in_the_order_that_was_set() -> None:
    entries = an_entry(), an_entry(category="P", entry_id="nc/P/1")
    as_listed = matches(Plate("EXN2894", "NC"), DictIndex(a_list(*entries)), NOW)
    as_set = matches(Plate("EXN2894", "NC"), DictIndex(a_list(*entries, settings=SET)), NOW)
    assert [m.entry.category for m in as_listed] == ["V", "P"]
    assert [m.entry.category for m in as_set] == ["P", "V"]


def test_spelled_out_they_say_what_held_also_where_nothing_was_set() -> None:
    past = [PastHits(code, "NC", 41, 63, NOW, NOW) for code in "VP"]
    held = replace(SET, past_hits=tuple(past)).spelled_out(["W", "V", "V"])
    assert held.decided == (CALL, NOTHING_SET.of("W"))
    assert held.past_hits == (past[0],)


def test_a_hit_is_heard_as_it_was_set() -> None:
    low = CategorySettings((CategorySetting("V", Priority.LOW, AlertStyle.SHOWN),))
    assert is_audible(a_hit())
    assert is_audible(a_hit(settings=SET))
    assert not is_audible(a_hit(settings=low))
    assert not is_audible(a_hit(settings=SET, silenced_at=NOW))
    assert setting_of(a_hit(settings=SET)) == CALL


def test_the_instruction_is_shown_after_the_entry_only() -> None:
    assert instruction_for(a_hit(None, RECORD, settings=SET), RECORD) == ""
    hit = replace(compared(), settings=SET)
    assert instruction_for(hit, RECORD) == CALL.instruction
    assert instruction_for(hit, replace(RECORD, entry_id="another")) == ""
