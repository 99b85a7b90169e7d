from datetime import timedelta

import pytest

from mdt_alpr.patrol.events import (
    CameraChanged,
    EngineMissing,
    Event,
    Failed,
    Health,
    LinkChanged,
    SignedOut,
    SourceEnded,
)
from mdt_alpr.ui.presenters.camera_watch import CameraWatch
from tests.builders import NOW

RUNS = CameraChanged("front", Health.OK, "", NOW)
LOST = CameraChanged("front", Health.LOST, "Check the cable.", NOW, 4.2)
LATER = NOW + timedelta(seconds=2.1)


def watch(*events: Event, frame: bool = False) -> CameraWatch:
    made = CameraWatch()
    for event in events:
        made.take(event)
    if frame:
        made.frame_came(NOW)
    return made


def test_nobody_started_it() -> None:
    stands = watch().standing(NOW)
    assert (stands.health, stands.headline) == (Health.STARTING, "Camera is off")


def test_the_end_of_a_shift_is_off_and_a_lost_session_is_not() -> None:
    ended = watch(RUNS, SignedOut("officer-1", "", wished=True), frame=True)
    assert ended.standing(LATER).headline == "Camera is off"
    lost = watch(RUNS, SignedOut("officer-1", "Sign in again."), frame=True)
    assert lost.standing(NOW).headline == ""


def test_it_starts_until_the_first_frame_is_there() -> None:
    assert watch(RUNS).standing(NOW).headline == "Starting camera"
    assert watch(RUNS, frame=True).standing(NOW).headline == ""


def test_a_picture_that_stands_still_for_two_seconds_is_lost() -> None:
    running = watch(RUNS, frame=True)
    assert not running.standing(NOW + timedelta(seconds=2)).lost
    stands = running.standing(LATER)
    assert (stands.lost, stands.headline, stands.word) == (True, "Picture frozen", "Frozen")


def test_a_lost_camera_says_since_when_and_what_to_do() -> None:
    stands = watch(RUNS, LOST, frame=True).standing(LATER)
    assert stands.lost
    assert stands.line.startswith("No plates are being read since ")
    assert stands.detail == "Check the cable.\nTrying again by itself. Next try after 4 s."


def test_after_a_loss_an_old_frame_counts_no_more() -> None:
    assert watch(RUNS, LOST, RUNS).standing(NOW).headline == "Starting camera"


def test_a_file_that_ended_is_no_loss() -> None:
    stands = watch(RUNS, SourceEnded("front"), frame=True).standing(LATER)
    assert (stands.health, stands.headline) == (Health.WEAK, "Source ended")


@pytest.mark.parametrize(
    "event",
    [
        Failed("recognition", "ValueError: bad."),
        Failed("camera", "KeyError: bad."),
        EngineMissing("recognition", "The weights are damaged. Install again."),
    ],
)
def test_reading_that_stopped_is_never_silent(event: Event) -> None:
    stands = watch(RUNS, event, frame=True).standing(NOW)
    assert (stands.lost, stands.headline) == (True, "Reading stopped")
    assert stands.detail


@pytest.mark.parametrize(
    "event",
    [
        Failed("link", "no"),
        EngineMissing("ppocr", "no"),
        LinkChanged(Health.LOST, "no"),
    ],
)
def test_other_losses_concern_others(event: Event) -> None:
    made = watch(RUNS, frame=True)
    assert not made.take(event)
    assert not made.standing(NOW).lost
