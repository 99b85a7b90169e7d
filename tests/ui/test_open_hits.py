from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain import policy
from mdt_alpr.domain.hit import verification
from mdt_alpr.domain.hit.disposition import Closing, Disposition, Stopped
from mdt_alpr.domain.hit.hit import Contrary, ContraryFact, Hit, HitState, VehicleAnswer
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.hotlist.hotlist import AlertStyle, CategorySetting, CategorySettings, Priority
from mdt_alpr.patrol.events import HitChanged, HitRaised, ReadMade
from mdt_alpr.ui.hit.presenters.open_hits import FLOOD_AT, HitsInOrder
from mdt_alpr.ui.shell.presenters.hit_list_view import hit_list_view
from mdt_alpr.ui.shell.presenters.patrol_views import ListUse, band_view
from tests.builders import NOW, a_hit, a_read, a_stacked_read, an_entry
from tests.ui.test_patrol_views import standing


def raised(*hits: Hit) -> HitsInOrder:
    made = HitsInOrder()
    for hit in hits:
        made.take(HitRaised(hit))
    return made


def hit(name: str, category: str = "V", text: str = "EXN2894", seconds: int = 0) -> Hit:
    at = NOW - timedelta(seconds=seconds)
    read = a_read(text, captured_at=at)
    return a_hit(read, an_entry(text, category=category), hit_id=name, raised_at=at)


def entered(blind: Hit) -> Hit:
    opened = verification.open_hit(blind, NOW)
    seen = verification.answer_vehicle(opened, VehicleAnswer(Body.CAR, Color.RED, NOW))
    return verification.enter(seen, "EXN2894", "NC", NOW, picture_s=2)


def closed(one: Hit) -> Hit:
    closing = Closing(Disposition.MISREAD, NOW, Stopped.NO)
    return verification.close(verification.open_hit(one, NOW), closing)


def names(hits: HitsInOrder) -> list[str]:
    return [one.hit_id for one in hits.ordered()]


def test_urgent_hits_come_first_then_the_newest() -> None:
    hits = raised(
        hit("old med", "P", seconds=9), hit("high", seconds=20), hit("new med", "P", seconds=1)
    )
    assert names(hits) == ["high", "new med", "old med"]


def test_they_stand_in_the_order_that_the_administrator_set() -> None:
    settings = CategorySettings((CategorySetting("V", Priority.LOW, AlertStyle.SHOWN),))
    low = replace(hit("set low", seconds=2), settings=settings)
    hits = raised(low, hit("med", "P", seconds=9))
    assert names(hits) == ["med", "set low"]
    assert [one.hit_id for one in hits.sounding] == ["med"]
    rows = hit_list_view(hits, NOW).rows
    assert [(row.hit_id, row.urgency_word) for row in rows] == [("med", "MED"), ("set low", "LOW")]


def test_once_entered_exact_hits_come_before_those_without_a_state() -> None:
    sure = entered(a_hit(a_read("EXN2894", "NC"), an_entry(), hit_id="sure", raised_at=NOW))
    unsure = entered(hit("unsure", seconds=-5))
    assert names(raised(unsure, sure)) == ["sure", "unsure"]


def test_what_is_no_match_comes_last() -> None:
    fact = ContraryFact(Contrary.RECORD_CANCELED, "list 2", NOW)
    gone = verification.contradict(hit("gone"), fact)
    assert names(raised(gone, hit("med", "P"))) == ["med", "gone"]


def test_a_disposition_ends_a_hit_and_is_counted() -> None:
    hits = raised(hit("one"))
    hits.take(HitChanged(closed(hit("one"))))
    assert names(hits) == []
    assert hits.closed == 1


@given(st.lists(st.sampled_from("VPFWMAB"), max_size=30))
def test_a_flood_loses_no_hit(categories: list[str]) -> None:
    hits = raised(*(hit(f"{n}", c, seconds=n) for n, c in enumerate(categories)))
    view = hit_list_view(hits, NOW)
    assert sorted(row.hit_id for row in view.rows) == sorted(map(str, range(len(categories))))
    assert sum(count.count for count in view.counts) == len(categories)
    ranks = [list(Priority).index(Priority(row.urgency)) for row in view.rows]
    assert ranks == sorted(ranks)


def test_more_than_ten_in_ten_minutes_are_called_a_flood() -> None:
    hits = raised(*(hit(f"{n}", seconds=n) for n in range(FLOOD_AT)))
    assert hit_list_view(hits, NOW).title == "10 open hits"
    hits.take(HitRaised(hit("eleventh")))
    assert hit_list_view(hits, NOW).title == "11 hits in 10 minutes"
    assert hit_list_view(hits, NOW + timedelta(minutes=11)).title == "11 open hits"


def test_eight_hours_later_a_hit_is_still_open() -> None:
    view = hit_list_view(raised(hit("one")), NOW + timedelta(hours=8))
    assert [row.age for row in view.rows] == ["8 h"]


# ---------------------------------------------------------------------------------- hiding


@pytest.mark.clause(policy.VISUAL_CHECK.number)
@pytest.mark.parametrize(
    "text", ["EXN2894", "EXN2B94", "EXN2898", "0XN2894", "EXN28944", "EXN289", "2894", "SPEXN2894"]
)
def test_a_read_that_would_tell_the_plate_is_hidden(text: str) -> None:
    made = ReadMade(a_read(text, read_id="another pass"), held=False, latency_ms=1)
    assert raised(hit("one")).hides_read(made) is Priority.HIGH


@pytest.mark.parametrize("text", ["KLM4471", "EXN2B98", "", "EXN", "SPEXN7794"])
def test_other_reads_are_shown(text: str) -> None:
    assert raised(hit("one")).hides_text(text) is None


