"""Wakes the requests that wait for a notice, without a thread or a connection each."""

import asyncio
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

EVERYBODY = ""
"""No device's name: what concerns all of them."""
ANOTHER_LIST = "\t"
"""No device's name either: all of them, as there is another list, and for no other reason."""
Changes = tuple[int, int, int]


class Notifier:
    """Notified from any thread after a transaction; awaited on the server's loop."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, list[tuple[asyncio.AbstractEventLoop, asyncio.Event]]] = {}
        self._is_over = False
        self._of_everybody = 0
        self.lists = 0
        """How often there was another list."""
        self._changes: dict[str, int] = {}

    @property
    def is_over(self) -> bool:
        """Tell whether the server ends, so that nobody should go on waiting."""
        return self._is_over

    @contextmanager
    def listening(self, device: str) -> Iterator[asyncio.Event]:
        """Give an event that is set when something came for ``device``, or the server ends."""
        listener = asyncio.get_running_loop(), asyncio.Event()
        with self._lock:
            self._waiting.setdefault(device, []).append(listener)
        try:
            yield listener[1]
        finally:
            with self._lock:
                left = self._waiting[device]
                left.remove(listener)
                if not left:
                    del self._waiting[device]

    def changes(self, device: str) -> Changes:
        """Return how often something came for everybody, for ``device``, and another list."""
        with self._lock:
            return self._of_everybody, self._changes.get(device, 0), self.lists

    def notify(self, devices: Iterable[str]) -> None:
        """Wake whoever waits for one of the devices, everybody for what is no device's name."""
        concerned = set(devices)
        with self._lock:
            for device in concerned - {EVERYBODY, ANOTHER_LIST}:
                self._changes[device] = self._changes.get(device, 0) + 1
            self._of_everybody += EVERYBODY in concerned
            self.lists += ANOTHER_LIST in concerned
            if not concerned.isdisjoint((EVERYBODY, ANOTHER_LIST)):
                concerned = set(self._waiting)
            woken = [listener for d in concerned for listener in self._waiting.get(d, ())]
        for loop, event in woken:
            loop.call_soon_threadsafe(event.set)

    def end(self) -> None:
        """Wake everybody: the server ends."""
        self._is_over = True
        self.notify((EVERYBODY,))
