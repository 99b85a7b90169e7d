"""Misuse is flagged with its reason, and judged by somebody else (SUP-03, SUP-05)."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.review import misuse_rules
from mdt_alpr.domain.review.access_groups import outlier_limit
from mdt_alpr.domain.review.misuse import (
    Access,
    AccessKind,
    CaseState,
    Flag,
    FlagRule,
    FlagVerdict,
    KeptFlag,
    Period,
    Reviewed,
    Tie,
    TiedPlate,
    compared,
    demand_verdict,
    may_review,
    may_see_flag,
)
from mdt_alpr.domain.review.misuse_rules import find_flags
from mdt_alpr.domain.review.review import ReviewRefusedError
from tests.builders import NOW

UNIT = ("patrol", tuple(f"officer-{n}" for n in range(1, 8)))


def accesses(number: int, every: timedelta = timedelta(days=1), **fields: Any) -> list[Access]:
    """Return so many, the last one an hour ago, at 8.30 in the morning by default."""
    kept: dict[str, Any] = {"kind": AccessKind.SEARCH, "person": "officer-1", "plate": "plate-1"}
    kept |= fields
    last = NOW - timedelta(hours=1)
    ats = [last - every * n for n in reversed(range(number))]
    mark = kept.pop("mark", "search")
    return [Access(f"{mark}-{n}", at=at, **kept) for n, at in enumerate(ats)]


def flags(*found: Access, **fields: Any) -> tuple[Flag, ...]:
    ordered = tuple(sorted(found, key=lambda a: (a.at, a.record)))
    return find_flags(Period(NOW, ordered, **fields))


def rules(*found: Access, **fields: Any) -> set[FlagRule]:
    return {flag.rule for flag in flags(*found, **fields)}


def different(access: list[Access], field: str) -> list[Access]:
    values: list[dict[str, Any]] = [{field: f"{field}-{n}"} for n in range(len(access))]
    return [replace(one, **value) for one, value in zip(access, values, strict=True)]


def with_no_case(n: int) -> list[Access]:
    return accesses(n)


def with_cases_nobody_checked(n: int) -> list[Access]:
    return accesses(n, case_state=CaseState.UNCHECKED, case="case-1")


def for_many_open_cases(n: int) -> list[Access]:
    return different(accesses(n, case_state=CaseState.OPEN), "case")


def for_one_open_case_then_another(n: int) -> list[Access]:
    first, *more = accesses(n, case_state=CaseState.OPEN, case="case-1")
    return [replace(first, case="case-0"), *more]


def for_cases_of_others(n: int) -> list[Access]:
    return [replace(one, is_others_case=True) for one in for_many_open_cases(n)]


def hits_opened(n: int) -> list[Access]:
    return accesses(n, kind=AccessKind.HIT)


def off_shift_at_night(n: int) -> list[Access]:
    night = accesses(n, case_state=CaseState.OPEN, on_duty=False)
    moved = [replace(one, at=one.at - timedelta(hours=10)) for one in night]
    return different(moved, "plate")


def one_plate_off_shift(n: int) -> list[Access]:
    return accesses(n, case_state=CaseState.OPEN, case="case-1", on_duty=False)


def with_one_reason(n: int) -> list[Access]:
    states: dict[str, Any] = {"case_state": CaseState.UNCHECKED, "reason": "reason-1"}
    return different(different(accesses(n, **states), "plate"), "case")


def of_unknown_cases(n: int) -> list[Access]:
    return different(accesses(n, case_state=CaseState.UNKNOWN), "plate")


def entered_and_extended(n: int) -> list[Access]:
    made, *more = accesses(n, every=timedelta(days=29), kind=AccessKind.EXTENSION)
    return [replace(made, kind=AccessKind.ENTRY), *more]


THRESHOLDS: list[tuple[FlagRule, Callable[[int], list[Access]], int]] = [
    (FlagRule.ONE_PLATE, with_no_case, 3),
    (FlagRule.ONE_PLATE_UNCHECKED, with_cases_nobody_checked, 3),
    (FlagRule.ONE_PLATE_MANY_CASES, for_many_open_cases, 3),
    (FlagRule.PLATES_MANY_CASES, for_one_open_case_then_another, 2),
    (FlagRule.CASES_OF_OTHERS, for_cases_of_others, 2),
    (FlagRule.HITS_OF_ONE_PLATE, hits_opened, 5),
    (FlagRule.OFF_SHIFT_AT_NIGHT, off_shift_at_night, 2),
    (FlagRule.ONE_PLATE_OFF_SHIFT, one_plate_off_shift, 2),
    (FlagRule.SAME_REASON, with_one_reason, 12),
    (FlagRule.UNKNOWN_CASE, of_unknown_cases, 3),
    (FlagRule.RENEWED_ENTRY, entered_and_extended, 3),
]


@pytest.mark.concord
@pytest.mark.parametrize(("rule", "made", "least"), THRESHOLDS)
def test_a_rule_flags_from_its_threshold_on_and_says_how_many(
    rule: FlagRule, made: Callable[[int], list[Access]], least: int
) -> None:
    assert rule not in rules(*made(least - 1))
    (flag,) = (one for one in flags(*made(least)) if one.rule is rule)
    assert f"{least} " in flag.why
    assert f"(flagged from {least})." in flag.why
    assert len(flag.records) == least


@pytest.mark.parametrize(("rule", "made", "least"), THRESHOLDS)
def test_a_flag_says_within_how_many_days_its_rule_counts(
    rule: FlagRule,
    made: Callable[[int], list[Access]],
    least: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spans = {"MISUSE_WEEK": 8, "MISUSE_MONTH": 31, "REASON_REPEATED_WITHIN": 32, "QUARTER": 91}
    for name, days in spans.items():
        monkeypatch.setattr(misuse_rules, name, timedelta(days=days))
    (flag,) = (one for one in flags(*made(least)) if one.rule is rule)
    assert any(re.search(rf"{days} days|days of {days}", flag.why) for days in spans.values())


def test_searches_of_one_plate_for_one_open_case_are_work() -> None:
    assert not flags(*accesses(9, case_state=CaseState.OPEN, case="case-1", on_duty=True))


def test_accesses_that_lie_far_apart_are_none_of_one_flag() -> None:
    assert not flags(*accesses(6, every=timedelta(days=16)))


def test_a_run_after_weeks_without_one_finds_what_came_meanwhile() -> None:
    old = [replace(access, at=access.at - timedelta(days=50)) for access in accesses(3)]
    assert FlagRule.ONE_PLATE in rules(*old)


def test_opening_a_hit_again_on_the_same_day_counts_once() -> None:
    assert not flags(*accesses(9, every=timedelta(minutes=1), kind=AccessKind.HIT))


def test_night_work_on_shift_is_no_flag_and_nor_is_a_day_off_in_daylight() -> None:
    at_night = off_shift_at_night(5)
    assert not flags(*(replace(one, on_duty=True) for one in at_night))
    assert not flags(*(replace(one, at=one.at + timedelta(hours=10)) for one in at_night))


def test_where_no_shift_is_known_the_usual_hours_of_the_person_count() -> None:
    by_day = different(accesses(40, case_state=CaseState.OPEN), "plate")
    earlier = [replace(one, record=f"day-{one.record}") for one in by_day]
    at_night = [replace(one, on_duty=None) for one in off_shift_at_night(3)]
    assert FlagRule.OFF_SHIFT_AT_NIGHT in rules(*earlier, *at_night)
    nightly = [replace(one, at=one.at - timedelta(hours=10)) for one in earlier]
    assert not flags(*nightly, *at_night)


@pytest.mark.parametrize(
    ("tie", "words"), [(Tie.OWN, "the person's own"), (Tie.HOUSEHOLD, "household")]
)
def test_one_search_of_the_own_plate_or_the_households_is_enough(tie: Tie, words: str) -> None:
    tied = (TiedPlate("plate-1", "officer-1", tie),)
    (flag,) = flags(*accesses(1, case_state=CaseState.OPEN), tied=tied)
    assert flag.rule is FlagRule.OWN_PLATE
    assert words in flag.why
    assert "once" in flag.why


def test_one_search_of_a_coworkers_plate_is_enough_and_names_no_coworker() -> None:
    tied = (TiedPlate("plate-1", "officer-2", Tie.HOUSEHOLD),)
    (flag,) = flags(*accesses(1, case_state=CaseState.OPEN), tied=tied)
    assert flag.rule is FlagRule.COWORKERS_PLATE
    assert "officer-2" not in flag.why


def test_a_search_without_a_case_that_an_entry_follows_is_flagged() -> None:
    (search,) = accesses(1)
    entry = replace(search, record="entry", kind=AccessKind.ENTRY, at=NOW, case="case-1")
    assert rules(search, entry) == {FlagRule.SEARCH_THEN_ENTRY}
    same = replace(search, case="case-1", case_state=CaseState.UNCHECKED)
    assert not flags(same, entry)
    assert rules(replace(same, case="case-2"), entry) == {FlagRule.SEARCH_THEN_ENTRY}
    assert not flags(replace(search, at=NOW - timedelta(days=2)), entry)


def test_a_reason_with_a_subject_of_no_lawful_purpose_is_flagged() -> None:
    (flag,) = flags(*accesses(1, case_state=CaseState.OPEN, subjects=("a protest",)))
    assert flag.rule is FlagRule.REASON_SUBJECT
    assert "a protest" in flag.why


def test_a_person_far_beyond_the_own_unit_is_flagged() -> None:
    every = timedelta(hours=1)
    busy = different(accesses(30, every=every, case_state=CaseState.OPEN, on_duty=True), "plate")
    assert rules(*busy, units=(UNIT,)) == {FlagRule.OUTLIER}
    (flag,) = flags(*busy, units=(UNIT,))
    assert "30 searches" in flag.why
    assert "median" in flag.why


def test_nobody_is_far_beyond_a_unit_that_is_as_busy_or_too_small() -> None:
    every = timedelta(hours=1)
    states: dict[str, Any] = {"case_state": CaseState.OPEN, "on_duty": True}
    all_busy = [
        one
        for person in UNIT[1]
        for one in different(accesses(30, every=every, person=person, **states), "plate")
    ]
    assert not flags(*all_busy, units=(UNIT,))
    few = ("patrol", UNIT[1][:4])
    assert not flags(*all_busy[:30], units=(few,))


def test_one_plate_far_more_often_than_the_own_unit_searches_any_is_flagged() -> None:
    found = accesses(12, case_state=CaseState.OPEN, case="case-1", on_duty=True)
    assert rules(*found, units=(UNIT,)) == {FlagRule.OUTLIER_ON_ONE_PLATE}


@given(st.lists(st.integers(0, 500), min_size=4))
def test_however_far_one_is_beyond_the_unit_the_limit_stays(counts: list[int]) -> None:
    assert outlier_limit([*counts, 10_000]) == outlier_limit([*counts, 1_000_000]) < 10_000


def test_what_a_reviewer_judged_counts_for_that_rule_no_more() -> None:
    found = accesses(3)
    (flag,) = flags(*found)
    period = Period(NOW, tuple(found))
    judged = [kept(flag, verdict=FlagVerdict.JUSTIFIED)]
    assert not find_flags(period, judged)
    later = [replace(one, record=f"later-{one.record}", at=NOW) for one in found]
    again = replace(period, accesses=(*found, *later))
    (new,) = find_flags(again, judged)
    assert new.records == tuple(one.record for one in later)


def kept(flag: Flag, **fields: Any) -> KeptFlag:
    return KeptFlag(1, flag, NOW, **fields)


def judged_and_done_again(
    made: list[Access], verdict: FlagVerdict, **fields: Any
) -> set[FlagRule]:
    """Return by which rules the same is flagged that is done again after it was judged."""
    before = [replace(one, at=one.at - timedelta(days=40)) for one in made]
    then = tuple(before)
    found = find_flags(Period(NOW - timedelta(days=40), then, **fields))
    assert found
    later = [replace(one, record=f"later-{one.record}") for one in made]
    kept_flags = [kept(one, verdict=verdict) for one in found]
    again = find_flags(Period(NOW, (*then, *later), **fields), kept_flags)
    return {flag.rule for flag in again}


def test_as_many_as_a_reviewer_found_justified_are_not_flagged_again() -> None:
    every = timedelta(hours=1)
    busy = different(accesses(30, every=every, case_state=CaseState.OPEN, on_duty=True), "plate")
    for made, rule in ((busy, FlagRule.OUTLIER), (with_one_reason(12), FlagRule.SAME_REASON)):
        assert not judged_and_done_again(made, FlagVerdict.JUSTIFIED, units=(UNIT,))
        assert judged_and_done_again(made, FlagVerdict.CASE, units=(UNIT,)) == {rule}


def test_far_more_than_a_reviewer_found_justified_is_flagged_again() -> None:
    before = with_one_reason(12)
    (flag,) = flags(*before)
    more = [replace(one, record=f"more-{one.record}", at=NOW) for one in with_one_reason(19)]
    judged = [kept(flag, verdict=FlagVerdict.JUSTIFIED)]
    assert not find_flags(Period(NOW, (*before, *more[:18])), judged)
    (new,) = find_flags(Period(NOW, (*before, *more)), judged)
    assert "(flagged from 19)" in new.why


@pytest.mark.concord
def test_cases_that_a_reviewer_found_justified_count_no_more_for_their_plate() -> None:
    made = for_many_open_cases(3)
    assert not judged_and_done_again(made, FlagVerdict.JUSTIFIED)
    again = judged_and_done_again(made, FlagVerdict.CASE)
    assert again == {FlagRule.ONE_PLATE_MANY_CASES, FlagRule.PLATES_MANY_CASES}


def test_what_counts_once_is_judged_together() -> None:
    twice = [
        access
        for mark in ("a", "b")
        for access in accesses(5, kind=AccessKind.HIT, mark=mark, on_duty=True)
    ]
    (flag,) = flags(*twice)
    assert len(flag.records) == 10
    assert not find_flags(Period(NOW, tuple(twice)), [kept(flag, verdict=FlagVerdict.JUSTIFIED)])


def test_an_open_flag_grows_and_is_not_raised_twice() -> None:
    before, after = flags(*accesses(3))[0], flags(*accesses(4))[0]
    assert compared([kept(before)], [before]) == compared([], [])
    found = compared([kept(before)], [after])
    assert not found.new
    assert len(found.grown[0].flag.records) == 4
    assert compared([], [after]).new == (after,)
    assert compared([kept(before, verdict=FlagVerdict.JUSTIFIED)], [after]).new == (after,)


@pytest.mark.parametrize(
    "whom", [Reviewed("person", r, is_chief=c) for r in Role for c in (False, True)], ids=str
)
@pytest.mark.clause("1")
def test_everybody_is_reviewed_by_another_person_of_another_office(whom: Reviewed) -> None:
    role = whom.role
    reviewers = {other for other in Role if may_review("reviewer", other, whom)}
    assert reviewers
    assert Role.OFFICER not in reviewers
    assert Role.AUDITOR not in reviewers
    assert reviewers - {role} or role is Role.ADMINISTRATOR
    assert not any(may_review("person", other, whom) for other in Role)
    assert not any(may_see_flag("person", other, whom) for other in Role)
    assert may_see_flag("auditor", Role.AUDITOR, whom)


@pytest.mark.parametrize("role", Role)
def test_no_supervisor_reviews_the_chief_whatever_the_account_is(role: Role) -> None:
    assert not may_review("supervisor", Role.SUPERVISOR, Reviewed("chief", role, is_chief=True))


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.CUSTODIAN, Role.ADMINISTRATOR])
def test_a_supervisor_does_not_review_supervisors_custodians_or_administrators(role: Role) -> None:
    assert not may_review("supervisor", Role.SUPERVISOR, Reviewed("person", role))
    assert not may_see_flag("supervisor", Role.SUPERVISOR, Reviewed("person", role))


def test_a_verdict_has_its_reason_without_a_plate_and_is_given_once() -> None:
    open_flag = kept(flags(*accesses(3))[0])
    words = demand_verdict(open_flag, FlagVerdict.JUSTIFIED, "  The case was opened late. ", 3)
    assert words == "The case was opened late."
    for verdict, text in (
        (FlagVerdict.NONE, words),
        (FlagVerdict.JUSTIFIED, "short"),
        (FlagVerdict.JUSTIFIED, "It was EXN2894 all along."),
    ):
        with pytest.raises(ReviewRefusedError):
            demand_verdict(open_flag, verdict, text, 3)
    judged = replace(open_flag, verdict=FlagVerdict.CASE)
    with pytest.raises(ReviewRefusedError, match="already"):
        demand_verdict(judged, FlagVerdict.JUSTIFIED, words, 3)


def test_a_verdict_is_refused_where_the_flag_grew_since_it_was_shown() -> None:
    grown = kept(flags(*accesses(4))[0])
    with pytest.raises(ReviewRefusedError, match="show it again"):
        demand_verdict(grown, FlagVerdict.JUSTIFIED, "The case was opened late.", 3)


@pytest.mark.parametrize("case_state", [CaseState.NONE, CaseState.UNKNOWN])
def test_rs_13_six_searches_of_one_plate_at_night_are_flagged(case_state: CaseState) -> None:
    """Kechi, 2022: a lieutenant followed the estranged wife."""
    night = accesses(6, case_state=case_state, on_duty=False)
    found = rules(*(replace(one, at=one.at - timedelta(hours=8)) for one in night))
    assert {FlagRule.ONE_PLATE, FlagRule.OFF_SHIFT_AT_NIGHT} <= found


@pytest.mark.concord
def test_rs_14_plausible_reasons_with_invented_cases_are_flagged_for_another_to_review() -> None:
    """Sedgwick, 2023: the chief, 164 + 64 searches with "missing child", "drug investigation"."""
    every = timedelta(hours=18)
    states: dict[str, Any] = {"case_state": CaseState.UNKNOWN, "person": "chief", "every": every}
    first = different(accesses(164, mark="one", reason="missing child", **states), "case")
    other: dict[str, Any] = {"mark": "two", "plate": "plate-2", "reason": "drug investigation"}
    found = flags(*first, *different(accesses(64, **other, **states), "case"))
    assert {FlagRule.ONE_PLATE, FlagRule.UNKNOWN_CASE, FlagRule.SAME_REASON} <= {
        flag.rule for flag in found
    }
    chief = Reviewed("chief", Role.ADMINISTRATOR, is_chief=True)
    assert not may_review("chief", Role.ADMINISTRATOR, chief)
    assert may_review("custodian", Role.CUSTODIAN, chief)
