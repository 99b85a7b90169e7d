"""Known misuse that hides in a drawn year is flagged within a week (SUP-03)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mdt_alpr.domain.review.misuse import Access, AccessKind
from mdt_alpr.lab.measure.bench_misuse import AIMS, over_years, year_figures
from mdt_alpr.lab.measure.drawn_misuse import Cases, Year, drawn_year, pattern_from
from tests.builders import NOW


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return year_figures(drawn_year(25, Cases.INVENTED), 55)


def test_searches_for_invented_cases_are_flagged_within_a_week(found: dict[str, Any]) -> None:
    assert set(found["found"]) == {"orange_city"}  # the others begin later in the year
    assert found["found"]["orange_city"]["days"] <= AIMS["days_until_found"]
    assert "one_plate" in found["found"]["orange_city"]["days_by_rule"]


def test_misuse_is_a_pattern_from_the_second_access_to_one_plate() -> None:
    made = [
        Access(f"search-{n}", AccessKind.SEARCH, NOW + n * timedelta(days=1), "a", plate=plate)
        for n, plate in enumerate("abcb")
    ]
    assert pattern_from(reversed(made)) == made[3].at


def test_the_year_is_the_same_whether_or_not_the_case_system_says_who_works_a_case() -> None:
    borrowed, assigned = (drawn_year(25, cases) for cases in (Cases.BORROWED, Cases.ASSIGNED))
    without = {replace(access, is_others_case=None) for access in assigned.accesses}
    assert without.issuperset(borrowed.accesses)
    searches = [access for access in assigned.accesses if access.kind is AccessKind.SEARCH]
    of_others = sum(search.is_others_case is True for search in searches)
    assert 0.25 < of_others / len(searches) < 0.5  # help is as frequent as misuse is rare


def test_lawful_work_is_seldom_flagged(found: dict[str, Any]) -> None:
    assert found["accesses"] > 1000
    most = AIMS["false_flags_per_1000_accesses"]
    assert found["false_flags_per_1000_accesses"] <= most


def test_figures_of_some_years_are_their_mean_their_middle_and_their_worst(
    found: dict[str, Any],
) -> None:
    never = {**found["found"]["orange_city"], "days": None}
    worse = {**found, "false_flags_per_1000_accesses": 9.0, "found": {"orange_city": never}}
    same = over_years([found, found, worse])
    days = found["found"]["orange_city"]["days"]
    assert same["found"]["orange_city"]["days"] == {
        "mean": None, "p50": days, "worst": None, "years_within_aim": 2,
    }  # fmt: skip
    rate = same["false_flags_per_1000_accesses"]
    assert (rate["worst"], rate["years_within_aim"]) == (9.0, 2)
    assert found["false_flags_per_1000_accesses"] < rate["mean"] < 9


def test_a_flag_of_lawful_work_finds_misuse_when_it_grows_by_some() -> None:
    accesses = tuple(
        Access(f"search-{n}", AccessKind.SEARCH, NOW + n * timedelta(days=1), "a", plate="plate")
        for n in range(4)
    )
    misuse = (
        accesses[3],
        Access("last", AccessKind.SEARCH, accesses[3].at, "a", plate="plate", case="b"),
    )
    year = Year(NOW - timedelta(hours=1), (*accesses, misuse[1]), (), (), {"known": misuse})
    assert year_figures(year, 5)["found"]["known"]["days"] == 1.0  # not before it began
