"""Cars see the age of the oldest list in use; the administrator takes one out of use (HOT-02)."""

from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path

import pytest
from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hotlist.delivery import ListProblem
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.hotlists import import_store as hotlist_imports
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.hotlists.deliveries import import_dropped, retire, troubles
from mdt_alpr.hq.hotlists.import_store import KeptImport
from mdt_alpr.hq.hotlists.importing import REPORT_FOLDER, Delivery, import_list
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.desk import WallMessage
from mdt_alpr.wire.hotlists import DeliveryMessage, KnownListsMessage
from tests.builders import NOW, SetClock
from tests.hq.commands import by_account
from tests.hq.senders import a_car
from tests.hq.test_hotlist_drop_folder import TEXAS, dropped
from tests.hq.test_hotlist_packages import a_file, package, take

DAYS_66 = timedelta(days=66)
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


@pytest.mark.proved("HOT-02")
def test_a_file_of_66_days_ago_shows_66_days_in_every_car_at_the_desk_and_in_the_watch(
    server: InProcessHq, clock: SetClock, path: Path
) -> None:
    take(server, a_file(path, range(3)))
    old = dropped(server.hq, "texas/list.csv", TEXAS, age_s=int(DAYS_66.total_seconds()))
    assert import_dropped(server.hq) == 1
    assert not old.exists()
    assert compiled_at(server.hq) == NOW - DAYS_66
    with a_car(server.base_url) as car:
        head, _ = package(car, 0)
        assert (head.compiled_at, head.made_at) == (NOW - DAYS_66, clock.at)
    with server.hq.reading() as work:
        (trouble,) = troubles(work)
    assert (trouble.kind, trouble.since) == (ListProblem.OVERDUE, NOW - DAYS_66)
    with a_car(server.base_url, CUSTODIAN, device="desk-1") as desk:
        wall = decode(WallMessage, desk.http.get("/v1/desk/wall").content)
        known = decode(KnownListsMessage, desk.http.get("/v1/hotlists").content)
    assert wall.list_compiled_at == NOW - DAYS_66
    assert known.deliveries[0].data_at == NOW - DAYS_66


@pytest.mark.proved("HOT-02")
def test_an_upload_carries_the_time_of_its_data(server: InProcessHq, path: Path) -> None:
    old = (NOW - DAYS_66).isoformat()
    with a_car(server.base_url, CUSTODIAN, device="desk-1") as desk:
        sent = a_file(path, range(3)).read_bytes()
        naive = desk.http.post("/v1/hotlists", params={"written_at": old[:19]}, content=sent)
        assert naive.status_code == HTTPStatus.BAD_REQUEST
        delivered = desk.http.post("/v1/hotlists", params={"written_at": old}, content=sent)
        assert delivered.status_code == HTTPStatus.OK
    assert compiled_at(server.hq) == NOW - DAYS_66


@pytest.mark.proved("HOT-02")
def test_an_upload_of_which_nobody_says_the_age_is_stopped_and_the_old_list_keeps_its_age(
    server: InProcessHq, path: Path, clock: SetClock
) -> None:
    take(server, a_file(path, range(3)))
    clock.pass_by(hours=30)
    with a_car(server.base_url, CUSTODIAN, device="desk-1") as desk:
        sent = a_file(path, range(4)).read_bytes()
        answer = desk.http.post("/v1/hotlists", content=sent)
        known = decode(KnownListsMessage, desk.http.get("/v1/hotlists").content)
    reported = decode(DeliveryMessage, answer.content)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert reported.stopped.startswith("The age of its data is not known")
    assert not reported.needs_confirmation
    assert known.deliveries[0].data_at is None
    assert compiled_at(server.hq) == NOW
    with server.hq.reading() as work:
        kinds = {trouble.kind for trouble in troubles(work)}
    assert kinds == {ListProblem.OVERDUE, ListProblem.STOPPED}


@pytest.mark.proved("HOT-02")
def test_an_upload_of_tomorrow_counts_from_its_delivery_and_says_so(
    server: InProcessHq, path: Path
) -> None:
    with a_car(server.base_url, CUSTODIAN, device="desk-1") as desk:
        answer = desk.http.post(
            "/v1/hotlists",
            params={"written_at": (NOW + timedelta(days=1)).isoformat()},
            content=a_file(path, range(3)).read_bytes(),
        )
    reported = decode(DeliveryMessage, answer.content)
    assert "yet to come" in reported.note
    assert reported.note in (server.hq.settings.data / REPORT_FOLDER / reported.report).read_text(
        "utf-8"
    )
    assert compiled_at(server.hq) == NOW


FORMATS = {
    "header": ("header_lines = 1\nextracted = 'OF (\\S+)'\n", "EXTRACT OF {at}\nAB1,NC\n"),
    "trailer": ("trailer = 'END'\nextracted = 'END (\\S+)'\n", "AB1,NC\nEND {at} 1\n"),
    "column": ("", "AB1,NC,{at}\nAB2,NC,2026-11-25T14:00Z\n"),
}


