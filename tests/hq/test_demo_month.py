"""The demo's month: its report is full, each number counted again by another query (7.4)."""

import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text

from mdt_alpr.cli import demo
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.policy import capture_date, days_after
from mdt_alpr.domain.retention.incidents import IncidentStep
from mdt_alpr.domain.review.annual_report import MONTHS, Report, asked_span
from mdt_alpr.domain.review.public_page import last_month, last_quarter
from mdt_alpr.domain.review.small_cells import is_small
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.base import sealed_rows
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.paging import NEWEST
from mdt_alpr.hq.base.training_mark import keep_training_apart
from mdt_alpr.hq.disclosures.tables import DISCLOSURES
from mdt_alpr.hq.incidents import store as incidents
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR
from mdt_alpr.hq.reports import legislative, service, year_section
from mdt_alpr.machine.clock import SystemClock
from tests.builders import SetClock
from tests.hq.demo_schedule import ENDINGS, PURPOSES, here, scheduled, worked

STATE = "The state was notified"
AUDIT = {
    "Times that a list was overdue": "hq:hotlist:overdue",
    "Entered": "hq:manual_entry:added",
    "Extended": "hq:manual_entry:extended",
    "Extension refused": "hq:manual_entry:not_extended",
    "Removed by a person": "hq:manual_entry:removed",
    "Expired": "hq:manual_entry:expired",
    "Purges": "hq:captured_data:purged",
    "Alarms that something was not purged in time": "hq:retention:alarm",
    "Reviews of which events are audited": "hq:audit:event_types_reviewed",
    "Searches in the audit": "hq:audit:searched",
    "Exports of the audit": "hq:audit:exported",
    "Breaks of an audit chain found": "hq:audit:chain_broken",
    "Accesses refused": "hq:access:refused",
    "Sign-ins refused": "hq:session:refused",
    "Accounts locked after failed sign-ins": "hq:account:locked",
}
STOPS = {
    "Status was checked before the stop": "gate_form = 'open'",
    "Status check stated as not practicable": "gate_form = 'open_without_status'",
    "One source stated as not practicable, another answered": "attention = 'not_practicable'",
    "Without the checks of the app": "gate_form = '' AND stopped IN ('before', 'after')",
    "Released": "outcome = 'released'",
    "Arrest": "outcome = 'arrest'",
    "Vehicle recovered": "outcome = 'vehicle_recovered'",
    "Plate recovered": "outcome = 'plate_recovered'",
    "Person found": "outcome = 'person_found'",
    "Citation not based on the reader": "outcome = 'citation_not_from_reader'",
    "Force was used": "force",
    "Stops": "outcome <> ''",
}
LISTED = {
    "Hits": "1 = 1",
    "Verified": "disposition LIKE 'verified%'",
    "Rejected": "disposition NOT IN ('', 'lost_sight') AND disposition NOT LIKE 'verified%'",
    "Not decided": "disposition = 'lost_sight'",
    "Open": "disposition = ''",
    "False alerts": "disposition NOT IN ('', 'lost_sight') AND disposition NOT LIKE 'verified%'",
    "Other state of issuance": "disposition = 'wrong_state'",
    "Decided": "disposition NOT IN ('', 'lost_sight')",
}
RULES = {
    "Repeated looks at one plate without an open case": "one_plate",
    "Repeated looks at one plate, case not checked": "one_plate_unchecked",
    "One plate under several cases": "one_plate_many_cases",
    "The same plates under several cases": "plates_many_cases",
    "One plate under several cases of others": "cases_of_others",
    "Hits of one plate opened again and again": "hits_of_one_plate",
    "At night and off shift": "off_shift_at_night",
    "One plate off shift on several days": "one_plate_off_shift",
    "Same reason again and again": "same_reason",
    "Unknown case number": "unknown_case",
    "Unknown case number, off shift": "unknown_case_off_shift",
    "Own plate, or one of the household": "own_plate",
    "Plate of a coworker": "coworkers_plate",
    "Entry renewed again and again": "renewed_entry",
    "Search, then entry of the same plate": "search_then_entry",
    "Subject of the reason": "reason_subject",
    "Far more than others of the unit": "outlier",
    "Far more than others of the unit on one plate": "outlier_on_one_plate",
}
ASKED = {
    "Received": "1 = 1",
    "Granted": "state IN ('granted', 'delivered')",
    "Refused or denied": "state IN ('refused', 'denied')",
    "Withdrawn": "state = 'withdrawn'",
}
WHO = {
    "Criminal justice officer, state or local agency": "standing = 'criminal_justice_officer'",
    "Press": "standing = 'press'",
    "All": "1 = 1",
}
PUBLIC_LISTS = {
    "Plates entered by officers for a case": "Manual entries",
    "NCIC hot file": "NCIC hot file",
    "NC DCI hot file": "NC DCI hot file",
}
LASTING = {
    "Plates read": "reads",
    "Plates typed by officers": "reads WHERE camera = 'typed by officer'",
    "Hits": "hits",
    "Units that read plates": "(SELECT DISTINCT unit FROM reads)",
    "Days on which a unit read plates, added up": (
        "(SELECT DISTINCT here(captured_at), unit FROM reads)"
    ),
    "Deliveries imported": "hotlist_versions v JOIN hotlist_imports i ON i.version = v.version",
    "Deliveries stopped": "hotlist_imports WHERE stopped <> ''",
    "Corrections of records placed": "corrections",
    "Corrections of records ended": "corrections WHERE ended_at IS NOT NULL",
    "Media destroyed": "destroyed_media",
    "Preservation requests: Form ALPR-1": "holds WHERE kind = 'alpr_1'",
    "Preservation requests: State search warrant": "holds WHERE kind = 'state_warrant'",
    "Preservation requests: Federal search warrant": "holds WHERE kind = 'federal_warrant'",
    "Packages let out": "packages",
    "Requests made": "outside_requests",
    "Looks at readers of other agencies": "outside_accesses",
    "Accounts disabled": "accounts WHERE disabled_at IS NOT NULL",
    "Trainings: policy review": "trainings WHERE course = 'policy_review'",
    "Trainings: system use": "trainings WHERE course = 'system_use'",
    "Reviews of all accounts": "account_reviews",
    "Reviews begun": "weekly_reviews",
    "Reviews signed": "weekly_reviews WHERE signed_at IS NOT NULL",
    "Reviews signed after their last day": (
        "weekly_reviews WHERE here(signed_at) >= date(week, '+14 days')"
    ),
    "Opened": "review_cases",
    "Account frozen at once": "case_steps WHERE step = 'frozen'",
    "Wrongful stops reported": "incidents WHERE kind = 'wrongful_stop'",
    "Breaches or losses of data reported": "incidents WHERE kind = 'breach'",
    "Misuse reported": "incidents WHERE kind = 'misuse'",
    "Other incidents reported": "incidents WHERE kind = 'other'",
    "The response team was notified": "incidents WHERE notified_at IS NOT NULL",
    "Closed: no violation": "case_steps WHERE result = 'no_violation'",
    "Closed: training": "case_steps WHERE result = 'training'",
    "Closed: violation": "case_steps WHERE result = 'violation'",
    "Closed: passed on, such as to internal affairs": "case_steps WHERE result = 'passed_on'",
}


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Headquarters]:
    """Give the headquarters of the demo as its desk finds it, with nobody at work any more."""
    with demo.agency(tmp_path_factory.mktemp("month"), with_past=True) as served:
        settings = served.hq.settings
    hq = open_headquarters(settings, SetClock(SystemClock().now()), os.urandom)
    yield hq
    hq.close()


