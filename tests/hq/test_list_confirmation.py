"""A list that changed by a fifth needs two people, and both must have seen the same file (D16)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.tables import HOTLIST_ENTRIES, OWN_AUDIT
from mdt_alpr.hq.hotlists.import_store import FOLDER_PERSON
from mdt_alpr.hq.hotlists.importing import Delivery, import_list
from mdt_alpr.hq.hotlists.service import present_version
from mdt_alpr.hq.people.account_acts import disable_account
from mdt_alpr.hq.people.accounts import NewAccount, make_account
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW, SetClock
from tests.hq.senders import Car, a_car
from tests.hq.test_hotlist_packages import a_file

WHOLE, HALF, TENTH = 100, 50, 10


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "VEHEXTRT.txt"


@pytest.fixture
def administrator(server: InProcessHq, path: Path) -> Iterator[Car]:
    assert import_list(server.hq, Delivery(a_file(path, range(WHOLE)), CUSTODIAN)).stopped == ""
    with a_car(server.base_url, ADMINISTRATOR, device="desk-1") as found:
        yield found


def stopped_for(server: InProcessHq, path: Path, numbers: int, by: str = CUSTODIAN) -> None:
    assert import_list(server.hq, Delivery(a_file(path, range(numbers)), by)).needs_confirmation


def confirmed(administrator: Car, path: Path, numbers: int, confirms: str = CUSTODIAN) -> int:
    content = a_file(path, range(numbers)).read_bytes()
    params = {"confirms": confirms, "written_at": NOW.isoformat()}
    answer = administrator.http.post("/v1/hotlists", params=params, content=content)
    return answer.status_code


def version(server: InProcessHq) -> int:
    with server.hq.reading() as work:
        return present_version(work)


@pytest.mark.attack("V11")
def test_an_administrator_alone_confirms_nothing_whomever_the_request_names(
    server: InProcessHq, administrator: Car, path: Path
) -> None:
    for named in ("nobody-at-all", CUSTODIAN, OFFICER, ADMINISTRATOR):
        assert [confirmed(administrator, path, HALF, named) for _ in range(2)] == [409, 409]
    assert version(server) == 1


def test_what_the_administrator_confirms_is_the_file_that_was_stopped_for_the_other_person(
    server: InProcessHq, administrator: Car, path: Path
) -> None:
    stopped_for(server, path, HALF)
    assert confirmed(administrator, path, TENTH) == 409
    assert confirmed(administrator, path, HALF) == 200
    assert version(server) == 2


@pytest.mark.attack("V11")
def test_a_file_that_was_stopped_for_the_administrator_is_not_confirmed_by_the_same_person(
    server: InProcessHq, administrator: Car, path: Path
) -> None:
    stopped_for(server, path, HALF, ADMINISTRATOR)
    assert confirmed(administrator, path, HALF, ADMINISTRATOR) == 409
    assert confirmed(administrator, path, HALF, CUSTODIAN) == 409


@pytest.mark.parametrize("gone", [CUSTODIAN, ADMINISTRATOR])
def test_both_accounts_must_be_live(
    server: InProcessHq, administrator: Car, path: Path, gone: str
) -> None:
    stopped_for(server, path, HALF)
    word = "a long enough word"
    second = NewAccount("administrator-2", "F. Sample", Role.ADMINISTRATOR, word, NOW.date())
    make_account(server.hq, second, by=ADMINISTRATOR)
    disable_account(server.hq, gone, "left the agency", "administrator-2")
    given = Delivery(a_file(path, range(HALF)), CUSTODIAN, confirmed_by=ADMINISTRATOR)
    assert import_list(server.hq, given).stopped
    assert version(server) == 1
    del administrator


def test_the_record_of_a_refused_confirmation_names_the_administrator(
    server: InProcessHq, administrator: Car, path: Path
) -> None:
    confirmed(administrator, path, HALF, "nobody-at-all")
    with server.hq.reading() as work:
        query = select(OWN_AUDIT).where(OWN_AUDIT.c.event == AuditEvent.HQ_LIST_REFUSED)
        row = work.connection.execute(query).one()
    assert row.person == ADMINISTRATOR
    assert "nobody-at-all" not in str(row.detail)


@pytest.mark.attack("V11")
@pytest.mark.proved("HOT-04")
def test_two_sessions_of_two_accounts_confirm_and_one_of_them_never(
    server: InProcessHq, administrator: Car, path: Path
) -> None:
    with a_car(server.base_url, CUSTODIAN, device="desk-2") as custodian:
        sent = a_file(path, range(HALF)).read_bytes()
        now = {"written_at": NOW.isoformat()}
        stopped = custodian.http.post("/v1/hotlists", params=now, content=sent)
        assert stopped.status_code == 409
        for named in (CUSTODIAN, ADMINISTRATOR):
            own = custodian.http.post(f"/v1/hotlists?confirms={named}", content=sent)
            assert own.status_code == 403
    with a_car(server.base_url, OFFICER, device="car-9") as officer:
        other = officer.http.post(f"/v1/hotlists?confirms={CUSTODIAN}", content=sent)
        assert other.status_code == 403
    assert version(server) == 1
    assert confirmed(administrator, path, HALF) == 200
    assert version(server) == 2


# ---------------------------------------------------------------- by small steps


def shrunk(server: InProcessHq, clock: SetClock, path: Path, every: timedelta) -> list[int]:
    """Import ever smaller lists, each by less than a fifth; return the sizes that were taken."""
    sizes, size = [], WHOLE
    while size > TENTH:
        size = size * 81 // 100
        clock.at += every
        if import_list(server.hq, Delivery(a_file(path, range(size)), CUSTODIAN)).stopped:
            break
        sizes.append(size)
    return sizes


@pytest.mark.proved("V25")
def test_a_list_that_shrinks_slowly_is_stopped_as_one_that_shrinks_at_once(
    server: InProcessHq, clock: SetClock, path: Path
) -> None:
    import_list(server.hq, Delivery(a_file(path, range(WHOLE)), CUSTODIAN))
    assert shrunk(server, clock, path, timedelta(hours=1)) == [81]


@pytest.mark.proved("V25")
def test_what_two_people_saw_is_what_the_next_steps_are_compared_with(
    server: InProcessHq, clock: SetClock, administrator: Car, path: Path
) -> None:
    stopped_for(server, path, HALF)
    assert confirmed(administrator, path, HALF) == 200
    clock.at += timedelta(hours=1)
    smaller = Delivery(a_file(path, range(HALF - 2)), CUSTODIAN)
    assert import_list(server.hq, smaller).stopped == ""
    assert import_list(server.hq, Delivery(a_file(path, range(HALF - 10)), CUSTODIAN)).stopped


@pytest.mark.proved("V25")
def test_a_name_that_an_administrator_claims_is_no_second_person(
    server: InProcessHq, clock: SetClock, administrator: Car, path: Path
) -> None:
    """Neither for what nobody had to confirm, nor for what was stopped in the drop folder."""
    clock.at += timedelta(minutes=1)
    assert confirmed(administrator, path, 81) == 200
    clock.at += timedelta(minutes=1)
    assert confirmed(administrator, path, 66) == 409
    dropped = Delivery(a_file(path, range(TENTH)), FOLDER_PERSON)
    assert import_list(server.hq, dropped).stopped
    assert confirmed(administrator, path, TENTH) == 409


@pytest.mark.proved("V25")
def test_a_list_in_use_is_retired_by_two(server: InProcessHq, administrator: Car) -> None:
    with server.hq.reading() as work:
        name = work.connection.scalar(select(HOTLIST_ENTRIES.c.list_name).limit(1))
    path = f"/v1/hotlists/lists/{name}/retirement"
    answer = administrator.http.post(path, json={"why": "nobody sends it any more"})
    assert answer.json()["number"] == Problem.SECOND_PERSON.number
    assert version(server) == 1
