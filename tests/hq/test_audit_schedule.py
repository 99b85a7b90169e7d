"""The schedule counts from what is on record: due, overdue, done by whom (09.21.3.A.4, RPT-02)."""

import csv
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.equipment.register import EquipmentKind, EquipmentRefusedError
from mdt_alpr.domain.equipment.schedule import WorkKind, WorkResult
from mdt_alpr.domain.people.account_review import ReviewDecision, ReviewedAccount
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.review.annual_report import asked_span
from mdt_alpr.domain.review.audit_schedule import (
    DEMANDS,
    LATE,
    ScheduledDuty,
    ScheduleLine,
    ScheduleState,
)
from mdt_alpr.domain.review.event_review import EventChanges, EventReviewRefusedError
from mdt_alpr.domain.review.weekly import last_week
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Caller, Headquarters
from mdt_alpr.hq.base.paper import Printed
from mdt_alpr.hq.disclosures import publications
from mdt_alpr.hq.equipment import service as equipment
from mdt_alpr.hq.people.account_reviews import sign_review
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SECOND_OFFICER,
    SUPERVISOR,
)
from mdt_alpr.hq.reports import event_reviews
from mdt_alpr.hq.reports import service as reports
from mdt_alpr.hq.reports.audit_schedule import schedule_of
from mdt_alpr.hq.reports.chief_paper import chief_paper
from mdt_alpr.hq.weekly import service as weekly
from mdt_alpr.hq.weekly.tables import EVENT_REVIEWS
from mdt_alpr.wire.equipment import PlanRequest, WorkOrderRequest
from mdt_alpr.wire.publications import ContentCheckRequest, PublicationRequest
from mdt_alpr.wire.weekly import WeekSigned
from tests.builders import NOW, SetClock
from tests.hq.commands import Terminal
from tests.hq.manual import audited
from tests.hq.papers import text_of
from tests.hq.test_equipment import CAMERA, CAR, closed, history, registered

TODAY = NOW.date()
RATIONALE = "Each access, decision and export is a type of its own"
A_YEAR = timedelta(days=366)
REVIEWER = Caller(CUSTODIAN, "D. Sample", Role.CUSTODIAN, "desk-1", "")


def shown(hq: Headquarters) -> dict[ScheduledDuty, ScheduleLine]:
    with hq.writing() as work:
        lines = schedule_of(work, CUSTODIAN).lines
    assert len(lines) == len(ScheduledDuty), "a line for each duty, and no duty twice"
    return {line.duty: line for line in lines}


def late(hq: Headquarters) -> set[ScheduledDuty]:
    return {duty for duty, one in shown(hq).items() if one.state in LATE}


def do_all(hq: Headquarters) -> None:
    """Do what is due after a year with a car, its camera, and a publication."""
    others = (SUPERVISOR, CUSTODIAN, OFFICER, SECOND_OFFICER)
    sign_review(hq, [ReviewedAccount(one, ReviewDecision.KEEP) for one in others], ADMINISTRATOR)
    with hq.writing() as work:
        reports.made(work, None, None, CUSTODIAN, delivers=True)
        check = ContentCheckRequest(is_clear=True, words="Every figure of it")
        publications.check(work, 1, check, CUSTODIAN)
        event_reviews.review(work, RATIONALE, ADMINISTRATOR)
        for ago in range(4):
            week = last_week(work.now, ago)
            weekly.begin(work, REVIEWER, week)
            weekly.sign(work, REVIEWER, WeekSigned(week, "Nothing was unclear."))
    equipment.open_due(hq)
    for item in (1, 2, 3):
        for one in history(hq, item).works:
            closed(hq, one.number, WorkResult.PASSED, "Its report went to the Chief")


