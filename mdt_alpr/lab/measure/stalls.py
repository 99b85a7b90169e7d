"""How long the screen's thread is kept by single events, and what each thread takes.

``wall`` has everything that the machine did meanwhile in it; ``cpu`` is the thread's own time, the
truer figure where others share the processors; ``starved`` is how long it waited for one of them.
"""

import os
import resource
import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication  # noqa: TID251 - nobody else makes one here

_MAPPED_FILE = 5
"""Which word of a mapping's line in smaps names its file."""


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


def memory_by_file() -> dict[str, float]:
    """Return the megabytes of this process by whose file they are of, "own" where of none.

    The share of pages that others have, too, is counted as of PSS in the kernel's proc(5).
    """
    kib: defaultdict[str, int] = defaultdict(int)
    owner = ""
    for line in Path("/proc/self/smaps").read_text(encoding="utf-8").splitlines():
        words = line.split(maxsplit=5)
        if not words[0].endswith(":"):
            owner = _owner(words[5] if len(words) > _MAPPED_FILE else "")
        elif words[0] == "Pss:":
            kib[owner] += int(words[1])
    return {name: round(number / 1024, 1) for name, number in sorted(kib.items())}


def _owner(file: str) -> str:
    """Return the package that a mapped file is of, "system" where of none."""
    if not file.startswith("/"):
        return "own"
    _, inside, package = file.rpartition("/site-packages/")
    return package.split("/")[0].split(".")[0] if inside else "system"


def seconds_by_thread() -> dict[tuple[str, int], float]:
    """Return the processor time of each thread, in seconds.

    Python's by their names; those that libraries began by the system's, as "native NAME".
    """
    named = {thread.native_id: thread.name for thread in threading.enumerate()}
    named[os.getpid()] = "screen"  # a fork leaves the old number
    found = {}
    for task in Path("/proc/self/task").iterdir():
        number = int(task.name)
        try:
            nanoseconds = int((task / "schedstat").read_text(encoding="ascii").split()[0])
            given = (task / "comm").read_text(encoding="utf-8").strip()
        except OSError:  # it ended meanwhile
            continue
        found[named.get(number) or f"native {given}", number] = nanoseconds / 1e9
    return found


def spread_ms(seconds: Sequence[float]) -> dict[str, float]:
    """Return shares of stalls in milliseconds, and the longest."""
    ordered = sorted(seconds) or [0.0]
    last = len(ordered) - 1
    places = {"p50": 0.5, "p99": 0.99, "p99.9": 0.999, "longest": 1.0}
    return {name: round(ordered[round(last * q)] * 1000, 2) for name, q in places.items()}
