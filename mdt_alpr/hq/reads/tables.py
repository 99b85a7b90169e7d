"""The table that finds a part of a plate in stored reads."""

from sqlalchemy import Column, Date, Integer, LargeBinary, String, Table

from mdt_alpr.database.types import UtcDateTime
from mdt_alpr.hq.base.bookkeeping import unrecorded
from mdt_alpr.hq.base.tables import METADATA

PLATE_SHEETS = Table(
    "plate_sheets",
    METADATA,
    Column("sheet_id", String(36), primary_key=True),
    Column("day", Date, nullable=False, index=True),
    Column("captured_at", UtcDateTime, nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("plates", LargeBinary, nullable=False),
    Column("rest", LargeBinary, nullable=False),
    info=unrecorded(),  # finds what cars sent
)
"""The plates of many reads of one date of capture, ``day``, under its key, see ``plate_sheets``;
``captured_at`` is that of the oldest of them."""
