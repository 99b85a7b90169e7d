"""A headquarters for every test, on SQLite and, where it is there, on PostgreSQL."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mdt_alpr.hq import app
from mdt_alpr.hq.app import InProcessHq, open_headquarters
from mdt_alpr.hq.base.database import Database
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings import HqSettings, PasswordCost
from tests.builders import SetClock
from tests.hq.commands import Terminal
from tests.hq.moved_in import MovedIn
from tests.hq.postgres import IS_HERE, Cluster, postgresql
from tests.hq.senders import METRICS_TOKEN

CHEAP = PasswordCost(time=1, memory=8, lanes=1)
EVERY_DATABASE = ["sqlite", "postgresql"]
_REGULAR = app._regular
_LATER = timedelta(hours=1)
"""No test lasts that long, however busy the machine is."""
Opened = Callable[..., Headquarters]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test on every database, or on those that its module names in ``DATABASES``.

    A module names SQLite alone where tests of other modules send PostgreSQL all its statements.
    """
    databases = getattr(metafunc.module, "DATABASES", EVERY_DATABASE)
    for name in {"database_url", "empty_database_url"} & {*metafunc.fixturenames}:
        metafunc.parametrize(name, databases, indirect=True)


def _after_its_first_round(*parts: Any) -> tuple[app._Regular, ...]:
    """Return headquarters' regular work, done once already where it begins with the server."""
    found = []
    for each in _REGULAR(*parts):
        if not each.first:
            each.do_once()
        found.append(replace(each, first=_LATER))
    return tuple(found)


def _without_a_round(*parts: Any) -> tuple[app._Regular, ...]:
    return tuple(replace(work, first=_LATER) for work in _REGULAR(*parts))


@pytest.fixture(scope="package", autouse=True)
def _regular_work_comes_between_no_steps_of_a_test() -> Iterator[None]:
    """Do the first round before anybody is served, and no other: it ran beside a test's steps."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(app, "_regular", _after_its_first_round)
        yield


def a_cluster() -> Iterator[Cluster]:
    if not IS_HERE and not os.environ.get("CI"):
        pytest.skip("PostgreSQL's programs are not on this machine")
    with postgresql() as found:
        yield found


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    yield from a_cluster()


@pytest.fixture
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        cluster: Cluster = request.getfixturevalue("cluster")
        return cluster.new_database()
    return f"sqlite:///{tmp_path / 'hq.db'}"


@pytest.fixture(scope="session")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with headquarters' tables: making them takes longer than most tests."""
    file = tmp_path_factory.mktemp("schema") / "hq.db"
    made = Database(f"sqlite:///{file}")
    made.prepare()
    made.close()
    return file


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path, schema: Path) -> Iterator[str]:
    """Give a database that has its tables already."""
    if request.param == "postgresql":
        cluster: Cluster = request.getfixturevalue("cluster")
        with cluster.prepared_database() as url:
            yield url
        return
    file = tmp_path / "hq.db"
    file.touch(mode=0o600)
    file.write_bytes(schema.read_bytes())
    yield f"sqlite:///{file}"


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> HqSettings:
    return HqSettings(
        tmp_path / "hq", database_url, password_cost=CHEAP, metrics_token=METRICS_TOKEN
    )


@pytest.fixture(scope="session")
def moved_in() -> MovedIn:
    return MovedIn()


@pytest.fixture
def hq(settings: HqSettings, clock: SetClock, moved_in: MovedIn) -> Iterator[Headquarters]:
    moved_in.bring_keys(settings.data)
    found = open_headquarters(settings, clock, os.urandom)
    moved_in.bring_people(found)
    yield found
    found.close()


@pytest.fixture
def server(settings: HqSettings, clock: SetClock, moved_in: MovedIn) -> Iterator[InProcessHq]:
    """Return a server that has people only: its first round would find nothing to do.

    tests/hq/test_first_round.py lets it do one; here it would take as long as most tests do.
    """
    moved_in.bring_keys(settings.data)
    new = InProcessHq(settings, clock, os.urandom)
    moved_in.bring_people(new.hq)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(app, "_regular", _without_a_round)
        new.__enter__()
    yield new
    new.__exit__(None, None, None)


@pytest.fixture
def terminal(
    server: InProcessHq, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    return Terminal(server.base_url, monkeypatch, capsys)


@pytest.fixture
def shared(settings: HqSettings, tmp_path: Path) -> HqSettings:
    """Return the settings of servers that share their database."""
    return replace(settings, cluster_key=tmp_path / "cluster.key")


@pytest.fixture
def at(shared: HqSettings, clock: SetClock, request: pytest.FixtureRequest) -> Opened:
    """Return what opens a further server, by the name of its folder."""

    def opened(name: str, **changed: Any) -> Headquarters:
        own = replace(shared, data=shared.data.with_name(name), **changed)
        found = open_headquarters(own, clock, os.urandom)
        request.addfinalizer(found.close)
        return found

    return opened
