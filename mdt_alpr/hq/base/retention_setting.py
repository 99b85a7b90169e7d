"""The time for which captured data is kept, as it counts now (RET-06)."""

from datetime import datetime

from sqlalchemy import Column, Connection, Integer, Table, Text, select

from mdt_alpr.database.types import UtcDateTime
from mdt_alpr.domain.policy import MOST_DAYS
from mdt_alpr.domain.retention.kept_for import due_clock
from mdt_alpr.hq.base.tables import METADATA

RETENTION_SETTINGS = Table(
    "retention_settings",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("kept_days", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("proposed_at", UtcDateTime, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("confirmed_at", UtcDateTime),
    Column("confirmed_by", Text, nullable=False),
)
"""The newest that is confirmed counts; without one the ninety days of the law do."""

_T = RETENTION_SETTINGS.c
_NEWEST = (
    select(_T.kept_days)
    .where(_T.confirmed_at.is_not(None))
    .order_by(_T.confirmed_at.desc(), _T.number.desc())
    .limit(1)
)


def kept_days(connection: Connection) -> int:
    """Return for how many days captured data is kept."""
    days = connection.scalar(_NEWEST)
    return MOST_DAYS if days is None else min(days, MOST_DAYS)


def due_at(connection: Connection, now: datetime) -> datetime:
    """Return the instant by which deadlines count now, see ``due_clock``."""
    return due_clock(now, kept_days(connection))
