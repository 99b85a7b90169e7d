from pathlib import Path

import pytest
from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError, NotPermittedError
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit import audit_buffer
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.tables import HOTLIST_VERSIONS, OWN_AUDIT
from mdt_alpr.hq.hotlists import service as hotlists
from mdt_alpr.hq.hotlists.importing import import_csv
from mdt_alpr.hq.hotlists.rows import COLUMNS
from mdt_alpr.hq.hotlists.service import allow_look_alikes
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import HotlistMessage
from tests.builders import NOW, SetClock
from tests.hq.senders import a_car

DATABASES = ["sqlite"]
LINE = "NCIC,V,V1,NC0130200,2026-11-20,EXN2894,NC,2027,PC,2019,HOND,ACC,4D,BLK,"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "list.csv"
    found.write_text(f"{','.join(COLUMNS)}\n{LINE}\n", encoding="utf-8")
    return found


def allowed(hq: Headquarters, *, to: bool) -> int:
    with hq.writing() as work:
        return allow_look_alikes(work, "administrator-1", Role.ADMINISTRATOR, allowed=to)


def test_a_car_gets_the_list_when_it_has_another(server: InProcessHq, path: Path) -> None:
    with a_car(server.base_url) as car:
        assert car.http.get("/v1/hotlist").status_code == 204
        import_csv(server.hq, path, by="x")
        answer = car.http.get("/v1/hotlist")
        whole = decode(HotlistMessage, answer.content)
        assert (whole.version, [entry.text for entry in whole.entries]) == (1, ["EXN2894"])
        for known in (0, 7, -1):
            answer = car.http.get("/v1/hotlist", params={"known_version": known})
            assert decode(HotlistMessage, answer.content) == whole
        assert car.http.get("/v1/hotlist", params={"known_version": 1}).status_code == 204
        number = car.http.get("/v1/hotlist", params={"known_version": "x"}).json()["number"]
        assert number == 101


def test_that_a_list_was_given_is_recorded_and_that_there_was_nothing_new_is_not(
    server: InProcessHq, path: Path
) -> None:
    import_csv(server.hq, path, by="x")
    with a_car(server.base_url) as car:
        car.http.get("/v1/hotlist", params={"known_version": 1})
        car.http.get("/v1/hotlist")
    audit_buffer.flush(server.hq, also_this_minute=True)
    with server.hq.reading() as work:
        given = select(OWN_AUDIT).where(OWN_AUDIT.c.event == AuditEvent.HQ_LIST_SERVED)
        row = work.connection.execute(given).one()
    assert (row.subject, row.person, row.detail) == ("1", "officer-1", [["device", "car-1"]])


def test_look_alikes_reach_the_cars_as_a_version_whose_age_stays(
    server: InProcessHq, clock: SetClock, path: Path
) -> None:
    import_csv(server.hq, path, by="x")
    clock.pass_by(hours=5)
    assert allowed(server.hq, to=True) == 2
    with a_car(server.base_url) as car:
        whole = decode(HotlistMessage, car.http.get("/v1/hotlist?known_version=1").content)
    assert (whole.version, whole.compiled_at, whole.look_alikes_allowed) == (2, NOW, True)
    import_csv(server.hq, path, by="x")
    with server.hq.reading() as work:
        rows = work.connection.execute(select(HOTLIST_VERSIONS)).all()
    assert [(row.version, row.source, row.look_alikes_allowed, row.entries) for row in rows] == [
        (1, "list.csv", False, 1),
        (2, "setting", True, 1),
        (3, "list.csv", True, 1),
    ]


def test_only_an_administrator_decides_about_look_alikes(hq: Headquarters, path: Path) -> None:
    with pytest.raises(DomainError, match="Import a list first"):
        allowed(hq, to=True)
    import_csv(hq, path, by="x")
    for role in set(Role) - {Role.ADMINISTRATOR}:
        with pytest.raises(NotPermittedError), hq.writing() as work:
            allow_look_alikes(work, "x", role, allowed=True)
    assert allowed(hq, to=True) == 2


def test_a_list_that_is_too_large_for_one_message_is_refused_to_an_old_car(
    server: InProcessHq, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hotlists, "ONE_MESSAGE_AT_MOST", 0)
    import_csv(server.hq, path, by="x")
    with a_car(server.base_url) as car:
        answer = car.http.get("/v1/hotlist")
    assert (answer.status_code, answer.json()["number"]) == (400, 108)
