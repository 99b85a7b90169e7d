"""Headquarters' table of practices at roll-call."""

from sqlalchemy import Column, String, Table, Text

from mdt_alpr.database.types import UtcDateTime
from mdt_alpr.hq.base.tables import METADATA

TRAINING_DRILLS = Table(
    "training_drills",
    METADATA,
    Column("drill_id", String(36), primary_key=True),
    Column("person_id", Text, nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("device", Text, nullable=False),
    Column("body", Text, nullable=False),
)
"""``body`` is the JSON text of ``domain.people.drills.PracticeResult``: traps, never a plate."""
