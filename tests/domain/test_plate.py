import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.errors import PlateTextError
from mdt_alpr.domain.plate.plate import (
    LOOK_ALIKES,
    STATES,
    Plate,
    differs_only_in_o_and_0,
    folded,
    look_alike_position,
    look_alikes_of,
    may_be_one_plate,
    state_in_words,
    tidy,
)

CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
plate_texts = st.text(CHARACTERS, min_size=1, max_size=10)


@given(st.text(max_size=20))
def test_folding_is_idempotent(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(plate_texts, st.sampled_from([" ", "-", ".", "·", "•"]), st.integers(0, 10))
def test_spaces_dashes_and_dots_do_not_count(text: str, mark: str, place: int) -> None:
    assert tidy(text[:place].lower() + mark + text[place:]) == text


@given(plate_texts)
def test_letter_o_counts_as_digit_0_and_nothing_else_is_folded(text: str) -> None:
    assert folded(text) == text.replace("O", "0")


@pytest.mark.parametrize("text", ["", " - ", "ABCDEFGHIJK", "ÄBC123", "AB?123"])
def test_what_cannot_be_a_plate_is_refused(text: str) -> None:
    with pytest.raises(PlateTextError, match="1 to 10 letters and digits"):
        tidy(text)


@given(plate_texts, plate_texts)
def test_looking_alike_is_symmetric(one: str, other: str) -> None:
    assert look_alike_position(one, other) == look_alike_position(other, one)


@given(plate_texts, st.data())
def test_one_look_alike_character_is_found_at_its_place(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text) - 1))
    alike = sorted({folded(c) for c in look_alikes_of(text[place])} - {folded(text[place])})
    if not alike:
        return
    other = text[:place] + data.draw(st.sampled_from(alike)) + text[place + 1 :]
    assert look_alike_position(text, other) == place


def test_two_look_alike_characters_are_two_too_many() -> None:
    assert look_alike_position("5SOW750", "S5OW750") is None


def test_other_lengths_never_look_alike() -> None:
    assert look_alike_position("ABC123", "ABC12") is None


@pytest.mark.parametrize("group", LOOK_ALIKES)
def test_every_character_of_a_group_is_mistaken_for_every_other(group: frozenset[str]) -> None:
    for one in group:
        assert group - {one} <= look_alikes_of(one)
        assert one not in look_alikes_of(one)


def test_3_and_7_are_look_alikes_as_in_the_stop_of_denise_green() -> None:
    assert look_alike_position("5SOW350", "5SOW750") == 4


def test_o_and_0_alone_are_told_apart_from_equality() -> None:
    assert differs_only_in_o_and_0("ABO123", "AB0123")
    assert not differs_only_in_o_and_0("AB0123", "AB0123")
    assert not differs_only_in_o_and_0("AB0123", "AB0124")


def test_a_state_is_spelled_out_and_an_unknown_one_is_said_to_be_unknown() -> None:
    assert Plate("GJE176", "SC").in_words == "GJE176, South Carolina"
    assert state_in_words("") == "State unknown"


def test_fifty_states_and_the_capital_issue_plates() -> None:
    assert len(STATES) == 51


@given(plate_texts, st.sampled_from(sorted(STATES)))
def test_the_same_characters_from_another_state_are_another_plate(text: str, state: str) -> None:
    other = "SC" if state == "NC" else "NC"
    assert Plate(text, state).key != Plate(text, other).key


@pytest.mark.parametrize("other", ["AB1234", "1234", "AB1294", "A81234", "AB1234X", "AB12"])
def test_texts_that_one_plate_may_give(other: str) -> None:
    assert may_be_one_plate("AB1234", other)
    assert may_be_one_plate(other, "AB1234")


@pytest.mark.parametrize("other", ["", "XY1234", "KLM4471", "AB12345678"])
def test_texts_that_must_be_two_plates(other: str) -> None:
    assert not may_be_one_plate("AB1234", other)
