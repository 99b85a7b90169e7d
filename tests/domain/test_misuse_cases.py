"""Misuse behind a case: an open one of somebody else, and one that does not exist (SUP-03)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.policy import CAPTURE_ZONE
from mdt_alpr.domain.review.misuse import Access, AccessKind, CaseState, FlagRule, Period
from mdt_alpr.domain.review.misuse_rules import QUARTER, find_flags
from tests.builders import NOW
from tests.domain.test_misuse import (
    accesses,
    different,
    entered_and_extended,
    flags,
    off_shift_at_night,
)


def one_plate_for_two_cases(others: int = 0) -> list[Access]:
    """Return two searches of one plate for two open cases, after so many of other plates."""
    known: dict[str, Any] = {"case_state": CaseState.OPEN, "on_duty": True}
    again = different(accesses(2, **known), "case")
    every = timedelta(hours=12)
    work = different(accesses(others, every=every, mark="other", case="case-9", **known), "plate")
    before = [replace(one, at=one.at - every * 3, plate=f"other-{one.plate}") for one in work]
    return [*before, *again]


@pytest.mark.concord
def test_one_plate_again_within_a_week_for_another_open_case_is_flagged() -> None:
    (flag,) = flags(*one_plate_for_two_cases())
    assert flag.rule is FlagRule.PLATES_MANY_CASES
    assert "2 times within 7 days, for one case and then for another" in flag.why
    one_case = [replace(one, case="case-1") for one in one_plate_for_two_cases()]
    assert not flags(*one_case)
    first, last = one_plate_for_two_cases()
    assert not flags(replace(first, at=last.at - timedelta(days=7)), last)


@pytest.mark.concord
def test_one_plate_again_among_many_searches_is_chance() -> None:
    assert flags(*one_plate_for_two_cases(38))  # 2 are 5 % of 40
    assert not flags(*one_plate_for_two_cases(39))


@pytest.mark.concord
def test_who_searches_much_is_flagged_by_a_share_of_it_and_is_shown_from_how_many() -> None:
    busy = one_plate_for_two_cases(50)
    assert not flags(*busy)
    last = replace(busy[-1], record="last", at=busy[-1].at + timedelta(minutes=5))
    (flag,) = flags(*busy, last)
    assert "3 times within 7 days" in flag.why
    assert "(flagged from 3)." in flag.why  # 5 % of 53


@given(others=st.integers(0, 60), days=st.integers(0, 80))
def test_work_of_the_days_before_never_makes_a_flag_of_what_was_none(
    others: int, days: int
) -> None:
    """The rules forget after 90 days: what was a small share of a month must not grow by it."""
    made = one_plate_for_two_cases(others)
    earlier = [replace(one, at=one.at - timedelta(days=days)) for one in made]
    was = {flag.rule for flag in find_flags(Period(NOW - timedelta(days=days), tuple(earlier)))}
    kept = [one for one in earlier if one.at > NOW - QUARTER]
    assert {flag.rule for flag in flags(*kept)} <= was


@pytest.mark.concord
def test_few_unknown_cases_among_many_accesses_are_typing_errors() -> None:
    wrong = different(accesses(3, case_state=CaseState.UNKNOWN, on_duty=True), "plate")
    known: dict[str, Any] = {"case_state": CaseState.OPEN, "on_duty": True, "case": "case-1"}
    every = timedelta(hours=6)
    right = different(accesses(58, every=every, mark="right", **known), "plate")
    before = [replace(one, at=one.at - every * 12, plate=f"other-{one.plate}") for one in right]
    assert {flag.rule for flag in flags(*wrong, *before[1:])} == {FlagRule.UNKNOWN_CASE}
    assert not flags(*wrong, *before)


@pytest.mark.concord
def test_an_entry_that_is_renewed_for_a_live_case_is_work() -> None:
    made = entered_and_extended(3)
    assert {flag.rule for flag in flags(*made)} == {FlagRule.RENEWED_ENTRY}
    assert not flags(replace(made[0], case_state=CaseState.OPEN), *made[1:])


def test_many_searches_in_one_night_off_shift_are_of_one_night() -> None:
    night = off_shift_at_night(2)
    same = [replace(one, at=night[0].at + timedelta(minutes=n)) for n, one in enumerate(night)]
    assert not flags(*same)
    assert {flag.rule for flag in flags(*night)} == {FlagRule.OFF_SHIFT_AT_NIGHT}


def test_one_night_counts_once_also_over_midnight() -> None:
    fields: dict[str, Any] = {"case_state": CaseState.OPEN, "case": "case-1", "on_duty": False}
    made = accesses(2, every=timedelta(minutes=40), **fields)
    midnight = [replace(one, at=one.at - timedelta(hours=8, minutes=15)) for one in made]
    assert len({one.at.astimezone(CAPTURE_ZONE).date() for one in midnight}) == 2
    assert not flags(*midnight)


def test_one_search_off_shift_for_a_case_that_does_not_exist_is_enough() -> None:
    off = accesses(1, case_state=CaseState.UNKNOWN, case="case-1", on_duty=False)
    (flag,) = flags(*off)
    assert flag.rule is FlagRule.UNKNOWN_CASE_OFF_SHIFT
    assert "off shift (once)." in flag.why
    lawful: tuple[dict[str, Any], ...] = {"on_duty": True}, {"case_state": CaseState.UNCHECKED}
    for known in lawful:
        assert not flags(replace(off[0], **known))


def test_the_same_reason_of_searches_and_entries_is_counted_together() -> None:
    made = accesses(12, case_state=CaseState.UNCHECKED, reason="reason-1")
    apart = different(different(made, "plate"), "case")
    entries = [replace(one, kind=AccessKind.ENTRY) for one in apart[:4]]
    assert FlagRule.SAME_REASON in {flag.rule for flag in flags(*entries, *apart[4:])}
    assert not flags(*entries[:3], *apart[4:])
