"""What was on the lists on a past day: lists for good, a plate's records for weeks (HOT-12)."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.hotlists.categories import Decision, decide
from mdt_alpr.hq.hotlists.history import KNOWN_FOR, listed_then
from mdt_alpr.hq.hotlists.importing import Delivery, import_list
from mdt_alpr.hq.hotlists.tables import HOTLIST_PAST
from mdt_alpr.hq.keeping.purge import purge
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from mdt_alpr.wire.feeds import ListedThenMessage, ListedThenRequest
from tests.builders import NOW, SetClock
from tests.hq.commands import Terminal
from tests.hq.test_command_sessions import recorded
from tests.hq.test_hotlist_import import a_row, written

WHY = "the defense asks what was known"
HOUR = timedelta(hours=1)


def take(hq: Headquarters, path: Path, *rows: dict[str, str], by: str = CUSTODIAN) -> None:
    report = import_list(hq, Delivery(written(path, list(rows)), by, written_at=hq.clock.now()))
    assert report.stopped == ""


def then(hq: Headquarters, at: datetime, text: str = "", state: str = "NC") -> ListedThenMessage:
    with hq.writing() as work:
        return listed_then(
            work, CUSTODIAN, ListedThenRequest(at=at, text=text, state=state, reason=WHY)
        )


def nics(hq: Headquarters, at: datetime, text: str) -> list[str]:
    return sorted(record.nic for record in then(hq, at, text).records)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "list.csv"


@pytest.mark.clause("4.A.3")
@pytest.mark.proved("HOT-12")
def test_a_record_is_found_at_every_instant_at_which_it_was_on_the_list(
    hq: Headquarters, clock: SetClock, path: Path
) -> None:
    other = a_row(plate="PRT9032", nic="V100000009")
    take(hq, path, a_row(plate="KLM1O01", nic="V100000001", color="BLK"), other)
    clock.at = NOW + 2 * HOUR
    take(hq, path, a_row(plate="KLM1O01", nic="V100000001", color="RED"), other)
    clock.at = NOW + 4 * HOUR
    take(hq, path, other)
    clock.at = NOW + 6 * HOUR
    take(hq, path, a_row(plate="KLM1O01", nic="V100000002"), other)
    assert nics(hq, NOW - HOUR, "KLM1O01") == []
    assert nics(hq, NOW + HOUR, "KLM1001") == ["V100000001"]
    (first,) = then(hq, NOW + HOUR, "KLM1O01").records
    assert (first.came_at, first.left_at) == (NOW, NOW + 2 * HOUR)
    assert first.vehicle.endswith("BLK")
    (changed,) = then(hq, NOW + 3 * HOUR, "KLM1O01").records
    assert changed.vehicle.endswith("RED")
    assert nics(hq, NOW + 5 * HOUR, "KLM1O01") == []
    (last,) = then(hq, NOW + 9 * HOUR, "KLM1O01").records
    assert (last.nic, last.came_at, last.left_at) == ("V100000002", NOW + 6 * HOUR, None)


def test_a_category_that_goes_on_again_makes_no_record_younger(
    hq: Headquarters, clock: SetClock, path: Path
) -> None:
    take(hq, path, a_row(plate="KLM1001", nic="V100000001"))
    clock.at = NOW + HOUR
    for is_on in (False, True):
        purpose = Purpose.VEHICLE if is_on else None
        with hq.writing() as work:
            decision = Decision("V", is_on, purpose, "the feed was broken")
            decide(work, decision, ADMINISTRATOR, Role.ADMINISTRATOR)
    (one,) = then(hq, NOW, "KLM1001").records
    assert one.came_at == NOW


def test_the_lists_of_an_instant_are_named_with_source_records_and_age(
    hq: Headquarters, clock: SetClock, path: Path
) -> None:
    take(hq, path, a_row(plate="KLM1001", nic="V100000001"))
    clock.at = NOW + 2 * HOUR
    rows = [a_row(plate=f"KLM100{n}", nic=f"V10000000{n}") for n in range(1, 4)]
    take(hq, path, *rows)
    found = then(hq, NOW + HOUR)
    assert [(one.entries, one.source, one.loaded_at) for one in found.lists] == [
        (1, "list.csv", NOW)
    ]
    assert (found.version, found.records) == (1, ())
    assert then(hq, NOW + 9 * HOUR).lists[0].entries == 3
    assert then(hq, NOW - HOUR).lists == ()


@pytest.mark.clause("8.C")
def test_what_left_the_list_is_erased_with_the_key_of_its_day_and_not_before(
    hq: Headquarters, clock: SetClock, path: Path
) -> None:
    take(hq, path, a_row(plate="KLM1001", nic="V100000001"), a_row(plate="PRT9032", nic="V2"))
    clock.at = NOW + HOUR
    take(hq, path, a_row(plate="PRT9032", nic="V2"))
    clock.at = NOW + KNOWN_FOR
    purge(hq, clock.now())
    assert nics(hq, NOW, "KLM1001") == ["V100000001"]
    clock.at = NOW + timedelta(days=92)
    purge(hq, clock.now())
    assert nics(hq, NOW, "KLM1001") == []
    with hq.reading() as work:
        assert work.connection.scalar(select(func.count()).select_from(HOTLIST_PAST)) == 0


def test_no_past_day_is_shown_without_a_reason_and_each_is_recorded_without_the_plate(
    hq: Headquarters, path: Path
) -> None:
    take(hq, path, a_row(plate="KLM1001", nic="V100000001"))
    with hq.writing() as work:
        with pytest.raises(DomainError):
            listed_then(
                work, CUSTODIAN, ListedThenRequest(at=NOW, text="KLM1001", state="NC", reason="x")
            )
        with pytest.raises(RefusedError):
            listed_then(work, CUSTODIAN, ListedThenRequest(at=NOW, text="KLM1001", reason=WHY))
    assert recorded(hq, AuditEvent.HQ_LISTS_VIEWED) == []
    then(hq, NOW, "KLM1001")
    assert recorded(hq, AuditEvent.HQ_LISTS_VIEWED) == [(CUSTODIAN, "past day")]


def test_the_command_shows_it_to_who_keeps_lists_or_audits(
    server: InProcessHq, terminal: Terminal, path: Path
) -> None:
    take(server.hq, path, a_row(plate="KLM1001", nic="V100000001"))
    asked = "list-on-day", (NOW + HOUR).isoformat(), "--reason", WHY
    assert terminal.run(CUSTODIAN, *asked) == 0
    assert "1 records  list.csv" in terminal.out
    plate = "--plate", "KLM1001", "--state", "NC"
    assert terminal.run(CUSTODIAN, *asked, *plate) == 0
    assert "NIC V100000001" in terminal.out
    assert terminal.run(OFFICER, *asked) == 1
    with pytest.raises(SystemExit, match="2"):
        terminal.run(CUSTODIAN, "list-on-day", "yesterday", "--reason", WHY)
