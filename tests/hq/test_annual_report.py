"""The report to the Chief: every number is counted again by another query (3.A.4, RPT-06)."""

import re
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.equipment.schedule import WorkKind, WorkResult
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.review.accuracy import SampledBy
from mdt_alpr.domain.review.annual_report import (
    Report,
    ReportRefusedError,
    asked_span,
    legislative_year,
)
from mdt_alpr.domain.review.misuse import Flag, FlagRule
from mdt_alpr.domain.review.truth import Truth
from mdt_alpr.domain.search.question import CaseCheck
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.equipment_tables import SAMPLE_COUNTS
from mdt_alpr.hq.base.headquarters import Caller, Headquarters
from mdt_alpr.hq.base.paper import Printed
from mdt_alpr.hq.base.retention_setting import RETENTION_SETTINGS
from mdt_alpr.hq.base.search_tables import SEARCHES
from mdt_alpr.hq.equipment import service as equipment
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.keeping.purge import purge
from mdt_alpr.hq.misuse.store import add as add_flag
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from mdt_alpr.hq.reports import finished_reports, legislative, service
from mdt_alpr.hq.reports.chief_paper import chief_paper
from mdt_alpr.hq.reports.legislative import legislative_paper
from mdt_alpr.wire.equipment import WorkDoneRequest, WorkOrderRequest
from tests.builders import NOW, SetClock
from tests.hq.commands import Terminal
from tests.hq.letting import recorded
from tests.hq.papers import text_of
from tests.hq.senders import (
    DEVICE,
    a_batch,
    a_disposition,
    a_hit_message,
    a_read_message,
    a_record,
    a_stop,
    an_item,
    outcomes,
)
from tests.hq.test_equipment import CAMERA, registered
from tests.requests_for_data import an_asked

CALLER = Caller(OFFICER, "A. Sample", Role.OFFICER, DEVICE, "")
ENDS = (
    ("NCIC", "misread", "no", None, None),
    ("NCIC", "verified_stopped", None, "arrest", True),
    ("NCIC", "wrong_state", "before", "released", False),
    ("Manual entries", "verified_no_stop", "no", None, None),
    ("Manual entries", "lost_sight", "no", None, None),
    ("NCIC", "", None, None, None),
)
"""List, disposition, whether it was stopped, outcome, force: the last hit stays open."""


def send(hq: Headquarters, at: datetime, plate: str = "EXN2894") -> None:
    """Send one hit of each kind, and a read that is none."""
    messages: list[Any] = [a_read_message(plate, captured_at=at)]
    for number, (name, ending, stopped, outcome, force) in enumerate(ENDS):
        read = a_read_message(plate, captured_at=at + timedelta(seconds=number))
        hit = a_hit_message(read, records=(a_record(plate, list_name=name),))
        messages += [read, hit]
        if ending:
            end = replace(
                a_disposition(hit, ending), stopped=stopped, outcome=outcome, force_used=force
            )
            messages += [end, *([a_stop(hit)] if ending == "verified_stopped" else [])]
    items = [an_item(message, made_at=at) for message in messages]
    with hq.writing() as work:
        receipts = accept(work, CALLER, a_batch(*items), 500)
        assert set(outcomes(receipts)) == {"accepted"}


def searched(hq: Headquarters, at: datetime, purpose: Purpose) -> None:
    row = {
        "search_id": f"{at:%j%f}-{purpose}"[:36], "captured_at": at, "person_id": OFFICER,
        "session": "s", "purpose": purpose, "case_check": CaseCheck.KNOWN, "confirmed": [],
        "for_review": False, "found": 3,
    }  # fmt: skip
    with hq.database.writing() as connection:
        connection.execute(SEARCHES.insert(), row)


def report_of(hq: Headquarters) -> Report:
    with hq.reading() as work:
        return service.gathered(work, asked_span(None, work.now.date(), work.now.date()))


def numbers(report: Report, title: str) -> dict[tuple[str, str], int]:
    (section,) = (one for one in report.sections if one.title == title)
    return {(figure.row, figure.column): figure.number for figure in section.figures}


def asked(hq: Headquarters, statement: str) -> list[tuple[Any, ...]]:
    with hq.reading() as work:
        return [tuple(row) for row in work.connection.execute(text(statement))]


def number(hq: Headquarters, statement: str) -> object:
    ((found,),) = asked(hq, statement)
    return found


