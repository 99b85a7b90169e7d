"""A read raises a hit on plate and state, with the list that it came from."""

from dataclasses import replace
from datetime import timedelta

from mdt_alpr.domain.hotlist.hotlist import CategorySetting, CategorySettings, Hotlist, Priority
from mdt_alpr.domain.hotlist.matching import DictIndex, MatchClass
from mdt_alpr.patrol.list_in_use import Matcher
from tests.builders import NOW, SetClock, a_list, a_read, an_entry


def a_matcher(hotlist: Hotlist | None) -> Matcher:
    matcher = Matcher(SetClock(), bytes)
    if hotlist is not None:
        matcher.use(DictIndex(hotlist))
    return matcher


def test_a_plate_on_no_list_raises_nothing() -> None:
    assert a_matcher(a_list(an_entry("ABC1234"))).hit(a_read("XYZ9876")) is None


def test_no_list_yet_raises_nothing() -> None:
    assert a_matcher(None).hit(a_read()) is None


def test_a_hit_carries_the_list_it_came_from() -> None:
    hit = a_matcher(a_list(an_entry(), version=7)).hit(a_read())
    assert hit is not None
    assert (hit.list_version, hit.list_compiled_at) == (7, NOW - timedelta(hours=3))
    assert hit.second_text is None


def test_a_state_that_was_not_read_is_never_called_a_match() -> None:
    hit = a_matcher(a_list(an_entry())).hit(a_read(state=""))
    assert hit is not None
    assert hit.matches[0].match_class is MatchClass.STATE_NOT_CONFIRMED


def test_a_newer_list_counts_from_the_next_read_on() -> None:
    matcher = a_matcher(a_list(an_entry()))
    matcher.use(DictIndex(a_list(version=2)))
    assert matcher.hit(a_read()) is None


def test_a_hit_keeps_what_was_set_for_its_categories_when_it_was_raised() -> None:
    set_low = CategorySetting("V", Priority.LOW, instruction="Call first.")
    others = CategorySetting("W", Priority.LOW)
    matcher = a_matcher(a_list(an_entry(), settings=CategorySettings((set_low, others))))
    hit = matcher.hit(a_read())
    matcher.use(DictIndex(a_list(an_entry(), version=2)))
    assert hit is not None
    assert hit.settings == CategorySettings((set_low,))


def test_a_later_frame_raises_only_what_it_brings_and_then_all_on_its_plate() -> None:
    stolen, wanted = an_entry(entry_id="v"), an_entry(entry_id="w", category="W")
    matcher = a_matcher(a_list(stolen))
    first = matcher.hit(a_read())
    assert first is not None
    assert matcher.hit(a_read(revision=1), {"v"}) is None
    matcher.use(DictIndex(a_list(stolen, wanted, version=2)))
    further = matcher.hit(a_read(revision=1), {"v"})
    assert further is not None
    assert {match.entry for match in further.matches} == {stolen, wanted}


def test_a_zero_with_a_mark_in_it_is_no_exact_hit_on_a_letter() -> None:
    read = a_read("ABO123")
    marked = (replace(c, is_resolved=c.text == "O") for c in read.characters)
    hit = a_matcher(a_list(an_entry("AB0123"))).hit(replace(read, characters=tuple(marked)))
    assert hit is not None
    assert hit.matches[0].match_class is MatchClass.LOOK_ALIKE
    again = a_matcher(a_list(an_entry("AB0123"))).hit(read)
    assert again is not None
    assert again.matches[0].match_class is MatchClass.STATE_NOT_CONFIRMED


def test_a_record_without_the_stack_that_was_read_is_no_exact_hit() -> None:
    read = a_read("2250ES")
    small = (replace(c, stacked=place >= 4) for place, c in enumerate(read.characters))
    hotlist = a_list(an_entry("2250"), look_alikes_allowed=True)
    hit = a_matcher(hotlist).hit(replace(read, characters=tuple(small)))
    assert hit is not None
    assert hit.matches[0].match_class is MatchClass.LOOK_ALIKE
