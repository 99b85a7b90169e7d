"""A standby that lacks the last versions of the list becomes the primary (HOT-03)."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mdt_alpr.adapters.store.list_folder import ListFolder
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.hotlists.service import present_version
from mdt_alpr.hq.hotlists.timeline import follow_failover
from mdt_alpr.hq.people.sample_agency import sample_agency
from mdt_alpr.keys.signing import is_signed
from tests.builders import NOW, SetClock
from tests.hq.conftest import CHEAP, a_cluster
from tests.hq.postgres import Cluster
from tests.hq.senders import PASSWORDS, Car, a_car
from tests.hq.test_hotlist_packages import a_file, take

pytestmark = pytest.mark.logs_warnings
FIRST_AFTER, AFTER_FIFTY = 1_000_000_001, 50_000_000_001


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    yield from a_cluster()


def fetched(car: Car, lists: ListFolder) -> int:
    """Let a car get what there is for its list; return the version it has then."""
    known: dict[str, str | int] = {"known_version": lists.version, "lineage": lists.lineage}
    answer = car.http.get("/v1/hotlist/changes", params=known)
    if answer.status_code == 200:
        lists.accept([line + b"\n" for line in answer.content.splitlines()])
    return lists.version


def entries(lists: ListFolder) -> int:
    assert lists.index is not None
    return len([*lists.index.lines()])


def test_no_number_comes_again_and_cars_leave_what_was_lost(
    own_cluster: Cluster, tmp_path: Path
) -> None:
    standby = own_cluster.data.with_name("standby")
    settings = HqSettings(tmp_path / "hq", own_cluster.new_database(), password_cost=CHEAP)
    ahead, behind = (
        ListFolder(tmp_path / name, bytes(32), os.urandom, is_signed) for name in ("a", "b")
    )
    server = InProcessHq(settings, SetClock(), os.urandom)
    sample_agency(server.hq, PASSWORDS, NOW.date())
    with server, a_car(server.base_url) as car:
        take(server, a_file(tmp_path / "VEHEXTRT.txt", range(3)))
        assert fetched(car, behind) == 1
        own_cluster.stop("fast")
        shutil.copytree(own_cluster.data, standby)
        own_cluster.start()
        take(server, a_file(tmp_path / "VEHEXTRT.txt", range(4)))
        assert (fetched(car, ahead), entries(ahead)) == (2, 4)

        own_cluster.fail_over_to(standby)
        follow_failover(server.hq)
        with server.hq.reading() as work:
            assert present_version(work) == FIRST_AFTER
        for lists in (ahead, behind):
            assert (fetched(car, lists), entries(lists)) == (FIRST_AFTER, 3)
        take(server, a_file(tmp_path / "VEHEXTRT.txt", range(5)))
        follow_failover(server.hq)
        assert (fetched(car, ahead), entries(ahead)) == (FIRST_AFTER + 1, 5)


def test_numbers_after_many_failovers_are_kept_and_fetched(
    server: InProcessHq, tmp_path: Path
) -> None:
    """Found by bench cluster: from the fourth primary on they were too large for their columns."""
    lists = ListFolder(tmp_path / "car", bytes(32), os.urandom, is_signed)
    with a_car(server.base_url) as car:
        take(server, a_file(tmp_path / "VEHEXTRT.txt", range(3)))
        assert fetched(car, lists) == 1
        with server.hq.database.writing() as connection:
            newest = hotlists.newest(connection)
            assert newest is not None
            hotlists.add_version(connection, replace(newest, version=AFTER_FIFTY))
        take(server, a_file(tmp_path / "VEHEXTRT.txt", range(1, 5)))
        assert (fetched(car, lists), entries(lists)) == (AFTER_FIFTY + 1, 4)
        take(server, a_file(tmp_path / "VEHEXTRT.txt", range(4)))
        assert (fetched(car, lists), entries(lists)) == (AFTER_FIFTY + 2, 4)
