"""The period of a report, when it is due, and numbers that name their query (RPT-01, RPT-06)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mdt_alpr.domain.review.annual_report import (
    Report,
    ReportFigure,
    ReportRefusedError,
    ReportSection,
    ReportSource,
    ReportSpan,
    asked_span,
    legislative_due_on,
    legislative_year,
    report_due_on,
    used_sources,
)
from mdt_alpr.domain.review.daily_counts import (
    Counted,
    DayCount,
    by_list,
    by_month,
    by_word,
    total,
)

TODAY = date(2026, 11, 29)


def test_without_dates_a_report_covers_the_year_up_to_yesterday() -> None:
    assert asked_span(None, None, TODAY) == ReportSpan(date(2025, 11, 29), date(2026, 11, 28))
    leap_day = asked_span(None, date(2028, 2, 29), date(2028, 3, 1))
    assert leap_day.first == date(2027, 3, 1)


@pytest.mark.proved("K8")
def test_a_period_begins_and_ends_at_the_agencys_midnight() -> None:
    span = asked_span(date(2025, 11, 2), date(2025, 11, 2), TODAY)
    assert (span.since, span.until) == (
        datetime(2025, 11, 2, 4, tzinfo=UTC),
        datetime(2025, 11, 3, 5, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        (date(2026, 1, 1), TODAY + timedelta(days=1), "ends today"),
        (date(2026, 3, 1), date(2026, 2, 1), "comes before"),
        (date(2025, 3, 1), date(2026, 3, 1), "a year at most"),
        (None, date.min, "Nothing was captured"),
    ],
)
def test_a_period_that_cannot_be_is_refused_with_its_reason(
    first: date | None, last: date, why: str
) -> None:
    with pytest.raises(ReportRefusedError, match=why):
        asked_span(first, last, TODAY)


@pytest.mark.clause("3.A.4")
def test_a_report_is_due_in_the_eleventh_month() -> None:
    assert report_due_on(date(2026, 1, 1)) == date(2026, 12, 2)


def test_a_report_of_nearly_a_year_is_the_annual_one() -> None:
    spans = {n: ReportSpan(TODAY - timedelta(days=n - 1), TODAY) for n in (1, 334, 335, 365)}
    assert [n for n, span in spans.items() if span.is_annual] == [335, 365]


def test_the_report_to_the_legislature_is_of_a_year_that_is_over_and_due_on_march_1() -> None:
    assert legislative_year(None, TODAY) == ReportSpan(date(2025, 1, 1), date(2025, 12, 31))
    assert legislative_year(2024, TODAY).first == date(2024, 1, 1)
    for year in (2026, 2027, 0, -1):
        with pytest.raises(ReportRefusedError, match="a year that is over"):
            legislative_year(year, TODAY)
    assert legislative_due_on(TODAY) == date(2027, 3, 1)
    assert legislative_due_on(date(2027, 3, 1)) == date(2027, 3, 1)
    assert legislative_due_on(date(2028, 2, 29)) == date(2028, 3, 1)


def test_a_share_says_of_how_many_and_how_sure_it_is() -> None:
    assert ReportFigure("Hits", 1234, "hits").words == "1,234"
    assert ReportFigure("Wrong", 3, "results", of=40).words == "3 of 40: 7.5% (2.6 to 19.9)"
    assert ReportFigure("Wrong", 0, "results", of=0).words == "None yet"


def test_a_source_has_one_footnote_wherever_it_is_named() -> None:
    sections = (
        ReportSection("Use", (ReportFigure("Reads", 5, "reads"), ReportFigure("Hits", 1, "hits"))),
        ReportSection("Results", (ReportFigure("Manual", 1, "hits", "Verified"),)),
    )
    known = [ReportSource(name, "") for name in ("hits", "reads", "searches")]
    sources = used_sources(sections, known)
    made = datetime(2026, 11, 29, tzinfo=UTC)
    report = Report(ReportSpan(TODAY, TODAY), made, sections, sources)
    assert [source.name for source in sources] == ["reads", "hits"]
    assert [report.note(name) for name in ("reads", "hits")] == [1, 2]


def test_days_add_up_by_word_list_and_month() -> None:
    day = date(2026, 1, 31)
    counts = [
        DayCount(day, "12", Counted.RESULTS, "Stolen", "misread", 2),
        DayCount(day, "14", Counted.RESULTS, "Stolen", "misread", 1),
        DayCount(day + timedelta(days=1), "12", Counted.RESULTS, "Wanted", "", 4),
        DayCount(day, "12", Counted.READS, "", "", 900),
    ]
    assert total(counts, Counted.RESULTS) == 7
    assert by_word(counts, Counted.RESULTS) == {"": 4, "misread": 3}
    assert by_list(counts, Counted.RESULTS) == {"Stolen": {"misread": 3}, "Wanted": {"": 4}}
    assert by_month(counts, Counted.RESULTS) == {date(2026, 1, 1): 3, date(2026, 2, 1): 4}
