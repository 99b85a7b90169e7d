"""Put headquarters together, and run it: for good, or beside a test or the demo."""

import asyncio
import logging
import os
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import NamedTuple, Self

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool

from mdt_alpr.domain.audit.logging_alarm import CHECKED_AGAIN_EVERY
from mdt_alpr.domain.audit.refusals import COUNTED_FOR
from mdt_alpr.domain.errors import MdtAlprError, OutsideError
from mdt_alpr.hq.audit import audit_buffer
from mdt_alpr.hq.audit.chain_watch import EVERY as CHAIN_EVERY
from mdt_alpr.hq.audit.chain_watch import FIRST_AFTER, OwnChainWatch
from mdt_alpr.hq.audit.logging_watch import LoggingWatch
from mdt_alpr.hq.audit.program_watch import EVERY as PROGRAM_EVERY
from mdt_alpr.hq.audit.program_watch import ProgramWatch
from mdt_alpr.hq.audit.refused_requests import RefusedRequests
from mdt_alpr.hq.audit.service import begin_mark
from mdt_alpr.hq.audit.witness import EVERY as WITNESS_EVERY
from mdt_alpr.hq.audit.witness import WATCHED_EVERY as WITNESS_WATCHED
from mdt_alpr.hq.audit.witness import Witnessing
from mdt_alpr.hq.base.database import failures_in_words
from mdt_alpr.hq.base.database_keys import demand_same_keys
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.http import ConcurrencyLimit, HashingGate, add_problems
from mdt_alpr.hq.base.leader import ASKED_EVERY as LEADER_ASKED_EVERY
from mdt_alpr.hq.base.leader import Leader
from mdt_alpr.hq.base.private_places import close_folder
from mdt_alpr.hq.base.profile_mark import demand_own_profile
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.training_mark import keep_training_apart
from mdt_alpr.hq.case_systems import make_case_system
from mdt_alpr.hq.dispatch.letters import EVERY as LETTERS_EVERY
from mdt_alpr.hq.dispatch.letters import LetterRounds
from mdt_alpr.hq.equipment.service import EVERY as EQUIPMENT_EVERY
from mdt_alpr.hq.equipment.service import open_due
from mdt_alpr.hq.hits.log import log_missing
from mdt_alpr.hq.hits.waiting_cars import CHECKED_EVERY as CARS_EVERY
from mdt_alpr.hq.hits.waiting_cars import WaitingCars
from mdt_alpr.hq.holds import expiry as hold_life
from mdt_alpr.hq.holds.expiry import EVERY as HOLDS_EVERY
from mdt_alpr.hq.hotlists.corrections import EVERY as CORRECTIONS_EVERY
from mdt_alpr.hq.hotlists.corrections import end_corrections
from mdt_alpr.hq.hotlists.deliveries import (
    DROP_FOLDER,
    DROP_FOLDER_EVERY,
    OverdueWatch,
    import_dropped,
)
from mdt_alpr.hq.hotlists.deliveries import OVERDUE_EVERY as LISTS_EVERY
from mdt_alpr.hq.hotlists.importing import erase_half_imported
from mdt_alpr.hq.hotlists.manual_ending import EVERY as ENTRIES_EVERY
from mdt_alpr.hq.hotlists.manual_ending import end_expired
from mdt_alpr.hq.hotlists.timeline import EVERY as FAILOVERS_EVERY
from mdt_alpr.hq.hotlists.timeline import follow_failover
from mdt_alpr.hq.incidents.service import EVERY as INCIDENTS_EVERY
from mdt_alpr.hq.incidents.service import notify_team
from mdt_alpr.hq.intake.batches import (
    batches_of,
    collect_seldom,
    collect_what_is_left,
    demand_one_process_on_sqlite,
)
from mdt_alpr.hq.keeping.backup_jobs import EVERY as BACKUPS_EVERY
from mdt_alpr.hq.keeping.backup_jobs import BackupJobs
from mdt_alpr.hq.keeping.key_replacement import end_replacement
from mdt_alpr.hq.keeping.purge import ASKED_EVERY as PURGE_ASKED_EVERY
from mdt_alpr.hq.keeping.purge import WATCHED_EVERY, RetentionWatch, note_purge, purge_hourly
from mdt_alpr.hq.keeping.reminders import EVERY as REMINDED_EVERY
from mdt_alpr.hq.keeping.reminders import remind
from mdt_alpr.hq.keeping.start_record import record_start
from mdt_alpr.hq.misuse.service import EVERY as MISUSE_EVERY
from mdt_alpr.hq.misuse.service import seek_daily
from mdt_alpr.hq.outside_requests.service import EVERY as OUTSIDE_EVERY
from mdt_alpr.hq.outside_requests.service import end_expired as end_outside_requests
from mdt_alpr.hq.people.account_acts import ENDED_EVERY as ACCOUNTS_EVERY
from mdt_alpr.hq.people.account_acts import end_accounts
from mdt_alpr.hq.people.account_seals import begin as begin_account_seals
from mdt_alpr.hq.people.ended_memory import WRITTEN_EVERY as ENDED_EVERY
from mdt_alpr.hq.people.ended_memory import watch as watch_ended
from mdt_alpr.hq.people.rate_limits import RateLimits
from mdt_alpr.hq.reads.plate_sheets import EVERY as SHEETS_EVERY
from mdt_alpr.hq.reads.plate_sheets import put_together
from mdt_alpr.hq.serving.metrics import Figures, RequestLog
from mdt_alpr.hq.serving.routes import EVERY_ADDRESS
from mdt_alpr.hq.serving.server import Server, bound, demand_tls
from mdt_alpr.hq.switches import make_switch
from mdt_alpr.machine.clock import Clock, SystemClock

