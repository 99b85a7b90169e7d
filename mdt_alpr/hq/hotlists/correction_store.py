"""Do-not-alert corrections (HOT-11): which there are, and which records they concern."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, select, update

from mdt_alpr.hq.base.hotlist_tables import CORRECTIONS
from mdt_alpr.hq.base.tables import HOTLIST_ENTRIES


@dataclass(frozen=True, slots=True)
class KeptCorrection:
    """A correction as it stands; columns as in ``hotlist_tables.CORRECTIONS``."""

    number: int
    entry_id: str
    plate_text: str
    state: str
    list_name: str
    owner: str
    reason: str
    evidence: str
    owner_asked: str
    owner_asked_at: datetime | None
    made_at: datetime
    made_by: str
    expires_at: datetime
    ended_at: datetime | None = None
    ended_by: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A delivered record on a plate; ``body`` is its ``EntryMessage``."""

    entry_id: str
    list_name: str
    body: str


def corrected_now(now: datetime) -> ColumnElement[bool]:
    """Return the condition on a listed entry that cars do not alert on it now.

    A record whose plate or state changed since is another statement: it alerts.
    """
    there, here = CORRECTIONS.c, HOTLIST_ENTRIES.c
    return exists().where(
        there.entry_id == here.entry_id,
        there.plate_text == here.plate_text,
        there.state == here.state,
        there.ended_at.is_(None),
        there.expires_at > now,
    )


def listed(connection: Connection, plate_text: str, state: str) -> list[Listed]:
    """Return the delivered records on a plate and state, by their ids."""
    t = HOTLIST_ENTRIES.c
    found = select(t.entry_id, t.list_name, t.body).where(
        t.plate_text == plate_text, t.state == state
    )
    return [Listed(*row) for row in connection.execute(found.order_by(t.entry_id))]


def is_listed(connection: Connection, kept: KeptCorrection) -> bool:
    """Tell whether the record is still listed as it was when it was corrected."""
    t = HOTLIST_ENTRIES.c
    same = and_(t.plate_text == kept.plate_text, t.state == kept.state)
    found = select(func.count()).where(t.entry_id == kept.entry_id, same)
    return bool(connection.scalar(found))


def add(connection: Connection, kept: KeptCorrection) -> None:
    """Keep a correction; a number that is taken raises the database's integrity error."""
    row = {field.name: getattr(kept, field.name) for field in fields(kept)}
    connection.execute(CORRECTIONS.insert(), row)


def change(connection: Connection, number: int, **values: Any) -> None:
    """Change a correction."""
    connection.execute(update(CORRECTIONS).where(CORRECTIONS.c.number == number).values(values))


def next_number(connection: Connection) -> int:
    """Return the number of the next correction."""
    return (connection.scalar(select(func.max(CORRECTIONS.c.number))) or 0) + 1


def not_ended(connection: Connection) -> list[KeptCorrection]:
    """Return the corrections that nobody ended, also those whose time is over, oldest first."""
    found = select(CORRECTIONS).where(CORRECTIONS.c.ended_at.is_(None))
    rows = connection.execute(found.order_by(CORRECTIONS.c.number)).mappings()
    return [KeptCorrection(**row) for row in rows]
