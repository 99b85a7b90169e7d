"""Maintenance, calibration, corrections: schedule and work orders (09.21.3.A.4, MNT-02)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mdt_alpr.domain.equipment.register import LEAST_REASON, EquipmentKind, EquipmentRefusedError
from mdt_alpr.domain.policy import WORK_DUE_SOON, days_after

LONGEST_INTERVAL = 3650
"""Days between two dates of a schedule."""


class WorkKind(StrEnum):
    """What is done to an item."""

    MAINTENANCE = "maintenance"
    CALIBRATION = "calibration"
    CORRECTION = "correction"
    """A repair or an adjustment; it is ordered when needed and has no schedule."""
    AUDIT = "audit"
    """Of the whole system, with the report to the Chief on use and effectiveness (RPT-02)."""
    RESTORE_DRILL = "restore_drill"
    """A backup is restored on another machine, and what came back is compared (OPS-03)."""


OF_SYSTEM = (WorkKind.AUDIT, WorkKind.RESTORE_DRILL)
"""What is done to the whole system, and to no single item."""
SCHEDULED = (WorkKind.MAINTENANCE, WorkKind.CALIBRATION, *OF_SYSTEM)


class WorkResult(StrEnum):
    """What came of a work order; empty while it is open."""

    OPEN = ""
    PASSED = "passed"
    FAILED = "failed"
    CANCELED = "canceled"


class DueState(StrEnum):
    """What is to be done about an item, the most urgent first."""

    FAILED = "failed"
    """Its last check failed and none has passed since."""
    OVERDUE = "overdue"
    SOON = "soon"
    GOOD = "good"
    NONE = "none"
    """Nothing is scheduled or ordered."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How often a kind of work is due."""

    kind: WorkKind
    every_days: int
    since: date
    """From which day the first date counts."""


@dataclass(frozen=True, slots=True)
class WorkDates:
    """One work order as far as dates go; ``done_on`` is None while it is open."""

    kind: WorkKind
    due_on: date
    done_on: date | None = None
    result: WorkResult = WorkResult.OPEN


def checked_interval(days: int) -> int:
    """Return a number of days between two dates, 0 for no schedule.

    Raises:
        EquipmentRefusedError: it is negative or longer than ten years.
    """
    if not 0 <= days <= LONGEST_INTERVAL:
        raise EquipmentRefusedError(f"Enter 1 to {LONGEST_INTERVAL} days, or 0 for no schedule.")
    return days


def next_due(plan: Plan, works: Iterable[WorkDates]) -> date:
    """Return when a planned work is due: so many days after it passed last."""
    passed = [
        work.done_on
        for work in works
        if work.kind is plan.kind and work.result is WorkResult.PASSED and work.done_on
    ]
    return days_after(max([plan.since, *passed]), plan.every_days)


def order_is_wanted(plan: Plan, works: Sequence[WorkDates], today: date) -> date | None:
    """Return for which day a work order is opened now; None while there is one, or time."""
    if any(work.kind is plan.kind and work.result is WorkResult.OPEN for work in works):
        return None
    due = next_due(plan, works)
    return due if due - today <= WORK_DUE_SOON else None


def due_state(plans: Iterable[Plan], works: Sequence[WorkDates], today: date) -> DueState:
    """Return what is to be done about an item."""
    plans = tuple(plans)
    dates = [work.due_on for work in works if work.result is WorkResult.OPEN]
    dates += [next_due(plan, works) for plan in plans]
    if failed_work(works):
        return DueState.FAILED
    if not dates:
        return DueState.NONE
    first = min(dates)
    if first < today:
        return DueState.OVERDUE
    return DueState.SOON if first - today <= WORK_DUE_SOON else DueState.GOOD


def work_due(kind: WorkKind, plans: Iterable[Plan], works: Sequence[WorkDates]) -> date | None:
    """Return when a kind of work is next due on an item: planned, ordered, or since it failed."""
    dates = [next_due(plan, works) for plan in plans if plan.kind is kind]
    dates += [work.due_on for work in works if (work.kind, work.result) == (kind, WorkResult.OPEN)]
    dates += [on for failed, on in failed_work(works) if failed is kind]
    return min(dates, default=None)


def demand_fits(kind: WorkKind, item: EquipmentKind) -> None:
    """Refuse an audit or restore drill of one item, and other work on the system as a whole.

    Raises:
        EquipmentRefusedError: it is that.
    """
    if (kind in OF_SYSTEM) != (item is EquipmentKind.SYSTEM):
        message = "The whole system, and nothing else, has audits and restore drills."
        raise EquipmentRefusedError(message)


def least_note(kind: WorkKind, result: WorkResult) -> int:
    """Return how long the note of a closed order must be.

    An audit that passed says when its report went to the Chief, and where it is kept; a restore
    drill says which backup was restored where, and what was compared.
    """
    return 0 if result is WorkResult.PASSED and kind not in OF_SYSTEM else LEAST_REASON


def demand_done(work: WorkDates, done_on: date, result: WorkResult, today: date) -> None:
    """Refuse what cannot be said of a work order.

    Raises:
        EquipmentRefusedError: it is closed already, without a result, or done in the future.
    """
    if work.result is not WorkResult.OPEN:
        raise EquipmentRefusedError("This work order is closed.")
    if result is WorkResult.OPEN:
        raise EquipmentRefusedError("Say whether it passed, failed or was canceled.")
    if done_on > today:
        raise EquipmentRefusedError(f"{done_on.isoformat()} is still to come.")


def failed_work(works: Sequence[WorkDates]) -> list[tuple[WorkKind, date]]:
    """Return which kinds of work failed, when, and have not passed since.

    ``works`` are in the order in which they were ordered: of one day, a later order is the later
    work.
    """
    done = [(work.done_on, place, work) for place, work in enumerate(works) if work.done_on]
    passed = [
        (on, place, work.kind) for on, place, work in done if work.result is WorkResult.PASSED
    ]
    return [
        (work.kind, on)
        for on, place, work in done
        if work.result is WorkResult.FAILED
        and not any(kind is work.kind and (at, later) > (on, place) for at, later, kind in passed)
    ]
