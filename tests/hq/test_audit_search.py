"""Supervisors and custodians search the audit of headquarters and cars by any field (AUD-08)."""

import csv
import hashlib
import io
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mdt_alpr.domain.audit.audit import SESSION_DIGITS, AuditEntry, AuditEvent, first_break
from mdt_alpr.domain.search.offense import Offense
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import typed_in
from mdt_alpr.hq.audit.store import entry_of
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SECOND_OFFICER,
    SUPERVISOR,
)
from mdt_alpr.wire.accounts import TeamRequest
from mdt_alpr.wire.audit_search import (
    AuditExportRequest,
    AuditFile,
    AuditForm,
    AuditRow,
    AuditRows,
    AuditSearch,
)
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.desk import HitLogPage, HitLogRequest
from mdt_alpr.wire.search import SearchRequest
from tests.builders import NOW, SetClock
from tests.hq.manual import audited
from tests.hq.reviewers import SPAN, a_sent_hit, at_desk, set_team
from tests.hq.senders import EARLIER, a_car, a_chain, an_item
from tests.hq.test_search import NARROW

EVERYTHING = AuditSearch(NOW - timedelta(days=2), NOW + timedelta(days=2))


def search(server: InProcessHq, by: str = CUSTODIAN, **wanted: Any) -> tuple[AuditRow, ...]:
    with at_desk(server, by) as desk:
        return desk.ask(AuditRows, "audit", replace(EVERYTHING, **wanted)).rows


def of_event(rows: tuple[AuditRow, ...], event: str) -> AuditRow:
    (found,) = [row for row in rows if row.event == event]
    return found


def export(server: InProcessHq, form: AuditForm, **wanted: Any) -> AuditFile:
    asked = AuditExportRequest(replace(EVERYTHING, **wanted), form)
    with at_desk(server, CUSTODIAN) as desk:
        return desk.ask(AuditFile, "audit/export", asked)


def own_entries(server: InProcessHq) -> list[AuditEntry]:
    with server.hq.reading() as work:
        return own_audit.entries_from(work.connection, 1, 10_000, 10_000)


@pytest.mark.attack("V14")
def test_an_entry_says_name_role_device_address_session_and_the_ids_that_were_shown(
    server: InProcessHq,
) -> None:
    sent = a_sent_hit("EXN2894")
    with a_car(server.base_url) as car:
        car.send(*sent.items())
    with at_desk(server, SUPERVISOR) as desk:
        desk.ask(HitLogPage, "hits", HitLogRequest(SPAN))
    row = of_event(search(server), "hq:shift_log:viewed")
    assert (row.person, row.name, row.role) == (SUPERVISOR, "C. Sample", "supervisor")
    assert row.address == "127.0.0.1"
    assert row.device
    assert len(row.session) == SESSION_DIGITS
    assert dict(row.facts)["returned_ids"] == sent.hit.hit_id


def test_the_entry_of_a_car_session_names_its_unit(server: InProcessHq) -> None:
    with a_car(server.base_url) as car:
        car.send(an_item(a_chain(1)[0]))
    rows = search(server, person=OFFICER, event="session:begun")
    assert {(row.name, row.role, row.device) for row in rows} == {
        ("A. Sample", "officer", "car-1")
    }


def test_who_asks_is_part_of_the_chain(server: InProcessHq) -> None:
    with at_desk(server, SUPERVISOR) as desk:
        desk.ask(HitLogPage, "hits", HitLogRequest(SPAN))
    entries = own_entries(server)
    assert first_break(entries) is None
    viewed = next(e for e in entries if e.event is AuditEvent.HQ_SHIFT_LOG_VIEWED)
    facts = tuple((n, "X. Else" if n == "by_name" else v) for n, v in viewed.detail)
    changed = [replace(e, detail=facts) if e is viewed else e for e in entries]
    assert first_break(changed) == viewed.sequence


