"""Every clock gives an aware instant in UTC, and only goes where its owner puts it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mdt_alpr.demo.drill.world import SetClock as ScenarioClock
from mdt_alpr.machine.clock import Clock, SteppedClock, SystemClock
from tests.builders import NOW, SetClock

ELSEWHERE = NOW.astimezone(ZoneInfo("America/New_York"))
"""A scenario and a test may write their time as the agency does."""
SET: dict[str, Callable[[datetime], Clock]] = {
    "stepped": SteppedClock,
    "scenario": ScenarioClock,
    "test": SetClock,
}


@pytest.mark.parametrize("clock", [SystemClock(), *(make(ELSEWHERE) for make in SET.values())])
def test_the_instant_is_aware_and_in_utc(clock: Clock) -> None:
    assert clock.now().utcoffset() == timedelta(0)


@pytest.mark.parametrize("name", SET)
def test_one_that_is_set_stands_where_it_was_put(name: str) -> None:
    clock = SET[name](ELSEWHERE)
    assert clock.now() == clock.now() == NOW


def test_the_machines_clock_goes_on() -> None:
    clock = SystemClock()
    assert clock.now() <= clock.now()


def test_a_clock_moves_on_as_far_as_it_is_told() -> None:
    step = timedelta(seconds=2.5)
    stepped, scenario, test = SteppedClock(NOW), ScenarioClock(NOW), SetClock(NOW)
    assert stepped.advance(step) == stepped.now()
    scenario.pass_by(step)
    test.pass_by(seconds=2.5)
    assert stepped.now() == scenario.now() == test.now() == NOW + step


def test_a_stepped_clock_refuses_to_go_back_or_to_lack_a_zone() -> None:
    with pytest.raises(ValueError, match="back"):
        SteppedClock(NOW).advance(timedelta(seconds=-1))
    with pytest.raises(ValueError, match="zone"):
        SteppedClock(NOW.replace(tzinfo=None))
