"""What holds for every test: no screen, no real keyring, no network, no leftovers."""

import asyncio
import ctypes
import gc
import getpass
import logging
import os
import sys
import threading
from collections.abc import Iterator
from functools import _lru_cache_wrapper, cache, partial
from ipaddress import ip_address
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine

from mdt_alpr.database import engine, migrate
from tests import profiles
from tests.builders import SetClock
from tests.cheap_stretching import cheap_stretching
from tests.compiled_once import CompiledOnce
from tests.replayed_schema import ReplayedSchema

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

profiles.register()

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # a test may import ONNX Runtime before mdt_alpr

_THREADS_END_WITHIN_S = 60.0
_COMES_WITHIN_MS = 60_000


def pytest_collection_finish() -> None:
    """Leave what is imported out of every collection of garbage: one then takes little time."""
    gc.collect()
    gc.freeze()
    if (server := sys.modules.get("uvicorn.server")) is not None:
        _end_servers_soon(server)


def _end_servers_soon(server: ModuleType) -> None:
    """Let uvicorn look ten times as often whether it is to end: thousands of servers end here."""
    quick = ModuleType("asyncio")
    vars(quick).update(vars(asyncio))
    vars(quick)["sleep"] = lambda seconds: asyncio.sleep(seconds / 10)
    vars(server)["asyncio"] = quick


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Delete a test's windows, on their own thread: on a server's they would end the process.

    pytest-qt only posts their deletion, which waits for an event loop that no test runs: every
    window stayed, and each style sheet then took longer than the one before.
    """
    found = yield
    if "qapp" in getattr(item, "fixturenames", ()):
        for _ in range(2):  # what the first deletes may leave others to delete
            _delete_what_was_closed()
            gc.collect()
        gc.freeze()  # what is left outlives the test: the next collection need not look at it
    if nextitem is None or nextitem.path != item.path:
        _let_go_of_what_a_file_kept(item)
    return found


def _let_go_of_what_a_file_kept(last: pytest.Item) -> None:
    """Empty a file's caches, and give the system back what is free: glibc would keep it."""
    if (module := getattr(last, "module", None)) is not None:
        for value in vars(module).values():
            if isinstance(value, _lru_cache_wrapper) and value.__module__ == module.__name__:
                value.cache_clear()
    if sys.platform == "linux":
        ctypes.CDLL(None).malloc_trim(0)


def _delete_what_was_closed() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent  # headquarters' tests run without Qt

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def typed_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """Type the password of the sample agency's people at every prompt of a command."""
    from tests.hq.senders import PASSWORDS  # the car's tests run without headquarters

    (password,) = set(PASSWORDS.values())
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: password)


@pytest.fixture
def qtbot(qtbot: "QtBot") -> "QtBot":
    """Wait for what comes as long as a busy machine needs: pytest-qt gives up after 5 seconds."""
    for name in ("waitUntil", "waitSignal"):
        setattr(qtbot, name, partial(getattr(qtbot, name), timeout=_COMES_WITHIN_MS))
    return qtbot


class NetworkUseError(RuntimeError):
    """A test tried to reach another machine."""


def _is_local(host: object) -> bool:
    if host in (None, "", "localhost", b"localhost"):
        return True
    try:
        return ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse_other_machines(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # other kinds are local
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if not _is_local(host):
        raise NetworkUseError(f"tests reach this machine only, not {host!r}")


sys.addaudithook(_refuse_other_machines)


@pytest.fixture(autouse=True, scope="session")
def _statements_are_compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        compiled = CompiledOnce(create_engine)
        patched.setattr(engine, "create_engine", compiled.create_engine)
        yield


@pytest.fixture(autouse=True, scope="session")
def _stretching_is_cheap() -> Iterator[None]:
    with cheap_stretching():
        yield


@pytest.fixture(scope="session")
def replayed_schema() -> ReplayedSchema:
    return ReplayedSchema(migrate._move)


_scripts = cache(migrate._scripts)
"""Read once a process: every start of a store and of headquarters reads all revisions again."""


@pytest.fixture(autouse=True)
def _tables_come_at_once(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    replayed_schema: ReplayedSchema,
) -> None:
    if not request.node.get_closest_marker("migrates"):
        monkeypatch.setattr(migrate, "_move", replayed_schema.move)
        monkeypatch.setattr(migrate, "_scripts", _scripts)


@pytest.fixture(autouse=True, scope="session")
def _data_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the user's own data folder out of every test."""
    os.environ["MDT_ALPR_DATA"] = str(tmp_path_factory.mktemp("data"))


_WORKER = "AnyIO worker thread"
"""How the threads are named that a server begins when it needs them, and keeps."""


def _may_stay(thread: threading.Thread, before: set[threading.Thread]) -> bool:
    """Tell whether a thread may outlive a test, such as a worker of the module's own server."""
    is_shared = any(one.name == "headquarters" for one in before)
    return thread.daemon or (is_shared and thread.name.startswith(_WORKER))


@pytest.fixture(autouse=True)
def _no_thread_is_left_behind() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    new = [thread for thread in threading.enumerate() if thread not in before]
    left = [thread for thread in new if not _may_stay(thread, before)]
    for thread in left:
        thread.join(_THREADS_END_WITHIN_S)
    names = [thread.name for thread in left if thread.is_alive()]
    assert not names, f"threads left running: {names}"


@pytest.fixture(autouse=True)
def _no_unexpected_warning_is_logged(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """Fail on a log record of WARNING or above, unless the test is marked ``logs_warnings``."""
    yield
    if request.node.get_closest_marker("logs_warnings"):
        return
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    loud = [
        f"{r.name}: {r.getMessage()}"
        for r in records
        if r.levelno >= logging.WARNING and not r.name.startswith("pytest-qt")
    ]
    assert not loud, f"unexpected log records: {loud}"
