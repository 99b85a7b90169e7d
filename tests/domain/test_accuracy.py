"""The monthly sample of reads: scores, Wilson's interval, trend (MNT-04)."""

from datetime import date

import pytest

from mdt_alpr.domain.review.accuracy import (
    MonthOfReads,
    SampledBy,
    Score,
    has_worsened,
    month_of,
    months,
)
from mdt_alpr.domain.review.truth import Truth, TruthTally

NOVEMBER, OCTOBER = date(2026, 11, 1), date(2026, 10, 1)


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    [(96, 100, 0.902, 0.984), (100, 100, 0.963, 1.0), (0, 100, 0.0, 0.037), (5, 10, 0.237, 0.763)],
)
def test_the_interval_is_wilsons(right: int, of: int, low: float, high: float) -> None:
    assert Score(right, of).interval == pytest.approx((low, high), abs=0.0006)


def test_the_interval_of_nothing_says_nothing() -> None:
    assert Score(0, 0).interval == (0.0, 1.0)
    assert Score(0, 0).words == "None judged"
    assert Score(96, 100).words == "96.0% (90.2 to 98.4)"


@pytest.mark.proved("B13")
def test_a_misread_plate_has_no_state_right_and_unreadable_ones_count_not_at_all() -> None:
    tally = TruthTally("front", right=80, state_unread=10, other_state=5, wrong=5, unreadable=7)
    reads = MonthOfReads(NOVEMBER, SampledBy.CAMERA, "front", tally)
    assert (reads.characters, reads.states) == (Score(95, 100), Score(80, 100))
    assert reads.is_complete


def test_months_come_the_newest_first_with_cameras_before_lists() -> None:
    found = months(
        [
            (OCTOBER, SampledBy.CAMERA, "front", Truth.RIGHT, 3),
            (NOVEMBER, SampledBy.LIST, "NCIC", Truth.WRONG, 1),
            (NOVEMBER, SampledBy.CAMERA, "front", Truth.RIGHT, 2),
            (NOVEMBER, SampledBy.CAMERA, "front", Truth.WRONG, 1),
        ]
    )
    assert [(one.month, one.name, one.tally.judged) for one in found] == [
        (NOVEMBER, "front", 3), (NOVEMBER, "NCIC", 1), (OCTOBER, "front", 3),
    ]  # fmt: skip
    assert month_of(date(2026, 11, 24)) == NOVEMBER


def test_a_month_is_worse_only_beyond_what_chance_explains() -> None:
    assert has_worsened(Score(70, 100), Score(98, 100))
    assert not has_worsened(Score(94, 100), Score(98, 100))
    assert not has_worsened(Score(0, 0), Score(98, 100))
