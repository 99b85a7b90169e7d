"""Fixes of a receiver: one to start from, and any that there can be."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from mdt_alpr.domain.reading.position import FASTEST_MPH, Fix
from tests.builders import NOW

_INSTANTS = st.datetimes(
    min_value=datetime(1980, 1, 6),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2079, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
FIXES = st.builds(
    Fix,
    lat=st.floats(-90, 90),
    lon=st.floats(-180, 180),
    at=_INSTANTS,
    seen_at=_INSTANTS,
    speed_mph=st.none() | st.floats(0, FASTEST_MPH),
    heading=st.none() | st.floats(0, 360, exclude_max=True),
    accuracy_m=st.none() | st.floats(0, 1e6),
    simulated=st.booleans(),
)


def a_fix(speed_mph: float | None = 31.0, *, seen_at: datetime = NOW, **fields: Any) -> Fix:
    """Return a place in Charlotte, told 0.2 s after the receiver's own time."""
    given: dict[str, Any] = {
        "lat": 35.2271,
        "lon": -80.8431,
        "at": seen_at - timedelta(seconds=0.2),
        "heading": 45.0,
        "accuracy_m": 4.0,
        **fields,
    }
    return Fix(seen_at=seen_at, speed_mph=speed_mph, **given)
