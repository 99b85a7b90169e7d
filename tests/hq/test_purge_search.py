"""Every table and file is searched for what must be gone (09.21.8.C, RET-07)."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Column as SqlColumn
from sqlalchemy import Integer, Table, text, update

from mdt_alpr.database.types import new_metadata
from mdt_alpr.domain.equipment.schedule import WorkKind
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.retention.purge_search import KeepRule, PlaceFound, PurgeSearch
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit.clock_guard import confirm_clock
from mdt_alpr.hq.base.equipment_tables import EQUIPMENT_WORK
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.tables import METADATA, READS
from mdt_alpr.hq.equipment import service as equipment
from mdt_alpr.hq.holds.service import act
from mdt_alpr.hq.keeping.purge import purge_watched
from mdt_alpr.hq.keeping.purge_search import search
from mdt_alpr.hq.keeping.retention_rules import LASTING, rule_of
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from mdt_alpr.wire.equipment import WorkOrderRequest
from mdt_alpr.wire.holds import HoldAct, HoldActRequest
from tests.builders import NOW, SetClock
from tests.hq.commands import Terminal
from tests.hq.holding import OTHER, caller, days_pass, filed, held, seen, sworn
from tests.hq.letting import granted
from tests.hq.senders import a_car, a_read_message, an_item
from tests.hq.test_equipment import CAR, registered

DATABASES = ["sqlite"]
PLATE = "ZQW7711"


def place(found: PurgeSearch, name: str) -> PlaceFound:
    return next(one for one in found.places if one.place == name)


def read_one(server: InProcessHq) -> None:
    with a_car(server.base_url) as car:
        assert car.send(an_item(a_read_message(PLATE))) == ["accepted"]


@pytest.mark.clause("8.C")
@pytest.mark.parametrize("table", METADATA.sorted_tables, ids=lambda table: table.name)
def test_every_table_says_why_it_may_stay_and_until_when(table: Table) -> None:
    assert rule_of(table) is not KeepRule.UNKNOWN


def test_no_rule_names_a_table_that_is_not_there() -> None:
    known = {table.name for table in METADATA.sorted_tables}
    assert set(LASTING) - known == {"alembic_version"}
    assert {name for name in LASTING if name in known and rule_of(METADATA.tables[name])
            is not KeepRule.LASTING} == set()  # fmt: skip


def test_a_table_without_a_rule_is_found() -> None:
    careless = Table("careless", new_metadata(), SqlColumn("number", Integer, primary_key=True))
    assert rule_of(careless) is KeepRule.UNKNOWN


@pytest.mark.clause("8.C")
def test_what_a_purge_leaves_is_found_and_after_a_purge_nothing_is(
    server: InProcessHq, clock: SetClock
) -> None:
    read_one(server)
    assert search(server.hq).dirty == ()
    clock.at = NOW + timedelta(days=92)
    found = search(server.hq)
    assert (place(found, "reads").past, found.is_clean) == (1, False)
    assert place(found, "day_keys/").past >= 1
    confirm_clock(server.hq, capture_date(clock.at), CUSTODIAN, ADMINISTRATOR)
    purge_watched(server.hq)
    found = search(server.hq)
    assert [(one.place, one) for one in found.dirty] == []
    assert place(found, "reads").number == 0


def test_a_plate_that_was_read_and_written_where_it_would_last_is_found(
    server: InProcessHq,
) -> None:
    hq = server.hq
    read_one(server)
    car = registered(hq, CAR)
    with hq.writing() as work:
        equipment.order(
            work, car, WorkOrderRequest(WorkKind.CORRECTION, NOW.date(), "glare"), OFFICER
        )
    with hq.database.writing() as connection:  # as by somebody at the database
        connection.execute(update(EQUIPMENT_WORK).values(words=f"misread {PLATE.lower()} again"))
    (hq.settings.data / "banned-words.txt").write_text(f"{PLATE}\nother\n", encoding="utf-8")
    found = search(hq)
    assert {(one.place, one.plates) for one in found.dirty} == {
        ("equipment_work", 1),
        ("data folder", 1),
    }


def test_a_file_or_table_that_no_rule_names_and_an_old_delivery_are_found(
    hq: Headquarters, clock: SetClock
) -> None:
    (hq.settings.data / "copy.csv").write_text("x", encoding="utf-8")
    waiting = hq.settings.data / "hotlist-in" / "list.txt"
    waiting.parent.mkdir(exist_ok=True)
    waiting.write_text("x", encoding="utf-8")
    old = (clock.at - timedelta(days=2)).timestamp()
    os.utime(waiting, (old, old))
    with hq.database.writing() as connection:
        connection.execute(text("CREATE TABLE reads_copy (plate TEXT)"))
    found = search(hq)
    assert {one.place for one in found.dirty} == {"copy.csv", "hotlist-in/", "reads_copy"}
    assert place(found, "copy.csv").rule is KeepRule.UNKNOWN


def test_the_search_is_recorded_signed_and_printed_by_a_command(
    terminal: Terminal, tmp_path: Path
) -> None:
    pdf = tmp_path / "purge.pdf"
    assert terminal.run(CUSTODIAN, "purge-search") == 0, terminal.err
    assert "Nothing is left." in terminal.out
    assert terminal.run(CUSTODIAN, "purge-certificate", "--to", pdf) == 0
    assert pdf.read_bytes().startswith(b"%PDF")
    assert terminal.run(CUSTODIAN, "audit", "--event", "hq:captured_data:searched") == 0
    assert "signature" in terminal.out
    assert terminal.run(OFFICER, "purge-search") != 0


def test_reads_are_no_lasting_table() -> None:
    assert rule_of(READS) is KeepRule.CAPTURED


@pytest.mark.clause("8.C")
def test_what_a_hold_keeps_is_named_with_its_number_and_goes_when_it_ends(
    hq: Headquarters, clock: SetClock
) -> None:
    seen(hq)
    seen(hq, OTHER)
    number = filed(hq)
    sworn(hq, number)
    days_pass(hq, clock, NOW + timedelta(days=92))
    found = search(hq)
    assert found.dirty == ()
    kept = sum(held(hq, number).values())
    assert found.holds == ((str(number), kept),)
    assert place(found, "held").held == kept
    assert place(found, "reads").number == 0
    days_pass(hq, clock, NOW + timedelta(days=370))
    found = search(hq)
    assert (found.dirty, found.holds, place(found, "held").number) == ((), (), 0)


def test_papers_of_holds_and_requests_are_found_where_they_outlast_their_three_years(
    hq: Headquarters, clock: SetClock
) -> None:
    seen(hq)
    number = filed(hq)
    granted(hq)
    cancel = HoldActRequest(HoldAct.CANCEL, "The case was closed by plea")
    act(hq, caller(OFFICER), number, cancel)
    clock.at = NOW + timedelta(days=3 * 365 + 2)
    left = {(one.place, one.past) for one in search(hq).dirty if one.rule is KeepRule.HELD}
    assert left == {
        ("disclosure_steps", 3), ("disclosures", 1), ("hold_papers", 1), ("hold_steps", 4),
        ("holds", 1), ("day_keys/holds/", 2),
    }  # fmt: skip
    days_pass(hq, clock, clock.at)
    found = search(hq)
    assert (found.dirty, place(found, "holds").number) == ((), 1)
