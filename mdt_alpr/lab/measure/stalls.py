"""How long the screen's thread is kept by single events.

``wall`` has everything that the machine did meanwhile in it; ``cpu`` is the thread's own time, the
truer figure where others share the processors.
"""

import time
from collections.abc import Sequence

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
        self._depth = 0

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        """Hand an event over."""
        if not self.watching or self._depth:
            return super().notify(receiver, event)
        self._depth += 1
        wall, cpu = time.perf_counter(), time.thread_time()
        try:
            return super().notify(receiver, event)
        finally:
            self.at.append(wall)
            self.wall.append(time.perf_counter() - wall)
            self.cpu.append(time.thread_time() - cpu)
            self._depth -= 1


def spread_ms(seconds: Sequence[float]) -> dict[str, float]:
    """Return shares of stalls in milliseconds, and the longest."""
    ordered = sorted(seconds) or [0.0]
    last = len(ordered) - 1
    places = {"p50": 0.5, "p99": 0.99, "p99.9": 0.999, "longest": 1.0}
    return {name: round(ordered[round(last * q)] * 1000, 2) for name, q in places.items()}
