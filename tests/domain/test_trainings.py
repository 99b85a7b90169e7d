"""The two courses that give access (09.21.10.A)."""

from datetime import date, timedelta

import pytest

from mdt_alpr.domain.people.accounts import AccountRefusedError
from mdt_alpr.domain.people.trainings import Course, counts_from, demand_class, demand_training
from mdt_alpr.domain.policy import LARGEST_PAPER

TODAY = date(2026, 11, 28)
GOOD = ((Course.POLICY_REVIEW,), "2026-1", "D. Lee", "PowerDMS 118")


def test_one_course_without_the_other_gives_no_access() -> None:
    for course in Course:
        assert counts_from({course: TODAY}) is None
    assert counts_from({}) is None


def test_the_older_of_both_courses_decides_until_when_a_training_counts() -> None:
    last_week = TODAY - timedelta(days=7)
    assert counts_from({Course.POLICY_REVIEW: TODAY, Course.SYSTEM_USE: last_week}) == last_week


@pytest.mark.parametrize("place", range(4))
def test_a_class_without_course_version_presenter_or_paper_is_refused(place: int) -> None:
    demand_class(*GOOD)
    wrong = (() if n == place == 0 else "  " if n == place else one for n, one in enumerate(GOOD))
    with pytest.raises(AccountRefusedError):
        demand_class(*wrong)  # type: ignore[arg-type]


def test_a_scan_takes_the_place_of_where_the_paper_is_kept_unless_it_is_too_large() -> None:
    demand_class(*GOOD[:3], paper="", scan=b"%PDF")
    with pytest.raises(AccountRefusedError, match="8 MB"):
        demand_class(*GOOD, scan=bytes(LARGEST_PAPER + 1))


def test_nobody_records_an_own_training_or_one_to_come_or_an_older_one() -> None:
    demand_training("rivera", TODAY, TODAY, TODAY, "lee")
    for person, on, newest in (
        ("lee", TODAY, None),
        ("rivera", TODAY + timedelta(days=1), None),
        ("rivera", TODAY - timedelta(days=1), TODAY),
    ):
        with pytest.raises(AccountRefusedError):
            demand_training(person, on, newest, TODAY, "lee")


def test_a_day_that_a_wrong_clock_put_into_the_future_is_replaced() -> None:
    demand_training("rivera", TODAY, TODAY + timedelta(days=366), TODAY, "lee")
