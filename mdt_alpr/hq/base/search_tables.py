"""Headquarters' table of searches in stored reads, which the rooms above and below count."""

from sqlalchemy import BigInteger, Boolean, Column, Index, String, Table, Text

from mdt_alpr.database.types import EnumText, JsonText, UtcDateTime
from mdt_alpr.domain.search.question import CaseCheck
from mdt_alpr.hq.base.tables import METADATA

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
