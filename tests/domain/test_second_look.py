"""What the second reader sees is added to a hit and replaces nothing."""

from mdt_alpr.domain.matching import MatchClass
from mdt_alpr.domain.reading import Character, PlateText
from mdt_alpr.domain.verification import take_second_look
from tests.builders import a_hit, a_read


def seen(text: str, state: str = "") -> PlateText:
    return PlateText(tuple(Character(c, 0.9) for c in text), state, 0.97 if state else 0.0)


def test_its_state_fills_in_where_the_first_reader_read_none() -> None:
    hit = take_second_look(a_hit(a_read("EXN2894")), seen("EXN2894", "NC"))
    assert hit.read.state == "NC"
    assert hit.matches[0].match_class is MatchClass.EXACT
    assert not hit.readers_disagree


def test_another_state_leaves_the_match_unconfirmed() -> None:
    hit = take_second_look(a_hit(a_read("EXN2894")), seen("EXN2894", "SC"))
    assert hit.matches[0].match_class is MatchClass.STATE_NOT_CONFIRMED


def test_a_state_read_by_the_first_reader_is_kept() -> None:
    hit = take_second_look(a_hit(a_read("EXN2894", "SC")), seen("EXN2894", "NC"))
    assert hit.read.state == "SC"
    assert hit.matches[0].match_class is MatchClass.STATE_NOT_CONFIRMED


def test_other_characters_stand_beside_the_first_readers_and_ask_for_a_second_entry() -> None:
    hit = take_second_look(a_hit(a_read("EXN2894")), seen("EXN2B94"))
    assert (hit.read.text, hit.second_text) == ("EXN2894", "EXN2B94")
    assert hit.readers_disagree
    assert hit.entries_wanted == 2


def test_nothing_seen_changes_nothing() -> None:
    hit = a_hit(a_read("EXN2894"))
    assert take_second_look(hit, seen("")) == hit
