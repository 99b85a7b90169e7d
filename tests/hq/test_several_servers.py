"""Several servers on one database: one leads, and a change reaches the cars of all."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hotlist.manual_entry import ManualEntry
from mdt_alpr.hq import app
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.chain_watch import OwnChainWatch
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base import leader
from mdt_alpr.hq.base.database import Database
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.leader import Leader
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.hits import notice_store as notices
from mdt_alpr.hq.hits import waiting_cars
from mdt_alpr.hq.hotlists.service import present_version
from mdt_alpr.hq.keeping.purge import OvertakenError, note_purge, purge_watched
from mdt_alpr.hq.people import sign_in
from mdt_alpr.hq.people.sample_agency import SECOND_OFFICER, sample_agency
from mdt_alpr.lab.ports import free_port
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.manual import EntryStep
from mdt_alpr.wire.notices import NoticeKind, NoticesAndListMessage, UnitsMessage
from tests.builders import NOW, SetClock
from tests.hq.conftest import Opened
from tests.hq.listening import counted
from tests.hq.manual import a_step, added, an_own_entry
from tests.hq.senders import HANGS_AFTER_S, PASSWORDS, PATIENCE, Car, a_car

DATABASES = ["postgresql"]


def certificates(hq: Headquarters) -> int:
    which = own_audit.Which(event=AuditEvent.HQ_PURGED)
    with hq.reading() as work:
        last = own_audit.last_sequence(work.connection)
        return len(own_audit.found(work.connection, which, (0, last), 100))


def test_there_is_one_certificate_an_hour_whoever_leads(at: Opened, clock: SetClock) -> None:
    one, two = at("one"), at("two")
    for hq in (one, two, one):
        app._purge(hq)
    assert (certificates(one), two.purged_at) == (1, NOW)
    one.leader.close()  # as when it dies
    clock.at += timedelta(minutes=40)
    app._purge(two)
    assert certificates(two) == 1, "this hour has one"
    clock.at += timedelta(minutes=20)
    for hq in (two, one):
        app._purge(hq)
    assert (certificates(two), one.purged_at) == (2, clock.at)
    assert [hq.leader.leads() for hq in (one, two)] == [False, True]


def test_a_leader_whose_clock_is_ahead_delays_no_purge_of_the_next(
    at: Opened, clock: SetClock
) -> None:
    one, two = at("one"), at("two")
    one.clock = SetClock(NOW + timedelta(minutes=2))
    app._purge(one)
    one.leader.close()
    comes_true(two.leader.leads)  # PostgreSQL ends the session in its own time
    app._purge(two)
    assert certificates(two) == 1
    clock.at = NOW + timedelta(minutes=60)
    app._purge(two)
    assert certificates(two) == 2


def test_a_purge_that_another_one_overtook_gives_no_certificate(at: Opened) -> None:
    one, two = at("one"), at("two")
    before = note_purge(one)
    app._purge(two)
    with pytest.raises(OvertakenError):
        purge_watched(one, before)
    assert certificates(one) == 1
    assert one.retention.failure == ""


@pytest.mark.logs_warnings
def test_a_break_that_the_leader_found_is_known_at_the_other(at: Opened) -> None:
    one, two = at("one"), at("two")
    watch, other = OwnChainWatch(one), OwnChainWatch(two)
    for hq in (one, two):
        with hq.writing() as work:
            record(work, AuditEvent.HQ_STARTED, "headquarters", NOBODY)
        assert hq.leader.leads() is (hq is one)
    with one.database.writing() as connection:
        connection.execute(text("UPDATE own_audit SET subject = 'x' WHERE sequence = 1"))
    watch.check()
    other.learn()
    assert one.own_chain.broken_at == two.own_chain.broken_at == 1


_LEADS = """
import sys
from mdt_alpr.hq.base import leader
leader._SILENT_FOR_S = 1
found = leader.Leader(sys.argv[1])
for _ in sys.stdin:
    print(found.leads(), flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a process is stopped by a signal")
def test_a_leader_that_hangs_leads_no_more_and_knows_it_when_it_wakes_up(
    settings: HqSettings,
) -> None:
    ours = Leader(settings.direct)
    pipe = subprocess.PIPE
    child = subprocess.Popen(
        [sys.executable, "-c", _LEADS, settings.direct], stdin=pipe, stdout=pipe, text=True
    )
    assert child.stdin is not None
    assert child.stdout is not None

    def asked() -> str:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write("?\n")
        child.stdin.flush()
        return child.stdout.readline().strip()

    try:
        assert asked() == "True"
        assert not ours.leads()
        child.send_signal(signal.SIGSTOP)
        comes_true(ours.leads)
        child.send_signal(signal.SIGCONT)
        assert asked() == "False"
        assert ours.leads()
    finally:
        ours.close()
        child.kill()
        child.communicate()


def comes_true(found: Callable[[], bool], process: subprocess.Popen[bytes] | None = None) -> None:
    """Wait until something is so, while a process lives that it depends on."""
    ends = time.monotonic() + HANGS_AFTER_S
    while not found():
        assert process is None or process.poll() is None, "it has ended"
        assert time.monotonic() < ends
        threading.Event().wait(0.1)


def answers(port: int) -> bool:
    with suppress(httpx.ConnectError):
        address = f"http://127.0.0.1:{port}/readyz"
        return httpx.get(address, trust_env=False, timeout=PATIENCE).status_code < 504
    return False


_HOLDS = f"""
    SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid)
    WHERE l.locktype = 'advisory' AND a.application_name IN ('one', 'two') AND l.granted
    AND (l.classid::bigint << 32 | l.objid::bigint) = {leader._NAME}
"""  # noqa: S608 - a name of our own
"""Only the leader's: whoever changes something holds others for a moment."""


def test_two_programs_that_begin_at_once_are_one_headquarters_and_survive_a_kill(
    empty_database_url: str, tmp_path: Path
) -> None:
    database = Database(empty_database_url)

    def leading() -> list[str]:
        with database.reading() as connection:
            return list(connection.scalars(text(_HOLDS)))

    with ExitStack() as stack:
        stack.callback(database.close)
        servers, ports = {}, {}
        for name in ("one", "two"):
            folder = tmp_path / name
            folder.mkdir()
            (folder / "url").write_text(f"{empty_database_url}&application_name={name}")
            (folder / "hq.toml").write_text(
                f'database = "file:{folder / "url"}"\ncluster_key = "{tmp_path / "cluster.key"}"\n'
            )
            ports[name] = free_port()
            words = ["-m", "mdt_alpr", "hq", "--data", str(folder), "serve"]
            servers[name] = subprocess.Popen(
                [sys.executable, *words, "--port", str(ports[name])], stderr=subprocess.DEVNULL
            )
            stack.callback(servers[name].wait)
            stack.callback(servers[name].kill)
        for name, port in ports.items():
            comes_true(lambda port=port: answers(port), servers[name])  # type: ignore[misc]
        comes_true(lambda: len(leading()) == 1)
        (first,) = leading()
        servers[first].kill()
        comes_true(lambda: leading() not in ([], [first]))
        assert answers(ports[leading()[0]])
        with database.reading() as connection:
            purged = text("SELECT count(*) FROM own_audit WHERE event = 'hq:captured_data:purged'")
            assert connection.scalar(purged) == 1


# ---------------------------------------------------------------------------------- the bell


@pytest.fixture
def beside(shared: HqSettings, clock: SetClock) -> Iterator[tuple[InProcessHq, InProcessHq]]:
    """Give two servers that serve."""
    one, two = (
        InProcessHq(replace(shared, data=shared.data.with_name(name)), clock, os.urandom)
        for name in ("one", "two")
    )
    sample_agency(one.hq, PASSWORDS, NOW.date())
    with one, two:
        comes_true(lambda: listens(one) and listens(two))
        yield one, two


def listens(server: InProcessHq) -> bool:
    return server.hq.bell is not None and server.hq.bell.listens


def with_an_entry(server: InProcessHq) -> tuple[Car, ManualEntry, int]:
    """Return a car at the server, its manual entry, and the version of the list with it."""
    car, entry = a_car(server.base_url), an_own_entry()
    assert car.send(added(entry)) == ["accepted"]
    with server.hq.reading() as work:
        return car, entry, present_version(work)


def waiting(car: Car, server: InProcessHq, known: int) -> Future[int]:
    """Let a car wait for another list than it knows; give its version."""

    def wait() -> int:
        answer = car.http.get(f"/v1/notices?wait=25&unit=Unit+7&list={known}", timeout=30)
        return decode(NoticesAndListMessage, answer.content).list_version

    pool = ThreadPoolExecutor(1)
    answer = pool.submit(wait)
    pool.shutdown(wait=False)
    comes_true(lambda: bool(server.hq.notifier._waiting))
    return answer


def test_the_removal_of_an_entry_reaches_a_car_that_waits_at_another_server_without_asking(
    beside: tuple[InProcessHq, InProcessHq],
) -> None:
    one, two = beside
    before = two.hq.notifier.lists
    near, entry, known = with_an_entry(one)
    comes_true(lambda: two.hq.notifier.lists > before)
    with (
        near,
        a_car(two.base_url, SECOND_OFFICER, "car-7") as far,
        counted(two.hq, "hotlist_versions") as asked,
    ):
        answer = waiting(far, two, known)
        comes_true(lambda: asked() == 1)  # as it begins to wait
        threading.Event().wait(2)
        assert asked() == 1, "nobody asks"
        assert near.send(a_step(entry, EntryStep.REMOVED)) == ["accepted"]
        assert answer.result(timeout=20) == known + 1


@pytest.mark.logs_warnings
def test_no_change_is_lost_while_the_session_that_listens_is_cut(
    beside: tuple[InProcessHq, InProcessHq],
) -> None:
    one, two = beside
    near, entry, known = with_an_entry(one)
    with near, a_car(two.base_url, SECOND_OFFICER, "car-7") as far:
        answer = waiting(far, two, known)
        with two.hq.database.writing() as connection:
            connection.execute(text(_CUT))
        assert near.send(a_step(entry, EntryStep.REMOVED)) == ["accepted"]
        assert answer.result(timeout=20) == known + 1
    comes_true(lambda: listens(two))


_CUT = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE pid <> pg_backend_pid() AND (query LIKE 'LISTEN%' OR query = 'SELECT 1')
"""


# ---------------------------------------------------------------- cars that ask again and again


def asked(car: Car, known: int, after: int = 0, wait: float = 0.2) -> NoticesAndListMessage:
    words: dict[str, str | float] = {"wait": wait, "unit": "Unit 7", "list": known, "after": after}
    answer = car.http.get("/v1/notices", params=words, timeout=30)
    assert answer.status_code == 200, answer.text
    return decode(NoticesAndListMessage, answer.content)


@pytest.fixture
def _what_is_known_counts_for_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "CARS_EVERY", timedelta(hours=1))
    for name in ("_COUNTS_FOR_S", "_UNITS_COUNT_FOR_S"):
        monkeypatch.setattr(waiting_cars, name, 3600.0)


@pytest.mark.usefixtures("_what_is_known_counts_for_an_hour")
def test_a_car_that_asks_again_and_again_asks_the_database_once(
    beside: tuple[InProcessHq, InProcessHq],
) -> None:
    one, two = beside
    with (
        a_car(one.base_url, device="car-1") as near,
        a_car(two.base_url, SECOND_OFFICER, "car-7") as car,
    ):
        asked(near, 0)
        assert asked(car, 0).list_version == 0
        assert car.http.get(addresses.UNITS).status_code == 200
        with counted(two.hq, "listeners") as listeners, counted(two.hq, "sessions") as sessions:
            for _ in range(5):
                assert asked(car, 0).notices == ()
                others = decode(UnitsMessage, car.http.get(addresses.UNITS).content)
                assert [unit.device for unit in others.units] == ["car-1"]
        assert (listeners(), sessions()) == (0, 0)


def test_what_comes_while_a_car_is_between_two_questions_is_given_at_the_next(
    beside: tuple[InProcessHq, InProcessHq],
) -> None:
    one, two = beside
    with a_car(two.base_url, SECOND_OFFICER, "car-7") as car:
        for _ in range(2):
            assert asked(car, 0).notices == ()
        notice = notices.Notice(NoticeKind.CONTRARY, NOW, "{}")
        with one.hq.writing() as work:
            notices.add(work, [("car-7", notice)])
        comes_true(lambda: [given.number for given in asked(car, 0).notices] == [1])
        assert asked(car, 0, after=1).notices == ()


def test_a_change_of_the_list_reaches_a_car_that_asks_again(
    beside: tuple[InProcessHq, InProcessHq],
) -> None:
    one, two = beside
    with a_car(one.base_url) as near, a_car(two.base_url, SECOND_OFFICER, "car-7") as far:
        entry = an_own_entry()
        near.send(added(entry))
        comes_true(lambda: asked(far, 0).list_version == 1)
        for _ in range(2):
            assert asked(far, 1).list_version == 1
        near.send(a_step(entry, EntryStep.REMOVED))
        comes_true(lambda: asked(far, 1).list_version == 2)


@pytest.fixture
def _cars_are_checked_each_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "CARS_EVERY", timedelta(seconds=1))


@pytest.mark.attack("V1h")
@pytest.mark.usefixtures("_cars_are_checked_each_second")
def test_a_session_that_ended_at_another_server_waits_no_more_and_is_given_nothing(
    beside: tuple[InProcessHq, InProcessHq],
) -> None:
    one, two = beside
    with a_car(two.base_url, SECOND_OFFICER, "car-7") as car:
        for _ in range(2):
            asked(car, 0)
        with one.hq.reading() as work:
            caller = sign_in.caller_of(work, car.http.headers["Authorization"].split()[1])
        with one.hq.writing() as work:
            sign_in.sign_out(work, caller)
            notices.add(work, [("car-7", notices.Notice(NoticeKind.CONTRARY, NOW, "{}"))])

        def refused() -> bool:
            answer: httpx.Response = car.http.get("/v1/notices?list=0", timeout=30)
            if answer.status_code == 200:
                assert decode(NoticesAndListMessage, answer.content).notices == ()
            return answer.status_code == 401

        comes_true(refused)
