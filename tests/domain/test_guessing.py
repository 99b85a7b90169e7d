"""How often an officer who does not look passes the tiles: seldom, and the rule says how often.

Each of three tiles has one right glyph among three. So an attempt passes a guesser once in 27,
the two attempts together less than twice in 27 (7.4%), though "same" is said of every number
and the state is known.
"""

import math
import random
from collections.abc import Callable

import pytest
from hypothesis import given

from mdt_alpr.domain import policy
from mdt_alpr.domain.hit.gate import gate
from mdt_alpr.domain.hit.hit import Hit, HitState, TileAnswer, TileCheck, WholeNumberAnswer
from mdt_alpr.domain.hit.tiles import TILES, USUAL_OPTIONS, Tile, tiles
from mdt_alpr.domain.hit.verification import enter_by_tiles, open_hit
from mdt_alpr.domain.plate.plate import folded, look_alikes_of
from mdt_alpr.domain.policy import ENTRY_ATTEMPTS
from mdt_alpr.domain.reading.reading import Character
from tests.builders import NOW, a_hit, a_read, an_entry
from tests.domain.test_tiles import GLYPHS, hits

OFFICERS = 2000
PASSES_ONE = USUAL_OPTIONS**-TILES
PASSES = 1 - (1 - PASSES_ONE) ** ENTRY_ATTEMPTS
Guess = Callable[[random.Random, Tile], str]


def at_random(dice: random.Random, tile: Tile) -> str:
    return dice.choice(tile.options)


def always_the_first(_: random.Random, tile: Tile) -> str:
    return tile.options[0]


def always_the_last(_: random.Random, tile: Tile) -> str:
    return tile.options[-1]


def the_last_of_the_alphabet(_: random.Random, tile: Tile) -> str:
    return max(tile.options)


@pytest.fixture(scope="module")
def drawn_hits() -> list[Hit]:
    dice = random.Random(20)  # noqa: S311
    return [a_drawn_hit(dice, number) for number in range(OFFICERS)]


@pytest.mark.clause(policy.VISUAL_CHECK.number)
@given(hits())
def test_of_what_a_tile_offers_one_glyph_is_right_for_a_record(hit: Hit) -> None:
    for record in (match.entry.plate.text for match in hit.matches):
        for tile in tiles(hit):
            right = [g for g in tile.options if folded(g) == folded(record)[tile.position]]
            assert len(right) == 1
            assert len(tile.options) >= USUAL_OPTIONS


@pytest.mark.clause(policy.VISUAL_CHECK.number)
@pytest.mark.parametrize(
    "guess", [at_random, always_the_first, always_the_last, the_last_of_the_alphabet]
)
def test_who_guesses_passes_as_seldom_as_three_tiles_of_three_say(
    drawn_hits: list[Hit], guess: Guess
) -> None:
    """Four standard deviations of 2,000 officers are left to chance."""
    dice = random.Random(22)  # noqa: S311 - a drawn officer, no secret
    passed = sum(verified(hit, guess, dice) for hit in drawn_hits)
    chance = 4 * math.sqrt(PASSES * (1 - PASSES) / OFFICERS)
    assert passed / OFFICERS < PASSES + chance < 0.1


def test_who_says_different_or_guesses_without_a_run_never_passes() -> None:
    dice = random.Random(21)  # noqa: S311
    for number in range(100):
        hit = open_hit(a_drawn_hit(dice, number), NOW)
        right = {t.position: hit.matches[0].entry.plate.text[t.position] for t in tiles(hit)}
        run = tuple(TileAnswer(t.position, right[t.position], t.control, 1) for t in tiles(hit))
        check = TileCheck(run, WholeNumberAnswer.DIFFERENT, tiles_s=2, whole_number_s=1)
        assert enter_by_tiles(hit, check, "NC", NOW, picture_s=2).entry is None


def verified(hit: Hit, guess: Guess, dice: random.Random) -> bool:
    """Let an officer guess as often as the rules allow, and call every number the same."""
    hit = open_hit(hit, NOW)
    while hit.state is HitState.BLIND:
        run = tuple(
            TileAnswer(tile.position, guess(dice, tile), tile.control, 1) for tile in tiles(hit)
        )
        check = TileCheck(run, WholeNumberAnswer.SAME, tiles_s=2, whole_number_s=1)
        hit = enter_by_tiles(hit, check, "NC", NOW, picture_s=2)
    assert not gate(hit, NOW, officer=hit.officer, open_hit_id=hit.hit_id).may_stop
    return hit.entry is not None


def a_drawn_hit(dice: random.Random, number: int) -> Hit:
    """Return a hit on a plate like those of the road, read as listed or one look-alike off."""
    while True:
        text = "".join(dice.choices(GLYPHS, k=dice.randint(5, 7)))
        sure = [dice.choice((0.6, 0.8, 0.97)) for _ in text]
        read = a_read(text, characters=tuple(map(Character, text, sure)))
        places = [place for place, glyph in enumerate(text) if look_alikes_of(glyph)]
        wanted = text
        if places and dice.random() < 0.5:
            place = dice.choice(places)
            other = dice.choice(sorted(look_alikes_of(text[place])))
            wanted = text[:place] + other + text[place + 1 :]
        hit = a_hit(read, an_entry(wanted), hit_id=f"hit {number}")
        if tiles(hit):
            return hit
