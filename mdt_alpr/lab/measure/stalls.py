"""How long the screen's thread is kept by single events, and what each thread takes.

``wall`` has everything that the machine did meanwhile in it; ``cpu`` is the thread's own time, the
truer figure where others share the processors; ``starved`` is how long it waited for one of them.
"""

import os
import resource
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication  # noqa: TID251 - nobody else makes one here


class WatchedApplication(QApplication):
    """An application that times each event that it hands over."""

    def __init__(self) -> None:
        super().__init__(["mdt-alpr"])
        self.watching = False
        self.at: list[float] = []
        self.wall: list[float] = []
        self.cpu: list[float] = []
        self.starved: list[float] = []
        self._depth = 0
        place = f"/proc/self/task/{threading.get_native_id()}/schedstat"
        self._schedule = os.open(place, os.O_RDONLY)

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        """Hand an event over."""
        if not self.watching or self._depth:
            return super().notify(receiver, event)
        self._depth += 1
        starved = self._starved()
        wall, cpu = time.perf_counter(), time.thread_time()
        try:
            return super().notify(receiver, event)
        finally:
            self.at.append(wall)
            self.wall.append(time.perf_counter() - wall)
            self.cpu.append(time.thread_time() - cpu)
            self.starved.append(self._starved() - starved)
            self._depth -= 1

    def _starved(self) -> float:
        """Return for how many seconds the thread has waited for a processor."""
        return int(os.pread(self._schedule, 99, 0).split()[1]) / 1e9


def held_mb() -> float:
    """Return how much memory this process holds."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1024**2


def seconds_by_thread() -> dict[tuple[str, int], float]:
    """Return the processor time of each of Python's threads, in seconds."""
    found = {}
    for thread in threading.enumerate():
        is_main = thread is threading.main_thread()
        number = os.getpid() if is_main else thread.native_id or 0  # a fork leaves the old one
        try:
            place = Path(f"/proc/self/task/{number}/schedstat")
            nanoseconds = int(place.read_text(encoding="ascii").split()[0])
        except OSError:
            continue
        found["screen" if is_main else thread.name, number] = nanoseconds / 1e9
    return found


def spread_ms(seconds: Sequence[float]) -> dict[str, float]:
    """Return shares of stalls in milliseconds, and the longest."""
    ordered = sorted(seconds) or [0.0]
    last = len(ordered) - 1
    places = {"p50": 0.5, "p99": 0.99, "p99.9": 0.999, "longest": 1.0}
    return {name: round(ordered[round(last * q)] * 1000, 2) for name, q in places.items()}
