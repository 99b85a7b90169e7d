"""Register equipment, keep its schedule, and open and close work orders (09.21.3.A.2, 3.A.4)."""

from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.equipment.register import (
    LEAST_REASON,
    EquipmentFacts,
    EquipmentKind,
    EquipmentRefusedError,
    checked_facts,
    checked_note,
)
from mdt_alpr.domain.equipment.schedule import (
    SCHEDULED,
    DueState,
    Plan,
    WorkDates,
    WorkKind,
    WorkResult,
    checked_interval,
    demand_done,
    demand_fits,
    due_state,
    least_note,
    next_due,
    order_is_wanted,
    work_due,
)
from mdt_alpr.domain.policy import (
    AUDITED_EVERY,
    CALIBRATED_EVERY,
    MAINTAINED_EVERY,
    RESTORE_DRILLED_EVERY,
    capture_date,
)
from mdt_alpr.domain.review.reminders import DueThing
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.database import hold_name
from mdt_alpr.hq.base.declared import demand_seen
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError, Work
from mdt_alpr.hq.equipment import store
from mdt_alpr.hq.equipment.self_checks import last_checks
from mdt_alpr.wire.equipment import (
    DueMessage,
    EquipmentHistoryMessage,
    EquipmentMessage,
    PlanRequest,
    RegisterMessage,
    WorkDoneRequest,
    WorkOrderRequest,
)
from mdt_alpr.wire.problems import Problem

EVERY = timedelta(hours=1)
SUBJECT = "equipment"
_LOCK = "equipment"
_FIRST_PLANS = {
    EquipmentKind.VEHICLE: {WorkKind.MAINTENANCE: MAINTAINED_EVERY},
    EquipmentKind.SITE: {WorkKind.MAINTENANCE: MAINTAINED_EVERY},
    EquipmentKind.PROCESSOR: {WorkKind.MAINTENANCE: MAINTAINED_EVERY},
    EquipmentKind.CAMERA: {
        WorkKind.MAINTENANCE: MAINTAINED_EVERY,
        WorkKind.CALIBRATION: CALIBRATED_EVERY,
    },
    EquipmentKind.SYSTEM: {
        WorkKind.AUDIT: AUDITED_EVERY,
        WorkKind.RESTORE_DRILL: RESTORE_DRILLED_EVERY,
    },
}
"""The schedule that a new item has, so that none is without one (09.21.3.A.4)."""
_SEE = "See the desk's page Equipment."
_DUE_WORDS = {
    DueState.FAILED: f"its last check failed. {_SEE}",
    DueState.OVERDUE: f"maintenance or calibration is overdue. {_SEE}",
    DueState.SOON: f"maintenance or calibration is due soon. {_SEE}",
}


def register_of(work: Work, by: str) -> RegisterMessage:
    """Return every item; that they were viewed is recorded."""
    record(work, AuditEvent.HQ_EQUIPMENT_VIEWED, SUBJECT, by)
    items = _items(work)
    known = {item.facts.device for item in items if item.retired_at is None}
    machines = [machine for machine in store.machines(work.connection) if machine not in known]
    return RegisterMessage(tuple(items), tuple(machines), last_checks(work))


def history_of(work: Work, number: int, by: str) -> EquipmentHistoryMessage:
    """Return an item with its work orders; that they were viewed is recorded.

    Raises:
        RefusedError: there is no such item.
    """
    record(work, AuditEvent.HQ_EQUIPMENT_VIEWED, _named(number), by)
    return _history(work, number)


def add(work: Work, facts: EquipmentFacts, by: str) -> int:
    """Register an item with its first schedule; return its number.

    Raises:
        EquipmentRefusedError: as of ``checked_facts``, or its serial number is registered.
    """
    hold_name(work.connection, _LOCK)
    checked = _checked(work, facts, 0)
    row = {
        **asdict(checked),
        "registered_at": work.now,
        "registered_by": by,
        "retired_by": "",
        "why_retired": "",
    }
    number = store.add(work.connection, row)
    for kind, every in _FIRST_PLANS[checked.kind].items():
        _put_plan(work, number, Plan(kind, every.days, checked.installed_on), by)
    facts_said = _facts_said(checked)
    record(work, AuditEvent.HQ_EQUIPMENT_REGISTERED, _named(number), by, *facts_said)
    return number


