"""What later looks say of a hit: the second reader's, and those of the better vote."""

from dataclasses import replace

import pytest

from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.read_revision import (
    apply_better_vote,
    apply_second_read,
    is_of_another_state,
    state_after_steps,
)
from mdt_alpr.domain.hit.verification import enter, open_hit
from mdt_alpr.domain.hotlist.matching import Match, MatchClass
from mdt_alpr.domain.reading.reading import Character, PlateText, Read
from tests.builders import NOW, a_hit, a_read, a_stacked_read, an_entry


def seen(text: str, state: str = "") -> PlateText:
    return PlateText(tuple(Character(c, 0.9) for c in text), state, 0.97 if state else 0.0)


def test_its_state_fills_in_where_the_first_reader_read_none() -> None:
    hit = apply_second_read(a_hit(a_read("EXN2894")), seen("EXN2894", "NC"))
    assert hit.read.state == "NC"
    assert hit.matches[0].match_class is MatchClass.EXACT
    assert not hit.readers_disagree


def test_another_state_leaves_the_match_unconfirmed() -> None:
    hit = apply_second_read(a_hit(a_read("EXN2894")), seen("EXN2894", "SC"))
    assert hit.matches[0].match_class is MatchClass.STATE_NOT_CONFIRMED


def test_a_state_read_by_the_first_reader_is_kept() -> None:
    hit = apply_second_read(a_hit(a_read("EXN2894", "SC")), seen("EXN2894", "NC"))
    assert hit.read.state == "SC"
    assert hit.matches[0].match_class is MatchClass.STATE_NOT_CONFIRMED


def test_other_characters_stand_beside_the_first_readers_and_ask_for_a_second_entry() -> None:
    hit = apply_second_read(a_hit(a_read("EXN2894")), seen("EXN2B94"))
    assert (hit.read.text, hit.second_text) == ("EXN2894", "EXN2B94")
    assert hit.readers_disagree
    assert hit.entries_wanted == 2


def test_nothing_seen_changes_nothing() -> None:
    hit = a_hit(a_read("EXN2894"))
    assert apply_second_read(hit, seen("")) == hit


def test_a_later_picture_that_shows_nothing_takes_no_disagreement_back() -> None:
    hit = apply_second_read(a_hit(a_read("EXN2894")), seen("EXN2B94"))
    assert apply_second_read(hit, seen("")) == hit


def test_a_serial_without_its_stack_is_no_disagreement() -> None:
    hit = a_hit(a_stacked_read("AB1234", 2), an_entry("AB1234"))
    assert not apply_second_read(hit, seen("1234")).readers_disagree
    assert apply_second_read(hit, seen("1235")).readers_disagree


def look_alike(state: str) -> Match:
    return Match(
        an_entry("EXN2B94", state, entry_id=state), 4, state_confirmed=False, o_and_0=False
    )


def test_a_look_alike_of_another_state_than_was_read_now_is_none() -> None:
    hit = a_hit(a_read("EXN2894"), an_entry("EXN2894"))
    both = replace(hit, matches=(look_alike("SC"), *hit.matches))
    seconded = apply_second_read(both, seen("EXN2894", "NC"))
    assert [m.match_class for m in seconded.matches] == [MatchClass.EXACT]
    assert not is_of_another_state(seconded)


def test_where_no_other_match_is_left_the_hit_says_so() -> None:
    hit = replace(a_hit(a_read("EXN2894")), matches=(look_alike("SC"),))
    assert not is_of_another_state(hit)
    seconded = apply_second_read(hit, seen("EXN2894", "NC"))
    assert seconded.matches
    assert is_of_another_state(seconded)


def test_what_the_officer_entered_outweighs_a_state_that_was_read() -> None:
    hit = replace(a_hit(a_read("EXN2894")), matches=(look_alike("SC"),))
    entered = enter(open_hit(hit, NOW), "EXN2B94", "SC", NOW, picture_s=2)
    seconded = apply_second_read(entered, seen("EXN2894", "NC"))
    assert seconded.records
    assert not is_of_another_state(seconded)


def test_the_match_that_is_confirmed_now_comes_first() -> None:
    hit = a_hit(a_read("EXN2894"), an_entry("EXN2894", "SC", entry_id="a"))
    other = a_hit(a_read("EXN2894"), an_entry("EXN2894", "NC", entry_id="b"))
    both = replace(hit, matches=(*hit.matches, *other.matches))
    seconded = apply_second_read(both, seen("EXN2894", "NC"))
    assert [m.entry.plate.state for m in seconded.matches] == ["NC", "SC"]


def revised(hit: Hit, state: str, revision: int = 1) -> Read:
    return replace(hit.read, revision=revision, state=state, state_confidence=0.95)


def test_the_state_of_the_better_vote_takes_the_place_of_the_first_one() -> None:
    hit = a_hit(a_read("EXN2894", "VA"), an_entry("EXN2894", "VA"))
    assert hit.matches[0].match_class is MatchClass.EXACT
    voted = apply_better_vote(hit, revised(hit, "NC"))
    assert (voted.read.state, voted.read.state_confidence) == ("NC", 0.95)
    assert voted.matches[0].match_class is MatchClass.STATE_NOT_CONFIRMED
    assert not is_of_another_state(voted)


