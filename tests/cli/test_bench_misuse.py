"""Known misuse that hides in a drawn year is flagged within a week (SUP-03)."""

from typing import Any

import pytest

from mdt_alpr.lab.measure.bench_misuse import figures


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return figures(seed=25, days=55)


def test_searches_for_invented_cases_are_flagged_within_a_week(found: dict[str, Any]) -> None:
    aims, year = found["aims"], found["invented"]
    assert set(year["found"]) == {"orange_city"}  # the others begin later in the year
    assert year["found"]["orange_city"]["days"] <= aims["days_until_found"]
    assert "one_plate" in year["found"]["orange_city"]["days_by_rule"]


def test_lawful_work_is_seldom_flagged(found: dict[str, Any]) -> None:
    most = found["aims"]["false_flags_per_1000_accesses"]
    for cases in ("invented", "unchecked", "borrowed"):
        assert found[cases]["accesses"] > 1000
        assert found[cases]["false_flags_per_1000_accesses"] <= most
