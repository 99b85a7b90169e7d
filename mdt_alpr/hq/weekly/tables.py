"""Headquarters' tables of weekly reviews, and of the yearly ones of what is audited."""

from sqlalchemy import Column, Date, Integer, Table, Text, UniqueConstraint

from mdt_alpr.database.types import JsonText, UtcDateTime
from mdt_alpr.hq.base.sealed_rows import Under, sealing
from mdt_alpr.hq.base.tables import METADATA

WEEKLY_REVIEWS = Table(
    "weekly_reviews",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("week", Date, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("begun_at", UtcDateTime, nullable=False),
    Column("signed_at", UtcDateTime),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    sealing("body", under=Under.LIFE),
    UniqueConstraint("week", "person_id"),
)
"""``body`` is the JSON text of ``domain.review.weekly.WeeklyReview``, without a plate; its key
goes with ``expires_at``."""

EVENT_REVIEWS = Table(
    "event_reviews",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("rationale", Text, nullable=False),
    Column("events", JsonText, nullable=False),
)
"""``events`` are the names of all types on that day."""