def test_headquarters_and_a_cars_entries_are_found_together_newest_first(
    server: InProcessHq,
) -> None:
    with a_car(server.base_url) as car:
        car.send(*map(an_item, a_chain(3)))
    rows = search(server, person=OFFICER)
    assert {row.chain for row in rows} == {"headquarters", "car-1"}
    assert [row.at for row in rows] == sorted((row.at for row in rows), reverse=True)
    of_car = [row for row in rows if row.chain == "car-1"]
    assert {(row.name, row.role) for row in of_car} == {("A. Sample", "officer")}


@pytest.mark.parametrize(
    ("field", "value"),
    [("person", "A. Sam"), ("person", OFFICER), ("device", "car-1"), ("event", "session:begun")],
)
def test_a_field_narrows_the_search(server: InProcessHq, field: str, value: str) -> None:
    with a_car(server.base_url), at_desk(server, SUPERVISOR):
        pass
    rows = search(server, **{field: value})
    assert OFFICER in {row.person for row in rows}
    for row in rows:
        if field == "person":
            assert row.person == OFFICER
        elif field == "device":
            assert value in (row.device, row.subject)
        else:
            assert value in row.event
    assert search(server, **{field: "nothing-fits-this"}) == ()


def test_a_hit_is_found_by_its_id_in_both_chains_and_where_it_was_shown(
    server: InProcessHq,
) -> None:
    sent = a_sent_hit("EXN2894")
    hit_id = sent.hit.hit_id
    with a_car(server.base_url) as car:
        car.send(*sent.items(), an_item(a_chain(1, subject=hit_id)[0]))
    with at_desk(server, SUPERVISOR) as desk:
        desk.ask(HitLogPage, "hits", HitLogRequest(SPAN))
    rows = search(server, subject=hit_id)
    assert {row.chain for row in rows} == {"headquarters", "car-1"}
    assert "hq:shift_log:viewed" in {row.event for row in rows}


def test_a_session_brings_what_was_done_in_it_at_headquarters_and_in_the_car(
    server: InProcessHq, clock: SetClock
) -> None:
    clock.at = EARLIER
    with a_car(server.base_url) as car:
        clock.at = NOW
        car.send(*map(an_item, a_chain(2)))
    with a_car(server.base_url, SECOND_OFFICER, "car-2"):
        pass
    begun = of_event(search(server, person=OFFICER), "hq:session:begun")
    rows = search(server, session=begun.session)
    assert {row.chain for row in rows} == {"headquarters", "car-1"}
    assert {row.person for row in rows} == {OFFICER}


def test_days_outside_the_window_are_not_searched(server: InProcessHq) -> None:
    with at_desk(server, CUSTODIAN) as desk:
        later = replace(EVERYTHING, since=NOW + timedelta(days=1))
        assert desk.ask(AuditRows, "audit", later).rows == ()


@pytest.mark.proved("B12")
@pytest.mark.proved("AUD-08")
def test_a_supervisor_searches_and_exports_what_the_own_team_did_and_nothing_else(
    server: InProcessHq,
) -> None:
    for person, team in ((OFFICER, "A"), (SUPERVISOR, "A"), (SECOND_OFFICER, "B")):
        set_team(server.hq, person, TeamRequest(team), ADMINISTRATOR)
    for person in (OFFICER, SECOND_OFFICER, CUSTODIAN):
        with at_desk(server, person):
            pass
    with a_car(server.base_url) as car:
        car.send(*map(an_item, a_chain(2)))
    rows = search(server, SUPERVISOR)
    assert {row.person for row in rows} == {OFFICER}, "nor the own entries, nor headquarters'"
    assert {row.chain for row in rows} == {"headquarters", "car-1"}
    assert search(server, SUPERVISOR, person=SECOND_OFFICER) == ()
    assert search(server, SUPERVISOR, person="A. Sample") == rows
    asked = AuditExportRequest(EVERYTHING, AuditForm.JSON_LINES)
    with at_desk(server, SUPERVISOR) as desk:
        lines = desk.ask(AuditFile, "audit/export", asked).body.splitlines()
    assert {json.loads(line)["person"] for line in lines} == {OFFICER}
    assert {row.person for row in audited(server, AuditEvent.HQ_AUDIT_EXPORTED.value)} == {
        SUPERVISOR
    }


