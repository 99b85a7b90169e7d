"""Accept batches in processes of their own, beside the one that listens.

One interpreter works on one processor at a time, and nearly all of its time goes into what cars
send. ``hq serve --processes N`` hands each batch, packed as it came, to one of N processes, which
decode, check and keep it. Everything that lives in memory stays where it was, in the one
process that listens: limits, places, notices, metrics, the regular work. That a batch counts once
is the database's doing, whichever process takes it.
"""

import logging
import queue
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.hq.base.database import url_of
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.intake import batch_process
from mdt_alpr.hq.intake.batches import Batches, BatchResult, InThisProcess, Packed
from mdt_alpr.wire.problems import Problem

_LOG = logging.getLogger(__name__)
_STARTS_WITHIN_S = 60.0
_ENDS_WITHIN_S = 10.0


def batches_of(hq: Headquarters) -> Batches:
    """Return what accepts the batches of this headquarters."""
    return BatchProcesses(hq.settings) if hq.settings.processes else InThisProcess(hq)


def demand_one_process_on_sqlite(settings: HqSettings) -> None:
    """Refuse what SQLite, which has one writer, would only make slower.

    Raises:
        OutsideError: several processes are wanted on it, or there is no such database.
    """
    if settings.processes and url_of(settings.database).get_backend_name() == "sqlite":
        message = "SQLite lets one process write: --processes needs --database with PostgreSQL."
        raise OutsideError(message)


class BatchProcesses:
    """Some processes, each with one batch at a time; one that ended is replaced."""

    def __init__(self, settings: HqSettings) -> None:
        self._all = [_Process(settings) for _ in range(settings.processes)]
        self._free: queue.SimpleQueue[_Process] = queue.SimpleQueue()

    def start(self) -> None:
        """Begin all; they come up side by side.

        Raises:
            OutsideError: one does not come up.
        """
        for process in self._all:
            process.begin()
        try:
            for process in self._all:
                process.wait_until_up()
                self._free.put(process)
        except OutsideError:
            self._end_all()
            raise

    def accept(self, packed: Packed) -> BatchResult:
        """Have a batch accepted by the next process that is free.

        Raises:
            RefusedError: the batch as a whole; or the process ended over it, and nobody knows
                whether it was kept: sent again, it counts once.
        """
        process = self._free.get()
        try:
            result = process.ask(packed)
        except (EOFError, OSError):
            _LOG.error("a process that accepts batches has ended; another begins")
            process.end()
            raise RefusedError(Problem.NOT_READY) from None
        finally:
            self._free.put(process)
        if result.problem is not None:
            raise RefusedError(result.problem, result.detail)
        return result

    def close(self) -> None:
        """End all, each after the batch that it has."""
        for _ in self._all:
            with suppress(queue.Empty):
                self._free.get(timeout=_ENDS_WITHIN_S)
        self._end_all()

    def _end_all(self) -> None:
        for process in self._all:
            process.end()


class _Process:
    """One process and the line to it; on one thread at a time."""

    def __init__(self, settings: HqSettings) -> None:
        self._settings = settings
        self._process: BaseProcess | None = None
        self._line: Connection[object, object] | None = None

    def begin(self) -> None:
        """Begin a process; ``wait_until_up`` says when it may be asked."""
        context = get_context("spawn")
        self._line, theirs = context.Pipe()
        process = context.Process(
            target=batch_process.run, args=(self._settings, theirs), name="batches", daemon=True
        )
        process.start()
        theirs.close()
        self._process = process

    def wait_until_up(self) -> None:
        """Wait for a process that was begun.

        Raises:
            OutsideError: it does not come up; its log says why.
        """
        line = self._line
        try:
            if line is not None and line.poll(_STARTS_WITHIN_S):
                line.recv()
                return
        except (EOFError, OSError):
            pass
        self.end()
        message = "A process that accepts batches did not start; its log says why."
        raise OutsideError(message)

    def ask(self, packed: Packed) -> BatchResult:
        """Have a batch accepted; a process that ended is replaced first.

        Raises:
            EOFError, OSError: it ended meanwhile.
        """
        if self._line is None:
            self.begin()
            self.wait_until_up()
        assert self._line is not None  # noqa: S101 - begun above
        self._line.send(packed)
        result = self._line.recv()
        assert isinstance(result, BatchResult)  # noqa: S101 - our own program at the other end
        return result

    def end(self) -> None:
        """End the process: it goes when its line is closed."""
        if self._line is not None:
            self._line.close()
            self._line = None
        if self._process is not None:
            self._process.join(_ENDS_WITHIN_S)
            if self._process.is_alive():
                self._process.kill()
                self._process.join()
            self._process = None