@pytest.fixture
def year(hq: Headquarters, clock: SetClock) -> Headquarters:
    """Give three days of hits and searches, all kept still."""
    for days in (0, 1, 40):
        clock.at = NOW + timedelta(days=days)
        send(hq, clock.at)
        searched(hq, clock.at, Purpose.CRIMINAL)
    searched(hq, clock.at, Purpose.VEHICLE)
    return hq


def _captured(hq: Headquarters, report: Report) -> None:
    """Compare a report of days that are kept with what other queries find in what is kept."""
    use, stops = numbers(report, "Use"), numbers(report, "Stops and their outcomes")
    assert use["Plates read", ""] == number(hq, "SELECT count(*) FROM reads")
    assert use["Hits", ""] == number(hq, "SELECT count(*) FROM hits")
    assert use["Units that read plates", ""] == number(
        hq, "SELECT count(DISTINCT unit) FROM reads"
    )
    lists = numbers(report, "Hits by list")
    for name, hits in asked(hq, "SELECT list_name, count(*) FROM hit_log GROUP BY list_name"):
        assert lists[str(name), "Hits"] == hits
    open_hits = "SELECT count(*) FROM hits h WHERE NOT EXISTS (SELECT 1 FROM hit_steps s "
    open_hits += "WHERE s.hit_id = h.hit_id AND s.kind = 'disposition')"
    assert sum(n for (_, column), n in lists.items() if column == "Open") == number(hq, open_hits)
    ended: dict[str, int] = dict(
        asked(hq, "SELECT word, count(*) FROM hit_steps WHERE kind = 'disposition' GROUP BY word")
    )
    ways = numbers(report, "How hits ended")
    assert ways["Rejected: misread", ""] == ended["misread"]
    assert sum(ways.values()) == use["Hits", ""]
    false = numbers(report, "False alerts")
    assert false["All lists", "False alerts"] == ended["misread"] + ended["wrong_state"]
    assert false["All lists", "Other state of issuance"] == ended["wrong_state"]
    stopped = (
        "SELECT count(*) FROM hit_log WHERE outcome <> '' OR disposition = 'verified_stopped'"
    )
    assert stops["Stops", ""] == number(hq, stopped)
    assert stops["Arrest", ""] == ended["verified_stopped"] == stops["Force was used", ""]
    assert numbers(report, "Searches in stored reads") == {
        ("Criminal investigation", ""): 3,
        ("Felony warrant", ""): 0,
        ("Missing or endangered person", ""): 0,
        ("Lost or stolen vehicle", ""): 1,
    }


@pytest.mark.clause("3.A.4")
def test_numbers_of_captured_data_are_those_of_other_queries_and_outlive_it(
    year: Headquarters, clock: SetClock
) -> None:
    before = report_of(year)
    _captured(year, before)
    clock.at = NOW + timedelta(days=100)
    purge(year, clock.now())
    halfway = report_of(year)  # two days are stored, one is counted from what is there
    assert number(year, "SELECT count(*) FROM hits") == len(ENDS)
    clock.at = NOW + timedelta(days=150)
    purge(year, clock.now())
    assert number(year, "SELECT count(*) FROM hits") == 0
    assert number(year, "SELECT count(*) FROM searches") == 0
    after = report_of(year)
    for section in before.sections:
        if section.title in {"Use", "By month", "Hits by list", "False alerts", "How hits ended",
                             "Stops and their outcomes", "Searches in stored reads"}:  # fmt: skip
            for later in (halfway, after):
                assert numbers(later, section.title) == numbers(before, section.title)
    assert before.counted_to is None
    assert after.counted_to is not None


def test_no_count_that_stays_holds_a_plate_or_a_person(
    year: Headquarters, clock: SetClock
) -> None:
    clock.at = NOW + timedelta(days=150)
    purge(year, clock.now())
    kept = Counter(str(cell) for row in asked(year, "SELECT * FROM daily_counts") for cell in row)
    assert kept["NCIC"]
    assert not {cell for cell in kept if "EXN" in cell or OFFICER in cell}


