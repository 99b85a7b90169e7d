"""What is due when, from what is on record; that somebody viewed it is recorded (RPT-02)."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date

from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent
from mdt_alpr.domain.equipment.schedule import WorkKind
from mdt_alpr.domain.policy import (
    ACCOUNTS_REVIEWED_EVERY,
    AUDITED_EVERY,
    RESTORE_DRILLED_EVERY,
    capture_date,
    days_after,
)
from mdt_alpr.domain.retention.hold_notices import last_instant
from mdt_alpr.domain.review.accuracy import last_complete
from mdt_alpr.domain.review.annual_report import ReportFigure, ReportSection, ReportSource
from mdt_alpr.domain.review.audit_schedule import (
    DEMANDS,
    LATE,
    DutyDates,
    ScheduledDuty,
    ScheduleLine,
    legislative_due,
    sample_due,
    schedule,
)
from mdt_alpr.domain.review.waiting import Waits
from mdt_alpr.domain.review.weekly import sign_by
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Caller, Work
from mdt_alpr.hq.disclosures import publications
from mdt_alpr.hq.equipment import service as equipment
from mdt_alpr.hq.hits import truth
from mdt_alpr.hq.holds import store as holds
from mdt_alpr.hq.people import enrollment_store as enrollments
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people import training_store as trainings
from mdt_alpr.hq.people.account_review_state import last_reviewed
from mdt_alpr.hq.people.adoption import is_adopted
from mdt_alpr.hq.reports import event_reviews, finished_reports
from mdt_alpr.hq.weekly import service as weekly
from mdt_alpr.wire.audit_schedule import ScheduleMessage

_WORKS = {
    ScheduledDuty.MAINTENANCE: WorkKind.MAINTENANCE,
    ScheduledDuty.CALIBRATION: WorkKind.CALIBRATION,
    ScheduledDuty.CORRECTION: WorkKind.CORRECTION,
    ScheduledDuty.SYSTEM_AUDIT: WorkKind.AUDIT,
    ScheduledDuty.RESTORE_DRILL: WorkKind.RESTORE_DRILL,
}
_OF_SYSTEM = {WorkKind.AUDIT: AUDITED_EVERY, WorkKind.RESTORE_DRILL: RESTORE_DRILLED_EVERY}
"""Due without an item, too, where nobody registered the system as a whole."""
TITLE, ALL_DUTIES = "Schedule of audits and checks", "All of the schedule"
SOURCE = ReportSource(
    "schedule",
    "The schedule on the day of counting: what each duty is next due for, such as every camera "
    "for its calibration, and how much of it is past its day.",
)
_ABOUT = (
    "As of the day on which this was counted. How much was done, and how much of it after its "
    "day, is in the tables of each."
)


def schedule_of(work: Work, by: str) -> ScheduleMessage:
    """Return what is due when; that it was viewed is recorded."""
    record(work, AuditEvent.HQ_SCHEDULE_VIEWED, "schedule", by)
    names = people.names(work.connection)
    return ScheduleMessage(
        tuple(replace(line, last_by=names.get(line.last_by, line.last_by)) for line in lines(work))
    )


def waiting(work: Work, _caller: Caller) -> list[Waits]:
    """Return what of the schedule is late, or was never done."""
    return [
        Waits(line.duty.value, DEMANDS[line.duty].what, "Overdue", None, line.due_on)
        for line in lines(work)
        if line.state in LATE
    ]


def lines(work: Work) -> tuple[ScheduleLine, ...]:
    """Return the schedule, for a report on it (RPT-01)."""
    return schedule(_on_record(work), capture_date(work.now))


def section(work: Work) -> ReportSection:
    """Return what is due and overdue on the day of the report."""
    duties = sorted(lines(work), key=lambda line: list(ScheduledDuty).index(line.duty))
    columns = (
        ("Due", [line.items for line in duties]),
        ("Overdue", [line.late for line in duties]),
    )
    names = [DEMANDS[line.duty].what for line in duties]
    figures = [
        ReportFigure(row, number, SOURCE.name, column)
        for column, numbers in columns
        for row, number in ((ALL_DUTIES, sum(numbers)), *zip(names, numbers, strict=True))
    ]
    return ReportSection(TITLE, tuple(figures), _ABOUT)


def _on_record(work: Work) -> Iterator[DutyDates]:
    began_on = capture_date(finished_reports.began_at(work))
    adopted = () if is_adopted(work.connection) else (began_on,)
    yield _by_audit(work, ScheduledDuty.POLICY, adopted, AuditEvent.HQ_POLICY_ADOPTED)
    signing = (sign_by(weekly.next_to_sign(work)),)
    yield _by_audit(work, ScheduledDuty.WEEKLY_REVIEW, signing, AuditEvent.HQ_WEEKLY_SIGNED)
    judging = (sample_due(last_complete(truth.all_months(work)), began_on),)
    yield _by_audit(work, ScheduledDuty.ACCURACY_SAMPLE, judging, AuditEvent.HQ_SAMPLE_JUDGED)
    yield _publications(work)
    yield _trainings(work)
    reviewing = (
        began_on if since is None else capture_date(since + ACCOUNTS_REVIEWED_EVERY)
        for since in last_reviewed(work).values()
    )  # fmt: skip
    yield _by_audit(work, ScheduledDuty.ACCOUNT_REVIEW, reviewing, AuditEvent.HQ_ACCOUNTS_REVIEWED)
    yield from _equipment(work, began_on)
    reviewed = AuditEvent.HQ_EVENTS_REVIEWED
    yield _by_audit(work, ScheduledDuty.EVENT_REVIEW, (event_reviews.due_on(work),), reviewed)
    yield from _reports(work, began_on)
    yield from _holds(work)


def _by_audit(
    work: Work, duty: ScheduledDuty, due: Iterable[date], *events: AuditEvent
) -> DutyDates:
    """Return a duty whose last time is that of an audit entry."""
    entries = [own_audit.newest_of(work.connection, event) for event in events]
    last = max(
        (entry for entry in entries if entry), key=lambda entry: entry.sequence, default=None
    )
    return _by_entry(duty, due, last)


def _by_entry(duty: ScheduledDuty, due: Iterable[date], last: AuditEntry | None) -> DutyDates:
    if last is None:
        return DutyDates(duty, tuple(due))
    return DutyDates(duty, tuple(due), capture_date(last.at), last.person)


def _publications(work: Work) -> DutyDates:
    checked = [publication for publication in publications.published(work) if publication.checks]
    due = (
        capture_date(publication.due_at or publication.checks[-1].at) for publication in checked
    )
    last = max(
        (publication.checks[-1] for publication in checked),
        key=lambda publication: publication.at,
        default=None,
    )
    if last is None:
        return DutyDates(ScheduledDuty.PUBLICATIONS)
    return DutyDates(ScheduledDuty.PUBLICATIONS, tuple(due), capture_date(last.at), last.by)


def _trainings(work: Work) -> DutyDates:
    due = (
        account.trained_until
        for account in people.accounts(work.connection)
        if account.is_live(work.now) and account.trained_until is not None
    )
    return DutyDates(ScheduledDuty.TRAINING, tuple(due), *trainings.last_held(work.connection))


def _equipment(work: Work, began_on: date) -> Iterator[DutyDates]:
    for duty, kind in _WORKS.items():
        due: Collection[date] = equipment.dates_due(work, kind)
        last_on, last_by = equipment.last_passed(work, kind)
        if kind in _OF_SYSTEM and not due:
            due = (days_after(last_on or began_on, _OF_SYSTEM[kind].days),)
        yield DutyDates(duty, tuple(due), last_on, last_by)


def _reports(work: Work, began_on: date) -> Iterator[DutyDates]:
    annual = finished_reports.last_made(work, finished_reports.ANNUAL)
    yield _by_entry(ScheduledDuty.CHIEF_REPORT, (finished_reports.due_on(work),), annual)
    if not DEMANDS[ScheduledDuty.LEGISLATIVE_REPORT].clause:
        return  # no statute of this state asks for it
    last = finished_reports.last_made(work, finished_reports.LEGISLATIVE)
    year = finished_reports.span_of(last).first.year if last else None
    cameras = enrollments.cameras(work.connection)
    due = (legislative_due(year, began_on),) if cameras else ()
    yield _by_entry(ScheduledDuty.LEGISLATIVE_REPORT, due, last)


def _holds(work: Work) -> Iterator[DutyDates]:
    live = [hold.hold for hold in holds.live(work) if hold.hold is not None]
    ends = [(hold.is_final, capture_date(last_instant(hold))) for hold in live]
    unsworn = (on for is_final, on in ends if not is_final)
    yield _by_audit(work, ScheduledDuty.SWORN_REQUESTS, unsworn, AuditEvent.HQ_HOLD_SWORN)
    final = (on for is_final, on in ends if is_final)
    ended = AuditEvent.HQ_HOLD_RENEWED, AuditEvent.HQ_HOLD_EXPIRED, AuditEvent.HQ_HOLD_CANCELED
    yield _by_audit(work, ScheduledDuty.PRESERVATION, final, *ended)
