"""Accept batches, here or in processes of their own beside the one that listens.

One interpreter works on one processor at a time, and nearly all of its time goes into what cars
send. ``hq serve --processes N`` hands each batch, packed as it came, to one of N processes, which
decode, check and keep some at once, as a batch may wait for standbys longer than it is worked on.
Everything that lives in memory stays in the process that listens: limits, places, notices,
metrics, the regular work. That a batch counts once is the database's doing, whichever process
accepts it.
"""

import gc
import logging
import os
import secrets
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import NamedTuple, Protocol, TypeAlias

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.hq.base.database import url_of
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError, acting_as
from mdt_alpr.hq.base.http import NOT_READY, log_fault, unpacked
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.settings_file import setting_words
from mdt_alpr.hq.intake import service as items
from mdt_alpr.hq.items import days
from mdt_alpr.machine.json_logs import log_as_json
from mdt_alpr.machine.process_memory import give_back_free_pages, leave_no_dumps, share_one_heap
from mdt_alpr.wire.codec import DecodeError, decode, encode
from mdt_alpr.wire.messages import BatchMessage
from mdt_alpr.wire.problems import Problem

_Line: TypeAlias = "Connection[object, object]"


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
    with acting_as(caller.person_id, caller.origin), hq.writing() as work:
        receipts = items.accept(work, caller, batch, limits.batch_items)
    return BatchResult(encode(receipts), tuple(work.notified))


class InThisProcess:
    """Accepts batches in this process."""

    def __init__(self, hq: Headquarters) -> None:
        self._hq = hq

    def start(self) -> None:
        """Be ready as it is."""

    def accept(self, packed: Packed) -> BatchResult:
        return accept(self._hq, packed)

    def close(self) -> None:
        """End with the process."""


_SELDOM = 25_000, 10, 10
_FORGETS_EVERY_S = 600.0
"""As often as the process that listens does (``Headquarters.move_keys_on``)."""


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


