from dataclasses import replace

import pytest

from mdt_alpr.domain.reading.reading import (
    DOUBTFUL_BELOW,
    Character,
    PlateText,
    weakest,
    with_spans_of,
)
from tests.observations import characters_of

VOTED = (Character("E", 0.9, (("F", 0.1),)), Character("X", 0.8))


def test_a_vote_is_placed_where_its_characters_are_in_the_picture_that_is_shown() -> None:
    seen = (Character("F", 0.5, span=(0.1, 0.2)), Character("X", 0.5, span=(0.2, 0.3)))
    placed = with_spans_of(VOTED, seen)
    assert [(c.text, c.confidence, c.span) for c in placed] == [
        ("E", 0.9, (0.1, 0.2)),
        ("X", 0.8, (0.2, 0.3)),
    ]
    assert placed[0].alternatives == (("F", 0.1),)


def test_a_picture_with_another_number_of_characters_places_none() -> None:
    seen = (Character("E", 0.5, span=(0.1, 0.2)),)
    assert [c.span for c in with_spans_of(VOTED, seen)] == [None, None]


@pytest.mark.parametrize(("voted", "shown"), [("AB", ""), ("", "AB"), ("AB", "AB")])
def test_a_serial_is_placed_where_the_picture_shows_it_though_one_of_them_lacks_the_stack(
    voted: str, shown: str
) -> None:
    vote = characters_of("1234", stack=voted)
    spans = [(n / 4, (n + 1) / 4) for n in range(4)]
    seen = [
        c if c.stacked else replace(c, span=spans.pop(0))
        for c in characters_of("1234", stack=shown)
    ]
    placed = with_spans_of(vote, tuple(seen))
    assert [c.text for c in placed] == [c.text for c in vote]
    assert [c.span for c in placed if not c.stacked] == [(n / 4, (n + 1) / 4) for n in range(4)]
    assert [c.span for c in placed if c.stacked] == [None] * len(voted)


SERIAL = tuple(Character(c, 0.95) for c in "2250")
SMALL = (Character("E", 0.9), Character("S", 0.6))


def test_a_stack_is_placed_where_it_was_seen_the_upper_character_first() -> None:
    after = PlateText(SERIAL, stack=SMALL)
    before = PlateText(SERIAL, stack=SMALL, stack_leads=True)

    assert "".join(c.text for c in after.whole) == "2250ES"
    assert "".join(c.text for c in before.whole) == "ES2250"
    assert after.text == before.text == "2250"


def test_stacked_characters_stay_doubtful_and_make_no_plate_less_sure() -> None:
    text = PlateText(SERIAL, stack=SMALL)

    assert all(c.confidence < DOUBTFUL_BELOW for c in text.whole if c.stacked)
    assert weakest(text.whole) == weakest(SERIAL) == text.confidence == 0.95


def test_a_stack_that_makes_a_plate_too_long_is_left_out() -> None:
    long = tuple(Character(c, 0.9) for c in "ABC123456")

    assert PlateText(long, stack=SMALL).whole == long


def test_a_plate_without_a_stack_is_its_serial() -> None:
    assert PlateText(SERIAL).whole == SERIAL
