"""Record requests that were refused before anybody knew whose they are (AU-2)."""

import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace

from sqlalchemy.exc import SQLAlchemyError

from mdt_alpr.domain.audit.audit import AuditEvent, Origin
from mdt_alpr.domain.audit.refusals import Refusals, RefusalTally
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.wire.problems import Problem


class RefusedRequests:
    """One for a server; what cannot be recorded waits, and the answer does not.

    ``beside`` does something on a thread of the server's.
    """

    def __init__(
        self, hq: Headquarters, beside: Callable[[Callable[[], None]], Awaitable[None]]
    ) -> None:
        self._hq, self._beside = hq, beside
        self._tally = RefusalTally()
        self._due: tuple[Refusals, ...] = ()
        self._lock = threading.Lock()

    async def note(self, place: str, problem: Problem) -> None:
        """Count a refusal; what comes on record at once is written on another thread."""
        with self._lock:
            self._due += self._tally.note(place, problem.number, self._hq.clock.now())
            is_due = bool(self._due)
        if is_due:
            await self._beside(self._write)

    def check(self) -> None:
        """Record what was counted in an hour that is over."""
        with self._lock:
            self._due += self._tally.over(self._hq.clock.now())
        self._write()

    def write_last(self) -> None:
        """Record what was counted until the end of the server."""
        with self._lock:
            self._due += self._tally.rest()
        self._write()

    def _write(self) -> None:
        with self._lock:
            due, self._due = self._due, ()
        if not due:
            return
        try:
            with self._hq.writing() as work:
                for refusal in due:
                    nobody = replace(work, asking=(NOBODY, Origin(address=refusal.place)))
                    facts = (
                        ("problem", str(refusal.problem)),
                        ("times", str(refusal.times)),
                        ("first", refusal.first.isoformat()),
                        ("last", refusal.last.isoformat()),
                    )
                    record(nobody, AuditEvent.HQ_REQUESTS_REFUSED, refusal.place, NOBODY, *facts)
        except SQLAlchemyError:  # the watch on logging says so
            with self._lock:
                self._due = (*due, *self._due)
