from datetime import timedelta

import pytest

from mdt_alpr.patrol.events import (
    CameraBeat,
    CameraChanged,
    EngineMissing,
    Event,
    Failed,
    Health,
    LinkChanged,
    SignedOut,
    SourceEnded,
)
from mdt_alpr.ui.shell.presenters.camera_watch import CameraWatch
from mdt_alpr.ui.shell.presenters.patrol_views import live_state
from tests.builders import NOW

RUNS = CameraChanged("front", Health.OK, "", NOW)
LOST = CameraChanged("front", Health.LOST, "Check the cable.", NOW, 4.2)
LATER = NOW + timedelta(seconds=2.1)


def watch(*events: Event, frame: bool = False) -> CameraWatch:
    made = CameraWatch()
    for event in events:
        made.take(event)
    if frame:
        made.frame_came(NOW, "front")
    return made


def test_nobody_started_it() -> None:
    shown = watch().status(NOW)
    assert (shown.health, shown.headline) == (Health.STARTING, "Camera is off")


def test_the_end_of_a_shift_is_off_and_a_lost_session_is_not() -> None:
    ended = watch(RUNS, SignedOut("officer-1", "", by_officer=True), frame=True)
    assert ended.status(LATER).headline == "Camera is off"
    lost = watch(RUNS, SignedOut("officer-1", "Sign in again."), frame=True)
    assert lost.status(NOW).headline == ""


def test_it_starts_until_the_first_frame_is_there() -> None:
    assert watch(RUNS).status(NOW).headline == "Starting camera"
    assert watch(RUNS, frame=True).status(NOW).headline == ""


def test_a_picture_that_stands_still_for_two_seconds_is_lost() -> None:
    running = watch(RUNS, frame=True)
    assert not running.status(NOW + timedelta(seconds=2)).lost
    shown = running.status(LATER)
    assert (shown.lost, shown.headline, shown.word) == (True, "Picture frozen", "Frozen")


def test_a_lost_camera_says_since_when_and_what_to_do() -> None:
    shown = watch(RUNS, LOST, frame=True).status(LATER)
    assert shown.lost
    assert shown.line.startswith("No plates are being read since ")
    assert shown.detail == "Check the cable.\nRetrying automatically. Next try after 4 s."


def test_after_a_loss_an_old_frame_counts_no_more() -> None:
    assert watch(RUNS, LOST, RUNS).status(NOW).headline == "Starting camera"


def test_a_file_that_ended_is_no_loss() -> None:
    shown = watch(RUNS, SourceEnded("front"), frame=True).status(LATER)
    assert (shown.health, shown.headline) == (Health.WEAK, "Source ended")


@pytest.mark.parametrize(
    "event",
    [
        Failed("recognition", "ValueError: bad."),
        Failed("camera", "KeyError: bad.", "front"),
        Failed("camera", "KeyError: bad."),
        EngineMissing("recognition", "The weights are damaged. Install again."),
    ],
)
def test_reading_that_stopped_is_never_silent(event: Event) -> None:
    shown = watch(RUNS, event, frame=True).status(NOW)
    assert (shown.lost, shown.headline) == (True, "Reading stopped")
    assert shown.detail


@pytest.mark.parametrize(
    "event", [Failed("link", "no"), EngineMissing("ppocr", "no"), LinkChanged(Health.LOST, "no")]
)
def test_other_losses_concern_others(event: Event) -> None:
    made = watch(RUNS, frame=True)
    assert not made.take(event)
    assert not made.status(NOW).lost


def beats(made: CameraWatch, seconds: int, *, moves: bool, camera: str = "front") -> None:
    for half in range(2 * seconds + 1):
        made.take(CameraBeat(camera, NOW + timedelta(seconds=half / 2), moves))


def test_a_slow_engine_is_no_frozen_picture() -> None:
    made = watch(RUNS, frame=True)
    beats(made, 4, moves=True)
    assert made.status(NOW + timedelta(seconds=4)).headline == ""


def test_a_computer_that_reads_one_picture_of_three_says_so_and_nothing_is_lost() -> None:
    made = watch(RUNS, frame=True)
    at = NOW
    for _ in range(20):
        at += timedelta(seconds=0.5)
        made.take(CameraBeat("front", at, read_share=1 / 3))
        made.frame_came(at, "front")
    shown = made.status(at)
    assert (shown.health, shown.word, shown.headline) == (Health.WEAK, "Slow", "")
    assert live_state(shown, 400.0).latency == "Read in 0.4 s, 1 of 3 pictures"
    for _ in range(20):
        at += timedelta(seconds=0.5)
        made.take(CameraBeat("front", at))
        made.frame_came(at, "front")
    assert made.status(at).word == "OK"