_LOG = logging.getLogger(__name__)
COLLECTED_EVERY = timedelta(minutes=1)


def open_headquarters(
    settings: HqSettings,
    clock: Clock,
    random_bytes: Callable[[int], bytes],
    *,
    adopts: bool = False,
) -> Headquarters:
    """Return headquarters with its schema up to date, and its data closed to other users.

    ``adopts``: to let two people adopt another policy profile than its database was made with.

    Raises:
        StoreNewerError: a newer program wrote this database.
        OutsideError: the settings' status gateway cannot be used, their processes or their keys;
            the database is of another policy profile, does not answer as it should, or is damaged.
    """
    demand_one_process_on_sqlite(settings)
    hq = Headquarters(settings, clock, random_bytes)
    close_folder(settings.data, settings.data / DROP_FOLDER)
    hq.switch = make_switch(hq)
    hq.case_system = make_case_system(settings, clock)
    try:
        hq.database.prepare()
        with failures_in_words():
            with hq.database.writing() as connection:
                demand_same_keys(connection, settings, hq.kept)
                if not adopts:
                    demand_own_profile(connection)
            end_replacement(hq)
            begin_mark(hq)
            begin_account_seals(hq)
            log_missing(hq)
    except MdtAlprError:
        hq.close()
        raise
    return hq


def create_app(
    settings: HqSettings, clock: Clock, random_bytes: Callable[[int], bytes]
) -> Starlette:
    """Return the server for any ASGI runner; it closes its database when it ends.

    Raises:
        OutsideError: as of ``open_headquarters``; training meets live data (V9).
    """
    hq = open_headquarters(settings, clock, random_bytes)
    keep_training_apart(hq)
    return app_of(hq)


def app_of(hq: Headquarters) -> Starlette:
    """Return the server of an open headquarters, which ends with it."""
    batches = batches_of(hq)
    refused, logging_watch = RefusedRequests(hq, run_in_threadpool), LoggingWatch(hq)
    watches = _Watches(
        OwnChainWatch(hq), Witnessing(hq), logging_watch, refused, BackupJobs(hq), LetterRounds(hq)
    )
    waiting = WaitingCars(hq, run_in_threadpool)

    @asynccontextmanager
    async def life(_app: Starlette) -> AsyncIterator[None]:
        await run_in_threadpool(_begin, hq)
        await run_in_threadpool(watches.witness.write_first)
        await run_in_threadpool(batches.start)
        ending = asyncio.Event()
        regular = (
            *_regular(hq, watches),
            _Regular(waiting.check, CARS_EVERY, "sessions of cars were not checked", CARS_EVERY),
        )
        tasks = [asyncio.create_task(task.go_on(ending)) for task in regular]
        yield
        ending.set()
        watches.chain.end()
        watches.backups.end()
        await asyncio.gather(*tasks)
        await run_in_threadpool(batches.close)
        await run_in_threadpool(_end, hq, watches)
        hq.close()

    limits, figures = hq.settings.limits, Figures(hq)
    app = Starlette(routes=[endpoint.route() for endpoint in EVERY_ADDRESS], lifespan=life)
    app.router.redirect_slashes = False  # it would send whoever asks to the host that they name
    app.state.hq, app.state.batches, app.state.figures = hq, batches, figures
    app.state.refused, app.state.waiting, app.state.logging_watch = refused, waiting, logging_watch
    app.state.hashing = HashingGate(limits.hashes_at_once, limits.hash_wait_s)
    app.state.batch_limit = ConcurrencyLimit(limits.batches_at_once)
    add_problems(app)
    app.add_middleware(RateLimits, hq=hq)
    app.add_middleware(RequestLog, figures=figures)
    return app


