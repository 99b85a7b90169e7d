"""What `bench ui` says of a car by its parts, and that a busy machine does not make it cheaper."""

import sys
import threading
import time
from datetime import UTC, datetime

import pytest

from mdt_alpr.adapters.cameras.drive_camera import DriveCamera, Playback
from mdt_alpr.machine.clock import SteppedClock

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def test_processor_time_is_told_by_the_thread_that_owns_the_part() -> None:
    from mdt_alpr.lab.measure.stalls import seconds_by_thread

    worked, over = threading.Event(), threading.Event()

    def work() -> None:
        while time.thread_time() < 0.05:
            pass
        worked.set()
        over.wait()

    thread = threading.Thread(target=work, name="recognition")
    thread.start()
    worked.wait()
    seconds = {name: spent for (name, _), spent in seconds_by_thread().items()}
    over.set()
    thread.join()
    assert seconds["recognition"] >= 0.05
    assert "screen" in seconds


def test_all_memory_is_some_package_s_the_system_s_or_the_program_s_own() -> None:
    from mdt_alpr.lab.measure.stalls import held_mb, memory_by_file

    block = bytearray(64 * 1024**2)
    block[::4096] = b"x" * len(block[::4096])
    by_file = memory_by_file()
    assert {"own", "system", "numpy"} <= set(by_file)
    assert by_file["own"] >= 64
    assert sum(by_file.values()) <= held_mb() + 1


def test_a_slow_reader_gets_every_frame_of_the_drive() -> None:
    from mdt_alpr.lab.measure.bench_ui import Unhurried

    clock = SteppedClock(datetime(2026, 7, 1, tzinfo=UTC))
    camera = Unhurried(DriveCamera(clock, Playback(speed=0, loop=False)))
    camera.open()
    numbers = []
    for _ in range(4):
        threading.Event().wait(0.15)  # two frames' time
        frame = camera.read()
        assert frame is not None
        numbers.append(frame.number)
    camera.close()
    assert numbers == [0, 1, 2, 3]
    assert camera.frames == 4