@pytest.fixture(scope="module")
def report(month: Headquarters) -> Report:
    with month.reading() as work:
        today = capture_date(work.now)
        return service.gathered(work, asked_span(None, today, today))


def counted(hq: Headquarters, what: str) -> int:
    with hq.reading() as work:
        driver: Any = work.connection.connection.driver_connection
        driver.create_function("here", 1, here)
        found = work.connection.execute(text(f"SELECT count(*) FROM {what}"))  # noqa: S608 - ours
        number: int = found.scalar_one()
    return number


def of_month(_: Report, row: str, column: str) -> str:
    month = datetime.strptime(row, "%B %Y").replace(tzinfo=UTC)
    tables = {
        "Plates read": "reads WHERE ",
        "Hits": "hits WHERE ",
        "Stops": "hit_log WHERE outcome <> '' AND ",
    }
    return f"{tables[column]}strftime('%Y-%m', here(captured_at)) = '{month:%Y-%m}'"


def of_list(_: Report, row: str, column: str) -> str:
    every = "1 = 1" if row == "All lists" else f"list_name = '{row}'"
    return f"hit_log WHERE {every} AND {LISTED[column]}"


def ended(_: Report, row: str, __: str) -> str:
    """Count by what the car sent; the report counts the log of hits."""
    steps = "SELECT hit_id FROM hit_steps WHERE kind = 'disposition'"
    if row == "Open":
        return f"hits WHERE hit_id NOT IN ({steps})"
    return f"hits WHERE hit_id IN ({steps} AND word = '{ENDINGS[row]}')"


def of_people(_: Report, row: str, __: str) -> str:
    role = row.removeprefix("Accounts: ")
    return LASTING.get(row) or f"accounts WHERE disabled_at IS NULL AND role = '{role}'"