class _BatchClock(threading.local):
    """The instant at which the batch of this thread came, set by the process that listens."""

    at = datetime.min.replace(tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


def accept_until_closed(settings: HqSettings, lines: Sequence[_Line]) -> None:
    """Accept batches, one at a time on each line, until the lines are closed.

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
        threads = [threading.Thread(target=_accept_from, args=(hq, clock, line)) for line in lines]
        for thread in threads:
            thread.start()
        forget_keys_until_over(hq, threads, _FORGETS_EVERY_S)
    finally:
        hq.close()


def forget_keys_until_over(
    hq: Headquarters, threads: Sequence[threading.Thread], every_s: float
) -> None:
    """Wait for threads; meanwhile no key of a day that a purge destroyed stays in memory long."""
    for thread in threads:
        while thread.is_alive():
            thread.join(every_s)
            hq.keys.forget()


def _accept_from(hq: Headquarters, clock: _BatchClock, line: _Line) -> None:
    with line, suppress(EOFError, BrokenPipeError, ConnectionResetError):
        line.send("up")
        while True:
            packed = line.recv()
            assert isinstance(packed, Packed)  # noqa: S101 - our own program at the other end
            clock.at = packed.now
            line.send(_answered(hq, packed))


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
_AT_ONCE = 4
"""Batches in one process: while one waits for its commit, the next is worked on."""
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
        message = (
            f"SQLite lets one process write. With {setting_words('processes')} name a PostgreSQL "
            f"database: {setting_words('database')}."
        )
        raise OutsideError(message)


class BatchProcesses:
    """Some processes, each with some batches at once; one that ended is replaced."""

    def __init__(self, settings: HqSettings) -> None:
        self._settings = settings
        self._all = [_Process(settings) for _ in range(settings.processes)]
        self._changed = threading.Condition()

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
        except OutsideError:
            self._end_all()
            raise

    def accept(self, packed: Packed) -> BatchResult:
        """Have a batch accepted by the process that has the fewest.

        Raises:
            RefusedError: the batch as a whole; or the process ended over it, and nobody knows
                whether it was kept: sent again, it counts once.
        """
        with self._free_place() as (process, place):
            try:
                result = process.ask(place, packed)
            except (EOFError, OSError, OutsideError):
                self._replace(process)
                raise RefusedError(Problem.NOT_READY) from None
        if result.problem is not None:
            raise RefusedError(result.problem, result.detail)
        return result

    def close(self) -> None:
        with self._changed:
            self._changed.wait_for(self._are_idle, _ENDS_WITHIN_S)
        self._end_all()

    @contextmanager
    def _free_place(self) -> Iterator[tuple["_Process", int]]:
        with self._changed:
            self._changed.wait_for(lambda: any(process.free for process in self._all))
            process = max(self._all, key=lambda candidate: len(candidate.free))
            place = process.free.pop()
        try:
            yield process, place
        finally:
            with self._changed:
                process.free.append(place)
                self._changed.notify_all()
                is_over = process.is_idle and process not in self._all
            if is_over:
                process.end()

    def _replace(self, process: "_Process") -> None:
        """Have another in the place of one that ended, which its last batch clears away."""
        with self._changed:
            if process in self._all:
                _LOG.error("a process that accepts batches has ended; another begins")
                self._all[self._all.index(process)] = _Process(self._settings)
                self._changed.notify_all()
        process.kill()

    def _are_idle(self) -> bool:
        return all(process.is_idle for process in self._all)

    def _end_all(self) -> None:
        for process in self._all:
            process.end()


class _Process:
    """One process and the lines to it, each for one batch at a time.

    ``free`` are the places of the lines that nobody uses.
    """

    def __init__(self, settings: HqSettings) -> None:
        self.free = list(range(_AT_ONCE))
        self._settings = settings
        self._process: BaseProcess | None = None
        self._lines: list[_Line] = []
        self._is_up = self._is_over = False
        self._starting = threading.Lock()

    @property
    def is_idle(self) -> bool:
        """Return whether it has no batch."""
        return len(self.free) == _AT_ONCE

    def begin(self) -> None:
        """Begin a process; ``wait_until_up`` says when it may be asked."""
        context = get_context("spawn")
        pairs = [context.Pipe() for _ in range(_AT_ONCE)]
        self._lines, theirs = [ours for ours, _ in pairs], [line for _, line in pairs]
        process = context.Process(
            target=accept_until_closed, args=(self._settings, theirs), name="batches", daemon=True
        )
        process.start()
        for line in theirs:
            line.close()
        self._process = process

    def wait_until_up(self) -> None:
        """Wait for a process that was begun.

        Raises:
            OutsideError: it does not come up; its log says why.
        """
        ends = time.monotonic() + _STARTS_WITHIN_S
        with suppress(EOFError, OSError):
            self._is_up = all(self._answers(line, ends) for line in self._lines)
        if not self._is_up:
            self._is_over = True
            self.end()
            message = "A process that accepts batches did not start; its log says why."
            raise OutsideError(message)

    def ask(self, place: int, packed: Packed) -> BatchResult:
        """Have a batch accepted on the line at that place; the first asks begin the process.

        Raises:
            EOFError, OSError: it ended meanwhile.
            OutsideError: it does not come up.
        """
        with self._starting:
            if self._is_over:
                raise EOFError
            if not self._is_up:
                self.begin()
                self.wait_until_up()
        line = self._lines[place]
        line.send(packed)
        result = line.recv()
        assert isinstance(result, BatchResult)  # noqa: S101 - our own program at the other end
        return result

    def kill(self) -> None:
        """End it at once: whoever waits for an answer waits no more. It is not begun again."""
        self._is_over = True
        if self._process is not None:
            self._process.kill()

    def end(self) -> None:
        """End the process: it goes when its lines are closed."""
        for line in self._lines:
            line.close()
        if self._process is not None:
            self._process.join(_ENDS_WITHIN_S)
            if self._process.is_alive():
                self._process.kill()
                self._process.join()
            self._process = None

    @staticmethod
    def _answers(line: _Line, ends: float) -> bool:
        if not line.poll(max(0.0, ends - time.monotonic())):
            return False
        line.recv()
        return True
