import threading
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest

from mdt_alpr.adapters.cameras.drive_camera import LAST_FRAME, DriveCamera, Playback
from mdt_alpr.drive.renderer import FRAMES_A_SECOND, DriveRenderer
from tests.builders import NOW, SetClock


def a_camera(renderer: DriveRenderer, playback: Playback) -> DriveCamera:
    """A camera that has set its scene already."""
    camera = DriveCamera(SetClock(), playback)
    camera._renderer = renderer
    return camera


@pytest.fixture
def camera(renderer: DriveRenderer) -> DriveCamera:
    return a_camera(renderer, Playback(speed=0, loop=False))


def test_a_scripted_run_gets_every_frame_stamped_a_fifteenth_of_a_second_apart(
    camera: DriveCamera,
) -> None:
    camera.open()
    frames = [camera.read() for _ in range(3)]
    camera.close()
    assert [frame.number for frame in frames if frame] == [0, 1, 2]
    steps = [frame.captured_at - NOW for frame in frames if frame]
    assert steps == [timedelta(seconds=n / FRAMES_A_SECOND) for n in range(3)]


def test_a_frame_names_its_camera_and_its_size_and_holds_the_drive(
    renderer: DriveRenderer,
) -> None:
    camera = DriveCamera(SetClock(), Playback(speed=0))
    camera.open()
    frame = camera.read()
    camera.close()
    assert frame is not None
    assert (frame.width, frame.height, frame.camera) == (1280, 720, "front")
    assert np.array_equal(frame.pixels, renderer.frame(0))


def test_frames_are_not_overwritten_by_later_ones(camera: DriveCamera) -> None:
    camera.open()
    first = camera.read()
    assert first is not None
    copy = first.pixels.copy()
    camera.read()
    camera.close()
    assert np.array_equal(first.pixels, copy)


def test_opened_again_it_sets_out_anew(camera: DriveCamera) -> None:
    camera.open()
    camera.read()
    camera.close()
    camera.open()
    again = camera.read()
    camera.close()
    assert again is not None
    assert again.number == 0


def test_before_opening_and_after_closing_there_is_no_frame(camera: DriveCamera) -> None:
    assert camera.read() is None
    camera.open()
    camera.close()
    camera.close()
    assert camera.read() is None


def test_a_single_round_ends_and_a_loop_goes_on(
    camera: DriveCamera, renderer: DriveRenderer
) -> None:
    camera.open()
    camera._next = LAST_FRAME
    assert camera.read() is None
    camera.close()
    looping = a_camera(renderer, Playback(speed=0, loop=True))
    looping.open()
    looping._next = LAST_FRAME
    frame = looping.read()
    looping.close()
    assert frame is not None
    assert frame.number == LAST_FRAME


def test_in_real_time_late_frames_are_left_out(renderer: DriveRenderer) -> None:
    paced = a_camera(renderer, Playback(speed=1000.0))
    paced.open()
    numbers = [frame.number for _ in range(4) if (frame := paced.read())]
    paced.close()
    assert numbers == sorted(set(numbers))
    assert numbers[-1] > 3, "at a thousandfold speed most frames are late"


def test_a_drive_that_waits_slows_down_and_stamps_frames_with_its_own_time(
    renderer: DriveRenderer,
) -> None:
    waiting = a_camera(renderer, Playback(speed=1000.0, waits=True))
    waiting.open()
    frames = [frame for _ in range(4) if (frame := waiting.read())]
    waiting.close()
    numbers = [frame.number for frame in frames]
    assert [after - before for before, after in pairwise(numbers)] == [5, 5, 5]
    stamps = [frame.captured_at - NOW for frame in frames]
    rate = 1000 * FRAMES_A_SECOND
    assert stamps == [timedelta(seconds=number / rate) for number in numbers]
    assert waiting.stills, "each frame that it gives waits until it is read"


def test_closing_wakes_a_reader_that_waits(renderer: DriveRenderer) -> None:
    slow = a_camera(renderer, Playback(speed=1e-6))
    slow.open()
    assert slow.read() is not None
    got: list[object] = []
    reader = threading.Thread(target=lambda: got.append(slow.read()))
    reader.start()
    slow.close()
    reader.join(20)
    assert got == [None]


def test_it_tells_how_far_the_drive_is_only_while_it_plays(camera: DriveCamera) -> None:
    assert camera.seconds() is None
    camera.open()
    assert camera.seconds() is None
    for _ in range(3):
        camera.read()
    assert camera.seconds() == 3 / FRAMES_A_SECOND
    camera.close()
    assert camera.seconds() is None