def lasting(_: Report, row: str, __: str) -> str:
    return LASTING.get(row) or f"own_audit WHERE event = '{AUDIT[row]}'"


def flagged(_: Report, row: str, column: str) -> str:
    verdicts = {"Raised": "1 = 1", "Justified": "verdict = 'justified'",
                "Case opened": "case_number <> ''",
                "Not reviewed": "judged_at IS NULL"}  # fmt: skip
    rule = "1 = 1" if row == "All rules" else f"rule = '{RULES[row]}'"
    return f"misuse_flags WHERE {rule} AND {verdicts[column]}"


AGAIN: dict[str, Callable[[Report, str, str], str]] = {
    MONTHS: of_month,
    "Hits by list": of_list,
    "False alerts": of_list,
    "How hits ended": ended,
    "Stops and their outcomes": lambda _, row, __: f"hit_log WHERE {STOPS[row]}",
    "Searches in stored reads": lambda _, row, __: f"searches WHERE purpose = '{PURPOSES[row]}'",
    "Audits, maintenance, calibration, corrections": worked,
    "Requests from others": lambda _, row, column: (
        f"disclosures WHERE {WHO[row]} AND {ASKED[column]}"
    ),
    "People and trainings": of_people,
    "Schedule of audits and checks": scheduled,
    "Misuse flags": flagged,
}
"""What another query counts for a number of a part of the report."""


def test_every_number_of_the_report_is_counted_again_by_another_query(
    month: Headquarters, report: Report
) -> None:
    for part in report.sections:
        for figure in part.figures:
            elsewhere = {"sampled-reads", *(source.name for source in year_section.SOURCES)}
            if figure.source in elsewhere or figure.row == STATE:
                continue
            found = counted(
                month, AGAIN.get(part.title, lasting)(report, figure.row, figure.column)
            )
            assert (part.title, figure.row, figure.column, figure.number) == (
                part.title, figure.row, figure.column, found,
            )  # fmt: skip
            if figure.of is not None:
                assert figure.of == counted(month, of_list(report, figure.row, "Decided"))


REQUESTS = {
    "Received": ("received", "granted", "delivered", "refused", "denied", "withdrawn"),
    "Granted": ("granted", "delivered"),
    "Refused or denied": ("refused", "denied"),
    "Withdrawn": ("withdrawn",),
}


@pytest.mark.clause("3.A.4")
def test_every_number_of_the_legislative_report_is_counted_again(
    month: Headquarters, report: Report
) -> None:
    with month.reading() as work:
        law = legislative.gathered(work, report.span)  # a year of its own begins in January
        rows = [dict(row) for row in work.connection.execute(DISCLOSURES.select()).mappings()]
        asked = [
            (row["state"].value, sealed_rows.texts(work.keys, DISCLOSURES, row)) for row in rows
        ]
    agencies = [
        (state, json.loads(body["body"])["asked"]["requester"]["agency"])
        for state, body in asked
        if body
    ]
    assert len(agencies) == counted(month, "disclosures") > 1
    by_agency, data = law.sections
    assert set(by_agency.rows) == {agency for _, agency in agencies}
    for one in by_agency.figures:
        states = REQUESTS[one.column]
        assert one.number == sum(a == one.row and state in states for state, a in agencies)
    again = LASTING | {
        "Plates captured": "reads",
        "Reads copied to be preserved": "held WHERE place = 'reads'",
    }
    for one in data.figures:
        assert (one.row, one.number) == (one.row, counted(month, again[one.row]))
    assert {figure.row: figure.number for figure in data.figures}["Reads copied to be preserved"]


def test_notices_to_the_state_are_those_that_the_incidents_have(
    month: Headquarters, report: Report
) -> None:
    with month.reading() as work:
        kept = [one for _, one in incidents.page(work, [], NEWEST, 99)]
    made = [step for one in kept for step in one.steps if step.step is IncidentStep.STATE_NOTIFIED]
    figures = (
        figure for part in report.sections for figure in part.figures if figure.row == STATE
    )
    assert [figure.number for figure in figures] == [len(made)] == [1]


def test_accuracy_is_that_of_the_single_checks(month: Headquarters, report: Report) -> None:
    (part,) = (one for one in report.sections if one.title == "Accuracy of the readers")
    checked = "truth_checks t JOIN {} ON o.read_id = t.read_id WHERE {} = '{}' AND "
    *judged, typed, missed = part.figures
    assert (typed.row, typed.number) == ("Plates typed by officers, not read", 0)
    assert missed.number == counted(month, "sample_counts WHERE truth = 'missed'") == 0
    for figure in judged:
        by, _, name = figure.row.partition(" ")
        camera = "reads o", "o.unit || ', ' || o.camera"
        found = checked.format(*(camera if by == "Camera" else ("hit_log o", "o.list_name")), name)
        right = found + "t.truth IN ('right', 'state_unread', 'other_state')"
        if figure.column == "Characters right":
            assert figure.number == counted(month, right)
            assert figure.of == counted(month, found + "t.truth <> 'unreadable'")
        else:
            assert figure.number == counted(month, found + "t.truth = 'right'")
            assert figure.of == counted(month, found + "t.truth <> 'unreadable'")


