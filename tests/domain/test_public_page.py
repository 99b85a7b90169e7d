"""What the public may know has no small count and nothing to subtract (RPT-04, RPT-05)."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.review.accuracy import Score
from mdt_alpr.domain.review.annual_report import ReportSpan
from mdt_alpr.domain.review.public_page import (
    PublicRow,
    accuracy_row,
    counted_rows,
    last_month,
    last_quarter,
    share_row,
    single_row,
)
from mdt_alpr.domain.review.small_cells import SMALLEST_CELL, is_small


def test_the_month_and_the_quarter_are_over() -> None:
    assert last_month(date(2026, 3, 31)) == ReportSpan(date(2026, 2, 1), date(2026, 2, 28))
    assert last_month(date(2026, 1, 1)) == ReportSpan(date(2025, 12, 1), date(2025, 12, 31))
    assert last_quarter(date(2026, 1, 1)) == ReportSpan(date(2025, 10, 1), date(2025, 12, 31))
    assert last_quarter(date(2026, 9, 30)) == ReportSpan(date(2026, 4, 1), date(2026, 6, 30))


@given(st.dates(date(2001, 1, 1)), st.dates(date(2001, 1, 1)))
def test_two_spans_that_are_published_are_the_same_or_have_no_day_in_common(
    one: date, other: date
) -> None:
    for span in (last_month, last_quarter):
        first, second = sorted((span(one), span(other)), key=lambda each: each.first)
        assert first == second or first.last < second.first
        assert span(one).last < one


@given(st.lists(st.integers(0, 9), max_size=7), st.data())
def test_nobody_tells_one_small_count_from_another(
    numbers: list[int], data: st.DataObject
) -> None:
    """Whatever the small counts are, what is published is the same."""
    other = [
        data.draw(st.integers(1, SMALLEST_CELL - 1)) if is_small(number) else number
        for number in numbers
    ]
    one, two = (counted_rows(dict(enumerate_names(cells)), "All") for cells in (numbers, other))
    assert one == two


def enumerate_names(cells: list[int]) -> list[tuple[str, int]]:
    return [(f"list {place}", number) for place, number in enumerate(cells)]


def test_small_parts_are_hidden_and_not_in_their_total() -> None:
    assert [row.number for row in counted_rows({"a": 3, "b": 1}, "All")] == [0, None, None]
    assert [(row.name, row.words) for row in counted_rows({"a": 30, "b": 1, "c": 9}, "All")] == [
        ("All, without what is not shown", "39"), ("a", "30"), ("b", "not shown"), ("c", "9"),
    ]  # fmt: skip
    assert [row.name for row in counted_rows({"a": 30, "b": 0}, "All")] == ["All", "a", "b"]
    assert single_row("Stops", 4).words == "not shown"
    assert single_row("Stops", 0).words == "0"


def test_a_share_about_people_is_hidden_where_either_side_is_small() -> None:
    assert share_row("NCIC", 12, 40).words == "12 of 40: 30.0% (18.1 to 45.4)"
    for number in (2, 38):
        assert share_row("NCIC", number, 40).words == "of 40: too few to show"
        assert share_row("NCIC", number, 40).interval is None
    assert share_row("NCIC", 1, 2) == PublicRow("NCIC", None, None, is_share=True)
    assert share_row("NCIC", 1, 2).words == "too few to show"


def test_the_accuracy_of_a_reader_is_shown_however_few_were_wrong() -> None:
    shown = accuracy_row("Camera", Score(99, 100))
    assert shown.words == "99 of 100: 99.0% (94.6 to 99.8)"
    assert shown.interval is not None
