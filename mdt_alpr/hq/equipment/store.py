"""The register of equipment as it is kept."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, select, update

from mdt_alpr.domain.equipment.register import EquipmentFacts
from mdt_alpr.domain.equipment.schedule import Plan, WorkDates, WorkKind, WorkResult
from mdt_alpr.hq.base.database import is_number, put_numbered, put_row
from mdt_alpr.hq.base.equipment_tables import EQUIPMENT, EQUIPMENT_PLANS, EQUIPMENT_WORK
from mdt_alpr.hq.base.tables import ENROLLED_DEVICES
from mdt_alpr.wire.equipment import WorkMessage

_FACTS = tuple(field.name for field in fields(EquipmentFacts))
_E, _P, _W = EQUIPMENT.c, EQUIPMENT_PLANS.c, EQUIPMENT_WORK.c
Row = Mapping[Any, Any]


def every(connection: Connection) -> list[Row]:
    """Return every item, those in use first, by name."""
    order = _E.retired_at.is_not(None), _E.name, _E.number
    return list(connection.execute(select(EQUIPMENT).order_by(*order)).mappings())


def find(connection: Connection, number: int) -> Row | None:
    """Return an item."""
    if not is_number(number):
        return None
    query = select(EQUIPMENT).where(_E.number == number)
    return connection.execute(query).mappings().first()


def facts_of(row: Row) -> EquipmentFacts:
    """Return what the register says of an item."""
    return EquipmentFacts(**{name: row[name] for name in _FACTS})


def add(connection: Connection, row: Row) -> int:
    """Keep a new item; return its number."""
    return put_numbered(connection, EQUIPMENT, row)


def change(connection: Connection, number: int, **values: Any) -> None:
    """Change an item."""
    connection.execute(update(EQUIPMENT).where(_E.number == number).values(values))


def plans(connection: Connection) -> dict[int, list[Plan]]:
    """Return the schedule of each item that has one."""
    plans_of = defaultdict(list)
    for row in connection.execute(select(EQUIPMENT_PLANS).order_by(_P.equipment, _P.kind)):
        plans_of[row.equipment].append(Plan(row.kind, row.every_days, row.since))
    return plans_of


def put_plan(connection: Connection, row: Row) -> None:
    """Keep a kind of work's schedule."""
    put_row(connection, EQUIPMENT_PLANS, dict(row))


def drop_plan(connection: Connection, number: int, kind: WorkKind) -> None:
    """Keep no schedule for a kind of work."""
    connection.execute(delete(EQUIPMENT_PLANS).where(_P.equipment == number, _P.kind == kind))


def works(connection: Connection) -> dict[int, list[WorkDates]]:
    """Return the dates of every work order, by item, in the order in which they were given."""
    works_of = defaultdict(list)
    rows = select(_W.equipment, _W.kind, _W.due_on, _W.done_on, _W.result).order_by(_W.number)
    for row in connection.execute(rows):
        works_of[row.equipment].append(WorkDates(*row[1:]))
    return works_of


def last_passed(connection: Connection, kind: WorkKind) -> tuple[date | None, str]:
    """Return when a kind of work passed last on any item, and who did it."""
    passed = select(_W.done_on, _W.done_by).where(_W.kind == kind, _W.result == WorkResult.PASSED)
    newest = passed.order_by(_W.done_on.desc(), _W.number.desc()).limit(1)
    row = connection.execute(newest).first()
    return (None, "") if row is None else (row.done_on, row.done_by)


def orders(connection: Connection, number: int) -> list[WorkMessage]:
    """Return an item's work orders, the newest first."""
    rows = select(EQUIPMENT_WORK).where(_W.equipment == number).order_by(_W.number.desc())
    names = [field.name for field in fields(WorkMessage)]
    return [
        WorkMessage(**{name: row[name] for name in names})
        for row in connection.execute(rows).mappings()
    ]


def order(connection: Connection, number: int) -> tuple[int, WorkDates] | None:
    """Return the item of a work order, and its dates."""
    if not is_number(number):
        return None
    rows = select(_W.equipment, _W.kind, _W.due_on, _W.done_on, _W.result)
    row = connection.execute(rows.where(_W.number == number)).first()
    return None if row is None else (row[0], WorkDates(*row[1:]))


def add_order(connection: Connection, row: Row) -> int:
    """Keep a work order; return its number."""
    return put_numbered(connection, EQUIPMENT_WORK, row)


def close_order(connection: Connection, number: int, **values: Any) -> None:
    """Keep what came of a work order."""
    connection.execute(update(EQUIPMENT_WORK).where(_W.number == number).values(values))


def machines(connection: Connection) -> list[str]:
    """Return the machines that are enrolled and not revoked, by name."""
    t = ENROLLED_DEVICES.c
    query = select(t.device).where(t.revoked_at.is_(None)).order_by(t.device)
    return list(connection.scalars(query))
