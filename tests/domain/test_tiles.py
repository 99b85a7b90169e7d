from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mdt_alpr.domain import policy
from mdt_alpr.domain.errors import StepNotAllowedError
from mdt_alpr.domain.hit.gate import Check, CheckStatus, gate
from mdt_alpr.domain.hit.hit import (
    EntryMethod,
    Hit,
    HitState,
    TileAnswer,
    TileCheck,
    WholeNumberAnswer,
)
from mdt_alpr.domain.hit.tiles import (
    ALIKE,
    MOST_OPTIONS,
    MOST_TILES,
    TILES,
    USUAL_OPTIONS,
    Tile,
    checked_text,
    disputed_positions,
    glyphs_in_question,
    look_alike_positions,
    options,
    tiles,
)
from mdt_alpr.domain.hit.verification import enter_by_tiles, open_hit, tries_left
from mdt_alpr.domain.hotlist.matching import MatchClass
from mdt_alpr.domain.plate.plate import folded, look_alikes_of
from mdt_alpr.domain.reading.reading import Character
from tests.builders import NOW, a_hit, a_read, an_entry

GLYPHS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
plates = st.text("0123456789ABCDEFGHIJKLMNPQRSTUVWXYZ", min_size=3, max_size=8)


@st.composite
def hits(draw: st.DrawFn) -> Hit:
    """A read with doubts and disputes, listed as it is or as look-alikes, by two readers."""
    text = draw(plates)
    sure = draw(st.lists(st.floats(0, 1), min_size=len(text), max_size=len(text)))
    others = draw(st.lists(st.sampled_from(GLYPHS), max_size=3))
    characters = tuple(
        Character(c, p, tuple((other, 0.01) for other in others if other != c))
        for c, p in zip(text, sure, strict=True)
    )
    disputed = tuple(sorted(draw(st.sets(st.integers(0, len(text) - 1), max_size=3))))
    listed = draw(st.lists(near(text), min_size=1, max_size=3, unique=True))
    second = draw(st.none() | near(text) | plates)
    read = a_read(text, characters=characters, disputed=disputed)
    hit = a_hit(read, *(an_entry(wanted) for wanted in listed), second_text=second)
    assume(hit.matches)
    return replace(hit, hit_id=draw(st.text("0123456789ABCDEF", min_size=8, max_size=8)))


def near(text: str) -> st.SearchStrategy[str]:
    alike = [
        text[:place] + other + text[place + 1 :]
        for place, character in enumerate(text)
        for other in sorted(look_alikes_of(character))
    ]
    return st.sampled_from([text, text.replace("0", "O"), *alike])


def answers(hit: Hit, wanted: str) -> tuple[TileAnswer, ...]:
    return tuple(TileAnswer(t.position, wanted[t.position], t.control, 1.0) for t in tiles(hit))


def checked(
    hit: Hit, wanted: str = "EXN2894", whole_number: WholeNumberAnswer = WholeNumberAnswer.SAME
) -> Hit:
    check = TileCheck(answers(hit, wanted), whole_number, tiles_s=3.0, whole_number_s=1.5)
    return enter_by_tiles(hit, check, "NC", NOW, picture_s=4.5)


# ------------------------------------------------------------------------------ positions


@pytest.mark.clause(policy.VISUAL_CHECK.number)
@given(hits())
def test_every_look_alike_position_is_asked_and_a_control_with_it(hit: Hit) -> None:
    asked = tiles(hit)
    if not asked:
        assert len(look_alike_positions(hit)) >= min(MOST_TILES, len(hit.read.text))
        return
    places = [tile.position for tile in asked]
    assert places == sorted(set(places))
    assert look_alike_positions(hit) <= set(places)
    assert [t.position in look_alike_positions(hit) for t in asked if t.control] == [False]
    assert TILES <= len(asked) <= MOST_TILES


@given(hits())
def test_a_fourth_is_asked_only_where_more_was_in_dispute(hit: Hit) -> None:
    if len(tiles(hit)) > TILES:
        assert len(look_alike_positions(hit) | disputed_positions(hit)) >= TILES


@given(hits())
def test_disputed_positions_are_asked_first_as_far_as_there_is_room(hit: Hit) -> None:
    asked = {tile.position for tile in tiles(hit) if not tile.control}
    left = disputed_positions(hit) - asked
    undisputed = asked - disputed_positions(hit) - look_alike_positions(hit)
    assert not (left and undisputed and asked)


def test_the_control_is_a_position_that_the_software_is_sure_of() -> None:
    sure = (0.99, 0.4, 0.99, 0.6, 0.99, 0.99, 0.5)
    read = a_read("EXN2894", characters=tuple(map(Character, "EXN2894", sure)))
    found = {tile.position: tile.control for tile in tiles(a_hit(read))}
    assert {1, 6} <= set(found)
    (control,) = (place for place, is_control in found.items() if is_control)
    assert sure[control] == 0.99


