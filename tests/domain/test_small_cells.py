"""What the public gets points at nobody (RPT-05)."""

from mdt_alpr.domain.review.small_cells import is_small, shown_cell, shown_total


def test_a_count_below_five_is_hidden_and_none_at_all_is_shown() -> None:
    assert [number for number in range(8) if is_small(number)] == [1, 2, 3, 4]
    assert [shown_cell(number) for number in (0, 3, 5)] == [0, None, 5]


def test_a_total_is_that_of_what_is_shown() -> None:
    assert shown_total({"a": 0, "b": 3, "c": 2, "d": 40, "e": 5}) == 45
    assert shown_total({}) == 0
