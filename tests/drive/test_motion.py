from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.drive.story import Curve, Odometer

POINTS = st.lists(st.floats(-50, 50), min_size=2, max_size=8).map(
    lambda values: [(float(i), value) for i, value in enumerate(values)]
)


@given(POINTS)
def test_a_curve_goes_through_its_points(points: list[tuple[float, float]]) -> None:
    curve = Curve(points)
    for time, value in points:
        assert curve.at(time) == pytest.approx(value, abs=1e-6)


@given(POINTS, st.floats(0, 1))
def test_a_curve_never_leaves_the_span_of_its_neighbors(
    points: list[tuple[float, float]], share: float
) -> None:
    curve = Curve(points)
    for (start, a), (_, b) in pairwise(points):
        assert min(a, b) - 1e-6 <= curve.at(start + share) <= max(a, b) + 1e-6


def test_the_end_values_hold_beyond_the_ends() -> None:
    curve = Curve([(1.0, 5.0), (2.0, 7.0)])
    assert (curve.at(-3), curve.at(9)) == (5.0, 7.0)


def test_a_round_is_a_whole_number_of_stretches_and_the_next_goes_on_from_there() -> None:
    odometer = Odometer([(0.0, 10.0), (5.0, 2.0), (10.0, 10.0)], 10.0, 7.0)
    assert odometer.length % 7.0 == pytest.approx(0.0)
    assert odometer.at(10.0) == pytest.approx(odometer.length)
    assert odometer.at(23.0) == pytest.approx(2 * odometer.length + odometer.at(3.0))
    assert odometer.speed(10.0) == pytest.approx(odometer.speed(0.0), rel=0.05)


def test_the_way_never_runs_back() -> None:
    odometer = Odometer([(0.0, 4.0), (3.0, 0.0), (5.0, 0.0), (8.0, 4.0)], 8.0, 5.0)
    ways = [odometer.at(i / 10) for i in range(80)]
    assert ways == sorted(ways)
    assert odometer.speed(4.0) == pytest.approx(0.0, abs=0.01)