@pytest.mark.clause("3.A.4")
def test_a_year_without_any_check_shows_each_as_overdue_until_it_is_done(
    hq: Headquarters, clock: SetClock
) -> None:
    car = registered(hq, replace(CAR, installed_on=TODAY))
    registered(hq, replace(CAMERA, part_of=car, installed_on=TODAY))
    registered(hq, replace(CAR, kind=EquipmentKind.SYSTEM, name="MDT ALPR", serial="1"))
    with hq.writing() as work:
        publications.add(work, PublicationRequest("Public page", "city.example"), CUSTODIAN)
        check = ContentCheckRequest(is_clear=True, words="Every figure of it")
        publications.check(work, 1, check, CUSTODIAN)
    assert late(hq) == set()
    clock.at = NOW + A_YEAR
    before, today = shown(hq), clock.at.date()
    never = {
        ScheduledDuty.WEEKLY_REVIEW, ScheduledDuty.ACCURACY_SAMPLE, ScheduledDuty.ACCOUNT_REVIEW,
        ScheduledDuty.MAINTENANCE,
        ScheduledDuty.CALIBRATION, ScheduledDuty.SYSTEM_AUDIT, ScheduledDuty.CHIEF_REPORT,
        ScheduledDuty.RESTORE_DRILL, ScheduledDuty.EVENT_REVIEW,
    }  # fmt: skip
    assert {k for k, one in before.items() if one.state is ScheduleState.NEVER} == never
    overdue = {k for k, one in before.items() if one.state is ScheduleState.OVERDUE}
    assert overdue == {ScheduledDuty.PUBLICATIONS, ScheduledDuty.TRAINING}
    assert (before[ScheduledDuty.TRAINING].late, before[ScheduledDuty.TRAINING].items) == (5, 5)
    do_all(hq)
    after = shown(hq)
    assert late(hq) == {
        ScheduledDuty.ACCURACY_SAMPLE,
        ScheduledDuty.ACCOUNT_REVIEW,
        ScheduledDuty.TRAINING,
    }
    assert after[ScheduledDuty.ACCOUNT_REVIEW].late == 1, (
        "the reviewer is reviewed by somebody else"
    )
    for duty, name in {
        ScheduledDuty.WEEKLY_REVIEW: "D. Sample", ScheduledDuty.CHIEF_REPORT: "D. Sample",
        ScheduledDuty.PUBLICATIONS: "D. Sample", ScheduledDuty.ACCOUNT_REVIEW: "E. Sample",
        ScheduledDuty.MAINTENANCE: "Radio shop", ScheduledDuty.SYSTEM_AUDIT: "Radio shop",
        ScheduledDuty.RESTORE_DRILL: "Radio shop", ScheduledDuty.EVENT_REVIEW: "E. Sample",
    }.items():  # fmt: skip
        assert (after[duty].last_on, after[duty].last_by) == (today, name), duty
    assert after[ScheduledDuty.MAINTENANCE].due_on == today + timedelta(days=180)
    assert after[ScheduledDuty.SYSTEM_AUDIT].due_on == today + timedelta(days=335)
    for duty in (ScheduledDuty.RESTORE_DRILL, ScheduledDuty.EVENT_REVIEW):
        assert after[duty].due_on == today + timedelta(days=365)
    signing = after[ScheduledDuty.WEEKLY_REVIEW].due_on
    assert signing is not None
    assert signing >= today + timedelta(days=7)


def test_what_failed_or_was_ordered_is_due_until_it_passes(
    hq: Headquarters, clock: SetClock
) -> None:
    car = registered(hq, CAR)
    with hq.writing() as work:
        asked = WorkOrderRequest(WorkKind.CORRECTION, TODAY, "Picture is blurred")
        equipment.order(work, car, asked, CUSTODIAN)
    (order,) = history(hq, car).works
    closed(hq, order.number, WorkResult.FAILED, "The seal was ordered")
    clock.at = NOW + timedelta(days=1)
    assert late(hq) == {ScheduledDuty.CORRECTION}
    with hq.writing() as work:
        equipment.order(work, car, replace(asked, due_on=clock.at.date()), CUSTODIAN)
    closed(hq, history(hq, car).works[0].number, WorkResult.PASSED)
    assert shown(hq)[ScheduledDuty.CORRECTION].due_on is None


def test_a_report_of_some_months_or_of_an_older_year_puts_nothing_off(
    hq: Headquarters, clock: SetClock
) -> None:
    clock.at = NOW + A_YEAR
    with hq.writing() as work:
        reports.made(work, date(2027, 6, 1), None, CUSTODIAN, delivers=True)
        reports.legislative(work, 2026, ADMINISTRATOR, delivers=True)
        reports.legislative(work, 2025, CUSTODIAN, delivers=True)
    found = shown(hq)
    assert found[ScheduledDuty.CHIEF_REPORT].state is ScheduleState.NEVER
    assert found[ScheduledDuty.LEGISLATIVE_REPORT].last_by == "E. Sample"
    assert found[ScheduledDuty.LEGISLATIVE_REPORT].due_on is None, "no fixed camera is enrolled"


def test_the_command_says_whether_something_is_overdue_and_the_view_is_recorded(
    terminal: Terminal, server: InProcessHq
) -> None:
    assert terminal.run(CUSTODIAN, "schedule") == 0
    assert re.search(
        r"Policy adopted, before the first use .* In time .* GS 20-183.31", terminal.out
    )
    assert terminal.run(ADMINISTRATOR, "schedule", "--csv") == 0
    lines = list(csv.DictReader(terminal.out.splitlines()))
    assert {line["What"] for line in lines} == {f"{d.what}, {d.every}" for d in DEMANDS.values()}
    assert terminal.run(OFFICER, "schedule") == 1
    assert not terminal.out
    entries = audited(server, AuditEvent.HQ_SCHEDULE_VIEWED.partition(":")[2])
    assert [entry.person for entry in entries] == [CUSTODIAN, ADMINISTRATOR]