def test_no_officer_searches_or_exports(server: InProcessHq) -> None:
    with at_desk(server, OFFICER) as desk:
        assert desk.raw("audit", EVERYTHING).status_code == 403
        asked = AuditExportRequest(EVERYTHING, AuditForm.CSV)
        assert desk.raw("audit/export", asked).status_code == 403


def test_a_search_is_recorded_and_what_was_typed_is_sealed(server: InProcessHq) -> None:
    search(server, ADMINISTRATOR, subject="EXN2894")
    (row,) = audited(server, AuditEvent.HQ_AUDIT_SEARCHED.value)
    assert row.person == ADMINISTRATOR
    assert "EXN2894" not in str(row)
    with server.hq.reading() as work:
        assert dict(typed_in(work, entry_of(row))) == {"subject": "EXN2894"}


def test_an_export_as_json_lines_has_its_digest_and_every_entry_can_be_checked_by_it(
    server: InProcessHq,
) -> None:
    with a_car(server.base_url) as car:
        car.send(*map(an_item, a_chain(3)))
    file = export(server, AuditForm.JSON_LINES)
    lines = [json.loads(line) for line in file.body.splitlines()]
    assert file.sha256 == hashlib.sha256(file.body.encode()).hexdigest()
    assert file.entries == len(lines)
    assert [line["at"] for line in lines] == sorted(line["at"] for line in lines)
    assert {line["device"] for line in lines} == {"headquarters", "car-1"}
    known = {entry.digest for entry in own_entries(server)}
    assert {line["digest"] for line in lines if line["device"] == "headquarters"} <= known
    (row,) = audited(server, AuditEvent.HQ_AUDIT_EXPORTED.value)
    assert dict(row.detail)["sha256"] == file.sha256
    assert dict(row.detail)["entries"] == str(file.entries)


def test_an_export_as_csv_has_one_row_an_entry_and_no_formula(server: InProcessHq) -> None:
    with a_car(server.base_url) as car:
        car.send(an_item(a_chain(1, subject="=HYPERLINK(1)")[0]))
    file = export(server, AuditForm.CSV, device="car-1")
    rows = list(csv.DictReader(io.StringIO(file.body)))
    assert len(rows) == file.entries
    assert "'=HYPERLINK(1)" in {row["subject"] for row in rows}
    assert {row["name"] for row in rows if row["person"] == OFFICER} == {"A. Sample"}


@pytest.mark.clause("5.A.3")
@pytest.mark.proved("AUD-01")
def test_the_audit_says_the_offense_the_bytes_and_the_duration_of_a_search(
    server: InProcessHq, clock: SetClock
) -> None:
    with at_desk(server, OFFICER) as desk:
        asked = SearchRequest(replace(NARROW, offense=Offense.VEHICLE_THEFT))
        shown = desk.http.post("/v1/searches", content=encode(asked))
        clock.at += timedelta(minutes=3)
        assert desk.http.delete("/v1/sessions/current").is_success
    made, answered, ended = (
        of_event(search(server, person=OFFICER), event)
        for event in ("hq:search:made", "hq:access:answered", "hq:session:ended")
    )
    assert dict(made.facts)["offense"] == "Theft of a vehicle"
    assert (answered.subject, answered.session) == ("POST /v1/searches", made.session)
    facts = dict(answered.facts)
    assert (facts["entries"], facts["bytes"]) == (str(made.sequence), str(len(shown.content)))
    assert int(facts["milliseconds"]) >= 0
    assert dict(ended.facts)["seconds"] == "180"
