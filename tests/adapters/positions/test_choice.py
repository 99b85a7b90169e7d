"""The form of the setting chooses the receiver; a car may have none."""

import pytest

from mdt_alpr.adapters.positions import positions_for
from mdt_alpr.domain.errors import PositionLostError
from tests.builders import SetClock


@pytest.mark.parametrize(
    ("source", "module"),
    [
        ("serial:/dev/ttyUSB0", "nmea_receiver"),
        ("serial:COM4", "nmea_receiver"),
        ("COM4", "nmea_receiver"),
        ("com12", "nmea_receiver"),
        ("nmea://192.0.2.7:10110", "nmea_receiver"),
        ("gpsd://localhost:2947", "gpsd_receiver"),
        ("gpsd://localhost", "gpsd_receiver"),
        ("drive", "drive_receiver"),
    ],
)
def test_each_form_has_its_receiver(source: str, module: str) -> None:
    receiver = positions_for(source, SetClock())
    assert type(receiver).__module__.endswith(module)


def test_a_car_may_have_none() -> None:
    assert positions_for("", SetClock()) is None


@pytest.mark.parametrize("source", ["/dev/ttyUSB0", "COM", "http://gps", "none"])
def test_another_form_is_named_in_a_sentence(source: str) -> None:
    with pytest.raises(PositionLostError, match="Set it to serial:"):
        positions_for(source, SetClock())
