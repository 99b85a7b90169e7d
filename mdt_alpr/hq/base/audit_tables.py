"""Headquarters' table of what waits to be an entry of its audit (AUD-01)."""

from sqlalchemy import Column, LargeBinary, PrimaryKeyConstraint, String, Table, Text

from mdt_alpr.database.types import UtcDateTime
from mdt_alpr.hq.base.tables import METADATA

AUDIT_LANES = Table(
    "audit_lanes",
    METADATA,
    Column("lane", Text, nullable=False),
    Column("minute", UtcDateTime, nullable=False, index=True),
    Column("kind", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
    PrimaryKeyConstraint("lane", "minute", "kind"),
)
"""``lane`` is a car, ``content`` a ``domain.audit.lanes.CarAct`` under the auditor's key. A row
goes when it is an entry, a minute or two later."""