def change(work: Work, number: int, facts: EquipmentFacts, by: str) -> None:
    """Change what the register says of an item in use.

    Raises:
        EquipmentRefusedError: as of ``add``, or it was retired.
        RefusedError: there is no such item.
    """
    hold_name(work.connection, _LOCK)
    demand_seen(store.facts_of(_demand_in_use(work, number)))
    checked = _checked(work, facts, number)
    store.change(work.connection, number, **asdict(checked))
    record(work, AuditEvent.HQ_EQUIPMENT_CHANGED, _named(number), by, *_facts_said(checked))


def retire(work: Work, number: int, why: str, by: str) -> None:
    """Take an item out of use; it stays in the register with its history.

    Raises:
        EquipmentRefusedError: without a reason, it was retired, or something is mounted in it.
        RefusedError: there is no such item.
    """
    hold_name(work.connection, _LOCK)
    reason = checked_note(why, least=LEAST_REASON)
    demand_seen(store.facts_of(_demand_in_use(work, number)))
    inside = [
        row["name"]
        for row in store.every(work.connection)
        if row["part_of"] == number and row["retired_at"] is None
    ]
    if inside:
        message = f"Move or retire first what is mounted in it: {', '.join(inside)}."
        raise EquipmentRefusedError(message)
    values = {"retired_at": work.now, "retired_by": by, "why_retired": reason}
    store.change(work.connection, number, **values)
    record(work, AuditEvent.HQ_EQUIPMENT_RETIRED, _named(number), by, ("reason", reason))


def plan(work: Work, number: int, asked: PlanRequest, by: str) -> None:
    """Set how often a kind of work is due, or that it never is.

    Raises:
        EquipmentRefusedError: that kind has no schedule, or the interval is none.
        RefusedError: there is no such item in use.
    """
    hold_name(work.connection, _LOCK)
    row = _demand_in_use(work, number)
    plans = store.plans(work.connection).get(number, ())
    demand_seen(tuple(PlanRequest(planned.kind, planned.every_days) for planned in plans))
    if asked.kind not in SCHEDULED:
        raise EquipmentRefusedError("A correction has no schedule: open a work order.")
    demand_fits(asked.kind, row["kind"])
    days = checked_interval(asked.every_days)
    if days:
        _put_plan(work, number, Plan(asked.kind, days, row["installed_on"]), by)
    else:
        store.drop_plan(work.connection, number, asked.kind)
    facts = ("kind", asked.kind.value), ("every_days", str(days))
    record(work, AuditEvent.HQ_EQUIPMENT_SCHEDULED, _named(number), by, *facts)


def order(work: Work, number: int, asked: WorkOrderRequest, by: str) -> None:
    """Open a work order.

    Raises:
        EquipmentRefusedError: the note is none, or its day is over.
        RefusedError: there is no such item in use.
    """
    demand_fits(asked.kind, _demand_in_use(work, number)["kind"])
    if asked.due_on < capture_date(work.now):
        raise EquipmentRefusedError("A work order is due today or later.")
    _open_order(work, number, replace(asked, words=checked_note(asked.words)), by)


def close(work: Work, order_number: int, asked: WorkDoneRequest, by: str) -> int:
    """Close a work order with its result; return the number of its item.

    Raises:
        EquipmentRefusedError: it cannot be closed so.
        RefusedError: there is no such order.
    """
    hold_name(work.connection, _LOCK)
    numbered = store.order(work.connection, order_number)
    if numbered is None:
        raise RefusedError(Problem.NO_SUCH_EQUIPMENT)
    number, work_order = numbered
    demand_done(work_order, asked.done_on, asked.result, capture_date(work.now))
    done_by = checked_note(asked.done_by)
    if not done_by:
        raise EquipmentRefusedError("Say who did it.")
    note = checked_note(asked.note, least=least_note(work_order.kind, asked.result))
    values = {
        "result": asked.result,
        "done_on": asked.done_on,
        "done_by": done_by,
        "note": note,
        "recorded_at": work.now,
        "recorded_by": by,
    }
    store.close_order(work.connection, order_number, **values)
    facts = (
        ("order", str(order_number)),
        ("kind", work_order.kind.value),
        ("result", asked.result.value),
        ("done_on", asked.done_on.isoformat()),
    )
    record(work, AuditEvent.HQ_WORK_CLOSED, _named(number), by, *facts)
    return number


def open_due(hq: Headquarters) -> int:
    """Open the work orders that the schedule asks for now; return how many."""
    with hq.writing() as work:
        hold_name(work.connection, _LOCK)
        plans, works = store.plans(work.connection), store.works(work.connection)
        today, number = capture_date(work.now), 0
        for row in store.every(work.connection):
            item = row["number"]
            for due_plan in plans.get(item, ()) if row["retired_at"] is None else ():
                due = order_is_wanted(due_plan, works.get(item, ()), today)
                if due is not None:
                    _open_order(work, item, WorkOrderRequest(due_plan.kind, due), NOBODY)
                    number += 1
        return number


