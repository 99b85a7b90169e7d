"""Designations, as they were recorded (ACC-14)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, select, update

from mdt_alpr.domain.people.designations import Office
from mdt_alpr.hq.base.tables import ACCOUNTS, DESIGNATIONS
from mdt_alpr.wire.accounts import DesignationMessage

_T = DESIGNATIONS.c


def add(connection: Connection, row: Mapping[str, Any]) -> None:
    """Keep a designation."""
    connection.execute(DESIGNATIONS.insert(), row)


def every(connection: Connection) -> list[DesignationMessage]:
    """Return every designation with the person's name, the newest first."""
    names = [name for name in DesignationMessage.__dataclass_fields__ if name != "name"]
    query = (
        select(*(_T[name] for name in names), ACCOUNTS.c.name)
        .join(ACCOUNTS, ACCOUNTS.c.person_id == _T.person_id)
        .order_by(_T.first_day.desc(), _T.number.desc())
    )
    return [DesignationMessage(**row) for row in connection.execute(query).mappings()]


def chiefs(connection: Connection, today: date) -> frozenset[str]:
    """Return who is Chief or was: a former one is still reviewed as one (SUP-05)."""
    query = select(_T.person_id).where(_T.office == Office.CHIEF, _T.first_day <= today)
    return frozenset(connection.scalars(query))


def end(connection: Connection, number: int, last_day: date) -> None:
    """Keep the last day of a designation."""
    connection.execute(update(DESIGNATIONS).where(_T.number == number).values(last_day=last_day))