def test_the_control_is_not_always_the_same_position() -> None:
    hit = a_hit()
    places = {
        tile.position
        for number in range(40)
        for tile in tiles(replace(hit, hit_id=f"{number}"))
        if tile.control
    }
    assert len(places) > 2


def test_readers_of_other_lengths_disagree_where_a_character_is_missing() -> None:
    assert disputed_positions(a_hit(second_text="EXN894")) == {3}
    assert disputed_positions(a_hit(second_text="")) == set(range(7))
    assert disputed_positions(a_hit()) == frozenset()


def test_a_plate_of_two_characters_has_to_be_typed() -> None:
    assert tiles(a_hit(a_read("AB"), an_entry("AB"))) == ()


def test_look_alikes_at_four_positions_have_to_be_typed() -> None:
    hit = a_hit(a_read("8B5M"), *(an_entry(t) for t in ("3B5M", "885M", "8BSM", "8B5N")))
    assert {match.match_class for match in hit.matches} == {MatchClass.LOOK_ALIKE}
    assert tiles(hit) == ()


# -------------------------------------------------------------------------------- glyphs


def test_every_glyph_is_in_one_group() -> None:
    assert sorted("".join(ALIKE)) == sorted({folded(glyph) for glyph in GLYPHS})


@given(hits())
def test_every_tile_offers_what_was_read_and_what_is_listed(hit: Hit) -> None:
    for tile in tiles(hit):
        assert glyphs_in_question(hit, tile.position) <= set(tile.options)
        assert USUAL_OPTIONS <= len(tile.options) <= MOST_OPTIONS
        assert len(set(tile.options)) == len(tile.options)


@pytest.mark.clause(policy.VISUAL_CHECK.number)
@given(plates, st.data(), st.text("0123456789ABCDEF", min_size=4, max_size=8))
def test_what_is_offered_does_not_tell_which_glyph_was_read(
    read: str, data: st.DataObject, hit_id: str
) -> None:
    """Reading what is listed, and listing what was read, offers the same in the same order."""
    place = data.draw(st.integers(0, len(read) - 1))
    alike = sorted(look_alikes_of(read[place]) - {"O"})
    assume(alike)
    listed = read[:place] + data.draw(st.sampled_from(alike)) + read[place + 1 :]
    hit = a_hit(a_read(read), an_entry(listed), hit_id=hit_id)
    other = a_hit(a_read(listed), an_entry(read), hit_id=hit_id)
    (first,) = (tile.options for tile in tiles(hit) if tile.position == place)
    (second,) = (tile.options for tile in tiles(other) if tile.position == place)
    assert first == second


@pytest.mark.parametrize("group", ALIKE)
def test_what_is_offered_says_nothing_of_which_glyph_of_the_group_was_read(group: str) -> None:
    """Each offer of three is made as often for one of its glyphs as for another."""
    offers: Counter[tuple[str, tuple[str, ...]]] = Counter()
    read_here = [glyph for glyph in group if glyph != "O"]
    for glyph in read_here:
        for number in range(300):
            hit = a_hit(a_read(f"W{glyph}W"), an_entry(f"W{glyph}W"), hit_id=f"{number}")
            offers[glyph, options(hit, 1)] += 1
    for offer in {offer for _, offer in offers}:
        assert len(offer) == USUAL_OPTIONS
        often = [offers[glyph, offer] for glyph in offer if glyph in read_here]
        assert min(often) > 0.5 * max(often)


def test_the_right_glyph_is_in_every_place_equally_often() -> None:
    hit, places = a_hit(a_read("EXN2B94"), an_entry("EXN2894")), [0, 0, 0]
    for number in range(600):
        (tile,) = (t for t in tiles(replace(hit, hit_id=f"{number}")) if t.position == 4)
        places[tile.options.index("8")] += 1
    assert min(places) > 150


@given(hits())
def test_a_repaint_changes_nothing(hit: Hit) -> None:
    assert tiles(hit) == tiles(replace(hit, painted_at=NOW, silenced_at=NOW))


def test_another_attempt_is_shuffled_anew() -> None:
    orders = set()
    for number in range(20):
        hit = open_hit(a_hit(hit_id=f"{number}"), NOW)
        again = checked(hit, "EXN2894", WholeNumberAnswer.DIFFERENT)
        first, second = ({t.position: t.options for t in tiles(h)} for h in (hit, again))
        orders |= {first[p] == second[p] for p in set(first) & set(second)}
    assert orders == {True, False}