def test_the_pages_of_the_desk_have_something_to_show(month: Headquarters) -> None:
    for table in (
        "misuse_flags", "hit_reviews", "manual_entries", "searches WHERE for_review",
        "equipment_work", "weekly_reviews WHERE signed_at IS NULL", "publications",
        "review_cases", "disclosures WHERE state = 'received'", "holds", "outside_requests",
        "packages WHERE acknowledged_at IS NOT NULL", "pictures WHERE held",
    ):  # fmt: skip
        assert counted(month, table), table


def test_the_public_page_counts_the_month_that_is_over(month: Headquarters) -> None:
    with month.writing() as work:
        span = last_month(work.now.date())
        page = dict(service.public_files(work, "Sample Police Department", ADMINISTRATOR))
    tables = {table["title"]: table["rows"] for table in json.loads(page["counts.json"])["tables"]}
    found = {row["name"]: row["number"] for row in tables["Use"] + tables["Alerts by list"]}
    of_it = f"WHERE here(captured_at) BETWEEN '{span.first}' AND '{span.last}'"
    assert found["Plates read"] == counted(month, f"reads {of_it}")
    assert found["Stops after an alert"] == counted(month, f"hit_log {of_it} AND outcome <> ''")
    for name in ("NCIC hot file", "NC DCI hot file"):
        assert found[name] == counted(month, f"hit_log {of_it} AND list_name = '{name}'")
    asked = f"searches WHERE here(captured_at) BETWEEN '{span.first}' AND '{span.last}'"
    each = [counted(month, f"{asked} AND purpose = '{one.value}'") for one in Purpose]
    assert tables["Searches"][0]["number"] == sum(n for n in each if not is_small(n))


def test_the_public_page_counts_the_quarter_that_is_over(month: Headquarters) -> None:
    with month.writing() as work:
        page = dict(service.public_files(work, "Sample Police Department", ADMINISTRATOR))
        today = capture_date(work.now)
    span = last_quarter(today)
    days = f"here(captured_at) BETWEEN '{span.first}' AND '{span.last}'"
    found = {
        (table["title"], row["name"]): (row["number"], row["of"])
        for table in json.loads(page["counts.json"])["tables"]
        for row in table["rows"]
    }
    shown = 0
    for name, of_list in PUBLIC_LISTS.items():
        parts = [f"hit_log WHERE {days} AND list_name = '{of_list}' AND {LISTED[one]}"
                 for one in ("Rejected", "Decided")]  # fmt: skip
        number, of = (counted(month, part) for part in parts)
        public = found.get(("False alerts", name), (None, None))
        shown += public[0] or 0
        assert public in {(number, of), (None, of), (None, None)}
    judged = f"here(t.at) BETWEEN '{span.first}' AND '{span.last}'"
    for place, camera in enumerate(("Unit 12", "Unit 31"), 1):
        checked = f"truth_checks t WHERE {judged} AND camera = '{camera}, front'"
        again = (
            counted(month, f"{checked} AND t.truth IN ('right', 'state_unread', 'other_state')"),
            counted(month, f"{checked} AND t.truth <> 'unreadable'"),
        )
        public = found.get(("Accuracy of the readers", f"Camera {place}: characters"), again)
        assert public == again
    assert shown or days_after(span.last, 70) < today, "the demo has nothing of so long ago"


@pytest.mark.proved("K17")
def test_its_headquarters_can_be_served_in_training_again(month: Headquarters) -> None:
    keep_training_apart(month)  # refuses live data


@pytest.mark.proved("K16")
def test_every_hit_of_the_last_weeks_has_its_pictures_and_a_package_that_is_whole(
    month: Headquarters,
) -> None:
    since = "captured_at > datetime('now', '-29 days')"
    hits = counted(month, f"hit_log WHERE {since}")
    assert hits
    drawn = "(SELECT DISTINCT p.read_id FROM pictures p JOIN hit_log h ON h.read_id = p.read_id"
    assert counted(month, f"{drawn} WHERE p.held AND h.{since})") == hits
    sealed = "hit_log h JOIN evidence e ON e.hit_id = h.hit_id WHERE h."
    assert counted(month, sealed + since) == hits
    assert not counted(month, "evidence_chains WHERE broken_at IS NOT NULL")
