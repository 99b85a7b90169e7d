"""Letter O and digit 0 are told apart only where a mark did, and no look says otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.domain.reading.reading import Character
from mdt_alpr.domain.reading.slashed_zero import (
    as_resolved,
    mark_ambiguous,
    of_several,
    resolve_by_marks,
    resolved_positions,
)
from mdt_alpr.domain.reading.voting import vote
from tests.observations import an_observation, characters_of

OPEN = Character("0", 0.9, (("O", 0.9), ("D", 0.1)))
DIGIT = Character("0", 0.9, (("D", 0.1),), is_resolved=True)
LETTER = Character("O", 0.9, (("D", 0.1),), is_resolved=True)
CHARACTERS = st.builds(
    Character,
    st.sampled_from("0OD8"),
    st.floats(0.01, 1),
    st.lists(st.tuples(st.sampled_from("0OD8"), st.floats(0, 1)), max_size=3).map(tuple),
)
MARKS = st.one_of(st.none(), st.floats(0, 1))


def resolve(text: str, *marks: float | None) -> str:
    """Return the text with what is left open as a question mark."""
    characters = resolve_by_marks(characters_of(text), marks)
    open_ones = [c.text == "0" and not c.is_resolved for c in characters]
    return "".join(
        "?" if is_open else c.text for c, is_open in zip(characters, open_ones, strict=True)
    )


@pytest.mark.parametrize(
    ("text", "marks", "said"),
    [
        ("A0", (None, 0.996), "A0"),
        ("A0", (None, 0.99), "A?"),
        ("A0", (None, 0.0001), "A?"),
        ("A0", (None, None), "A?"),
        ("00", (0.996, 0.0001), "0O"),
        ("00", (0.996, 0.001), "0?"),
        ("00", (0.996, None), "0?"),
        ("80", (0.996, 0.0001), "8?"),
        ("000", (0.0001, 0.996, 0.996), "O00"),
    ],
)
def test_a_mark_tells_a_digit_and_none_a_letter_only_where_another_is_marked(
    text: str, marks: tuple[float | None, ...], said: str
) -> None:
    assert resolve(text, *marks) == said


@given(st.lists(st.tuples(CHARACTERS, MARKS), max_size=8))
def test_what_is_not_round_stays_and_the_comparing_key_never_changes(
    plate: list[tuple[Character, float | None]],
) -> None:
    before = [character for character, _ in plate]
    after = resolve_by_marks(before, [mark for _, mark in plate])
    assert [folded(c.text) for c in after] == [folded(c.text) for c in before]
    assert all(a == b for a, b in zip(after, before, strict=True) if folded(b.text) != "0")
    letters = [c for c in after if c.text == "O"]
    assert not letters or any(c.is_resolved and c.text == "0" for c in after)


@given(CHARACTERS)
def test_what_is_left_open_is_neither_and_compares_as_before(character: Character) -> None:
    either = mark_ambiguous(character)
    assert not either.is_resolved
    assert folded(either.text) == folded(character.text)
    assert either.confidence == character.confidence
    assert mark_ambiguous(either) == either


def test_what_is_read_has_no_twin_beside_it_and_keeps_what_else_it_may_be() -> None:
    assert as_resolved(OPEN, "O") == LETTER
    assert as_resolved(OPEN, "0") == DIGIT
    assert resolved_positions((LETTER, OPEN, DIGIT)) == (0, 2)


@pytest.mark.parametrize(
    ("observations", "said"),
    [
        ((LETTER, LETTER, OPEN), LETTER),
        ((DIGIT, OPEN), DIGIT),
        ((LETTER, OPEN, OPEN, OPEN), LETTER),
        ((LETTER, OPEN, OPEN, OPEN, OPEN), OPEN),
        ((LETTER, DIGIT, LETTER), OPEN),
        ((OPEN, OPEN), OPEN),
        ((LETTER, Character("D", 0.9)), LETTER),
    ],
)
def test_of_several_frames_those_that_name_a_state_must_agree_and_be_a_quarter(
    observations: tuple[Character, ...], said: Character
) -> None:
    assert of_several(OPEN, [(1.0, observation) for observation in observations]) == said


def test_any_other_character_stays_as_it_is() -> None:
    other = Character("D", 0.9, (("0", 0.1),))
    assert of_several(other, [(1.0, LETTER)]) == other


def test_what_an_engine_read_without_telling_is_never_rewritten() -> None:
    read = Character("O", 0.9)
    assert of_several(read, [(1.0, read), (1.0, read)]) == read


def test_looks_that_left_it_open_are_no_votes_for_the_digit() -> None:
    said = characters_of("A"), (LETTER,), characters_of("2"), (DIGIT,)
    left = characters_of("A"), (OPEN,), characters_of("2"), (OPEN,)
    observations = [an_observation(frame=n, characters=sum(said, ())) for n in range(2)]
    observations += [an_observation(frame=n, characters=sum(left, ())) for n in range(2, 6)]
    found = vote(observations)
    assert found is not None
    assert found.text == "AO20"
    assert resolved_positions(found.characters) == (1, 3)


def test_a_letter_is_left_open_where_the_plate_s_marked_digit_is() -> None:
    one = characters_of("A"), (LETTER,), (DIGIT,)
    other = characters_of("A"), (LETTER,), (LETTER,)
    found = vote([an_observation(frame=n, characters=sum((one, other)[n], ())) for n in range(2)])
    assert found is not None
    assert found.text == "A00"
    assert resolved_positions(found.characters) == ()
