"""Headquarters' tables of misuse flags, and of the plates that the agency tied to coworkers."""

from sqlalchemy import Column, Integer, String, Table, Text, UniqueConstraint

from mdt_alpr.database.types import EnumText, JsonText, UtcDateTime
from mdt_alpr.domain.review.misuse import FlagRule, FlagVerdict, Tie
from mdt_alpr.hq.base.tables import METADATA

MISUSE_FLAGS = Table(
    "misuse_flags",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("rule", EnumText(FlagRule), nullable=False),
    Column("person_id", Text, nullable=False),
    Column("records", JsonText, nullable=False),
    Column("why", Text, nullable=False),
    Column("first_at", UtcDateTime, nullable=False),
    Column("last_at", UtcDateTime, nullable=False, index=True),
    Column("raised_at", UtcDateTime, nullable=False),
    Column("verdict", EnumText(FlagVerdict), nullable=False),
    Column("judged_at", UtcDateTime),
    Column("judged_by", Text, nullable=False),
    Column("case_number", Text, nullable=False),
)
"""``records`` are ids; ``why`` names no plate. The reviewer's words go after 90 days (RET-09)."""

TIED_PLATES = Table(
    "tied_plates",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("plate_hash", String(64), nullable=False),
    Column("key_id", String(16), nullable=False),
    Column("person_id", Text, nullable=False),
    Column("tie", EnumText(Tie), nullable=False),
    Column("entered_at", UtcDateTime, nullable=False),
    Column("entered_by", Text, nullable=False),
    UniqueConstraint("plate_hash", "person_id"),
)
"""``plate_hash`` is keyed by the agency's key for entries, ``key_id`` says which that was."""
