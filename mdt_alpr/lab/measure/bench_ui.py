"""Measure the car's window in a drive: stalls of its screen, processor time by thread, memory."""

import os
import resource
import statistics
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from mdt_alpr.adapters.cameras.drive_camera import Playback
from mdt_alpr.car.app import CarApp
from mdt_alpr.cli.demo import agency, scripted_shift
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.lab.faults.processes import Say, forked
from mdt_alpr.lab.measure.stalls import WatchedApplication, held_mb, seconds_by_thread, spread_ms

_STARTS_WITHIN_S, _EVERY_S = 120.0, 0.5
_DRAWS = "camera"


class _Meter:
    """Watches a car from its start to the end of its drive."""

    def __init__(self, application: WatchedApplication) -> None:
        self._application = application
        self._frames = 0
        self._threads: dict[tuple[str, int], float] = {}
        self._ended = threading.Event()
        self._begun = self._cpu = 0.0
        self._held: list[float] = []

    def begin(self, app: CarApp) -> None:
        """Begin with the first frame: until then the program loads."""
        app.bridge.frame_arrived.connect(self._count)

    def _count(self, _seen: object) -> None:
        self._frames += 1
        if self._frames == 1:
            self._begun, self._cpu = time.perf_counter(), time.process_time()
            self._application.watching = True
            threading.Thread(target=self._sample, daemon=True, name="meter").start()

    def _sample(self) -> None:
        first = seconds_by_thread()
        while not self._ended.wait(_EVERY_S):
            for thread, seconds in seconds_by_thread().items():
                self._threads[thread] = seconds - first.get(thread, 0.0)
            self._held.append(held_mb())

    def figures(self) -> dict[str, Any]:
        """Return what was measured.

        Raises:
            OutsideError: no frame came.
        """
        passed, cpu = time.perf_counter() - self._begun, time.process_time() - self._cpu
        self._ended.set()
        if not self._frames:
            raise OutsideError("The drive gave no frame.")
        by_name: defaultdict[str, float] = defaultdict(float)
        for (name, _), seconds in self._threads.items():
            by_name[name] += seconds
        watched = self._application
        return {
            "seconds": round(passed, 1),
            "fps": round(self._frames / passed, 1),
            "load": round(os.getloadavg()[0], 1),
            "stall_wall_ms": spread_ms(watched.wall),
            "stall_cpu_ms": spread_ms(watched.cpu),
            "longest_wall_ms": spread_ms(_longest_of_each_second(watched.at, watched.wall)),
            "longest_cpu_ms": spread_ms(_longest_of_each_second(watched.at, watched.cpu)),
            "cores": {
                "all": round(cpu / passed, 3),
                "car": round((cpu - by_name[_DRAWS]) / passed, 3),
                "by_thread": {name: round(s / passed, 3) for name, s in sorted(by_name.items())},
            },
            "memory_mb": {
                "median": round(statistics.median(self._held or [held_mb()])),
                "most": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            },
        }


def figures() -> dict[str, Any]:
    """Drive a round, and return the figures.

    Raises:
        OutsideError: this system has no fork, or headquarters did not start.
    """
    if not hasattr(os, "fork"):
        raise OutsideError("This bench needs Linux: headquarters is a process that it forks.")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        headquarters = forked(lambda say: _serve(place / "hq", say), place / "log")
        try:
            if not headquarters.hear(1, _STARTS_WITHIN_S):
                message = f"Headquarters did not start: {(place / 'log').read_text()[-2000:]}"
                raise OutsideError(message)
            meter = _Meter(WatchedApplication())
            address = headquarters.heard[0]
            code = scripted_shift(address, place / "car", Playback(loop=False), meter.begin)
            return {"all_reached_headquarters": code == 0, **meter.figures()}
        finally:
            headquarters.kill()


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