def _begin(hq: Headquarters) -> None:
    """Erase what must be gone before anybody is answered, and listen to other servers."""
    if hq.bell is not None:
        hq.bell.start()
    erase_half_imported(hq)
    try:
        _purge(hq)
    except OutsideError as error:  # the store of pictures; their keys are gone, and cars wait
        _LOG.error("purge failed, and is tried again: %s", error)


def _end(hq: Headquarters, watches: "_Watches") -> None:
    """Record what is left to record, and let the witness see it."""
    watches.dispatch.end()
    watches.refused.write_last()
    audit_buffer.flush_last(hq)
    watches.witness.write_last()


def _purge(hq: Headquarters) -> None:
    """Purge where this server leads, else learn when the leader did."""
    if hq.leader.leads():
        purge_hourly(hq)
    else:
        note_purge(hq)


class _Watches(NamedTuple):
    """What headquarters goes on with from one time to the next."""

    chain: OwnChainWatch
    witness: Witnessing
    logging: LoggingWatch
    refused: RefusedRequests
    backups: BackupJobs
    dispatch: LetterRounds


def _regular(hq: Headquarters, watches: _Watches) -> tuple["_Regular", ...]:
    """Return what headquarters does by itself while it serves."""
    chain, witness, logging_watch, refused, backups, dispatch = watches
    by_leader = (
        _Regular(lambda: hold_life.sweep(hq), HOLDS_EVERY, "holds were not tended"),
        _Regular(RetentionWatch(hq).check, WATCHED_EVERY, "the purge was not checked"),
        _Regular(lambda: end_expired(hq), ENTRIES_EVERY, "manual entries were not ended"),
        _Regular(lambda: end_outside_requests(hq), OUTSIDE_EVERY, "outside requests did not end"),
        _Regular(lambda: notify_team(hq), INCIDENTS_EVERY, "nobody was notified of incidents"),
        _Regular(lambda: end_accounts(hq), ACCOUNTS_EVERY, "unused accounts were not disabled"),
        _Regular(lambda: watch_ended(hq), ENDED_EVERY, "what ended was not looked at"),
        _Regular(lambda: open_due(hq), EQUIPMENT_EVERY, "work orders were not opened"),
        _Regular(lambda: remind(hq), REMINDED_EVERY, "nobody was reminded"),
        _Regular(lambda: end_corrections(hq), CORRECTIONS_EVERY, "corrections were not ended"),
        _Regular(lambda: seek_daily(hq), MISUSE_EVERY, "no misuse was sought", MISUSE_EVERY),
        _Regular(lambda: put_together(hq), SHEETS_EVERY, "sheets of plates stay in pieces"),
        _Regular(OverdueWatch(hq).check, LISTS_EVERY, "overdue lists were not recorded"),
        _Regular(
            lambda: audit_buffer.flush(hq), audit_buffer.EVERY, "what cars did waits for its entry"
        ),
        _Regular(chain.check, CHAIN_EVERY, "the audit self-check failed", FIRST_AFTER),
        _Regular(lambda: follow_failover(hq), FAILOVERS_EVERY, "the list was not renumbered"),
        _Regular(dispatch.go_on, LETTERS_EVERY, "dispatch was not told"),
        _Regular(backups.go_on, BACKUPS_EVERY, "no backup was made or checked"),
        _Regular(lambda: import_dropped(hq), DROP_FOLDER_EVERY, "the drop folder was not read"),
    )
    by_each = (
        _Regular(hq.leader.leads, LEADER_ASKED_EVERY, "nobody knows who leads"),
        _Regular(lambda: _purge(hq), PURGE_ASKED_EVERY, "purge failed", PURGE_ASKED_EVERY),
        _Regular(hq.move_keys_on, WATCHED_EVERY, "keys of past days stay", first=WATCHED_EVERY),
        _Regular(chain.learn, WATCHED_EVERY, "the audit's state is not known", WATCHED_EVERY),
        _Regular(witness.write, WITNESS_EVERY, "the audit has no witness", first=WITNESS_EVERY),
        _Regular(witness.write_in_time, WITNESS_WATCHED, "the audit's newest has no witness"),
        _Regular(logging_watch.check_in_time, CHECKED_AGAIN_EVERY, "logging was not checked"),
        _Regular(refused.check, COUNTED_FOR, "refused requests were not recorded"),
        _Regular(ProgramWatch(hq).check, PROGRAM_EVERY, "the program was not checked"),
        _Regular(collect_what_is_left, COLLECTED_EVERY, "memory was not collected"),
    )
    return (*(replace(task, leader=hq.leader) for task in by_leader), *by_each)


