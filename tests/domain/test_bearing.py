"""Distance and direction between points."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mdt_alpr.domain.reading.position import NamedPoint, nearest, offset, wind

CONCORD, KANNAPOLIS, RALEIGH = (35.409, -80.582), (35.487, -80.622), (35.779, -78.638)
LATITUDES = st.floats(-80, 80)
LONGITUDES = st.floats(-180, 180)


@pytest.mark.parametrize(
    ("of", "miles", "toward"), [(KANNAPOLIS, 5.8, "NNW"), (RALEIGH, 112.2, "ENE")]
)
def test_known_places_lie_where_they_lie(
    of: tuple[float, float], miles: float, toward: str
) -> None:
    seen = offset(of, CONCORD)
    assert seen.miles == pytest.approx(miles, rel=0.01)
    assert wind(seen.bearing) == toward


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
@example(1.0, -1e-76, 0.0, 0.0)
def test_it_is_as_far_there_as_back(lat: float, lon: float, lat2: float, lon2: float) -> None:
    there, back = offset((lat, lon), (lat2, lon2)), offset((lat2, lon2), (lat, lon))
    assert there.miles == pytest.approx(back.miles, abs=1e-6)
    assert 0 <= there.bearing < 360
    assert math.hypot(there.east, there.north) == pytest.approx(there.miles, abs=1e-6)


@given(st.floats(0, 359.99))
def test_the_opposite_wind_is_half_a_turn_away(bearing: float) -> None:
    opposite = {"N": "S", "NE": "SW", "E": "W", "SSE": "NNW"}
    if wind(bearing) in opposite:
        assert wind(bearing + 180) == opposite[wind(bearing)]


def test_only_what_is_within_reach_is_listed_the_nearest_first() -> None:
    points = [NamedPoint(str(n), 35.0 + n, -80.0) for n in (3, 0, 1)]
    found = nearest(points, 35.1, -80.0, 100)
    assert [point.name for point, _ in found] == ["0", "1"]
    assert [wind(seen.bearing) for _, seen in found] == ["S", "N"]
