"""Headquarters' tables of what its servers must know of requests to each other."""

from sqlalchemy import Column, Float, String, Table, Text

from mdt_alpr.database.types import UtcDateTime
from mdt_alpr.hq.base.tables import METADATA

REQUEST_COUNTS = Table(
    "request_counts",
    METADATA,
    Column("caller", String(64), primary_key=True),
    Column("left", Float, nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
)
"""Each is a ``domain.people.request_rate.Allowance``; ``caller`` is the SHA-256 of an address."""

DEVICE_RUNS = Table(
    "device_runs",
    METADATA,
    Column("device", Text, primary_key=True),
    Column("runs", Text, nullable=False),
)
"""The last starts of each enrolled machine's program, one a line."""
