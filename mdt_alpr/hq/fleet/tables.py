"""What machines say of themselves."""

from sqlalchemy import BigInteger, Column, PrimaryKeyConstraint, Table, Text

from mdt_alpr.hq.base.bookkeeping import unrecorded
from mdt_alpr.hq.base.tables import METADATA

MACHINE_FACTS = Table(
    "machine_facts",
    METADATA,
    Column("device", Text, nullable=False),
    Column("fact", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    PrimaryKeyConstraint("device", "fact"),
    info=unrecorded("insert", "update"),  # derived from what cars sent
)
"""The newest of each, by its place in the machine's audit; "camera NAME" is "lost" or "back"."""
