"""The table of places that the agency named for searches."""

from sqlalchemy import Column, Float, String, Table, Text

from mdt_alpr.database.types import UtcDateTime
from mdt_alpr.hq.base.tables import METADATA

PLACES = Table(
    "places",
    METADATA,
    Column("name", String(60), primary_key=True),
    Column("lat", Float, nullable=False),
    Column("lon", Float, nullable=False),
    Column("miles", Float, nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
    Column("set_by", Text, nullable=False),
)
"""Areas that the agency named, for searches (SRC-03)."""