@dataclass(frozen=True, slots=True)
class _Regular:
    """Done now and then, ``first`` after the start; ``trouble`` is logged where it fails.

    Where it has a ``leader`` only the server that leads does it.
    """

    work: Callable[[], object]
    every: timedelta
    trouble: str
    first: timedelta = timedelta(0)
    leader: Leader | None = None

    async def go_on(self, ending: asyncio.Event) -> None:
        """Do it until the server ends; a failure is tried again at its next time."""
        pause = self.first
        while not await _comes_within(ending, pause):
            pause = self.every
            await run_in_threadpool(self.do_once)

    def do_once(self) -> None:
        """Do it; a failure is logged."""
        try:
            if self.leader is None or self.leader.leads():
                self.work()
        except Exception as error:  # noqa: BLE001 - the task's edge
            _LOG.error("%s: %s", self.trouble, type(error).__name__)


async def _comes_within(event: asyncio.Event, time: timedelta) -> bool:
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), time.total_seconds())
    return event.is_set()


def serve(settings: HqSettings, announce: Callable[[], None] | None = None) -> int:
    """Serve until the process is asked to end; requests under way are finished first.

    ``announce`` is called once the port is this server's, before the data is opened.

    Raises:
        OutsideError: the port is somebody else's, or as of ``create_app``.
    """
    demand_tls(settings)
    listening = bound(settings)
    try:
        if announce is not None:
            announce()
        app = create_app(settings, SystemClock(), os.urandom)
        record_start(app.state.hq)
        server = Server(app, settings)
        collect_seldom()
        with suppress(KeyboardInterrupt):
            server.run(listening)
    finally:
        for listener in listening:
            listener.close()
    return 0 if server.started else 1


@contextmanager
def running(app: Starlette, settings: HqSettings) -> Iterator[str]:
    """Serve on a free port of this machine while the context lasts; give the address.

    Raises:
        OutsideError: the server did not start.
    """
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = Server(app, settings)
    thread = threading.Thread(target=server.serve_on, args=(listening,), name="headquarters")
    thread.start()
    server.is_up.wait()
    try:
        if not server.started:
            raise OutsideError("Headquarters did not start; its log says why.")
        scheme = "http" if settings.certificate is None else "https"
        yield f"{scheme}://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


class InProcessHq:
    """Headquarters beside a test or the demo: ``hq`` for use cases, ``base_url`` for cars."""

    def __init__(
        self, settings: HqSettings, clock: Clock, random_bytes: Callable[[int], bytes]
    ) -> None:
        self.hq = open_headquarters(settings, clock, random_bytes)
        self.base_url = ""
        app = app_of(self.hq)
        self.logging_watch: LoggingWatch = app.state.logging_watch
        self._running = running(app, settings)

    def __enter__(self) -> Self:
        """Begin to serve."""
        self.base_url = self._running.__enter__()
        return self

    def __exit__(self, *exc: object) -> None:
        """End, after what is under way."""
        self._running.__exit__(None, None, None)
