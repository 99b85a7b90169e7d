"""Measure the car's window in a drive: stalls of its screen, processor time by thread, memory."""

import os
import resource
import statistics
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path
from typing import Any, ClassVar

from mdt_alpr.adapters.cameras import video_camera
from mdt_alpr.adapters.cameras.drive_camera import DriveCamera, Playback
from mdt_alpr.car.app import CarApp
from mdt_alpr.cli.demo import agency, scripted_shift
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.drive.clip import write_clip
from mdt_alpr.drive.renderer import FRAMES_A_SECOND
from mdt_alpr.lab.faults.processes import Say, forked
from mdt_alpr.lab.measure.stalls import (
    WatchedApplication,
    held_mb,
    memory_by_file,
    seconds_by_thread,
    spread_ms,
)
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.patrol.ports import Camera, Frame

_STARTS_WITHIN_S, _EVERY_S = 120.0, 0.5
_SEED = 7
"""Of the demo's own drive."""
_FILES_EVERY = 60
"""Samples: the kernel walks through all of the memory for it."""


class Unhurried:
    """A camera of 15 frames a second that waits for its reader: on a busy machine none is lost."""

    stills: ClassVar[bool] = True

    def __init__(self, camera: Camera) -> None:
        self._camera, self.name = camera, camera.name
        self.frames = 0
        self._opened_at = 0.0
        self._closed = threading.Event()

    def open(self) -> None:
        self._closed.clear()
        self._camera.open()
        self._opened_at = time.monotonic()

    def read(self) -> Frame | None:
        """Return the next frame, not before it is due."""
        due = self._opened_at + self.frames / FRAMES_A_SECOND
        self._closed.wait(max(0.0, due - time.monotonic()))
        frame = self._camera.read()
        self.frames += frame is not None
        return frame

    def close(self) -> None:
        self._closed.set()
        self._camera.close()


class _Meter:
    """Watches a car from its start to the end of its drive."""

    def __init__(self, application: WatchedApplication) -> None:
        self._application = application
        self._frames = 0
        self._threads: dict[tuple[str, int], float] = {}
        self._ended = threading.Event()
        self._begun = self._cpu = 0.0
        self._held: list[float] = []
        self._stages = {"program": round(held_mb())}
        self._files: dict[str, float] = {}

    def begin(self, app: CarApp) -> None:
        """Begin with the first frame: until then the program loads."""
        self._stages["window"] = round(held_mb())
        app.bridge.frame_arrived.connect(self._count)

    def _count(self, _seen: object) -> None:
        self._frames += 1
        if self._frames == 1:
            self._stages["first frame"] = round(held_mb())
            self._begun, self._cpu = time.perf_counter(), time.process_time()
            self._application.watching = True
            threading.Thread(target=self._sample, daemon=True, name="meter").start()

    def _sample(self) -> None:
        first = seconds_by_thread()
        while not self._ended.wait(_EVERY_S):
            for thread, seconds in seconds_by_thread().items():
                self._threads[thread] = seconds - first.get(thread, 0.0)
            self._held.append(held_mb())
            if len(self._held) % _FILES_EVERY == 0:
                self._files = memory_by_file()

    def figures(self, frames: int) -> dict[str, Any]:
        """Return what was measured; ``cores`` as if the frames had come 15 a second.

        Raises:
            OutsideError: no frame came.
        """
        passed, cpu = time.perf_counter() - self._begun, time.process_time() - self._cpu
        self._ended.set()
        if not self._frames:
            raise OutsideError("The drive gave no frame.")
        drive_s = frames / FRAMES_A_SECOND
        by_name: defaultdict[str, float] = defaultdict(float)
        for (name, _), seconds in self._threads.items():
            by_name[name] += seconds
        watched = self._application
        return {
            "seconds": round(passed, 1),
            "fps": round(frames / passed, 1),
            "load": round(os.getloadavg()[0], 1),
            "stall_wall_ms": spread_ms(watched.wall),
            "stall_cpu_ms": spread_ms(watched.cpu),
            "longest_wall_ms": spread_ms(_longest_of_each_second(watched.at, watched.wall)),
            "longest_cpu_ms": spread_ms(_longest_of_each_second(watched.at, watched.cpu)),
            "cores": {
                "all": round(cpu / drive_s, 3),
                "by_thread": {name: round(s / drive_s, 3) for name, s in sorted(by_name.items())},
            },
            "memory_mb": {
                "median": round(statistics.median(self._held or [held_mb()])),
                "most": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
                "by_stage": self._stages,
                "by_file": self._files,
            },
        }


def figures(*, filmed: bool) -> dict[str, Any]:
    """Drive a round, and return the figures; ``filmed`` before, or drawn meanwhile.

    Raises:
        OutsideError: this system has no fork, or headquarters did not start.
    """
    if not hasattr(os, "fork"):
        raise OutsideError("This bench needs Linux: headquarters is a process that it forks.")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        log, film = place / "log", place / "drive.mp4"
        headquarters = forked(lambda say: _serve(place / "hq", say), log)
        try:
            if filmed:
                forked(lambda _: write_clip(film, _SEED), log).finish()
            if not headquarters.hear(1, _STARTS_WITHIN_S):
                raise OutsideError(f"Headquarters did not start: {log.read_text()[-2000:]}")
            meter = _Meter(WatchedApplication())
            camera = Unhurried(_camera(film if filmed else None))
            address = headquarters.heard[0]
            code = scripted_shift(address, place / "car", camera, meter.begin)
            return {"all_reached_headquarters": code == 0, **meter.figures(camera.frames)}
        finally:
            headquarters.kill()


def _camera(film: Path | None) -> Camera:
    """Return the drive as fast as its frames are read, from a video or drawn."""
    clock = SystemClock()
    if film is None:
        return DriveCamera(clock, Playback(speed=0, loop=False))
    return video_camera.Camera(str(film), clock, "front", paced=False)


def _serve(folder: Path, say: Say) -> None:
    folder.mkdir()
    with agency(folder) as served:
        say(served.base_url)
        threading.Event().wait()


def _longest_of_each_second(at: list[float], took: list[float]) -> list[float]:
    longest: defaultdict[int, float] = defaultdict(float)
    for when, seconds in zip(at, took, strict=True):
        longest[int(when)] = max(longest[int(when)], seconds)
    return list(longest.values())
