"""The schedule: each duty's state, and the days on which the next of each is due (RPT-02)."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.equipment.schedule import (
    DueState,
    Plan,
    WorkDates,
    WorkKind,
    WorkResult,
    due_state,
    work_due,
)
from mdt_alpr.domain.policy import CAPTURE_ZONE
from mdt_alpr.domain.review.accuracy import SAMPLE_OF_MONTH, MonthOfReads, SampledBy, last_complete
from mdt_alpr.domain.review.audit_schedule import (
    DEMANDS,
    LATE,
    DutyDates,
    ScheduledDuty,
    ScheduleState,
    legislative_due,
    sample_due,
    schedule,
)
from mdt_alpr.domain.review.truth import TruthTally
from mdt_alpr.domain.review.weekly import last_week, next_to_sign, sign_by, span_of, weeks_missing

TODAY = date(2026, 11, 29)
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
DATES = st.builds(
    DutyDates,
    st.sampled_from(ScheduledDuty),
    st.lists(DAYS, max_size=4).map(tuple),
    st.none() | DAYS,
)


@pytest.mark.concord
def test_every_duty_has_its_demand_with_a_clause() -> None:
    assert set(DEMANDS) == set(ScheduledDuty)
    for one in DEMANDS.values():
        assert one.clause.startswith(("09.21.", "GS 20-183.", "CJIS "))
        assert one.what
        assert one.every
        assert one.soon > timedelta(0)


@given(st.lists(DATES, max_size=12), DAYS)
def test_what_is_past_its_day_is_late_and_comes_first(dates: list[DutyDates], today: date) -> None:
    lines = schedule(dates, today)
    assert sorted(line.duty for line in lines) == sorted(one.duty for one in dates)
    assert [line.state in LATE for line in lines] == sorted(
        (line.state in LATE for line in lines), reverse=True
    )
    for one in lines:
        is_late = one.due_on is not None and one.due_on < today
        assert (one.state in LATE) == is_late == bool(one.late)
        assert (one.state is ScheduleState.NEVER) == (is_late and one.last_on is None)
        assert one.late <= one.items
    assert lines == schedule(dates[::-1], today) or len({one.duty for one in dates}) < len(dates)


def test_the_last_day_is_in_time_and_shown_as_soon() -> None:
    dates = DutyDates(ScheduledDuty.CHIEF_REPORT, (TODAY,), TODAY - timedelta(days=335))
    (on_day,), (after,) = schedule([dates], TODAY), schedule([dates], TODAY + timedelta(days=1))
    assert (on_day.state, after.state) == (ScheduleState.SOON, ScheduleState.OVERDUE)
    (early,) = schedule([dates], TODAY - timedelta(days=60))
    assert early.state is ScheduleState.IN_TIME
    (nothing,) = schedule([DutyDates(ScheduledDuty.PRESERVATION)], TODAY)
    assert (nothing.state, nothing.due_on) == (ScheduleState.IN_TIME, None)


@given(DAYS, st.none() | st.integers(2024, 2029))
def test_the_legislature_is_owed_the_first_year_without_a_report(
    began_on: date, last_year: int | None
) -> None:
    due = legislative_due(last_year, began_on)
    assert (due.month, due.day) == (3, 1)
    assert due > began_on
    owed = due.year - 1
    assert owed == began_on.year or owed == (last_year or 0) + 1
    assert legislative_due(owed, began_on).year == due.year + 1


@given(DAYS, st.none() | DAYS)
def test_a_sample_is_due_on_the_last_day_of_a_month(
    began_on: date, last_month: date | None
) -> None:
    month = last_month and last_month.replace(day=1)
    due = sample_due(month, began_on)
    assert (due + timedelta(days=1)).day == 1
    assert due >= began_on
    if month is not None:
        assert (due.year, due.month) > (month.year, month.month)


def test_a_month_is_complete_when_every_judged_camera_is() -> None:
    def month(number: int, name: str, right: int) -> MonthOfReads:
        tally = TruthTally(name, right)
        return MonthOfReads(date(2026, number, 1), SampledBy.CAMERA, name, tally)

    full, short = SAMPLE_OF_MONTH, SAMPLE_OF_MONTH - 1
    listed = MonthOfReads(date(2026, 12, 1), SampledBy.LIST, "NCIC", TruthTally("NCIC", 900))
    found = [month(9, "front", full), month(10, "front", full), month(10, "left", short), listed]
    assert last_complete(found) == date(2026, 9, 1)
    assert last_complete([listed]) is None


@given(DAYS, st.sets(st.integers(-1, 5)), st.integers(0, 60))
def test_a_week_is_missing_exactly_when_its_last_day_to_sign_is_over(
    today: date, signed: set[int], since: int
) -> None:
    now = datetime.combine(today, time(12), CAPTURE_ZONE)
    began, known = now - timedelta(days=since), {last_week(now, ago) for ago in signed}
    week, missing = next_to_sign(known, now, began), weeks_missing(known, now, began)
    assert (sign_by(week) < today) == bool(missing)
    assert week == (missing[0] if missing else week)
    assert span_of(week)[1] > began


@given(DAYS, st.integers(1, 400), st.integers(0, 400))
def test_work_is_due_as_planned_or_since_it_failed(since: date, every: int, later: int) -> None:
    plan = Plan(WorkKind.CALIBRATION, every, since)
    planned = since + timedelta(days=every)
    assert work_due(WorkKind.CALIBRATION, [plan], []) == planned
    assert work_due(WorkKind.MAINTENANCE, [plan], []) is None
    on = since + timedelta(days=later)
    failed = WorkDates(WorkKind.CALIBRATION, on, on, WorkResult.FAILED)
    assert work_due(WorkKind.CALIBRATION, [plan], [failed]) == min(on, planned)
    passed = WorkDates(WorkKind.CALIBRATION, on, on, WorkResult.PASSED)
    assert work_due(WorkKind.CALIBRATION, [plan], [failed, passed]) == on + timedelta(days=every)
    ordered = WorkDates(WorkKind.CORRECTION, on)
    assert work_due(WorkKind.CORRECTION, [plan], [ordered]) == on


@pytest.mark.proved("B8")
@pytest.mark.clause("3.A.4")
@given(DAYS)
def test_work_that_failed_after_it_passed_on_the_same_day_is_due(on: date) -> None:
    passed = WorkDates(WorkKind.CALIBRATION, on, on, WorkResult.PASSED)
    failed = WorkDates(WorkKind.CALIBRATION, on, on, WorkResult.FAILED)
    assert work_due(WorkKind.CALIBRATION, [], [passed, failed]) == on
    assert due_state([], [passed, failed], on) is DueState.FAILED
    assert work_due(WorkKind.CALIBRATION, [], [failed, passed]) is None
