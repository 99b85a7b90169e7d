"""Headquarters' tables of searches in stored reads, and what finds a part of a plate in them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from mdt_alpr.database.types import EnumText, JsonText, UtcDateTime
from mdt_alpr.domain.search.question import CaseCheck
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
)
"""The plates of many reads of one date of capture, ``day``, under its key, see ``plate_sheets``;
``captured_at`` is that of the oldest of them."""

SEARCHES = Table(
    "searches",
    METADATA,
    Column("search_id", String(36), primary_key=True),
    Column("captured_at", UtcDateTime, nullable=False, index=True),
    Column("person_id", Text, nullable=False),
    Column("session", String(64), nullable=False),
    Column("purpose", String(48), nullable=False),
    Column("case_check", EnumText(CaseCheck), nullable=False),
    Column("confirmed", JsonText, nullable=False),
    Column("for_review", Boolean, nullable=False),
    Column("found", BigInteger, nullable=False),
    Column("is_others_case", Boolean),
    Index("ix_searches_person_id", "person_id", "captured_at"),
)
"""What was searched lies in ``typed_texts``; ``confirmed`` is what the person was asked before;
``is_others_case`` is whether others worked the case then, empty where that is not known.

``captured_at`` is when it was made: it goes after 90 days, as what it searched."""

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
