"""Wakes the requests that wait for a notice, without a thread or a connection each."""

import asyncio
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

EVERYBODY = ""
"""No device's name: what concerns all of them."""


class Notifier:
    """Notified from any thread after a transaction; awaited on the server's loop."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, list[tuple[asyncio.AbstractEventLoop, asyncio.Event]]] = {}
        self._is_over = False

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

    def notify(self, devices: Iterable[str]) -> None:
        """Wake whoever waits for one of the devices, everybody for ``EVERYBODY``."""
        concerned = set(devices)
        with self._lock:
            if EVERYBODY in concerned:
                concerned = set(self._waiting)
            woken = [listener for d in concerned for listener in self._waiting.get(d, ())]
        for loop, event in woken:
            loop.call_soon_threadsafe(event.set)

    def end(self) -> None:
        """Wake everybody: the server ends."""
        self._is_over = True
        self.notify((EVERYBODY,))
