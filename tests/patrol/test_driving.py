"""What moves locks; the screen is told when something on it changes, not each second."""

from datetime import timedelta

import pytest

from mdt_alpr.domain.officer import Driving
from mdt_alpr.patrol.crew import TYPING_BACK_AFTER, DrivingWatch
from mdt_alpr.patrol.events import DrivingChanged
from tests.builders import NOW
from tests.fixes import a_fix


class Watched:
    def __init__(self) -> None:
        self.said: list[Driving] = []
        self.watch = DrivingWatch(self._take)
        self._seconds = 0.0

    def drive(self, *speeds: float | None, every_s: float = 1.0) -> None:
        for speed in speeds:
            at = NOW + timedelta(seconds=self._seconds)
            self.watch.moves(None if speed is None else a_fix(speed, seen_at=at))
            self._seconds += every_s

    def _take(self, event: DrivingChanged) -> None:
        self.said.append(event.driving)


@pytest.fixture
def car() -> Watched:
    return Watched()


def test_only_a_change_of_a_whole_mile_an_hour_is_said(car: Watched) -> None:
    car.drive(31.0, 31.2, 30.8, 31.4, 31.6)
    assert [round(d.speed_mph or 0) for d in car.said] == [31, 32]


def test_five_and_a_bit_is_above_five_though_both_are_shown_as_five(car: Watched) -> None:
    car.drive(5.0, 5.2)
    assert [d.typing_allowed for d in car.said] == [True, False]


def test_typing_comes_back_after_two_slow_seconds_not_at_the_first(car: Watched) -> None:
    car.drive(5.4, 4.8, 5.3, 4.9)
    assert [d.typing_allowed for d in car.said] == [False]
    car.drive(4.0, every_s=TYPING_BACK_AFTER.total_seconds())
    assert car.said[-1] == Driving(4.0)


def test_an_unknown_speed_locks_nothing(car: Watched) -> None:
    car.drive(31.0, None)
    assert car.said[-1] == Driving(None)
    assert car.watch.current.typing_allowed


def test_a_clock_set_back_does_not_keep_the_keys_locked(car: Watched) -> None:
    car.drive(31.0)
    car.watch.moves(a_fix(0.0, seen_at=NOW - timedelta(hours=1)))
    assert car.watch.current.typing_allowed


def test_a_second_officer_opens_the_keys_at_any_speed(car: Watched) -> None:
    car.drive(31.0)
    car.watch.second_officer(present=True)
    car.drive(60.0)
    car.watch.second_officer(present=False)
    assert [d.typing_allowed for d in car.said] == [False, True, True, False]
