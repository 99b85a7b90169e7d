"""Tables of requests that are counted, starts of machines, and practices at roll-call."""

from sqlalchemy import Column, Float, String, Table, Text

from mdt_alpr.database.types import UtcDateTime
from mdt_alpr.hq.base.bookkeeping import unrecorded
from mdt_alpr.hq.base.tables import METADATA

REQUEST_COUNTS = Table(
    "request_counts",
    METADATA,
    Column("caller", String(64), primary_key=True),
    Column("left", Float, nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    info=unrecorded(),  # counts a try before it is answered
)
"""Each is a ``domain.people.request_rate.Allowance``; ``caller`` is the SHA-256 of an address."""

DEVICE_RUNS = Table(
    "device_runs",
    METADATA,
    Column("device", Text, primary_key=True),
    Column("runs", Text, nullable=False),
    info=unrecorded("insert", "update"),  # which start of a program asks
)
"""The last starts of each enrolled machine's program, one a line."""

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
