"""The weekly review: who is drawn, what a signature demands, which week is missing (SUP-01)."""

from datetime import date, datetime, timedelta
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.policy import CAPTURE_ZONE
from mdt_alpr.domain.review.weekly import (
    SAMPLE_LEAST,
    JudgedSearch,
    SearchVerdict,
    WeeklyRefusedError,
    begin,
    demand_recent,
    judge,
    last_week,
    sample,
    sign,
    span_of,
    weeks_missing,
)

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=CAPTURE_ZONE)  # a Wednesday
WEEK = date(2026, 11, 16)
SEARCHES = {f"search-{n}": f"officer-{n % 3}" for n in range(300)}
FOUND = "One reason was unclear and was clarified."


@given(st.sets(st.text("abc123", min_size=1), max_size=400), st.text(), st.randoms())
def test_a_seed_draws_the_same_sample_from_ids_in_any_order_and_enough_of_them(
    ids: set[str], seed: str, order: object
) -> None:
    mixed = sorted(ids, key=lambda _: order.random())  # type: ignore[attr-defined]
    drawn = sample(mixed, seed)
    assert drawn == sample(sorted(ids), seed)
    assert set(drawn) <= ids
    assert len(set(drawn)) == len(drawn) >= min(len(ids), max(SAMPLE_LEAST, ceil(len(ids) / 20)))


def test_a_week_ends_at_midnight_of_the_agency_also_where_the_clock_changes() -> None:
    assert last_week(NOW) == WEEK
    for monday in (WEEK, date(2026, 10, 26), date(2026, 3, 2)):
        first, end = span_of(monday)
        assert first.astimezone(CAPTURE_ZONE).hour == end.astimezone(CAPTURE_ZONE).hour == 0
        assert end.astimezone(CAPTURE_ZONE).date() == monday + timedelta(days=7)


@pytest.mark.parametrize("week", [date(2026, 11, 23), date(2026, 11, 17), date(2026, 10, 19)])
def test_a_week_that_runs_or_is_no_week_or_was_long_ago_is_not_begun(week: date) -> None:
    with pytest.raises(WeeklyRefusedError):
        demand_recent(week, NOW)


def test_it_is_signed_by_who_began_it_once_each_search_has_a_verdict() -> None:
    review = begin(WEEK, SEARCHES, "seed", "sgt", NOW)
    assert len(review.sampled) == 15
    assert review.people == ("officer-0", "officer-1", "officer-2")
    with pytest.raises(WeeklyRefusedError, match="15 of the sample"):
        sign(review, FOUND, "sgt", NOW)
    for one in review.sampled:
        review = judge(review, JudgedSearch(one, SearchVerdict.JUSTIFIED, NOW))
    with pytest.raises(WeeklyRefusedError, match="who began"):
        sign(review, FOUND, "another", NOW)
    with pytest.raises(WeeklyRefusedError, match="found"):
        sign(review, "ok", "sgt", NOW)
    signed = sign(review, FOUND, "sgt", NOW)
    with pytest.raises(WeeklyRefusedError, match="signed"):
        judge(signed, JudgedSearch(review.sampled[0], SearchVerdict.JUSTIFIED, NOW))


def test_a_search_that_is_not_justified_wants_a_note() -> None:
    review = begin(WEEK, SEARCHES, "seed", "sgt", NOW)
    one = review.sampled[0]
    for note in ("", "wrong"):
        with pytest.raises(WeeklyRefusedError):
            judge(review, JudgedSearch(one, SearchVerdict.NOT_JUSTIFIED, NOW, note))
    made = JudgedSearch(one, SearchVerdict.NOT_JUSTIFIED, NOW, "The case is of another year.")
    judged = judge(review, made)
    assert [each.verdict for each in judged.judged] == [SearchVerdict.NOT_JUSTIFIED]


@pytest.mark.proved("K1")
def test_a_verdict_is_replaced_only_by_who_knows_of_it_and_its_reason_stays() -> None:
    review = begin(WEEK, SEARCHES, "seed", "sgt", NOW)
    one = review.sampled[0]
    unclear = JudgedSearch(one, SearchVerdict.UNCLEAR, NOW, "The case was not found.")
    review = judge(review, unclear)
    fine = JudgedSearch(one, SearchVerdict.JUSTIFIED, NOW, "Dispatch found the case.")
    with pytest.raises(WeeklyRefusedError, match="judged unclear already"):
        judge(review, fine)
    with pytest.raises(WeeklyRefusedError, match="Say why"):
        judge(review, JudgedSearch(one, SearchVerdict.JUSTIFIED, NOW), SearchVerdict.UNCLEAR)
    changed = judge(review, fine, SearchVerdict.UNCLEAR)
    (judged,) = changed.judged
    assert judged.verdict is SearchVerdict.JUSTIFIED
    assert judged.note == ("Dispatch found the case. Before: unclear. The case was not found.")
    assert judge(changed, JudgedSearch(one, SearchVerdict.JUSTIFIED, NOW)) == changed, "twice"


def test_a_week_is_missing_seven_days_after_it_and_none_from_before_the_agency_began() -> None:
    long_ago = NOW - timedelta(days=300)
    assert weeks_missing([], NOW, long_ago) == (
        date(2026, 10, 26), date(2026, 11, 2), date(2026, 11, 9),
    )  # fmt: skip
    assert weeks_missing([date(2026, 11, 2)], NOW, NOW - timedelta(days=23)) == (
        date(2026, 11, 9),
    )