def test_a_state_that_the_better_vote_knows_confirms_the_record() -> None:
    hit = a_hit(a_read("EXN2894"), an_entry("EXN2894", "NC"))
    voted = apply_better_vote(hit, revised(hit, "NC"))
    assert voted.matches[0].match_class is MatchClass.EXACT


def test_a_look_alike_of_the_state_that_was_read_first_is_none_for_the_better_vote() -> None:
    hit = replace(a_hit(a_read("EXN2894", "SC")), matches=(look_alike("SC"),))
    voted = apply_better_vote(hit, revised(hit, "NC"))
    assert is_of_another_state(voted)
    entered = enter(open_hit(hit, NOW), "EXN2B94", "SC", NOW, picture_s=2)
    voted = apply_better_vote(entered, revised(hit, "NC"))
    assert voted.records
    assert not is_of_another_state(voted)


def marked(read: Read, text: str, *resolved: int) -> Read:
    """Return a later read of these characters, with those positions told by the die."""
    characters = (Character(c, 0.9, is_resolved=place in resolved) for place, c in enumerate(text))
    return replace(read, revision=read.revision + 1, characters=tuple(characters))


def test_a_mark_that_is_seen_from_near_only_makes_an_exact_match_a_look_alike() -> None:
    hit = a_hit(a_read("EX02894", "NC"), an_entry("EXO2894", "NC"))
    assert hit.matches[0].match_class is MatchClass.EXACT
    near = apply_better_vote(hit, marked(hit.read, "EX02894", 2))
    assert near.matches[0].match_class is MatchClass.LOOK_ALIKE
    assert near.matches[0].position == 2
    open_again = apply_better_vote(near, marked(near.read, "EX02894"))
    assert open_again.matches[0].match_class is MatchClass.EXACT


def test_what_was_read_and_the_order_of_its_records_stay_as_they_are() -> None:
    records = an_entry("EX02890", "NC", entry_id="a"), an_entry("EXO2890", "NC", entry_id="b")
    opened = open_hit(a_hit(a_read("EX02890", "NC"), *records), NOW)
    hit = enter(opened, "EX02890", "NC", NOW, picture_s=2)
    near = apply_better_vote(hit, marked(hit.read, "EXO2890", 2, 6))
    assert near.read == hit.read
    assert near.records == hit.records
    classes = {match.entry.entry_id: match.match_class for match in near.matches}
    assert classes == {"a": MatchClass.LOOK_ALIKE, "b": MatchClass.EXACT}
    stated = apply_better_vote(near, replace(marked(hit.read, "EXO2890", 2, 6), state="SC"))
    assert stated.records == hit.records


def test_near_frames_that_differ_from_far_ones_are_used() -> None:
    far = marked(a_read("EX02894", "NC"), "EX02894", 2)
    hit = apply_better_vote(a_hit(far, an_entry("EX02894", "NC")), marked(far, "EXO2894", 2))
    assert hit.matches[0].match_class is MatchClass.LOOK_ALIKE
    of_another_state = replace(marked(hit.read, "EXO2894", 2), state="SC")
    assert not is_of_another_state(apply_better_vote(hit, of_another_state))
    other = apply_better_vote(hit, marked(far, "EXO289B", 2))
    assert other.matches == hit.matches


def test_a_record_with_the_other_of_o_and_0_stays_whatever_the_state() -> None:
    hit = a_hit(a_read("EX02894"), an_entry("EXO2894", "NC"))
    resolved = replace(hit, matches=(replace(hit.matches[0], position=2),))
    seconded = apply_second_read(resolved, seen("EX02894", "SC"))
    assert seconded.matches
    assert not is_of_another_state(seconded)


def test_a_vote_of_another_pass_an_older_one_or_one_without_a_state_changes_nothing() -> None:
    hit = a_hit(a_read("EXN2894", "VA", revision=1), an_entry("EXN2894", "VA"))
    other = replace(revised(hit, "NC", 2), read_id="another pass")
    for read in (other, revised(hit, "NC", 1), revised(hit, "", 2), revised(hit, "VA", 2)):
        assert apply_better_vote(hit, read) == hit


@pytest.mark.proved("S20")
@pytest.mark.parametrize(
    ("read", "steps", "state"),
    [
        ("", [], ""),
        ("", [("second_reading", "NC")], "NC"),
        ("SC", [("second_reading", "NC")], "SC"),
        ("", [("second_reading", "NC"), ("second_reading", "")], "NC"),
        ("", [("second_reading", "NC"), ("state_revised", "SC")], "SC"),
        ("", [("entry_made", "VA")], ""),
    ],
)
def test_the_state_by_the_kept_steps_is_the_one_that_the_car_showed(
    read: str, steps: list[tuple[str, str]], state: str
) -> None:
    assert (
        state_after_steps(read, [(f"car:hit:{step}", resolved) for step, resolved in steps])
        == state
    )