def due(work: Work) -> list[DueThing]:
    """Return the items in use whose maintenance or calibration is due (MNT-02)."""
    return [
        DueThing(
            f"Equipment {item.number}, {item.facts.name}", item.state.value, _DUE_WORDS[item.state]
        )
        for item in _items(work)
        if item.retired_at is None and item.state in _DUE_WORDS
    ]


def dates_due(work: Work, kind: WorkKind) -> list[date]:
    """Return when a kind of work is next due on each item in use that it is due on (RPT-02)."""
    plans, works = store.plans(work.connection), store.works(work.connection)
    dates = [
        work_due(kind, plans.get(row["number"], ()), works.get(row["number"], ()))
        for row in store.every(work.connection)
        if row["retired_at"] is None
    ]
    return [on for on in dates if on is not None]


def last_passed(work: Work, kind: WorkKind) -> tuple[date | None, str]:
    """Return when a kind of work passed last on any item, and who did it."""
    return store.last_passed(work.connection, kind)


def _open_order(work: Work, number: int, asked: WorkOrderRequest, by: str) -> None:
    row = {
        **asdict(asked),
        "equipment": number,
        "ordered_at": work.now,
        "ordered_by": by,
        "done_by": "",
        "result": WorkResult.OPEN,
        "note": "",
        "recorded_by": "",
    }
    made = store.add_order(work.connection, row)
    due = ("due_on", asked.due_on.isoformat())
    facts = ("order", str(made)), ("kind", asked.kind.value), due
    record(work, AuditEvent.HQ_WORK_ORDERED, _named(number), by, *facts)


def _put_plan(work: Work, number: int, made: Plan, by: str) -> None:
    row = {**asdict(made), "equipment": number, "set_at": work.now, "set_by": by}
    store.put_plan(work.connection, row)


def _checked(work: Work, facts: EquipmentFacts, number: int) -> EquipmentFacts:
    holder = store.find(work.connection, facts.part_of) if facts.part_of else None
    in_use = holder is not None and holder["retired_at"] is None
    checked = checked_facts(facts, holder["kind"] if holder is not None and in_use else None)
    if checked.device and checked.device not in store.machines(work.connection):
        message = "No machine of this name is enrolled. The desk's page Machines lists them."
        raise EquipmentRefusedError(message)
    for row in store.every(work.connection):
        is_other = row["number"] != number and row["kind"] is checked.kind
        if is_other and (row["serial"], row["model"]) == (checked.serial, checked.model):
            message = f"This serial number is registered already, as {row['name']}."
            raise EquipmentRefusedError(message)
    return checked


def _demand_in_use(work: Work, number: int) -> store.Row:
    row = store.find(work.connection, number)
    if row is None:
        raise RefusedError(Problem.NO_SUCH_EQUIPMENT)
    if row["retired_at"] is not None:
        raise EquipmentRefusedError("It was retired. Register it again to use it again.")
    return row


def _history(work: Work, number: int) -> EquipmentHistoryMessage:
    equipment = next((item for item in _items(work) if item.number == number), None)
    if equipment is None:
        raise RefusedError(Problem.NO_SUCH_EQUIPMENT)
    return EquipmentHistoryMessage(equipment, tuple(store.orders(work.connection, number)))


def _items(work: Work) -> list[EquipmentMessage]:
    plans, works = store.plans(work.connection), store.works(work.connection)
    today = capture_date(work.now)
    return [
        _item(row, plans.get(row["number"], []), works.get(row["number"], []), today)
        for row in store.every(work.connection)
    ]


def _item(row: Any, plans: list[Plan], works: list[WorkDates], today: date) -> EquipmentMessage:
    due = tuple(
        DueMessage(item_plan.kind, item_plan.every_days, next_due(item_plan, works))
        for item_plan in plans
    )
    names = ("registered_at", "registered_by", "retired_at", "retired_by", "why_retired")
    return EquipmentMessage(
        row["number"],
        store.facts_of(row),
        due_state(plans, works, today),
        due,
        **{name: row[name] for name in names},
    )


def _facts_said(facts: EquipmentFacts) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in asdict(facts).items() if value)


def _named(number: int) -> str:
    return f"{SUBJECT}/{number}"
