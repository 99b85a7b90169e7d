import pytest

from mdt_alpr.domain.officer import Driving


@pytest.mark.parametrize(
    ("driving", "allowed"),
    [
        (Driving(speed_mph=None), True),
        (Driving(speed_mph=0.0), True),
        (Driving(speed_mph=5.0), True),
        (Driving(speed_mph=5.1), False),
        (Driving(speed_mph=60.0, passenger=True), True),
    ],
)
def test_typing_ends_above_five_miles_an_hour_except_for_a_passenger(
    driving: Driving, *, allowed: bool
) -> None:
    assert driving.typing_allowed is allowed
