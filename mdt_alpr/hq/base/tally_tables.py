"""What stays of a day when its captured data is gone: numbers, no plate and no place (RPT-06)."""

from sqlalchemy import BigInteger, Column, Date, PrimaryKeyConstraint, Table, Text

from mdt_alpr.hq.base.tables import METADATA

DAILY_COUNTS = Table(
    "daily_counts",
    METADATA,
    Column("day", Date, nullable=False),
    Column("unit", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("word", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    PrimaryKeyConstraint("day", "unit", "what", "word"),
)
"""``what`` is "reads", "hits" (``word``: category) or "dispositions" (``word``: which)."""

READ_COUNTS = Table(
    "read_counts",
    METADATA,
    Column("day", Date, nullable=False),
    Column("unit", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    PrimaryKeyConstraint("day", "unit"),
)
"""How many reads of each unit the partition of a day holds. A day counts from its partition's
making on, when it gets the unit "" with 0; a day without that row is counted read by read."""
