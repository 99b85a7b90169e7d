"""The schedule counts from what is on record: due, overdue, done by whom (09.21.3.A.4, RPT-02)."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.equipment.register import EquipmentKind
from mdt_alpr.domain.equipment.schedule import WorkKind, WorkResult
from mdt_alpr.domain.people.account_review import ReviewDecision, ReviewedAccount
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.review.audit_schedule import LATE, ScheduledDuty, ScheduleLine, ScheduleState
from mdt_alpr.domain.review.weekly import last_week
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Caller, Headquarters
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
from mdt_alpr.hq.reports import service as reports
from mdt_alpr.hq.reports.audit_schedule import schedule_of
from mdt_alpr.hq.weekly import service as weekly
from mdt_alpr.wire.equipment import WorkOrderRequest
from mdt_alpr.wire.publications import ContentCheckRequest, PublicationRequest
from mdt_alpr.wire.weekly import WeekSigned
from tests.builders import NOW, SetClock
from tests.hq.commands import Terminal
from tests.hq.manual import audited
from tests.hq.test_equipment import CAMERA, CAR, closed, history, registered

TODAY = NOW.date()
A_YEAR = timedelta(days=366)
REVIEWER = Caller(CUSTODIAN, "D. Sample", Role.CUSTODIAN, "desk-1", "")


def shown(hq: Headquarters) -> dict[ScheduledDuty, ScheduleLine]:
    with hq.writing() as work:
        lines = schedule_of(work, CUSTODIAN).lines
    assert len(lines) == len(ScheduledDuty), "a line for each duty, and no duty twice"
    return {one.duty: one for one in lines}


def late(hq: Headquarters) -> set[ScheduledDuty]:
    return {duty for duty, one in shown(hq).items() if one.state in LATE}


def do_all(hq: Headquarters) -> None:
    """Do what is due after a year with a car, its camera, and a publication."""
    others = (SUPERVISOR, CUSTODIAN, OFFICER, SECOND_OFFICER)
    sign_review(hq, [ReviewedAccount(one, ReviewDecision.KEEP) for one in others], ADMINISTRATOR)
    with hq.writing() as work:
        reports.made(work, None, None, CUSTODIAN)
        check = ContentCheckRequest(is_clear=True, words="Every figure of it")
        publications.check(work, 1, check, CUSTODIAN)
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
    }.items():  # fmt: skip
        assert (after[duty].last_on, after[duty].last_by) == (today, name), duty
    assert after[ScheduledDuty.MAINTENANCE].due_on == today + timedelta(days=180)
    assert after[ScheduledDuty.SYSTEM_AUDIT].due_on == today + timedelta(days=335)
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
        reports.made(work, date(2027, 6, 1), None, CUSTODIAN)
        reports.legislative(work, 2026, ADMINISTRATOR)
        reports.legislative(work, 2025, CUSTODIAN)
    found = shown(hq)
    assert found[ScheduledDuty.CHIEF_REPORT].state is ScheduleState.NEVER
    assert found[ScheduledDuty.LEGISLATIVE_REPORT].last_by == "E. Sample"
    assert found[ScheduledDuty.LEGISLATIVE_REPORT].due_on is None, "no fixed camera is enrolled"


def test_the_command_says_whether_something_is_overdue_and_the_view_is_recorded(
    terminal: Terminal, server: InProcessHq
) -> None:
    assert terminal.run(CUSTODIAN, "schedule") == 0
    assert "in time: Policy adopted (before the first use; GS 20-183.31(a))" in terminal.out
    assert terminal.run(ADMINISTRATOR, "schedule", "--json") == 0
    lines = [json.loads(line) for line in terminal.out.splitlines()]
    assert {one["duty"] for one in lines} == {one.value for one in ScheduledDuty}
    assert terminal.run(OFFICER, "schedule") == 1
    assert not terminal.out
    entries = audited(server, AuditEvent.HQ_SCHEDULE_VIEWED.partition(":")[2])
    assert [one.person for one in entries] == [CUSTODIAN, ADMINISTRATOR]
