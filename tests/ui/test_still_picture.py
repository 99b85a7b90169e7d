"""Above 5 mph the live picture is a still of the last read, unless a second officer is there."""

import pytest

from mdt_alpr.domain.officer import Driving
from mdt_alpr.patrol.events import CameraChanged, DrivingChanged, FrameSeen, Health, ReadMade
from mdt_alpr.patrol.ports import Frame
from mdt_alpr.ui.shell.models.patrol import LiveFrame, LiveState
from mdt_alpr.ui.shell.presenters.patrol import PatrolPresenter
from mdt_alpr.ui.shell.presenters.patrol_views import STILL_WORDS
from tests.builders import SetClock, a_read
from tests.ui.fake_desk import FakeDesk


class Screen:
    """What the patrol presenter shows of the camera."""

    def __init__(self) -> None:
        self.clock = SetClock()
        self.presenter = PatrolPresenter(FakeDesk(self.clock), self.clock)
        self.frames: list[LiveFrame] = []
        self.state = LiveState("")
        self.presenter.frame_changed.connect(self.frames.append)
        self.presenter.live_changed.connect(self._say)
        self.presenter.take(CameraChanged("front", Health.OK, "", self.clock.now()))
        self.see()
        self.frames.clear()

    def drive(self, mph: float | None, *, passenger: bool = False) -> None:
        self.presenter.take(DrivingChanged(Driving(mph, passenger)))

    def see(self, seconds: float = 0.0) -> None:
        self.clock.pass_by(seconds=seconds)
        frame = Frame(bytearray(12), self.clock.now(), 1, 2, 2, "front")
        self.presenter.take_frame(FrameSeen(frame, ()))
        self.presenter.tick()

    def read(self, text: str = "KLM4471", revision: int = 0) -> None:
        read = a_read(text, captured_at=self.clock.now(), revision=revision)
        self.presenter.take(ReadMade(read, held=False, latency_ms=400))

    def _say(self, state: LiveState) -> None:
        self.state = state


@pytest.fixture
def screen(qapp: object) -> Screen:
    assert qapp
    return Screen()


def test_while_moving_the_picture_waits_for_the_next_read(screen: Screen) -> None:
    screen.drive(30)
    for _ in range(45):
        screen.see(1 / 15)
    assert screen.frames == []
    screen.read()
    screen.see()
    screen.see()
    assert len(screen.frames) == 1


def test_the_still_changes_at_most_every_two_seconds(screen: Screen) -> None:
    screen.drive(30)
    screen.see(2)
    for number in range(40):
        screen.read(f"KLM{number:04d}")
        screen.see(0.2)
    assert len(screen.frames) == 4


def test_a_revised_read_is_no_new_still(screen: Screen) -> None:
    screen.drive(30)
    screen.see(3)
    screen.read(revision=1)
    screen.see()
    assert screen.frames == []


@pytest.mark.parametrize("driving", [Driving(5.0), Driving(None), Driving(30.0, passenger=True)])
def test_otherwise_the_picture_runs(screen: Screen, driving: Driving) -> None:
    screen.drive(driving.speed_mph, passenger=driving.passenger)
    for _ in range(5):
        screen.see(1 / 15)
    assert len(screen.frames) == 5
    assert screen.state.still == ""


def test_the_page_says_why_the_picture_stands_still_and_is_not_called_frozen(
    screen: Screen,
) -> None:
    screen.drive(30)
    for _ in range(5):
        screen.see(1)
    assert (screen.state.still, screen.state.headline) == (STILL_WORDS, "")
    assert len(STILL_WORDS) <= 30
    screen.drive(0)
    assert screen.state.still == ""


def test_a_frozen_camera_is_said_before_a_still(screen: Screen) -> None:
    screen.drive(30)
    for _ in range(5):
        screen.clock.pass_by(seconds=1)
        screen.presenter.tick()
    assert (screen.state.headline, screen.state.still) == ("Picture frozen", "")
