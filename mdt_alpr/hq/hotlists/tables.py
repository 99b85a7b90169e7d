"""Headquarters' tables of what became of deliveries, and of what cars must forget."""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from mdt_alpr.database.types import EnumText, JsonText, UtcDateTime
from mdt_alpr.domain.hotlist.hotlist import AlertStyle, Priority
from mdt_alpr.domain.search.question import CaseCheck
from mdt_alpr.hq.base.sealed_rows import Under, sealing
from mdt_alpr.hq.base.tables import METADATA

HOTLIST_CANCELLATIONS = Table(
    "hotlist_cancellations",
    METADATA,
    Column("version", BigInteger, nullable=False),
    Column("entry_id", String(64), nullable=False),
    PrimaryKeyConstraint("version", "entry_id"),
)
"""Which entry left the list with which version: what a car that was away must forget (HOT-03)."""

HOTLIST_PAST = Table(
    "hotlist_past",
    METADATA,
    Column("left_with", BigInteger, nullable=False),
    Column("entry_id", String(64), nullable=False),
    Column("listed_with", BigInteger, nullable=False),
    Column("list_name", Text, nullable=False),
    Column("category", String(1), nullable=False),
    Column("plate", LargeBinary, nullable=False, index=True),
    Column("sealed_on", Date, nullable=False, index=True),
    sealing("raw", "body", under=Under.LISTED, named_by=("entry_id",)),
    PrimaryKeyConstraint("left_with", "entry_id"),
)
"""Entries that left the list or changed, from which version up to which they were on it (HOT-12).
They lie as they lay in ``hotlist_entries`` and die with the key of ``sealed_on``."""

HOTLIST_IMPORTS = Table(
    "hotlist_imports",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("source", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("confirmed_by", Text, nullable=False),
    Column("stopped", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("lists", JsonText, nullable=False),
    Column("counts", JsonText, nullable=False),
    Column("written_at", UtcDateTime),
    Column("sha256", String(64), nullable=False, server_default=""),
    Column("report", Text, nullable=False, server_default=""),
)
"""Every delivery, imported or stopped (HOT-12): lists by entries, lines by what became of them.
``report`` is the name of the file of dropped lines, empty where nothing was read."""

CATEGORY_SETTINGS = Table(
    "category_settings",
    METADATA,
    Column("code", String(1), primary_key=True),
    Column("priority", EnumText(Priority), nullable=False),
    Column("style", EnumText(AlertStyle), nullable=False),
    Column("instruction", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
    Column("set_by", Text, nullable=False),
)
"""What the administrator set for a category; one that is not here is as it is by default."""

CORRECTIONS = Table(
    "corrections",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("entry_id", String(64), nullable=False, index=True),
    Column("list_name", Text, nullable=False),
    Column("owner", Text, nullable=False),
    sealing("plate_text", "state", "reason", "evidence", "owner_asked", under=Under.LIFE),
    Column("owner_asked_at", UtcDateTime),
    Column("made_at", UtcDateTime, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("ended_by", Text, nullable=False),
)
"""Records on which cars do not alert (HOT-11): of one plate and state as it was listed then.
``owner`` is the record's ORI; the plate goes when the correction ends."""


_SHA256 = 64

MANUAL_ENTRIES = Table(
    "manual_entries",
    METADATA,
    Column("entry_id", String(36), primary_key=True),
    Column("device", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("entered_by", Text, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
    Column("ended_at", UtcDateTime, index=True),
    Column("ended_by", Text),
    Column("plate_hash", String(_SHA256), index=True),
    Column("key_id", String(16)),
    Column("case_check", EnumText(CaseCheck), nullable=False, default=CaseCheck.NOT_CHECKED),
    sealing("body", "ended_why", under=Under.LIFE),
)
"""``body`` is the JSON text of ``domain.hotlist.manual_entry.ManualEntry``; once ``ended_at`` is
set it holds no plate and ``plate_hash`` is the keyed hash of it. ``key_id`` says whose key: the
agency's, or "car" where the entry ended before headquarters received it (MAN-05).
``case_check`` is what the agency's case system knows of its case (SUP-03)."""
