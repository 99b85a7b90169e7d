"""Who is told of hits, the letters that wait for their receipt, and units' calls of CAD."""

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from mdt_alpr.database.types import UtcDateTime
from mdt_alpr.hq.base.bookkeeping import unrecorded
from mdt_alpr.hq.base.sealed_rows import sealing
from mdt_alpr.hq.base.tables import METADATA

SUBSCRIPTIONS = Table(
    "dispatch_subscriptions",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("asked", Text, nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("ended_at", UtcDateTime),
)
"""``asked`` is the request; ``secret`` lies under the agency's key. Never erased."""
LETTERS = Table(
    "dispatch_letters",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("subscription", Integer, nullable=False),
    Column("event_id", String(36), nullable=False),
    Column("captured_at", UtcDateTime, nullable=False, index=True),
    Column("made_at", UtcDateTime, nullable=False),
    Column("hit_id", String(36), nullable=False),
    Column("event", Text, nullable=False),
    Column("has_plate", Boolean, nullable=False),
    Column("due_at", UtcDateTime),
    Column("tries", Integer, nullable=False),
    Column("failure", Text, nullable=False),
    sealing("body", named_by=("subscription", "event_id")),
    UniqueConstraint("subscription", "event_id"),
    Index("ix_dispatch_letters_due_at", "due_at"),
    info=unrecorded(),  # what a receiver still waits for
)
"""Gone with its receipt, or with what was captured. Without ``due_at`` it waits for a person."""
CALLS = Table(
    "dispatch_calls",
    METADATA,
    Column("subscription", Integer, primary_key=True),
    Column("event_id", String(128), primary_key=True),
    Column("unit", Text, nullable=False),
    Column("call", Text, nullable=False),
    Column("case_number", Text, nullable=False),
    Column("call_type", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("is_open", Boolean, nullable=False),
    info=unrecorded("delete"),  # a call of dispatch is gone after a day
)
"""What CAD told of units; gone a day later (``CALL_OFFERED_FOR``)."""