def agency_file(hq: Headquarters, path: Path, place: str, at: datetime) -> Delivery:
    keys, text = FORMATS[place]
    columns = "[columns]\nplate = 0\nstate = 1\n" + "extracted_at = 2\n" * (place == "column")
    head = 'label = "x"\nkind = "delimited"\nlist = "County"\ncategory = "V"\nexample = ""\n'
    form = hq.settings.data / "formats" / f"{place}.toml"
    form.parent.mkdir(exist_ok=True)
    form.write_text(head + keys + columns, "utf-8")
    path.write_text(text.format(at=f"{at:%Y-%m-%dT%H:%M}Z"), "utf-8")
    return Delivery(path, CUSTODIAN, place, written_at=NOW)


@pytest.mark.proved("HOT-02")
@pytest.mark.parametrize("place", FORMATS)
def test_what_the_delivery_says_of_its_data_counts_before_its_file(
    server: InProcessHq, path: Path, place: str
) -> None:
    hq = server.hq
    assert import_list(hq, agency_file(hq, path, place, NOW - DAYS_66)).stopped == ""
    assert compiled_at(hq) == NOW - DAYS_66


@pytest.mark.proved("HOT-02")
@pytest.mark.parametrize("place", FORMATS)
def test_data_older_than_that_in_use_waits_for_an_administrator(
    server: InProcessHq, path: Path, place: str
) -> None:
    hq = server.hq
    assert import_list(hq, agency_file(hq, path, place, NOW - timedelta(hours=1))).stopped == ""
    older = import_list(hq, agency_file(hq, path, place, NOW - DAYS_66))
    assert older.needs_confirmation
    assert "would be listed again" in older.stopped
    assert compiled_at(hq) == NOW - timedelta(hours=1)


@pytest.mark.parametrize("place", ["header", "trailer"])
def test_a_file_that_lacks_the_time_of_its_data_is_stopped(
    server: InProcessHq, path: Path, place: str
) -> None:
    delivery = agency_file(server.hq, path, place, NOW)
    path.write_text(FORMATS[place][1].replace("{at}", "").replace("OF ", ""), "utf-8")
    assert "extracted" in import_list(server.hq, delivery).stopped


def test_a_list_out_of_use_leaves_the_cars_and_ages_no_more(
    server: InProcessHq, clock: SetClock, path: Path
) -> None:
    take(server, a_file(path, range(3)))
    name = take_texas(server.hq, path)
    clock.at = NOW + timedelta(hours=25)
    take(server, a_file(path, range(3)))
    with server.hq.reading() as work:
        assert [trouble.name for trouble in troubles(work)] == [name]
    assert (
        by_account(
            server.hq,
            ADMINISTRATOR,
            Permission.MANAGE_ACCOUNTS,
            lambda work: retire(work, name, REASON, ADMINISTRATOR, CUSTODIAN),
        )
        == 1
    )
    with server.hq.reading() as work:
        assert troubles(work) == ()
        event = OWN_AUDIT.c.event == AuditEvent.HQ_LIST_RETIRED
        audited = work.connection.execute(select(OWN_AUDIT).where(event)).one()
    assert (audited.subject, audited.person) == (name, ADMINISTRATOR)
    facts = {"reason": REASON, "canceled": "1", "confirmed_by": CUSTODIAN}
    assert dict(map(tuple, audited.detail)) == facts
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
    with server.hq.database.writing() as connection:
        for number in range(2, 2_050):
            lists = look_alike if number == 2 else {"Tennessee": 9}
            kept = KeptImport(
                number, clock.at + timedelta(minutes=number), "other.csv", "", CUSTODIAN, "", "",
                number, lists, {},
            )  # fmt: skip
            hotlist_imports.add(connection, kept)
    clock.at = NOW + timedelta(minutes=2_050)
    take(server, a_file(path, range(3)))
    assert compiled_at(server.hq) == NOW
    with server.hq.reading() as work:
        assert [(trouble.name, trouble.since) for trouble in troubles(work)] == [(name, NOW)]
    assert (
        by_account(
            server.hq,
            ADMINISTRATOR,
            Permission.MANAGE_ACCOUNTS,
            lambda work: retire(work, name, REASON, ADMINISTRATOR, CUSTODIAN),
        )
        == 1
    )
    with server.hq.reading() as work:
        assert troubles(work) == ()


def test_only_an_administrator_takes_a_list_out_of_use_and_says_why(
    server: InProcessHq, path: Path
) -> None:
    name = take_texas(server.hq, path)
    with pytest.raises(RefusedError):
        by_account(
            server.hq,
            CUSTODIAN,
            Permission.MANAGE_ACCOUNTS,
            lambda work: retire(work, name, REASON, CUSTODIAN, ADMINISTRATOR),
        )
    with pytest.raises(DomainError, match="reason"):
        by_account(
            server.hq,
            ADMINISTRATOR,
            Permission.MANAGE_ACCOUNTS,
            lambda work: retire(work, name, "", ADMINISTRATOR, CUSTODIAN),
        )
    with pytest.raises(DomainError, match="is in use"):
        by_account(
            server.hq,
            ADMINISTRATOR,
            Permission.MANAGE_ACCOUNTS,
            lambda work: retire(work, "Nebraska", REASON, ADMINISTRATOR, CUSTODIAN),
        )
    with a_car(server.base_url) as car:
        assert package(car, 0)[1]["+"] == ["SAMPLE2"]