# ------------------------------------------------------------------------------- judging


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_tiles_and_the_same_whole_number_verify_characters_and_state() -> None:
    hit = checked(open_hit(a_hit(a_read("EXN2B94"), an_entry("EXN2894")), NOW))
    assert hit.state is HitState.COMPARED
    assert hit.entry is not None
    assert (hit.entry.text, hit.entry.method) == ("EXN2894", EntryMethod.TILES_AND_NUMBER)
    assert hit.read.text == "EXN2B94"
    now = gate(hit, NOW, officer=hit.officer, open_hit_id=hit.hit_id)
    assert now.status(Check.PLATE) is CheckStatus.TRUE


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_a_whole_number_called_different_verifies_nothing_though_every_tile_agrees() -> None:
    hit = checked(open_hit(a_hit(), NOW), whole_number=WholeNumberAnswer.DIFFERENT)
    assert hit.state is HitState.BLIND
    assert (
        gate(hit, NOW, officer=hit.officer, open_hit_id=hit.hit_id).status(Check.PLATE)
        is CheckStatus.OPEN
    )
    assert checked(hit, whole_number=WholeNumberAnswer.DIFFERENT).state is HitState.UNMATCHED


@pytest.mark.clause(policy.VISUAL_CHECK.number)
@given(hits(), st.sampled_from(GLYPHS), st.data())
def test_one_tile_that_contradicts_every_record_is_an_attempt_that_differed(
    hit: Hit, glyph: str, data: st.DataObject
) -> None:
    hit = open_hit(replace(hit, second_text=None), NOW)
    asked = tiles(hit)
    assume(asked)
    wrong: Tile = data.draw(st.sampled_from(asked))
    wanted = hit.matches[0].entry.plate.text
    text = wanted[: wrong.position] + glyph + wanted[wrong.position + 1 :]
    known = {m.entry.plate.text.replace("O", "0") for m in hit.matches}
    assume(text.replace("O", "0") not in known)
    after = checked(hit, text)
    assert (after.state, after.entry, tries_left(after)) == (HitState.BLIND, None, 1)


def test_where_the_readers_disagree_two_runs_make_one_attempt() -> None:
    hit = open_hit(a_hit(second_text="EXN2B94"), NOW)
    once = checked(hit)
    assert (once.state, once.entry, tries_left(once)) == (HitState.BLIND, None, 2)
    assert checked(once).state is HitState.COMPARED
    once = checked(hit, whole_number=WholeNumberAnswer.DIFFERENT)
    assert checked(once).state is HitState.BLIND


def test_o_and_0_count_as_one() -> None:
    hit = open_hit(a_hit(a_read("EX0289"), an_entry("EXO289")), NOW)
    assert checked(hit, "EXO289").state is HitState.COMPARED


def test_where_the_die_tells_o_from_0_no_tile_has_to_ask_for_what_it_cannot_tell() -> None:
    left_open = a_hit(a_read("EX0289"), an_entry("EXO289"))
    resolved = replace(left_open, matches=tuple(replace(m, position=2) for m in left_open.matches))
    assert look_alike_positions(resolved) == frozenset()
    assert tiles(resolved) == tiles(left_open)
    assert checked(open_hit(resolved, NOW), "EX0289").state is HitState.COMPARED


def test_the_checked_text_keeps_a_letter_o_that_was_read() -> None:
    hit = a_hit(a_read("EXO289"), an_entry("EXO289"))
    assert checked_text(hit, [TileAnswer(2, "0", control=False, after_s=1)]) == "EXO289"


@pytest.mark.parametrize("left_out", ["control", "look-alike", "one of three"])
def test_a_run_that_is_not_whole_is_refused(left_out: str) -> None:
    hit = open_hit(a_hit(a_read("EXN2B94"), an_entry("EXN2894")), NOW)
    given_ = answers(hit, "EXN2894")
    less = {
        "control": tuple(replace(a, control=False) for a in given_),
        "look-alike": tuple(a if a.position != 4 else replace(a, position=0) for a in given_),
        "one of three": given_[:2],
    }[left_out]
    check = TileCheck(less, WholeNumberAnswer.SAME, 3.0, 1.5)
    with pytest.raises(StepNotAllowedError, match="every tile"):
        enter_by_tiles(hit, check, "NC", NOW + timedelta(seconds=5), picture_s=2)


def test_the_checked_text_is_the_read_with_the_answers_put_in() -> None:
    hit = a_hit(a_read("EXN2B94"), an_entry("EXN2894"))
    assert checked_text(hit, [TileAnswer(4, "8", control=False, after_s=1)]) == "EXN2894"
    assert checked_text(hit, []) == "EXN2B94"
