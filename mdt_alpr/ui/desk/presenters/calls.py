"""Calls to headquarters, off the screen's thread, each answered on it."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from mdt_alpr.domain.errors import MdtAlprError, ProofWantedError, SignInRefusedError

_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class _Waiting:
    number: int
    call: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[str], None]


class DeskCalls(QObject):
    """Runs calls on its own threads and delivers each result on the screen's.

    A newer call replaces an older one of the same name, whose answer is dropped; ``cancel``
    drops it without a newer one. A call for which headquarters wants the person's password again
    waits until ``go_on`` or ``give_up``.

    Signals:
        refused: headquarters no longer accepts the session; its message.
        proof_wanted: a call waits for the person's password.
        answered: the name of a call whose answer or failure is shown.
    """

    refused = Signal(str)
    proof_wanted = Signal()
    answered = Signal(str)

    _came = Signal(str, int, object, object)

    def __init__(self) -> None:
        super().__init__()
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="desk")
        self._waiting: dict[str, _Waiting] = {}
        self._unproved: list[tuple[str, _Waiting]] = []
        self._number = 0
        self._ended = threading.Event()
        self._came.connect(self._hand_over)

    def ask(
        self,
        name: str,
        call: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[str], None],
    ) -> None:
        """Run ``call`` on another thread, then ``done`` with its result or ``failed``."""
        self._number += 1
        self._waiting[name] = _Waiting(self._number, call, done, failed)
        self._submit(name, self._waiting[name])

    def waits(self, name: str) -> bool:
        """Return whether a call of this name is pending."""
        return name in self._waiting

    def goes_on(self, name: str) -> Callable[[], bool]:
        """Return whether the call of this name that is made next is still waited for.

        It is made right after this, on the screen's thread, and may ask from its own.
        """
        number = self._number + 1

        def call() -> bool:
            waiting = self._waiting.get(name)
            return waiting is not None and waiting.number == number

        return call

    @property
    def waits_for_any(self) -> bool:
        """Return whether any call is pending."""
        return bool(self._waiting)

    def go_on(self) -> None:
        """Make the calls again that waited for the password."""
        for name, waiting in self._take_unproved():
            self._submit(name, waiting)

    def give_up(self, why: str) -> None:
        """Fail the calls that waited for the password."""
        for name, waiting in self._take_unproved():
            del self._waiting[name]
            waiting.failed(why)

    def cancel(self, *names: str) -> None:
        """Drop the calls of these names; all without names."""
        for name in names or tuple(self._waiting):
            self._waiting.pop(name, None)

    def close(self) -> None:
        """Drop every call, and end the threads after their current one."""
        self._ended.set()
        self.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _submit(self, name: str, waiting: _Waiting) -> None:
        def run() -> None:
            found: object = None
            problem: MdtAlprError | None = None
            try:
                found = waiting.call()
            except MdtAlprError as error:
                problem = error
            if not self._ended.is_set():
                self._came.emit(name, waiting.number, found, problem)

        self._pool.submit(run)

    def _take_unproved(self) -> list[tuple[str, _Waiting]]:
        """Return the calls that wait for the password and were not dropped or replaced since."""
        unproved, self._unproved = self._unproved, []
        return [(name, one) for name, one in unproved if self._waiting.get(name) is one]

    @Slot(str, int, object, object)
    def _hand_over(self, name: str, number: int, found: object, problem: object) -> None:
        waiting = self._waiting.get(name)
        if waiting is None or waiting.number != number:
            return
        if isinstance(problem, ProofWantedError):
            self._unproved.append((name, waiting))
            self.proof_wanted.emit()
            return
        del self._waiting[name]
        if problem is None:
            waiting.done(found)
        else:
            waiting.failed(str(problem))
        self.answered.emit(name)
        if isinstance(problem, SignInRefusedError):
            self.refused.emit(str(problem))
