"""Passenger mode takes two presses within four seconds, by somebody who is signed in (VER-10)."""

import pytest

from mdt_alpr.domain.officer import Driving
from mdt_alpr.patrol.events import DrivingChanged, Health, PositionChanged
from mdt_alpr.ui.shell.models.pages import CrewState, CrewView
from mdt_alpr.ui.shell.presenters.crew import CrewPresenter, crew_view
from tests.builders import SetClock
from tests.ui.driven import ReportedCrew


class Cell:
    """What the cell of the strip shows, and a finger on it."""

    def __init__(self) -> None:
        self.clock, self.reported = SetClock(), ReportedCrew()
        self.presenter = CrewPresenter(self.reported, self.clock)
        self.view: CrewView | None = None
        self.presenter.view_changed.connect(self._show)

    def fit(self, mph: float | None = 30.0, *, passenger: bool = False) -> None:
        self.presenter.take(PositionChanged(Health.OK, ""))
        self.presenter.take(DrivingChanged(Driving(mph, passenger)))
        self.presenter.take_access(allowed=True)

    def press(self, *after_s: float) -> None:
        for seconds in after_s:
            self.clock.pass_by(seconds=seconds)
            self.presenter.press()

    def wait(self, seconds: float) -> None:
        self.clock.pass_by(seconds=seconds)
        self.presenter.tick()

    @property
    def word(self) -> str:
        assert self.view is not None
        return self.view.word

    def _show(self, view: CrewView | None) -> None:
        self.view = view


@pytest.fixture
def cell(qapp: object) -> Cell:
    assert qapp
    return Cell()


@pytest.mark.parametrize(
    ("driving", "speed", "word", "shape"),
    [
        (Driving(0.2), "0 mph", "Driver", CrewState.DRIVER),
        (Driving(30.4), "30 mph", "Tiles only", CrewState.LOCKED),
        (Driving(30.4, passenger=True), "30 mph", "2nd officer", CrewState.SECOND),
        (Driving(None), "-- mph", "Driver", CrewState.DRIVER),
    ],
)
def test_the_cell_says_speed_and_who_works_the_screen(
    driving: Driving, speed: str, word: str, shape: CrewState
) -> None:
    assert crew_view(driving, asks=False, live=True) == CrewView(speed, word, shape, live=True)


def test_two_presses_begin_and_two_end_it(cell: Cell) -> None:
    cell.fit()
    cell.press(0)
    assert (cell.word, cell.reported.actions) == ("Confirm", [])
    cell.press(1)
    assert cell.reported.actions == [True]
    cell.fit(passenger=True)
    assert cell.word == "2nd officer"
    cell.press(1, 1)
    assert cell.reported.actions == [True, False]


def test_one_press_is_forgotten_after_four_seconds(cell: Cell) -> None:
    cell.fit()
    cell.press(0)
    cell.wait(4.1)
    assert cell.word == "Tiles only"
    cell.press(0)
    assert cell.reported.actions == []


def test_a_bouncing_finger_is_one_press(cell: Cell) -> None:
    cell.fit()
    cell.press(0, 0.1, 0.1)
    assert (cell.word, cell.reported.actions) == ("Confirm", [])
    cell.press(0.5)
    assert cell.reported.actions == [True]


def test_a_clock_that_is_set_back_confirms_nothing(cell: Cell) -> None:
    cell.fit()
    cell.press(0, -60)
    assert cell.reported.actions == []


def test_nobody_signed_in_or_a_locked_screen_changes_nothing(cell: Cell) -> None:
    cell.fit()
    cell.press(0)
    cell.presenter.take_access(allowed=False)
    cell.press(1, 1)
    assert cell.reported.actions == []
    assert cell.view == CrewView("30 mph", "Tiles only", CrewState.LOCKED, live=False)


def test_a_car_without_a_receiver_has_no_cell(cell: Cell) -> None:
    cell.presenter.take_access(allowed=True)
    cell.press(0, 1)
    assert cell.view is None
    assert cell.reported.actions == []


def test_a_mode_that_ended_meanwhile_is_not_begun_by_an_old_press(cell: Cell) -> None:
    cell.fit(passenger=True)
    cell.press(0)
    cell.presenter.take(DrivingChanged(Driving(30.0)))
    cell.press(1)
    assert (cell.word, cell.reported.actions) == ("Confirm", [])
