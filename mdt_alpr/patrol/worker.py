"""A thread that owns something: it does one piece of work after another, some of it later."""

import heapq
import itertools
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from mdt_alpr.domain.errors import StoreLockedError
from mdt_alpr.patrol.events import Failed

_log = logging.getLogger(__name__)

Work = Callable[[], None]
T = TypeVar("T")

_AGAIN_S = 5.0
"""Seconds until a step that failed is tried again."""
_MOST_REFUSED = 500
"""Reads that wait in memory for a disk that is full: 20 minutes of a busy road, 50 MB."""


class Worker:
    """One named thread and its queue. What it owns is touched by no other thread.

    ``failed`` is called when a piece of work meets a bug; the thread then continues with the next
    piece, because a car must not go silent over one bad item.
    """

    def __init__(self, name: str, failed: Callable[[Failed], None]) -> None:
        self._failed = failed
        self._order = itertools.count()
        self._due: list[tuple[float, int, Work]] = []
        self._wake = threading.Condition()
        self._stopping = False
        self._refused: deque[Work] = deque(maxlen=_MOST_REFUSED)
        """What the disk refused, the oldest first; beyond the most, the oldest is lost."""
        self._thread = threading.Thread(target=self._run, name=name, daemon=False)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def do(self, work: Work) -> None:
        """Do ``work`` on the thread, after what is queued; returns at once."""
        self.do_in(0.0, work)

    def do_in(self, seconds: float, work: Work) -> None:
        """Do ``work`` on the thread in ``seconds``; dropped when the thread stops before."""
        with self._wake:
            heapq.heappush(self._due, (time.monotonic() + seconds, next(self._order), work))
            self._wake.notify()

    def go_through(self, *steps: Work) -> None:
        """Do the steps in their order, now, on the thread itself.

        One that fails is reported, and tried again later with those behind it: what a program
        begins with must not be left out over one read error of a disk.
        """
        for place, step in enumerate(steps):
            if not self._done(step):
                self.do_in(_AGAIN_S, partial(self.go_through, *steps[place:]))
                return

    def insist(self, work: Work) -> None:
        """Do ``work`` now, on the thread itself, and again until the disk takes it.

        So a read outlives a full disk. What was refused goes before any later work, in its order.
        """
        self._refused.append(work)
        if refusal := self._refusal():
            self._failed(Failed(self._thread.name, refusal))
            self.do_in(_AGAIN_S, lambda: None)

    def ask(self, work: Callable[[], T], timeout_s: float = 30.0) -> T:
        """Do ``work`` on the thread and return its answer.

        Raises:
            TimeoutError: no answer in ``timeout_s`` seconds.
        """
        done = threading.Event()
        answers: list[T] = []
        errors: list[BaseException] = []

        def answered() -> None:
            try:
                answers.append(work())
            except BaseException as error:  # noqa: BLE001 - raised again by the asking thread
                errors.append(error)
            done.set()

        self.do(answered)
        if not done.wait(timeout_s):
            raise TimeoutError(f"{self._thread.name} did not answer in {timeout_s:.0f} s")
        if errors:
            raise errors[0]
        return answers[0]

    def stop(self, timeout_s: float = 10.0) -> None:
        """Finish what is due now, then end the thread."""
        with self._wake:
            self._stopping = True
            self._wake.notify()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(timeout_s)

    def _run(self) -> None:
        while (work := self._next()) is not None:
            self._refusal()
            self._done(work)
        self._refusal()

    def _refusal(self) -> str:
        """Do what the disk refused; return what it says to what it still refuses."""
        while self._refused:
            try:
                self._refused[0]()
            except StoreLockedError as error:
                return str(error)
            except Exception as error:  # noqa: BLE001 - as in _done
                self._say_bug(error)
            self._refused.popleft()
        return ""

    def _done(self, work: Work) -> bool:
        """Do a piece of work; return whether it came to its end."""
        try:
            work()
        except Exception as error:  # noqa: BLE001 - edge of the thread: a bug must be said
            self._say_bug(error)
            return False
        return True

    def _say_bug(self, error: Exception) -> None:
        _log.exception("work on %s failed", self._thread.name)
        self._failed(Failed(self._thread.name, f"{type(error).__name__}: {error}"))

    def _next(self) -> Work | None:
        with self._wake:
            while True:
                now = time.monotonic()
                if self._due and self._due[0][0] <= now:
                    return heapq.heappop(self._due)[2]
                if self._stopping:
                    return None
                self._wake.wait(self._due[0][0] - now if self._due else None)
