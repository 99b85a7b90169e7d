"""Cars that wait for notices: three thousand of them ask the database hardly more than one does.

A car asks again as soon as its wait is over. While a wake-up tells of every change
(``hq.base.wakeups``), nothing can have come for a car of which the notifier knows nothing new: its
next question waits without asking the database. Its session and its machine are asked about with
those of all others, every few seconds: until then a car whose session ended waits on, and is given
the units on shift at most: whatever else it is given is asked for by its session.
"""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from mdt_alpr.hq.base.headquarters import ApiCall, Headquarters
from mdt_alpr.hq.base.notifier import Changes
from mdt_alpr.hq.hits import notice_store as notices
from mdt_alpr.hq.hits.notices import UnitsOnShift, units_on_shift
from mdt_alpr.hq.hotlists.service import present_version
from mdt_alpr.hq.people import enrollment_store as enrollments
from mdt_alpr.hq.people import sign_in
from mdt_alpr.wire.notices import NoticesAndListMessage

CHECKED_EVERY = timedelta(seconds=10)
_UNITS_COUNT_FOR_S = 5.0
_COUNTS_FOR_S = 30.0
"""After its session was asked about; a car whose server cannot reach the database asks as ever."""
Asks = tuple[str, str, str, str]
"""Token, certificate, start of the program and network address of who asks."""
Question = tuple[int, str, int]
"""After which notice, as which unit, and with which list a car waits."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A car that waits, as of its last question.

    ``changes`` is what the notifier had counted before the database was last asked, and had
    ``found`` nothing for ``question``.
    """

    call: ApiCall
    run: str
    fingerprint: str
    asked_s: float
    checked_s: float
    question: Question = (-1, "", -1)
    changes: Changes = (-1, -1, -1)
    found: NoticesAndListMessage | None = None


class WaitingCars:
    """Of one server; asked on the event loop's thread, checked on another."""

    def __init__(
        self, hq: Headquarters, beside: Callable[[Callable[[], Any]], Awaitable[Any]]
    ) -> None:
        """Know headquarters; ``beside`` asks something on a thread of the server's."""
        self._hq, self._beside = hq, beside
        self._lock = threading.Lock()
        self._cars: dict[Asks, Waiting] = {}
        self._asking, self._asking_units = asyncio.Lock(), asyncio.Lock()
        self._version = (-1, 0)
        self._units = UnitsOnShift()
        self._units_asked_s = -_UNITS_COUNT_FOR_S

    @property
    def hears(self) -> bool:
        """Tell whether whatever changes for a car is said to this server."""
        return self._hq.bell is not None and self._hq.bell.listens

    def call_of(self, asks: Asks) -> ApiCall | None:
        """Return the call of a car that asks again; None where that must be asked for."""
        now = time.monotonic()
        with self._lock:
            known = self._cars.get(asks)
            if known is None or not self.hears or now - known.checked_s > _COUNTS_FOR_S:
                return None
            self._cars[asks] = replace(known, asked_s=now)
        return known.call

    def note(self, asks: Asks, call: ApiCall) -> None:
        """Note whose call it is, which was just asked for."""
        now = time.monotonic()
        if not self.hears:
            return
        with self._lock:
            self._cars[asks] = Waiting(call, asks[2], asks[1], now, now)

    def quiet(self, asks: Asks, question: Question) -> NoticesAndListMessage | None:
        """Return what was found last, which is nothing new; None where the database must say."""
        with self._lock:
            known = self._cars.get(asks)
        if known is None or known.question != question or not self.hears:
            return None
        return known.found if known.changes == self._changes(known.call) else None

    def note_quiet(
        self, asks: Asks, question: Question, changes: Changes, answer: NoticesAndListMessage
    ) -> None:
        """Note that there was nothing for a car, after these changes."""
        with self._lock:
            known = self._cars.get(asks)
            if known is not None:
                known = replace(known, question=question, changes=changes, found=answer)
                self._cars[asks] = known

    async def list_version(self) -> int:
        """Return the list's version, asked for once for all cars that wait."""
        async with self._asking:
            lists = self._hq.notifier.lists
            if self._version[0] != lists:
                self._version = lists, await self._beside(self._asked_version)
            return self._version[1]

    async def units(self) -> UnitsOnShift:
        """Return the units on shift; asked for once for all cars that wait."""
        async with self._asking_units:
            is_old = time.monotonic() - self._units_asked_s >= _UNITS_COUNT_FOR_S
            if is_old or not self.hears:
                self._units = await self._beside(lambda: units_on_shift(self._hq))
                self._units_asked_s = time.monotonic()
            return self._units

    def _asked_version(self) -> int:
        with self._hq.reading() as work:
            return present_version(work)

    def check(self) -> None:
        """Ask whether each session and machine still counts, and note that the cars asked."""
        since = time.monotonic() - _COUNTS_FOR_S
        with self._lock:
            self._cars = {key: car for key, car in self._cars.items() if car.asked_s > since}
            waiting = dict(self._cars)
        if not waiting:
            return
        began = time.monotonic()
        with self._hq.writing() as work:
            callers = {car.call.caller.token_hash for car in waiting.values()}
            live = sign_in.live_sessions(work, callers)
            proved = {car.fingerprint for car in waiting.values() if car.call.machine}
            runs = enrollments.runs_by(work.connection, proved, work.now)
            notices.note_asked(
                work.connection, {car.call.caller.device for car in waiting.values()}, work.now
            )
        over = {
            key
            for key, car in waiting.items()
            if car.call.caller.token_hash not in live
            or (car.call.machine and runs.get(car.fingerprint) != car.run)
        }
        with self._lock:
            for key in waiting.keys() & self._cars.keys():
                if key in over:
                    del self._cars[key]
                else:
                    self._cars[key] = replace(self._cars[key], checked_s=began)
        self._hq.notifier.notify(waiting[key].call.caller.device for key in over)

    def _changes(self, call: ApiCall) -> Changes:
        return self._hq.notifier.changes(call.caller.device)