def test_numbers_of_lasting_records_are_those_of_other_queries(hq: Headquarters) -> None:
    camera = registered(hq, CAMERA)
    for result in (WorkResult.PASSED, WorkResult.FAILED, None):
        with hq.writing() as work:
            day = work.now.date()
            order = WorkOrderRequest(WorkKind.CALIBRATION, day, "new lens")
            equipment.order(work, camera, order, ADMINISTRATOR)
            (newest, *_) = equipment.history_of(work, camera, CUSTODIAN).works
        if result:
            with hq.writing() as work:
                done = WorkDoneRequest(result, day, "Radio shop", "see the note")
                equipment.close(work, newest.number, done, CUSTODIAN)
    judged = [(Truth.RIGHT, 90), (Truth.OTHER_STATE, 4), (Truth.WRONG, 6), (Truth.UNREADABLE, 5)]
    rows = [
        {"month": NOW.date().replace(day=1), "by": SampledBy.CAMERA, "name": "front",
         "truth": truth, "number": counted}
        for truth, counted in judged
    ]  # fmt: skip
    with hq.database.writing() as connection:
        connection.execute(SAMPLE_COUNTS.insert(), rows)
    found = report_of(hq)
    work_done = numbers(found, "Audits, maintenance, calibration, corrections")
    due = "SELECT count(*) FROM equipment_work WHERE kind = 'calibration'"
    assert work_done["Calibration", "Due"] == number(hq, due) == 3
    for column, ends in (("Failed", "failed"), ("Due and open", "")):
        assert work_done["Calibration", column] == number(hq, f"{due} AND result = '{ends}'")
    (accuracy,) = (one for one in found.sections if one.title == "Accuracy of the readers")
    assert [figure.words for figure in accuracy.figures] == [
        "94 of 100: 94.0% (87.5 to 97.2)",
        "90 of 100: 90.0% (82.6 to 94.5)",
        "0",
        "0",
    ]
    people = numbers(found, "People and trainings")
    for role, accounts in asked(hq, "SELECT role, count(*) FROM accounts GROUP BY role"):
        assert people[f"Accounts: {role}", ""] == accounts
    record = numbers(found, "The record itself")
    refused = "SELECT count(*) FROM own_audit WHERE event = 'hq:access:refused'"
    assert record["Accesses refused", ""] == number(hq, refused)


def test_every_number_on_paper_has_the_footnote_of_its_query(year: Headquarters) -> None:
    report = report_of(year)
    assert all(report.note(figure.source) for part in report.sections for figure in part.figures)
    words = text_of(chief_paper(Printed("D. Lee", NOW), report))
    for each, source in enumerate(report.sources, 1):
        assert f"{each} {source.name}" in words
    hits = report.note("results-by-list")
    assert f"Hits {3 * len(ENDS)} {hits}" in words
    assert "EXN2894" not in words


def test_a_report_is_due_eleven_months_after_the_last_one_was_printed(
    hq: Headquarters, clock: SetClock
) -> None:
    with hq.writing() as work:
        service.shown(work, None, None, CUSTODIAN)
        first = finished_reports.due_on(work)
    clock.at = NOW + timedelta(days=300)
    with hq.writing() as work:
        service.made(work, None, None, ADMINISTRATOR, delivers=True)
        assert finished_reports.due_on(work) == clock.at.date() + timedelta(days=335)
    assert first < clock.at.date() + timedelta(days=335)
    with hq.writing() as work, pytest.raises(ReportRefusedError):
        service.made(work, clock.at.date() + timedelta(days=9), None, ADMINISTRATOR, delivers=True)


@pytest.mark.proved("B7")
@pytest.mark.clause("3.A.4")
def test_a_copy_that_an_auditor_saves_puts_the_report_to_the_chief_off_by_no_day(
    hq: Headquarters, clock: SetClock
) -> None:
    with hq.writing() as work:
        due = finished_reports.due_on(work)
    clock.at = NOW + timedelta(days=80)
    with hq.writing() as work:
        service.made(work, None, None, "auditor-1", delivers=False)
        service.legislative(work, None, "auditor-1", delivers=False)
        assert finished_reports.due_on(work) == due
        assert finished_reports.last_made(work, finished_reports.ANNUAL) is None
        assert finished_reports.last_made(work, finished_reports.LEGISLATIVE) is None


def test_a_report_of_one_day_does_not_postpone_the_annual_one(
    hq: Headquarters, clock: SetClock
) -> None:
    with hq.writing() as work:
        service.made(work, None, None, ADMINISTRATOR, delivers=True)
        due = finished_reports.due_on(work)
    clock.at = NOW + timedelta(days=300)
    with hq.writing() as work:
        today = work.now.date()
        service.made(work, today, today, ADMINISTRATOR, delivers=True)
        assert finished_reports.due_on(work) == due


