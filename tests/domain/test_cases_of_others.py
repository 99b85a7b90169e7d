"""Who works a case, and searches for cases that other people work (SUP-03)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.review.misuse import Access, FlagRule, FlagVerdict, KeptFlag, Period
from mdt_alpr.domain.review.misuse_rules import find_flags
from mdt_alpr.domain.search.question import AskedCase, CaseCheck, is_others_case
from tests.builders import NOW
from tests.domain.test_misuse import different, flags, for_cases_of_others, rules

TEAMS = {"kdavis": "alpha", "rmiles": "alpha", "jlee": "bravo", "chief": ""}
PEOPLE = st.sampled_from(sorted(TEAMS))


def case_of(*people: str, teams: tuple[str, ...] = ()) -> AskedCase:
    return AskedCase(CaseCheck.KNOWN, people, teams)


def test_a_case_is_of_others_where_its_people_or_else_its_team_are_others() -> None:
    assert is_others_case(case_of("rmiles", "jlee"), "kdavis", TEAMS) is True
    assert is_others_case(case_of("rmiles", " KDavis "), "kdavis", TEAMS) is False
    assert is_others_case(case_of("rmiles", teams=("alpha",)), "kdavis", TEAMS) is True
    assert is_others_case(case_of(teams=("Alpha", "bravo")), "kdavis", TEAMS) is False
    assert is_others_case(case_of(teams=("alpha",)), "jlee", TEAMS) is True
    assert is_others_case(case_of(teams=("alpha",)), "chief", TEAMS) is True


@pytest.mark.parametrize(
    "case", [case_of(), case_of("4711"), case_of("", teams=("",)), case_of(teams=("A12",))]
)
def test_names_that_headquarters_does_not_know_say_nothing(case: AskedCase) -> None:
    assert {is_others_case(case, person, TEAMS) for person in TEAMS} == {None}


@given(
    named=st.sets(PEOPLE),
    unknown=st.sets(st.text(alphabet="0123456789 -", max_size=8)),
    person=PEOPLE,
)
def test_nobody_who_is_named_works_a_case_of_others(
    named: set[str], unknown: set[str], person: str
) -> None:
    case = case_of(*named, *(unknown - TEAMS.keys()))
    assert is_others_case(case, person, TEAMS) is ((person not in named) if named else None)


def of_one_case(made: list[Access]) -> list[Access]:
    return [replace(one, case="case-1") for one in made]


def a_month_apart(made: list[Access]) -> list[Access]:
    return [replace(one, at=NOW - n * timedelta(days=30)) for n, one in enumerate(made)]


def of_other_plates(made: list[Access]) -> list[Access]:
    return different(made, "plate")


def of_own_cases(made: list[Access]) -> list[Access]:
    return [replace(one, is_others_case=False) for one in made]


def of_cases_with_no_name(made: list[Access]) -> list[Access]:
    return [replace(one, is_others_case=None) for one in made]


def test_one_plate_for_two_cases_of_others_within_a_month_is_flagged() -> None:
    first, last = for_cases_of_others(2)
    (flag,) = flags(replace(first, at=last.at - timedelta(days=29)), last)
    assert flag.rule is FlagRule.CASES_OF_OTHERS
    assert "for 2 different cases that other people work within 30 days" in flag.why
    assert len(flag.records) == 2


@pytest.mark.parametrize(
    "otherwise", [of_one_case, a_month_apart, of_other_plates, of_own_cases, of_cases_with_no_name]
)
def test_help_with_cases_of_others_is_work(
    otherwise: Callable[[list[Access]], list[Access]],
) -> None:
    assert FlagRule.CASES_OF_OTHERS not in rules(*otherwise(for_cases_of_others(2)))


def test_one_case_of_others_and_one_of_ones_own_are_no_two_of_others() -> None:
    first, last = for_cases_of_others(2)
    assert FlagRule.CASES_OF_OTHERS not in rules(first, *of_own_cases([last]))


def test_a_case_in_which_a_reviewer_found_help_justified_counts_no_more() -> None:
    made = for_cases_of_others(2)
    judged = KeptFlag(
        1, next(flag for flag in flags(*made) if flag.rule is FlagRule.CASES_OF_OTHERS), NOW,
        FlagVerdict.JUSTIFIED, NOW, "supervisor",
    )  # fmt: skip
    later = [replace(one, record=f"later-{one.record}", plate="plate-2") for one in made]
    period = Period(NOW, tuple(sorted((*made, *later), key=lambda one: (one.at, one.record))))

    def found(kept: KeptFlag) -> list[FlagRule]:
        return [flag.rule for flag in find_flags(period, [kept])]

    assert FlagRule.CASES_OF_OTHERS not in found(judged)
    assert FlagRule.CASES_OF_OTHERS in found(replace(judged, verdict=FlagVerdict.CASE))


@given(hours=st.lists(st.integers(0, 80 * 24), min_size=1, max_size=12), plates=st.integers(1, 3))
def test_help_with_one_case_is_work_however_often_and_whichever_its_plates(
    hours: list[int], plates: int
) -> None:
    made = [
        replace(one, at=NOW - timedelta(hours=before), plate=f"plate-{n % plates}")
        for n, (before, one) in enumerate(zip(hours, for_cases_of_others(len(hours)), strict=True))
    ]
    assert FlagRule.CASES_OF_OTHERS not in rules(*of_one_case(made))