def test_the_report_counts_what_is_overdue_and_the_state_of_every_duty(
    hq: Headquarters, clock: SetClock
) -> None:
    clock.at = NOW + A_YEAR
    found = shown(hq)
    with hq.reading() as work:
        report = reports.gathered(work, asked_span(None, None, work.now.date()))
    (part,) = (one for one in report.sections if one.title == "Schedule of audits and checks")
    counted = {(figure.row, figure.column): figure.number for figure in part.figures}
    for duty, line in found.items():
        row = DEMANDS[duty].what
        assert (counted[row, "Due"], counted[row, "Overdue"]) == (line.items, line.late)
    assert counted["All of the schedule", "Overdue"] == sum(one.late for one in found.values())
    words = text_of(chief_paper(Printed("D. Lee", NOW), report))
    assert "Audits, checks and reports on the schedule: " in words


def test_a_restore_drill_says_what_was_restored_and_comes_again_without_a_registered_system(
    hq: Headquarters, clock: SetClock
) -> None:
    system = registered(hq, replace(CAR, kind=EquipmentKind.SYSTEM, name="MDT ALPR", serial="1"))
    with hq.writing() as work:
        asked = WorkOrderRequest(WorkKind.RESTORE_DRILL, TODAY)
        equipment.order(work, system, asked, CUSTODIAN)
    (order,) = history(hq, system).works
    with pytest.raises(EquipmentRefusedError, match="Write 10 to"):
        closed(hq, order.number, WorkResult.PASSED, "")
    closed(hq, order.number, WorkResult.PASSED, "Nov 23 backup on the spare machine: entry 4711")
    with hq.writing() as work:
        equipment.plan(work, system, PlanRequest(WorkKind.RESTORE_DRILL, 0), CUSTODIAN)
    clock.at = NOW + timedelta(days=300)
    assert shown(hq)[ScheduledDuty.RESTORE_DRILL].due_on == TODAY + timedelta(days=365)


def test_an_administrator_reviews_what_is_audited_and_only_what_changed_is_new(
    terminal: Terminal, server: InProcessHq
) -> None:
    assert terminal.run(ADMINISTRATOR, "review-audited-events", "no") == 1
    assert "Give the rationale in 10 to 1000 characters." in terminal.err
    assert terminal.run(CUSTODIAN, "review-audited-events", RATIONALE) == 1
    assert terminal.run(CUSTODIAN, "audited-events") == 0
    assert "hq:session:begun" in terminal.out
    assert " 0 new, 0 gone" in terminal.out
    assert terminal.run(ADMINISTRATOR, "review-audited-events", RATIONALE) == 0, terminal.err
    with server.hq.database.writing() as connection:
        kept = connection.execute(select(EVENT_REVIEWS)).one()
        assert kept.events == sorted(one.value for one in AuditEvent)
        older = [*(one for one in kept.events if one != AuditEvent.HQ_STARTED), "hq:old:gone"]
        connection.execute(update(EVENT_REVIEWS).values(events=older))
    assert terminal.run(CUSTODIAN, "audited-events") == 0
    lines = terminal.out.splitlines()
    new = [line.split()[0] for line in lines if line.endswith(" New")]
    gone = [line.split()[0] for line in lines if line.endswith("Not audited any more")]
    assert (new, gone) == ([AuditEvent.HQ_STARTED], ["hq:old:gone"])
    assert f"by E. Sample: {RATIONALE}" in terminal.out
    (entry,) = audited(server, AuditEvent.HQ_EVENTS_REVIEWED.partition(":")[2])
    facts = dict(entry.detail)
    assert (entry.person, facts["types"]) == (ADMINISTRATOR, str(len(AuditEvent)))
    assert facts["rationale"] == RATIONALE


def test_a_review_of_what_is_audited_lasts_a_year(hq: Headquarters, clock: SetClock) -> None:
    with hq.writing() as work:
        assert event_reviews.due_on(work) == TODAY + timedelta(days=365)
        for words in ("", "x" * 1001):
            with pytest.raises(EventReviewRefusedError):
                event_reviews.review(work, words, ADMINISTRATOR)
        event_reviews.review(work, RATIONALE, ADMINISTRATOR)
    clock.at = NOW + A_YEAR
    assert ScheduledDuty.EVENT_REVIEW in late(hq)
    with hq.writing() as work:
        events = event_reviews.audited_events(work, CUSTODIAN)
    assert events.changes == EventChanges((), ())
    counts = dict(events.events)
    assert counts[AuditEvent.HQ_AUDIT_VIEWED] == 1
    assert counts[AuditEvent.HQ_EVENTS_REVIEWED] == 0, "it was more than a year ago"