def test_pictures_that_nobody_reads_for_long_are_said_without_blaming_the_camera() -> None:
    made = watch(RUNS, frame=True)
    beats(made, 6, moves=True)
    shown = made.status(NOW + timedelta(seconds=6))
    assert (shown.lost, shown.headline) == (True, "Reading stalled")
    assert "camera is in order" in shown.detail


def test_the_same_picture_again_and_again_is_frozen_however_often_it_comes() -> None:
    made = watch(RUNS, frame=True)
    beats(made, 3, moves=False)
    made.frame_came(NOW + timedelta(seconds=3), "front")
    shown = made.status(NOW + timedelta(seconds=3))
    assert (shown.lost, shown.headline) == (True, "Picture frozen")
    assert "stuck on one picture" in shown.detail


def two_cameras(*events: Event) -> CameraWatch:
    made = watch(RUNS, CameraChanged("rear", Health.OK, "", NOW), *events, frame=True)
    made.frame_came(NOW, "rear")
    return made


def test_one_lost_camera_of_two_is_named_and_the_other_goes_on() -> None:
    made = two_cameras()
    made.take(CameraChanged("rear", Health.LOST, "Check the cable.", NOW, 4))
    shown = made.status(NOW)
    assert (shown.health, shown.lost) == (Health.LOST, False)
    assert (shown.gone, shown.still_read) == (("rear",), ("front",))


def test_two_lost_cameras_are_a_loss() -> None:
    made = two_cameras()
    for camera in ("front", "rear"):
        made.take(CameraChanged(camera, Health.LOST, "Check the cable.", NOW, 4))
    assert made.status(NOW).lost


def test_two_cameras_that_run_are_in_order() -> None:
    assert two_cameras().status(NOW).health is Health.OK


@pytest.mark.parametrize(
    "event",
    [
        Failed("recognition", "ValueError: bad."),
        Failed("camera", "KeyError: bad.", "front"),
        EngineMissing("recognition", "The weights are damaged. Install again."),
    ],
)
def test_a_new_shift_begins_without_what_stopped_the_last_one(event: Event) -> None:
    made = watch(RUNS, event, SignedOut("officer-1", "", by_officer=True), frame=True)
    assert made.status(NOW).headline == "Camera is off"
    made.take(RUNS)
    made.frame_came(NOW, "front")
    assert (made.status(NOW).lost, made.status(NOW).headline) == (False, "")


def test_reading_that_stopped_stays_stopped_while_the_shift_goes_on() -> None:
    stopped = EngineMissing("recognition", "The weights are damaged. Install again.")
    made = watch(RUNS, stopped, SignedOut("officer-1", "Sign in again."), RUNS, frame=True)
    assert made.status(NOW).headline == "Reading stopped"


def test_one_camera_of_two_whose_thread_stopped_is_named_and_the_other_goes_on() -> None:
    made = two_cameras(Failed("camera", "KeyError: bad.", "rear"))
    shown = made.status(NOW)
    assert (shown.health, shown.lost) == (Health.LOST, False)
    assert (shown.gone, shown.still_read) == (("rear",), ("front",))
    assert shown.detail == "KeyError: bad. Start the program again."


def asked(made: CameraWatch, *, every: float, until: float) -> str:
    """Let the screen ask so often; return the headline of the last answer."""
    headline = ""
    for turn in range(1, round(until / every) + 1):
        headline = made.status(NOW + timedelta(seconds=turn * every)).headline
    return headline


@pytest.mark.proved("O18")
def test_a_computer_that_comes_late_to_ask_blames_no_camera_for_the_pictures_it_missed() -> None:
    assert asked(watch(RUNS, frame=True), every=0.25, until=3) == "Picture frozen"
    assert asked(watch(RUNS, frame=True), every=1.5, until=3) == ""
    late = watch(RUNS, frame=True)
    assert asked(late, every=1.5, until=6) == "Reading stalled"
    assert "this computer does not keep up" in late.status(NOW + timedelta(seconds=6.2)).detail
    still = [late.status(NOW + timedelta(seconds=6 + turn / 4)).headline for turn in range(12)]
    assert still[-1] == "Picture frozen"


@pytest.mark.proved("O18")
def test_a_picture_is_stuck_only_where_a_later_one_was_the_same() -> None:
    made = watch(RUNS, CameraBeat("front", NOW), frame=True)
    made.frame_came(NOW + timedelta(seconds=3), "front")
    assert asked(made, every=0.25, until=3) == ""
