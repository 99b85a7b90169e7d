"""The simulated car tells the drive's own speed, and marks it."""

from mdt_alpr.adapters.positions.drive_receiver import START, Receiver
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.drive.story import RED_LIGHTS
from tests.builders import SetClock


def speed_at(seconds: float | None) -> float:
    receiver = Receiver("drive", SetClock(), lambda: seconds)
    receiver.open()
    fix = receiver.read()
    assert isinstance(fix, Fix)
    assert fix.simulated
    return round(fix.speed_mph or 0.0)


def test_it_waits_at_the_lights_and_drives_between_them() -> None:
    assert speed_at(RED_LIGHTS[0][0] + 1) == 0
    assert 28 <= speed_at(52.0) <= 34


def test_a_parked_car_is_at_the_start() -> None:
    assert speed_at(None) == 0
    receiver = Receiver("drive", SetClock(), lambda: None)
    receiver.open()
    fix = receiver.read()
    assert isinstance(fix, Fix)
    assert (fix.lat, fix.lon) == START


def test_it_tells_once_a_second() -> None:
    clock = SetClock()
    receiver = Receiver("drive", clock)
    receiver.open()
    result = []
    for _ in range(9):
        result.append(receiver.read() is not None)
        clock.pass_by(seconds=0.5)
    receiver.close()
    assert result == [True, False] * 4 + [True]


def test_the_next_round_begins_where_the_last_began() -> None:
    seconds = [0.0]
    receiver = Receiver("drive", clock := SetClock(), lambda: seconds[0])
    receiver.open()
    places = []
    for at in (0.0, 45.0, 90.0):
        seconds[0] = at
        fix = receiver.read()
        assert isinstance(fix, Fix)
        places.append((round(fix.lat, 5), round(fix.lon, 5)))
        clock.pass_by(seconds=1)
    assert places[0] == places[2] != places[1]
