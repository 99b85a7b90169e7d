"""The table of manual entries of every car (09.21.5.A.6)."""

from sqlalchemy import Column, String, Table, Text

from mdt_alpr.database.types import UtcDateTime
from mdt_alpr.hq.base.tables import METADATA

_SHA256 = 64

MANUAL_ENTRIES = Table(
    "manual_entries",
    METADATA,
    Column("entry_id", String(36), primary_key=True),
    Column("device", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("entered_by", Text, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
    Column("ended_at", UtcDateTime, index=True),
    Column("ended_by", Text),
    Column("ended_why", Text),
    Column("plate_hash", String(_SHA256), index=True),
    Column("key_id", String(16)),
    Column("body", Text, nullable=False),
)
"""``body`` is the JSON text of ``domain.ManualEntry``; once ``ended_at`` is set it holds no plate
and ``plate_hash`` is the keyed hash of it. ``key_id`` tells whose key: the agency's, or "car"
where the entry ended before headquarters heard of it (MAN-05)."""
