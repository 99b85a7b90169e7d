"""Headquarters' table of requests that are counted across its servers."""

from sqlalchemy import Column, String, Table

from mdt_alpr.database.types import UtcDateTime
from mdt_alpr.hq.base.tables import METADATA

REQUEST_COUNTS = Table(
    "request_counts",
    METADATA,
    Column("caller", String(64), primary_key=True),
    Column("spent_until", UtcDateTime, nullable=False, index=True),
)
"""``domain.people.request_rate``; ``caller`` is the SHA-256 of a network address."""
