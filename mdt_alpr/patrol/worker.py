"""A thread that owns something: it does one piece of work after another, some of it later."""

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from mdt_alpr.patrol.events import Failed

_log = logging.getLogger(__name__)

Work = Callable[[], None]
T = TypeVar("T")

_AGAIN_S = 5.0
"""Seconds until a step that failed is tried again."""


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
            self._done(work)

    def _done(self, work: Work) -> bool:
        """Do a piece of work; return whether it came to its end."""
        try:
            work()
        except Exception as error:  # noqa: BLE001 - edge of the thread: a bug must be said
            _log.exception("work on %s failed", self._thread.name)
            self._failed(Failed(self._thread.name, f"{type(error).__name__}: {error}"))
            return False
        return True

    def _next(self) -> Work | None:
        with self._wake:
            while True:
                now = time.monotonic()
                if self._due and self._due[0][0] <= now:
                    return heapq.heappop(self._due)[2]
                if self._stopping:
                    return None
                self._wake.wait(self._due[0][0] - now if self._due else None)
