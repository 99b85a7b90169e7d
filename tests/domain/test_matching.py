from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain import policy
from mdt_alpr.domain.hotlist.matching import DictIndex, Match, MatchClass, matches
from mdt_alpr.domain.plate.plate import UNKNOWN_STATE, Plate, folded
from tests.builders import NOW, a_list, an_entry

texts = st.text("0OD1I27Z5S83MNAB", min_size=3, max_size=7)
states = st.sampled_from(["NC", "SC", "VA"])


def found(plate: Plate, *listed: tuple[str, str], look_alikes: bool = True) -> tuple[Match, ...]:
    entries = [an_entry(text, state) for text, state in listed]
    index = DictIndex(a_list(*entries, look_alikes_allowed=look_alikes))
    return matches(plate, index, NOW)


def test_the_same_characters_and_state_are_exact() -> None:
    (match,) = found(Plate("EXN2894", "NC"), ("EXN2894", "NC"))
    assert match.match_class is MatchClass.EXACT


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_a_state_that_was_not_read_is_never_called_exact() -> None:
    (match,) = found(Plate("EXN2894", UNKNOWN_STATE), ("EXN2894", "NC"))
    assert match.match_class is MatchClass.STATE_NOT_CONFIRMED


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_another_state_is_never_called_exact() -> None:
    (match,) = found(Plate("EXN2894", "SC"), ("EXN2894", "NC"))
    assert match.match_class is MatchClass.STATE_NOT_CONFIRMED


def test_o_and_0_match_and_are_named() -> None:
    (match,) = found(Plate("AB0123", "NC"), ("ABO123", "NC"))
    assert match.match_class is MatchClass.EXACT
    assert match.o_and_0


@pytest.mark.parametrize(("text", "listed"), [("AB0123", "ABO123"), ("ABO123", "AB0-123")])
def test_where_the_die_tells_o_from_0_a_record_with_the_other_is_a_look_alike(
    text: str, listed: str
) -> None:
    hotlist = DictIndex(a_list(an_entry(listed, "NC"), look_alikes_allowed=False))
    (match,) = matches(Plate(text, "NC"), hotlist, NOW, resolved=(2,))
    assert match.match_class is MatchClass.LOOK_ALIKE
    assert match.position == 2
    (same,) = matches(Plate(listed.replace("-", ""), "NC"), hotlist, NOW, resolved=(2,))
    assert same.match_class is MatchClass.EXACT


def test_a_look_alike_that_the_die_tells_apart_elsewhere_is_another_plate() -> None:
    hotlist = DictIndex(a_list(an_entry("ABO123B", "NC"), look_alikes_allowed=True))
    read = Plate("AB01238", "NC")
    assert [m.position for m in matches(read, hotlist, NOW)] == [6]
    assert matches(read, hotlist, NOW, resolved=(2,)) == ()
    assert matches(Plate("ABO1238", "NC"), hotlist, NOW, resolved=(2,)) != ()


def test_a_record_without_the_stack_must_have_the_zeros_that_the_die_tells() -> None:
    hotlist = DictIndex(a_list(an_entry("EXO2", "NC"), look_alikes_allowed=True))

    def found_without(text: str, *resolved: int) -> int:
        return len(matches(Plate(text, "NC"), hotlist, NOW, stacked=(0, 1), resolved=resolved))

    assert found_without("ABEX02") == 1
    assert found_without("ABEX02", 4) == 0
    assert found_without("ABEXO2", 4) == 1


@given(texts, states, st.lists(st.tuples(texts, states), max_size=12))
def test_a_look_alike_is_never_exact_and_one_character_is_the_limit(
    text: str, state: str, listed: list[tuple[str, str]]
) -> None:
    for match in found(Plate(text, state), *listed):
        listed_text = folded(match.entry.plate.text)
        differing = sum(a != b for a, b in zip(folded(text), listed_text, strict=True))
        assert differing <= 1
        if differing:
            assert match.match_class is MatchClass.LOOK_ALIKE
            assert match.entry.plate.state == state
        if match.match_class is MatchClass.EXACT:
            assert listed_text == folded(text)
            assert match.entry.plate.state == state


@given(texts, states, st.lists(st.tuples(texts, states), max_size=12))
def test_without_the_administrators_leave_only_equal_characters_match(
    text: str, state: str, listed: list[tuple[str, str]]
) -> None:
    for match in found(Plate(text, state), *listed, look_alikes=False):
        assert folded(match.entry.plate.text) == folded(text)


@given(texts, states, st.lists(st.tuples(texts, states), max_size=12))
def test_every_record_on_the_very_plate_is_found(
    text: str, state: str, listed: list[tuple[str, str]]
) -> None:
    raised = {m.entry.entry_id for m in found(Plate(text, state), *listed, (text, state))}
    index = DictIndex(a_list(*(an_entry(t, s) for t, s in [*listed, (text, state)])))
    on_the_plate = {e.entry_id for e in index.at(folded(text)) if e.plate.state == state}
    assert on_the_plate
    assert raised >= on_the_plate


def test_a_look_alike_of_another_state_is_not_offered() -> None:
    assert found(Plate("5SOW350", "CA"), ("5SOW750", "NV")) == ()


def test_a_look_alike_is_offered_where_the_state_was_not_read() -> None:
    (match,) = found(Plate("5SOW350", UNKNOWN_STATE), ("5SOW750", "CA"))
    assert match.position == 4


@pytest.mark.clause(policy.MANUAL_ENTRY_LIFE.number)
def test_a_manual_entry_past_its_expiry_does_not_match() -> None:
    entry = an_entry(category="B", expires_at=NOW)
    index = DictIndex(a_list(entry))
    assert matches(entry.plate, index, NOW) == ()
    assert len(matches(entry.plate, index, NOW - timedelta(seconds=1))) == 1


def test_urgency_comes_first_then_exactness() -> None:
    plate = Plate("EXN2894", "NC")
    entries = (
        an_entry("EXN2894", "NC", category="P", entry_id="plate"),
        an_entry("EXN2B94", "NC", category="V", entry_id="look-alike"),
        an_entry("EXN2894", "NC", category="V", entry_id="exact"),
        an_entry("EXN2894", "SC", category="V", entry_id="other state"),
    )
    index = DictIndex(a_list(*entries, look_alikes_allowed=True))
    ranked = [match.entry.entry_id for match in matches(plate, index, NOW)]
    assert ranked == ["exact", "other state", "look-alike", "plate"]


STACKED = Plate("2250ES", "NC")


def with_stack(*listed: tuple[str, str], look_alikes: bool = True) -> tuple[Match, ...]:
    entries = [an_entry(text, state) for text, state in listed]
    index = DictIndex(a_list(*entries, look_alikes_allowed=look_alikes))
    return matches(STACKED, index, NOW, stacked=(4, 5))


def test_a_stack_is_part_of_the_number() -> None:
    (match,) = with_stack(("2250ES", "NC"))

    assert match.match_class is MatchClass.EXACT


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_a_record_without_the_stack_that_is_seen_is_never_called_exact() -> None:
    (match,) = with_stack(("2250", "NC"))

    assert match.match_class is MatchClass.LOOK_ALIKE
    assert match.position == 4


def test_a_record_without_the_stack_is_offered_on_the_terms_of_a_look_alike_only() -> None:
    assert not with_stack(("2250", "NC"), look_alikes=False)
    assert not with_stack(("2250", "SC"))


def test_a_plate_without_a_stack_is_none_that_is_listed_with_one() -> None:
    assert not found(Plate("2250", "NC"), ("2250ES", "NC"))
