"""A list is proposed for a lower priority beyond what chance explains only (D18)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.hotlist.hotlist import Priority
from mdt_alpr.domain.review.list_precision import ListPrecision, proposal_words, proposed_priority

SELDOM = ListPrecision("NC extract", right=3, decided=40)
GOOD = ListPrecision("NCIC", right=38, decided=40)


@pytest.mark.parametrize(
    ("now", "proposed"),
    [(Priority.HIGH, Priority.MEDIUM), (Priority.MEDIUM, Priority.LOW), (Priority.LOW, None)],
)
def test_one_step_lower_is_proposed_and_nothing_below_the_lowest(
    now: Priority, proposed: Priority | None
) -> None:
    assert proposed_priority(now, (GOOD, SELDOM), 0.25) is proposed


def test_a_list_that_is_above_the_line_is_left_and_so_is_every_one_without_a_line() -> None:
    assert proposed_priority(Priority.HIGH, (GOOD,), 0.25) is None
    assert proposed_priority(Priority.HIGH, (SELDOM,), None) is None
    assert proposed_priority(Priority.HIGH, (), 0.25) is None


@given(st.integers(0, 3), st.sampled_from([0.05, 0.25, 0.5]))
def test_small_numbers_propose_nothing(decided: int, line: float) -> None:
    assert not ListPrecision("NC extract", 0, decided).is_below(line)


@given(st.integers(0, 400), st.integers(0, 400), st.sampled_from([0.05, 0.5, 0.95]))
def test_the_whole_interval_of_what_is_proposed_lies_below_the_line(
    right: int, wrong: int, line: float
) -> None:
    precision = ListPrecision("NC extract", right, right + wrong)
    assert precision.is_below(line) == (
        precision.decided > 0 and precision.score.interval[1] < line
    )
    if precision.is_below(line):
        assert right / precision.decided < line


def test_the_proposal_names_counts_interval_and_line_of_the_lists_below_it_only() -> None:
    words = proposal_words(Priority.MEDIUM, (GOOD, SELDOM), 0.25)
    assert words == (
        "Proposed priority: medium, below the agency's line of 25%. "
        "NC extract: 3 of 40 right, 7.5% (2.6 to 19.9)"
    )
