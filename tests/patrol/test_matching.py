"""A read raises a hit on plate and state; the second reader adds, never replaces."""

from datetime import timedelta

from mdt_alpr.domain.hotlist import Hotlist
from mdt_alpr.domain.matching import DictIndex, MatchClass
from mdt_alpr.domain.reading import Character, PlateText, Read
from mdt_alpr.patrol.matching import Matcher
from tests.builders import NOW, SetClock, a_list, a_read, an_entry


def a_matcher(hotlist: Hotlist | None) -> Matcher:
    matcher = Matcher(SetClock(), bytes)
    if hotlist is not None:
        matcher.use(DictIndex(hotlist))
    return matcher


def second(text: str, state: str = "") -> PlateText:
    characters = tuple(Character(c, 0.9) for c in text)
    return PlateText(characters, state, 0.97 if state else 0.0)


def never(_: Read) -> PlateText | None:
    message = "the second reader is asked for candidates only"
    raise AssertionError(message)


def test_a_plate_on_no_list_raises_nothing_and_asks_nobody() -> None:
    assert a_matcher(a_list(an_entry("ABC1234"))).hit(a_read("XYZ9876"), never) is None


def test_no_list_yet_raises_nothing() -> None:
    assert a_matcher(None).hit(a_read(), never) is None


def test_a_hit_carries_the_list_it_came_from() -> None:
    hit = a_matcher(a_list(an_entry(), version=7)).hit(a_read(), lambda _: None)
    assert hit is not None
    assert (hit.list_version, hit.list_compiled_at) == (7, NOW - timedelta(hours=3))
    assert hit.second_text is None


def test_a_state_that_was_not_read_is_never_called_a_match() -> None:
    hit = a_matcher(a_list(an_entry())).hit(a_read(state=""), lambda _: None)
    assert hit is not None
    assert hit.matches[0].match_class is MatchClass.STATE_NOT_CONFIRMED


def test_the_second_reader_fills_in_a_state_that_the_first_did_not_read() -> None:
    hit = a_matcher(a_list(an_entry())).hit(a_read(), lambda _: second("EXN2894", "NC"))
    assert hit is not None
    assert hit.read.state == "NC"
    assert hit.matches[0].match_class is MatchClass.EXACT


def test_a_state_read_by_the_first_reader_is_kept() -> None:
    read = a_read(state="SC")
    hit = a_matcher(a_list(an_entry())).hit(read, lambda _: second("EXN2894", "NC"))
    assert hit is not None
    assert hit.read.state == "SC"
    assert hit.matches[0].match_class is MatchClass.STATE_NOT_CONFIRMED


def test_the_second_readers_characters_are_kept_beside_the_first() -> None:
    hit = a_matcher(a_list(an_entry())).hit(a_read(), lambda _: second("EXN2B94"))
    assert hit is not None
    assert (hit.read.text, hit.second_text, hit.readers_disagree) == ("EXN2894", "EXN2B94", True)


def test_a_look_alike_falls_away_when_the_second_reader_reads_another_state() -> None:
    hotlist = a_list(an_entry("EXN2B94"), look_alikes_allowed=True)
    assert a_matcher(hotlist).hit(a_read("EXN2894"), lambda _: second("EXN2894", "SC")) is None
