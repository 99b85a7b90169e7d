"""Headquarters as a process and beside others: it starts, purges, serves, and ends."""

import gc
import os
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select, text

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError, StoreNewerError
from mdt_alpr.hq import app
from mdt_alpr.hq.app import InProcessHq, app_of, create_app, open_headquarters, running
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.intake.batches import collect_seldom, collect_what_is_left
from mdt_alpr.lab.ports import free_port
from mdt_alpr.machine.clock import SystemClock
from tests.builders import NOW, SetClock
from tests.hq.senders import HANGS_AFTER_S, PATIENCE

DATABASES = ["sqlite"]

PROGRAM = """
import sys
from pathlib import Path
from mdt_alpr.hq.app import serve
from mdt_alpr.hq.base.settings import HqSettings
sys.exit(serve(HqSettings(Path(sys.argv[1]), port=int(sys.argv[2]))))
"""


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def process(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    arguments = [sys.executable, "-c", PROGRAM, str(tmp_path / "served"), str(port)]
    with subprocess.Popen(arguments, cwd=Path(__file__).parents[2]) as found:
        yield found
        found.kill()


def answered(url: str, process: subprocess.Popen[bytes]) -> httpx.Response:
    ends = time.monotonic() + HANGS_AFTER_S
    while True:
        try:
            return httpx.get(url, trust_env=False, timeout=PATIENCE)
        except httpx.ConnectError:
            assert process.poll() is None
            assert time.monotonic() < ends


def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    looked = threading.Event()
    ends = time.monotonic() + HANGS_AFTER_S
    while not is_so():
        assert time.monotonic() < ends
        looked.wait(0.01)


@pytest.mark.parametrize("reported", [signal.SIGTERM, signal.SIGINT])
def test_the_server_serves_until_it_is_asked_to_end(
    process: subprocess.Popen[bytes], port: int, tmp_path: Path, reported: signal.Signals
) -> None:
    answer = answered(f"http://127.0.0.1:{port}/readyz", process)
    assert answer.status_code == 200
    process.send_signal(reported)
    assert process.wait(timeout=HANGS_AFTER_S) in (0, -reported)
    assert (tmp_path / "served" / "headquarters.db").exists()
    assert not (tmp_path / "served" / "headquarters.db-wal").exists()


def test_captured_data_is_purged_before_anybody_is_served(
    settings: HqSettings, clock: SetClock
) -> None:
    with InProcessHq(settings, clock, os.urandom) as found:
        assert found.hq.purged_at == NOW
        with found.hq.reading() as work:
            events = list(work.connection.scalars(select(OWN_AUDIT.c.event)))
    assert events == [AuditEvent.HQ_PURGED]


def test_an_app_for_any_runner_can_be_made(settings: HqSettings, clock: SetClock) -> None:
    with running(create_app(settings, clock, os.urandom), settings) as base_url:
        assert httpx.get(f"{base_url}/healthz", trust_env=False, timeout=PATIENCE).is_success


@pytest.mark.logs_warnings
def test_a_server_that_cannot_start_says_so(hq: Headquarters) -> None:
    with hq.writing() as work:
        work.connection.execute(text("DROP TABLE reads"))
    with pytest.raises(OutsideError, match="did not start"), running(app_of(hq), hq.settings):
        pytest.fail("it started")


def test_an_error_beside_a_running_server_ends_the_server_too(
    settings: HqSettings, clock: SetClock
) -> None:
    beside = InProcessHq(settings, clock, os.urandom)
    with pytest.raises(KeyError), beside:
        raise KeyError
    with pytest.raises(httpx.ConnectError):
        httpx.get(beside.base_url, trust_env=False, timeout=PATIENCE)


@pytest.mark.logs_warnings
def test_a_broken_chain_of_its_own_is_reported_soon_after_the_start(
    hq: Headquarters, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hq.writing() as work:
        work.connection.execute(text("UPDATE own_audit SET person = 'x' WHERE sequence = 2"))
    monkeypatch.setattr(app, "FIRST_AFTER", timedelta(0))
    with running(app_of(hq), hq.settings):
        until(lambda: hq.own_chain.is_alarm and "is broken at entry 2" in caplog.text)


def test_a_newer_database_is_refused(hq: Headquarters, settings: HqSettings) -> None:
    with hq.writing() as work:
        work.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreNewerError):
        open_headquarters(settings, hq.clock, os.urandom)


def test_the_clock_of_the_machine_tells_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_settings_do_not_show_the_databases_password(tmp_path: Path) -> None:
    url = "postgresql+psycopg://hq:secret@db/hq"
    assert "secret" not in repr(HqSettings(tmp_path, url))
    assert HqSettings(tmp_path).database == f"sqlite:///{tmp_path / 'headquarters.db'}"


class Cycle:
    """Holds itself."""

    def __init__(self) -> None:
        self.own = self


def test_what_statements_left_is_collected_only_where_the_process_does_so_seldom() -> None:
    before = gc.get_threshold()
    gc.disable()
    try:
        left = weakref.ref(Cycle())
        collect_what_is_left()
        assert left() is not None
        collect_seldom()
        gc.unfreeze()
        collect_what_is_left()
        assert left() is None
    finally:
        gc.set_threshold(*before)
        gc.enable()
