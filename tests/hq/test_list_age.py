"""Cars see the age of the oldest list in use; the administrator takes one out of use (HOT-02)."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from mdt_alpr.domain.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.service.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.service.hotlist_import import Delivery, import_list
from mdt_alpr.hq.service.hotlist_retiring import retire_by_account
from mdt_alpr.hq.service.list_watch import troubles
from mdt_alpr.hq.service.sample_agency import ADMINISTRATOR, CUSTODIAN
from mdt_alpr.hq.store import hotlist_imports, hotlists
from mdt_alpr.hq.store.hotlist_imports import KeptImport
from mdt_alpr.hq.store.tables import HOTLIST_VERSIONS, OWN_AUDIT
from tests.builders import NOW, SetClock
from tests.hq.senders import a_car
from tests.hq.test_hotlist_drop_folder import TEXAS
from tests.hq.test_hotlist_packages import a_file, package, take

REASON = "the state sends no list any more"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "VEHEXTRT.txt"


def take_texas(hq: Headquarters, path: Path) -> str:
    other = path.with_name("texas.csv")
    other.write_text(f"{TEXAS}\n", encoding="utf-8")
    report = import_list(hq, Delivery(other, CUSTODIAN, "texas"))
    assert report.stopped == ""
    (name,) = report.lists
    return name


def compiled_at(hq: Headquarters) -> datetime:
    with hq.reading() as work:
        newest = hotlists.newest(work.connection)
    assert newest is not None
    return newest.compiled_at


def test_a_list_that_comes_makes_no_other_one_younger(
    server: InProcessHq, clock: SetClock, path: Path
) -> None:
    take(server, a_file(path, range(3)))
    clock.at = NOW + timedelta(hours=1)
    take_texas(server.hq, path)
    assert compiled_at(server.hq) == NOW
    clock.at = NOW + timedelta(hours=2)
    take(server, a_file(path, range(3)))
    assert compiled_at(server.hq) == NOW + timedelta(hours=1)
    with a_car(server.base_url) as car:
        assert package(car, 0)[0].compiled_at == NOW + timedelta(hours=1)


def test_a_version_never_looks_older_than_the_one_before(
    server: InProcessHq, clock: SetClock, path: Path
) -> None:
    """So it was in a headquarters of an older program, whose versions were as old as the last."""
    take(server, a_file(path, range(3)))
    clock.at = NOW + timedelta(hours=1)
    take_texas(server.hq, path)
    with server.hq.writing() as work:
        newest = hotlists.newest(work.connection)
        assert newest is not None
        last = HOTLIST_VERSIONS.c.version == newest.version
        change = HOTLIST_VERSIONS.update().where(last).values(compiled_at=clock.at)
        work.connection.execute(change)
    take_texas(server.hq, path)
    assert compiled_at(server.hq) == clock.at


def test_a_list_out_of_use_leaves_the_cars_and_ages_no_more(
    server: InProcessHq, clock: SetClock, path: Path
) -> None:
    take(server, a_file(path, range(3)))
    name = take_texas(server.hq, path)
    clock.at = NOW + timedelta(hours=25)
    take(server, a_file(path, range(3)))
    with server.hq.reading() as work:
        assert [one.name for one in troubles(work)] == [name]
    assert retire_by_account(server.hq, name, REASON, ADMINISTRATOR) == 1
    with server.hq.reading() as work:
        assert troubles(work) == ()
        event = OWN_AUDIT.c.event == AuditEvent.HQ_LIST_RETIRED
        audited = work.connection.execute(select(OWN_AUDIT).where(event)).one()
    assert (audited.subject, audited.person) == (name, ADMINISTRATOR)
    assert dict(map(tuple, audited.detail)) == {"reason": REASON, "cancelled": "1"}
    assert compiled_at(server.hq) == clock.at
    with a_car(server.base_url) as car:
        head, found = package(car, 3)
        assert (head.entries, len(found["-"]), found["+"]) == (3, 1, [])
    take_texas(server.hq, path)
    assert compiled_at(server.hq) == clock.at


def test_the_age_of_an_old_list_is_known_however_many_deliveries_of_others_came_since(
    server: InProcessHq, clock: SetClock, path: Path
) -> None:
    """HOT-02: at one delivery in ten minutes of two lists 2,000 of them are a week."""
    name = take_texas(server.hq, path)
    look_alike = {f"{name} 2": 1, f"100% {name}": 1, f"_{name[1:]}": 1}
    with server.hq.writing() as work:
        for number in range(2, 2_050):
            lists = look_alike if number == 2 else {"Tennessee": 9}
            kept = KeptImport(
                number, clock.at + timedelta(minutes=number), "other.csv", "", CUSTODIAN, "", "",
                number, lists, {},
            )  # fmt: skip
            hotlist_imports.add(work.connection, kept)
    clock.at = NOW + timedelta(minutes=2_050)
    take(server, a_file(path, range(3)))
    assert compiled_at(server.hq) == NOW
    with server.hq.reading() as work:
        assert [(one.name, one.since) for one in troubles(work)] == [(name, NOW)]
    assert retire_by_account(server.hq, name, REASON, ADMINISTRATOR) == 1
    with server.hq.reading() as work:
        assert troubles(work) == ()


def test_only_an_administrator_takes_a_list_out_of_use_and_says_why(
    server: InProcessHq, path: Path
) -> None:
    name = take_texas(server.hq, path)
    with pytest.raises(RefusedError):
        retire_by_account(server.hq, name, REASON, CUSTODIAN)
    with pytest.raises(DomainError, match="reason"):
        retire_by_account(server.hq, name, "", ADMINISTRATOR)
    with pytest.raises(DomainError, match="is in use"):
        retire_by_account(server.hq, "Nebraska", REASON, ADMINISTRATOR)
    with a_car(server.base_url) as car:
        assert package(car, 0)[1]["+"] == ["SAMPLE2"]
