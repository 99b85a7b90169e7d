"""Accept batches, here or in processes of their own beside the one that listens.

One interpreter works on one processor at a time, and nearly all of its time goes into what cars
send. ``hq serve --processes N`` hands each batch, packed as it came, to one of N processes, which
decode, check and keep it. Everything that lives in memory stays in the process that listens:
limits, places, notices, metrics, the regular work. That a batch counts once is the database's
doing, whichever process accepts it.
"""

import gc
import logging
import os
import queue
import secrets
import signal
from contextlib import suppress
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import NamedTuple, Protocol

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.hq.base.database import url_of
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError, asked_by
from mdt_alpr.hq.base.http import NOT_READY, log_fault, unpacked
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.intake import service as items
from mdt_alpr.hq.items import days
from mdt_alpr.json_logs import log_as_json
from mdt_alpr.process_memory import give_back_free_pages, leave_no_dumps, share_one_heap
from mdt_alpr.wire.codec import DecodeError, decode, encode
from mdt_alpr.wire.messages import BatchMessage
from mdt_alpr.wire.problems import Problem


class Packed(NamedTuple):
    """A batch as it came: whose, when, its ``Content-Encoding``, its body."""

    caller: Caller
    now: datetime
    encoding: str
    body: bytes


class BatchResult(NamedTuple):
    """The receipts as JSON text and the devices to notify; or why the batch was refused."""

    receipts: str
    notified: tuple[str, ...] = ()
    problem: Problem | None = None
    detail: str = ""


class Batches(Protocol):
    """Accepts batches; ``start`` before the first, ``close`` after the last."""

    def start(self) -> None:
        """Get ready; raises OutsideError where that fails."""

    def accept(self, packed: Packed) -> BatchResult:
        """Accept a batch, on any thread; raises RefusedError or DecodeError for a whole one."""
        ...

    def close(self) -> None:
        """Finish what is under way and end."""


def accept(hq: Headquarters, packed: Packed) -> BatchResult:
    """Accept a batch in this process.

    Raises:
        RefusedError: the batch as a whole.
        DecodeError: it is none.
    """
    limits = hq.settings.limits
    batch = decode(BatchMessage, unpacked(packed.body, packed.encoding, limits.unpacked_bytes))
    days.make_days_for(hq, batch.items, packed.now)
    caller = packed.caller
    with asked_by(caller.person_id, caller.origin), hq.writing() as work:
        receipts = items.accept(work, caller, batch, limits.batch_items)
    return BatchResult(encode(receipts), tuple(work.notified))


class InThisProcess:
    """Accepts batches in this process."""

    def __init__(self, hq: Headquarters) -> None:
        self._hq = hq

    def start(self) -> None:
        """Be ready as it is."""

    def accept(self, packed: Packed) -> BatchResult:
        """Accept a batch."""
        return accept(self._hq, packed)

    def close(self) -> None:
        """End with the process."""


_SELDOM = 25_000, 10, 10


def collect_seldom() -> None:
    """Let a batch come and go without a search for cycles: messages have none, it took a third.

    A statement leaves some, which are found after a few hundred batches. What is loaded now stays
    to the end and is searched no more.
    """
    gc.freeze()
    gc.set_threshold(*_SELDOM)


def collect_what_is_left() -> None:
    """Collect now what statements left, where this process does so seldom: it is ten megabytes."""
    if gc.get_threshold() == _SELDOM:
        gc.collect()
        give_back_free_pages()


class _BatchClock:
    """The instant at which the batch came, set by the process that listens."""

    at = datetime.min.replace(tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


def accept_until_closed(settings: HqSettings, line: "Connection[object, object]") -> None:
    """Accept batches until the line is closed.

    Signals to end are left to the process that listens: it closes the lines when the last batch
    is answered, and where it dies they close by themselves.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    logging.basicConfig()
    log_as_json()
    leave_no_dumps()
    share_one_heap()
    clock = _BatchClock()
    hq = Headquarters(settings, clock, os.urandom)
    try:
        hq.database.answers()
        collect_seldom()
        line.send("up")
        while True:
            packed = line.recv()
            assert isinstance(packed, Packed)  # noqa: S101 - our own program at the other end
            clock.at = packed.now
            line.send(_answered(hq, packed))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    finally:
        hq.close()


def _answered(hq: Headquarters, packed: Packed) -> BatchResult:
    """Accept a batch; what goes wrong becomes its answer, and the process goes on."""
    try:
        return accept(hq, packed)
    except RefusedError as error:
        return BatchResult("", problem=error.problem, detail=error.detail)
    except DecodeError as error:
        return BatchResult("", problem=Problem.MALFORMED, detail=str(error))
    except NOT_READY as error:
        log_fault(error, "not ready")
        return BatchResult("", problem=Problem.NOT_READY)
    except Exception as error:  # noqa: BLE001 - the edge: one batch must not end the others'
        incident = secrets.token_hex(4)
        log_fault(error, incident)
        return BatchResult("", problem=Problem.FAULT, detail=f"incident:{incident}")


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
            target=accept_until_closed, args=(self._settings, theirs), name="batches", daemon=True
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
