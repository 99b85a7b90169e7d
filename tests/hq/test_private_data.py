"""Nobody else on headquarters' machine reads its data (SEC-02): only its own user may."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.database import Database
from mdt_alpr.hq.base.picture_stores import PictureFolder
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.hotlists.deliveries import import_dropped
from mdt_alpr.hq.people.sample_agency import sample_agency
from tests.builders import NOW, SetClock
from tests.hq.conftest import CHEAP
from tests.hq.senders import PASSWORDS
from tests.hq.test_hotlist_drop_folder import dropped

DATABASE = "headquarters.db"


@pytest.fixture(autouse=True)
def usual_rights() -> Iterator[None]:
    """Make files as a shell usually does: others may read them."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "agency" / "hq"


def serving(data: Path) -> InProcessHq:
    return InProcessHq(HqSettings(data, password_cost=CHEAP), SetClock(), os.urandom)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def open_to_others(data: Path) -> list[str]:
    return [path.name for path in (data, *data.rglob("*")) if mode(path) & 0o077]


def test_while_headquarters_serves_only_its_own_user_reads_its_data(data: Path) -> None:
    with serving(data):
        names = {path.name for path in data.iterdir()}
        assert {DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"} <= names
        assert open_to_others(data) == []


@pytest.mark.proved("V21")
@pytest.mark.proved("V32")
@pytest.mark.logs_warnings
def test_reports_pictures_and_keys_are_the_users_alone_whatever_the_umask(data: Path) -> None:
    os.umask(0)
    with serving(data) as served:
        hq = served.hq
        sample_agency(hq, PASSWORDS, NOW.date())
        dropped(hq, "stopped-one.csv", "no list\n")
        dropped(hq, "texas/list.csv", "V000000003,SAMPLE2,TX,2019,TOYT,CAM,4D,SIL")
        assert import_dropped(hq) == 2
        PictureFolder(data / "pictures").put([("2026-11-25/aa/picture", b"jpeg")])
        ours = data / "hotlist-in" / "texas"
        assert [name for name in open_to_others(data) if name != ours.name] == []
        assert {"stopped-one.csv", "picture"} <= {path.name for path in data.rglob("*")}
        assert list(data.glob("hotlist-reports/*.csv"))


def test_an_installation_that_stood_open_is_closed_at_its_next_start(data: Path) -> None:
    with serving(data):
        pass
    for kind in ("wal", "shm"):
        (data / f"{DATABASE}-{kind}").touch()
    data.chmod(0o755)
    for path in data.glob(f"{DATABASE}*"):
        path.chmod(0o644)
    with serving(data):
        assert open_to_others(data) == []


def test_who_may_drop_deliveries_still_comes_to_their_folder_and_sees_nothing_else(
    data: Path,
) -> None:
    with serving(data):
        pass
    (data / "hotlist-in").mkdir(exist_ok=True)
    (data / "hotlist-in").chmod(0o730)
    data.chmod(0o755)
    with serving(data):
        assert mode(data) == 0o711
        assert set(open_to_others(data)) == {data.name, "hotlist-in"}


def test_a_file_that_is_no_database_keeps_its_rights(tmp_path: Path) -> None:
    """It was named by mistake: closed, it would be missed by those who read it."""
    other = tmp_path / "other"
    other.write_text("not a database\n", "utf-8")
    Database(f"sqlite:///{other}").close()
    assert mode(other) == 0o644


def test_a_folder_above_the_data_keeps_its_rights(data: Path) -> None:
    data.parent.mkdir()
    before = mode(data.parent)
    with serving(data):
        assert mode(data.parent) == before
