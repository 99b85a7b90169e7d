"""What tiles can and cannot ask of a plate with small characters beside its serial (D2)."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mdt_alpr.domain import policy
from mdt_alpr.domain.errors import StepNotAllowedError
from mdt_alpr.domain.hit.hit import Hit, HitState, TileAnswer, TileCheck, WholeNumberAnswer
from mdt_alpr.domain.hit.tiles import (
    MOST_TILES,
    TILES,
    glyphs_in_question,
    look_alike_positions,
    options,
    tiles,
)
from mdt_alpr.domain.hit.verification import enter_by_tiles, open_hit
from mdt_alpr.domain.hotlist.matching import DictIndex, MatchClass, matches
from mdt_alpr.domain.plate.plate import LONGEST_PLATE
from mdt_alpr.domain.reading.reading import Character, Read
from tests.builders import NOW, a_hit, a_list, a_read, a_stacked_read, an_entry
from tests.domain.test_tiles import checked, plates


def of_list(read: Read, *listed: str) -> Hit:
    """Return the hit of a read on a list that has numbers with or without the stack."""
    index = DictIndex(a_list(*map(an_entry, listed), look_alikes_allowed=True))
    return a_hit(read, matches=matches(read.plate, index, NOW, read.stacked))


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_a_record_that_is_listed_without_the_stack_has_to_be_typed() -> None:
    hit = open_hit(of_list(a_stacked_read("AB1234", 2), "1234"), NOW)
    assert [match.match_class for match in hit.matches] == [MatchClass.LOOK_ALIKE]
    assert tiles(hit) == ()
    run = tuple(TileAnswer(n, "AB1234"[n], control=n == 2, after_s=1) for n in (2, 3, 4))
    check = TileCheck(run, WholeNumberAnswer.SAME, tiles_s=3, whole_number_s=1)
    with pytest.raises(StepNotAllowedError, match="Tiles cannot check this plate"):
        enter_by_tiles(hit, check, "NC", NOW, picture_s=2)


def test_a_record_without_the_stack_asks_and_offers_nothing_beside_one_with_it() -> None:
    hit = of_list(a_stacked_read("AB1234", 2), "AB1234", "1234")
    assert len(hit.matches) == 2
    assert look_alike_positions(hit) == frozenset()
    assert [glyphs_in_question(hit, place) for place in range(6)] == [{c} for c in "AB1234"]
    assert checked(open_hit(hit, NOW), "AB1234").state is HitState.COMPARED


@pytest.mark.clause(policy.VISUAL_CHECK.number)
@given(st.integers(1, 3), plates, st.booleans(), st.sets(st.integers(0, 9), max_size=4))
def test_no_tile_asks_for_a_small_stacked_character_for_no_column_shows_one_alone(
    small: int,
    serial: str,
    leads: bool,  # noqa: FBT001 - hypothesis gives it
    disputed: set[int],
) -> None:
    stack = tuple(Character(c, 0.75, stacked=True) for c in "ABC"[:small])
    row = tuple(Character(c, 0.95) for c in serial)
    characters = (*stack, *row) if leads else (*row, *stack)
    text = "".join(c.text for c in characters)
    assume(len(text) <= LONGEST_PLATE)
    doubts = tuple(sorted(place for place in disputed if place < len(text)))
    hit = of_list(a_read(text, characters=characters, disputed=doubts), text)
    asked = tiles(hit)
    assert TILES <= len(asked) <= MOST_TILES
    assert not {tile.position for tile in asked} & set(hit.read.stacked)


def test_a_serial_of_two_characters_beside_a_stack_has_to_be_typed() -> None:
    assert tiles(of_list(a_stacked_read("AB12", 2), "AB12")) == ()


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_a_look_alike_in_the_stack_has_to_be_typed() -> None:
    hit = open_hit(of_list(a_stacked_read("AB1234", 2), "A81234", "AB1234"), NOW)
    assert look_alike_positions(hit) == {1}
    assert tiles(hit) == ()
    run = tuple(TileAnswer(n, "AB1234"[n], control=n == 4, after_s=1) for n in (1, 3, 4))
    check = TileCheck(run, WholeNumberAnswer.SAME, tiles_s=3, whole_number_s=1)
    with pytest.raises(StepNotAllowedError, match="Tiles cannot check this plate"):
        enter_by_tiles(hit, check, "NC", NOW, picture_s=2)


def test_a_run_that_answers_for_a_stacked_character_is_refused() -> None:
    hit = open_hit(of_list(a_stacked_read("AB1234", 2), "AB1234"), NOW)
    run = tuple(TileAnswer(n, "AB1234"[n], control=n == 4, after_s=1) for n in (1, 3, 4))
    check = TileCheck(run, WholeNumberAnswer.SAME, tiles_s=3, whole_number_s=1)
    with pytest.raises(StepNotAllowedError, match="every tile"):
        enter_by_tiles(hit, check, "NC", NOW, picture_s=2)


def test_what_a_second_reader_saw_of_the_serial_alone_is_offered_at_its_place() -> None:
    hit = of_list(a_stacked_read("AB1234", 2), "AB1234")
    offered = {place: set(options(replace(hit, second_text="9867"), place)) for place in (2, 3)}
    assert "9" in offered[2]
    assert "8" in offered[3]
