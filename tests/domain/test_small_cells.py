"""What the public gets points at nobody (RPT-05)."""

from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.review.small_cells import SMALLEST_CELL, hidden_cells, is_small


def test_a_count_below_five_is_hidden_and_none_at_all_is_shown() -> None:
    assert [number for number in range(8) if is_small(number)] == [1, 2, 3, 4]
    assert hidden_cells({"a": 0, "b": 3, "c": 2, "d": 40}) == {
        "a": 0, "b": None, "c": None, "d": 40,
    }  # fmt: skip


def test_one_hidden_part_takes_the_next_smallest_with_it() -> None:
    assert hidden_cells({"a": 90, "b": 1, "c": 12}) == {"a": 90, "b": None, "c": None}


def test_parts_that_are_small_together_too_take_another_with_them() -> None:
    assert hidden_cells({"a": 1, "b": 2, "c": 7, "d": 9}) == {
        "a": None, "b": None, "c": None, "d": 9,
    }  # fmt: skip


@given(st.dictionaries(st.integers(0, 30), st.integers(0, 60), max_size=12))
def test_nobody_computes_a_small_count_from_the_total_and_the_rest(cells: dict[int, int]) -> None:
    shown = hidden_cells(cells)
    assert list(shown) == list(cells)
    assert not any(number is not None and is_small(number) for number in shown.values())
    hidden = [cells[name] for name, number in shown.items() if number is None]
    several = len([number for number in cells.values() if number]) > 1
    if hidden and several:
        assert len(hidden) > 1
        assert sum(hidden) >= SMALLEST_CELL or all(
            number is None or number == 0 for number in shown.values()
        )