def test_every_rule_of_misuse_has_its_row(hq: Headquarters) -> None:
    with hq.writing() as work:
        for rule in FlagRule:
            add_flag(work, Flag(rule, OFFICER, (rule.value,), NOW, NOW, "Why."))
        record(work, AuditEvent.HQ_FLAG_RAISED, "flags", CUSTODIAN)
    found = numbers(report_of(hq), "Misuse flags")
    raised = {row: number for (row, column), number in found.items() if column == "Raised"}
    assert raised.pop("All rules") == len(FlagRule)
    assert list(raised.values()) == [1] * len(FlagRule)


def test_the_state_is_counted_as_notified_by_that_step_and_not_by_the_teams_mail(
    hq: Headquarters,
) -> None:
    with hq.writing() as work:
        for number, step in enumerate(("team_notified", "team_notified", "state_notified")):
            fact = "step", step
            record(work, AuditEvent.HQ_INCIDENT_STEP, str(number), CUSTODIAN, fact)
    found = numbers(report_of(hq), "Incidents")
    assert found["The response team was notified", ""] == 2
    assert found["The state was notified", ""] == 1


def test_reports_say_for_how_long_this_agency_keeps_captured_data(hq: Headquarters) -> None:
    with hq.database.writing() as connection:
        setting = {
            "number": 1, "kept_days": 30, "reason": "pilot", "proposed_by": "a",
            "proposed_at": NOW, "confirmed_at": NOW, "confirmed_by": "b",
        }  # fmt: skip
        connection.execute(RETENTION_SETTINGS.insert(), setting)
    sections = report_of(hq).sections
    with hq.reading() as work:
        law = legislative.gathered(work, legislative_year(None, work.now.date()))
    about = [one.about for one in (*sections, *law.sections) if "Captured data goes" in one.about]
    assert len(about) == 2
    assert all("after 30 days" in words for words in about)


def test_one_command_writes_the_report_and_names_every_query(
    terminal: Terminal, tmp_path: Path
) -> None:
    pdf = tmp_path / "report.pdf"
    assert terminal.run(ADMINISTRATOR, "annual-report-paper", "--to", pdf) == 0, terminal.err
    assert pdf.read_bytes().startswith(b"%PDF")
    assert terminal.run(ADMINISTRATOR, "annual-report") == 0
    assert re.search(r"Use +Plates read +0 +reads-by-day", terminal.out)
    assert "The next report is due on" in terminal.out
    assert terminal.run(CUSTODIAN, "annual-report", "--csv") == 0
    assert ",searches-by-purpose\n" in terminal.out
    made = str(AuditEvent.HQ_REPORT_MADE)
    assert terminal.run(CUSTODIAN, "audit", "--event", made) == 0
    assert ADMINISTRATOR in terminal.out
    assert terminal.run(CUSTODIAN, "annual-report", "--since", "2020-01-01") != 0
    assert "a year at most" in terminal.err
    assert terminal.run(OFFICER, "annual-report") != 0


def test_the_report_to_the_legislature_compares_what_was_preserved_and_names_who_asked(
    year: Headquarters, clock: SetClock
) -> None:
    with year.writing() as work:
        for reads in ("3", "4"):
            facts = ("jpeg", "9"), ("reads", reads)
            record(work, AuditEvent.HQ_HOLD_KEPT, "hold", CUSTODIAN, *facts)
    clock.at = NOW + timedelta(days=2)
    recorded(year)
    clock.at = NOW + timedelta(days=60)
    with year.writing() as work:
        found = service.legislative(work, None, ADMINISTRATOR, delivers=True)
    assert found.span == legislative_year(NOW.year, clock.at.date())
    data = numbers(found, "Data preserved, compared with data captured")
    in_year = "SELECT count(*) FROM reads WHERE day <= '2026-12-31'"
    assert data["Plates captured", ""] == number(year, in_year) == 2 * (len(ENDS) + 1)
    assert data["Reads copied to be preserved", ""] == 0  # the copies are of the next year
    agency = an_asked().requester.agency
    assert numbers(found, "Requests")[agency, "Received"] == 1
    assert agency in text_of(legislative_paper(Printed("D. Lee", NOW), found, None))
    clock.at = NOW + timedelta(days=420)
    with year.reading() as work:
        later = legislative.gathered(work, legislative_year(NOW.year + 1, work.now.date()))
    data = numbers(later, "Data preserved, compared with data captured")
    assert data["Reads copied to be preserved", ""] == 7
