"""The schedule of audits, checks and reports: what is due when (09.21.3.A.4, RPT-02).

Every demand of the order and the statutes that comes again, and whose last time is on record.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from mdt_alpr.domain.policy import (
    ADMINISTRATORS_WARNED_BEFORE,
    CALIBRATED_EVERY,
    HOLD_WARNED_BEFORE,
    MAINTAINED_EVERY,
    MISUSE_WEEK,
    MOST_DAYS,
    PROFILE,
    PROVISIONAL_WARNED_BEFORE,
    TRAINING_WARNED_BEFORE,
    WORK_DUE_SOON,
    days_after,
)

_MARCH, _DECEMBER = 3, 12


class ScheduledDuty(StrEnum):
    """What is done again and again; ``DEMANDS`` says how often and by which clause."""

    POLICY = "policy"
    WEEKLY_REVIEW = "weekly_review"
    ACCURACY_SAMPLE = "accuracy_sample"
    PUBLICATIONS = "publications"
    TRAINING = "training"
    ACCOUNT_REVIEW = "account_review"
    MAINTENANCE = "maintenance"
    CALIBRATION = "calibration"
    CORRECTION = "correction"
    SYSTEM_AUDIT = "system_audit"
    RESTORE_DRILL = "restore_drill"
    EVENT_REVIEW = "event_review"
    CHIEF_REPORT = "chief_report"
    LEGISLATIVE_REPORT = "legislative_report"
    SWORN_REQUESTS = "sworn_requests"
    PRESERVATION = "preservation"


@dataclass(frozen=True, slots=True)
class Demand:
    """What a duty is, its clause, how often, how long before it is shown as due, and where.

    ``page`` is of the desk; ``command`` is empty where there is the page only.
    """

    what: str
    clause: str
    every: str
    soon: timedelta
    page: str
    command: str


_CLAUSE = PROFILE.clauses
_REPORTED_SOON = ADMINISTRATORS_WARNED_BEFORE
DEMANDS: Mapping[ScheduledDuty, Demand] = MappingProxyType(
    {
        ScheduledDuty.POLICY: Demand(
            "Policy adopted", _CLAUSE["adopted_policy"], "before the first use", MISUSE_WEEK,
            "Policy", "hq adopt-policy",
        ),
        ScheduledDuty.WEEKLY_REVIEW: Demand(
            "Weekly review of searches", _CLAUSE["reviews"], "every week", MISUSE_WEEK,
            "Weekly review", "hq weekly-review",
        ),
        ScheduledDuty.ACCURACY_SAMPLE: Demand(
            "Sample of reads judged", _CLAUSE["audits"],
            "every month, of each camera", MISUSE_WEEK,
            "Read accuracy", "",
        ),
        ScheduledDuty.PUBLICATIONS: Demand(
            "Publications checked", _CLAUSE["not_eligible"], "every quarter, each", WORK_DUE_SOON,
            "Publications", "hq publications clear",
        ),
        ScheduledDuty.TRAINING: Demand(
            "Training renewed", _CLAUSE["training"],
            "every year, each person", TRAINING_WARNED_BEFORE,
            "Training", "hq record-training",
        ),
        ScheduledDuty.ACCOUNT_REVIEW: Demand(
            "Accounts reviewed", _CLAUSE["accounts_reviewed"],
            "every year, each account", _REPORTED_SOON,
            "Accounts", "hq sign-account-review",
        ),
        ScheduledDuty.MAINTENANCE: Demand(
            "Maintenance", _CLAUSE["audits"],
            f"each item's own, at first {MAINTAINED_EVERY.days} days",
            WORK_DUE_SOON, "Equipment", "hq equipment close",
        ),
        ScheduledDuty.CALIBRATION: Demand(
            "Calibration", _CLAUSE["audits"],
            f"each item's own, at first {CALIBRATED_EVERY.days} days",
            WORK_DUE_SOON, "Equipment", "hq equipment close",
        ),
        ScheduledDuty.CORRECTION: Demand(
            "Corrections and repairs", _CLAUSE["audits"], "when ordered", WORK_DUE_SOON,
            "Equipment", "hq equipment close",
        ),
        ScheduledDuty.SYSTEM_AUDIT: Demand(
            "Audit of the whole system", _CLAUSE["audits"],
            "every year, in November", _REPORTED_SOON,
            "Equipment", "hq equipment close",
        ),
        ScheduledDuty.RESTORE_DRILL: Demand(
            "Backup restored as a drill", "CJIS CP-9", "every year", _REPORTED_SOON,
            "Equipment", "hq equipment close",
        ),
        ScheduledDuty.EVENT_REVIEW: Demand(
            "Audited events reviewed", "CJIS AU-2", "every year, with the rationale",
            _REPORTED_SOON, "Audited events", "hq review-audited-events",
        ),
        ScheduledDuty.CHIEF_REPORT: Demand(
            "Report to the Chief", _CLAUSE["audits"], "every year, in November", _REPORTED_SOON,
            "Annual report", "hq annual-report-paper",
        ),
        ScheduledDuty.LEGISLATIVE_REPORT: Demand(
            "Report to the legislature", _CLAUSE["legislative_duty"],
            "March 1, with fixed cameras",
            _REPORTED_SOON, "Annual report", "hq legislative-report",
        ),
        ScheduledDuty.SWORN_REQUESTS: Demand(
            "Preservation requests sworn", _CLAUSE["sworn_requests"],
            f"before the data's day {MOST_DAYS}",
            timedelta(max(PROVISIONAL_WARNED_BEFORE)), "Preservation", "hq hold list",
        ),
        ScheduledDuty.PRESERVATION: Demand(
            "Preservation renewed or ended", _CLAUSE["yearly_reviews"], "every year, each request",
            timedelta(max(HOLD_WARNED_BEFORE)), "Preservation", "hq hold list",
        ),
    }
)  # fmt: skip


class ScheduleState(StrEnum):
    """How a duty is kept, the most urgent first."""

    OVERDUE = "overdue"
    NEVER = "never"
    """Its day is over, and it was never done."""
    SOON = "soon"
    IN_TIME = "in_time"


LATE = frozenset({ScheduleState.OVERDUE, ScheduleState.NEVER})


@dataclass(frozen=True, slots=True)
class DutyDates:
    """What is on record of a duty: the next day of each item it is due for, and the last time."""

    duty: ScheduledDuty
    due: tuple[date, ...] = ()
    last_on: date | None = None
    last_by: str = ""


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """A line of the schedule; ``due_on`` is None while there is nothing to do it for."""

    duty: ScheduledDuty
    state: ScheduleState
    due_on: date | None
    items: int
    late: int
    last_on: date | None
    last_by: str


def schedule(dates: Iterable[DutyDates], today: date) -> tuple[ScheduleLine, ...]:
    """Return a line for each duty, the most urgent first; a duty's last day is still in time."""
    ranks = {state: rank for rank, state in enumerate(ScheduleState)} | dict.fromkeys(LATE, 0)
    duties = list(ScheduledDuty)
    lines = (_line(line, today) for line in dates)
    return tuple(sorted(lines, key=lambda line: (
        ranks[line.state], line.due_on or date.max, duties.index(line.duty)
    )))  # fmt: skip


def legislative_due(last_year: int | None, began_on: date) -> date:
    """Return March 1 after the first year of use that was not reported (GS 20-183.32A)."""
    year = began_on.year if last_year is None else max(began_on.year, last_year + 1)
    return date(year + 1, _MARCH, 1)


def sample_due(last_month: date | None, began_on: date) -> date:
    """Return the last day of the month whose sample is next: after the last complete one."""
    month = began_on if last_month is None else max(_next_month(last_month), began_on)
    return days_after(_next_month(month), -1)


def _line(dates: DutyDates, today: date) -> ScheduleLine:
    due_on = min(dates.due, default=None)
    late = sum(moment < today for moment in dates.due)
    if late:
        state = ScheduleState.NEVER if dates.last_on is None else ScheduleState.OVERDUE
    elif due_on is not None and due_on - today <= DEMANDS[dates.duty].soon:
        state = ScheduleState.SOON
    else:
        state = ScheduleState.IN_TIME
    items = len(dates.due)
    return ScheduleLine(dates.duty, state, due_on, items, late, dates.last_on, dates.last_by)


def _next_month(day: date) -> date:
    is_last = day.month == _DECEMBER
    return date(day.year + is_last, 1 if is_last else day.month + 1, 1)
