"""Known misuse that hides in a drawn year is flagged within a week (SUP-03)."""

from typing import Any

import pytest

from mdt_alpr.lab.measure.bench_misuse import AIMS, year_figures
from mdt_alpr.lab.measure.drawn_misuse import Cases, drawn_year


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return year_figures(drawn_year(25, Cases.INVENTED), 55)


def test_searches_for_invented_cases_are_flagged_within_a_week(found: dict[str, Any]) -> None:
    assert set(found["found"]) == {"orange_city"}  # the others begin later in the year
    assert found["found"]["orange_city"]["days"] <= AIMS["days_until_found"]
    assert "one_plate" in found["found"]["orange_city"]["days_by_rule"]


def test_lawful_work_is_seldom_flagged(found: dict[str, Any]) -> None:
    assert found["accesses"] > 1000
    most = AIMS["false_flags_per_1000_accesses"]
    assert found["false_flags_per_1000_accesses"] <= most