def test_what_the_second_reader_saw_is_hidden_too() -> None:
    one = a_hit(a_read(), an_entry(), second_text="EXN7777")
    assert raised(one).hides_text("EXN7776") is Priority.HIGH


def test_a_pass_with_or_without_the_stack_of_small_characters_is_hidden_too() -> None:
    stacked = a_hit(a_stacked_read("AB1234", 2), an_entry("AB1234"))
    assert raised(stacked).hides_text("1234") is Priority.HIGH
    plain = a_hit(a_read("1234"), an_entry("1234"))
    assert raised(plain).hides_text("AB1234") is Priority.HIGH


def test_after_the_entry_matched_it_may_be_shown() -> None:
    one = hit("one")
    hits = raised(one)
    hits.take(HitChanged(entered(one)))
    assert hits.hides_text("EXN2894") is None
    assert hits.hides_read(ReadMade(one.read, held=True, latency_ms=1)) is None


def test_a_held_read_is_hidden_before_its_hit_is_known() -> None:
    made = ReadMade(a_read(), held=True, latency_ms=1)
    assert HitsInOrder().hides_read(made) is Priority.HIGH


def test_after_its_disposition_a_read_may_be_shown() -> None:
    one = hit("one")
    hits = raised(one)
    hits.take(HitChanged(closed(one)))
    assert hits.hides_read(ReadMade(one.read, held=True, latency_ms=1)) is None


def test_a_read_with_two_hits_is_hidden_until_both_were_entered_or_ended() -> None:
    one, other = hit("one"), hit("other")
    hits = raised(one, other)
    hits.take(HitChanged(closed(one)))
    made = ReadMade(one.read, held=True, latency_ms=1)
    assert hits.hides_read(made) is Priority.HIGH
    hits.take(HitChanged(entered(other)))
    assert hits.hides_read(made) is None


def test_the_list_says_nothing_of_the_match_before_the_entry() -> None:
    exact = a_hit(a_read("EXN2894", "NC"), an_entry(), hit_id="x", raised_at=NOW)
    near = a_hit(a_read("EXN2B94", "NC"), an_entry(), hit_id="x", raised_at=NOW)
    one, other = (hit_list_view(raised(made), NOW).rows for made in (exact, near))
    assert one == other


def test_after_the_entry_the_list_says_what_kind_of_match_it_is() -> None:
    (row,) = hit_list_view(raised(entered(hit("one"))), NOW).rows
    assert (row.match_class, row.status) == ("STATE UNKNOWN", "Checks left")


def two_records(state_read: str) -> Hit:
    plate = an_entry("EXN2894", category="P", entry_id="nc"), an_entry("EXN2894", "SC")
    return entered(a_hit(a_read("EXN2894", state_read), *plate))


def test_after_the_entry_the_list_names_the_record_that_was_entered() -> None:
    (row,) = hit_list_view(raised(two_records("NC")), NOW).rows
    assert (row.category, row.match_class) == ("Stolen plate", "EXACT")
    (row,) = hit_list_view(raised(two_records("SC")), NOW).rows
    assert (row.category, row.match_class) == ("Stolen plate", "STATE DIFFERS")


def stopped(one: Hit) -> Hit:
    return replace(entered(one), state=HitState.STOPPED, stop_at=NOW)


@pytest.mark.proved("O3")
@pytest.mark.parametrize("ending", [stopped, lambda one: replace(one, state=HitState.UNMATCHED)])
def test_what_nobody_opened_comes_before_what_waits_for_its_ending(
    ending: Callable[[Hit], Hit],
) -> None:
    hits = raised(ending(hit("first")), ending(hit("second")), hit("new", "P"))
    assert names(hits)[0] == "new"
    band = band_view(hits, standing(), ListUse.WHOLE, 0, NOW)
    assert (band.hit_id, band.words) == ("new", policy.POSSIBLE_MATCH)
    assert hit_list_view(hits, NOW).rows[0].hit_id == "new"


MATCHES = [
    ("exact", "EXN2894", "NC"),
    ("near", "EXN2B94", "NC"),
    ("no state", "EXN2894", ""),
    ("other state", "EXN2894", "SC"),
]


@pytest.mark.proved("O9")
@given(st.permutations(MATCHES))
def test_before_the_entry_the_place_in_the_list_tells_nothing_of_the_match(
    reads: list[tuple[str, str, str]],
) -> None:
    made = [
        a_hit(a_read(text, state), an_entry(), hit_id=name, raised_at=NOW + timedelta(seconds=n))
        for n, (name, text, state) in enumerate(reads)
    ]
    assert names(raised(*made)) == [name for name, _, _ in reversed(reads)]


@pytest.mark.proved("O13")
def test_the_state_that_the_officer_entered_is_the_state_of_the_read() -> None:
    hits = raised(entered(hit("one")))
    (row,) = hit_list_view(hits, NOW).rows
    assert row.match_words == "by the camera. You: North Carolina"
    assert hits.state_of(hit("one").read) == "NC"
    hits.take(HitChanged(replace(entered(hit("one")), state=HitState.CLOSED)))
    assert hits.state_of(hit("one").read) == "NC"
    assert raised(hit("one")).state_of(hit("one").read) == ""


@pytest.mark.proved("O7")
def test_how_many_hits_wait_is_said_with_the_key_that_opens_the_first() -> None:
    assert raised(entered(hit("one"))).waiting_words == ""
    assert raised(hit("one")).waiting_words == "A hit waits. Open it (F1)."
    assert raised(hit("one"), hit("two")).waiting_words == "2 hits wait. Open the first (F1)."
