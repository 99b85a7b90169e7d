"""Tables of holds: the numbered log, its file of papers, and what is held (09.21.8.A, 8.C).

Lines of the log are never erased. What people wrote in them and the papers lie under the key of
the hold's papers; what is held lies under the hold's key of its date of capture. Nothing here has
a column ``captured_at``: the purge of captured data passes over it, and ``hq.holds`` ends it.
"""

from sqlalchemy import (
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from mdt_alpr.database.types import EnumText, UtcDateTime
from mdt_alpr.domain.retention.holds import (
    HoldChannel,
    HoldKind,
    HoldState,
    HoldStep,
    NotaryOffice,
)
from mdt_alpr.hq.base.bookkeeping import unrecorded
from mdt_alpr.hq.base.sealed_rows import Under, sealing
from mdt_alpr.hq.base.tables import METADATA

_ID, _SHA256 = 36, 64

HOLDS = Table(
    "holds",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("hold_id", String(_ID), nullable=False, unique=True),
    Column("kind", EnumText(HoldKind), nullable=False),
    Column("state", EnumText(HoldState), nullable=False, index=True),
    Column("way", EnumText(HoldChannel), nullable=False),
    Column("requested_at", UtcDateTime, nullable=False),
    Column("requested_by", Text, nullable=False, index=True),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("first_on", Date, nullable=False),
    Column("last_on", Date, nullable=False),
    Column("due_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("destroyed_at", UtcDateTime),
    sealing("body", under=Under.HOLD, named_by=("hold_id",)),
)
"""``body`` is the JSON text of ``domain.retention.holds.Hold``; ``destroyed_at`` is when the keys
of its data were destroyed. Never erased (PRS-09)."""

HOLD_STEPS = Table(
    "hold_steps",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("hold_id", String(_ID), nullable=False, index=True),
    Column("step", EnumText(HoldStep), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("mark", Text, nullable=False, server_default=""),
    sealing("words", under=Under.HOLD, named_by=("hold_id", "at")),
)
"""The timeline of each hold; ``mark`` tells one notice from another, and is the digest of a form
that renewed it."""

HOLD_PAPERS = Table(
    "hold_papers",
    METADATA,
    Column("hold_id", String(_ID), nullable=False),
    Column("digest", String(_SHA256), nullable=False),
    Column("kind", Text, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("added_by", Text, nullable=False),
    sealing("name", under=Under.HOLD),
    Column("content", LargeBinary, nullable=False),
    PrimaryKeyConstraint("hold_id", "digest"),
)
"""The file: scans and letters, ``content`` under the key of the papers."""

HELD = Table(
    "held",
    METADATA,
    Column("hold_id", String(_ID), nullable=False),
    Column("captured_on", Date, nullable=False),
    Column("place", String(24), nullable=False),
    Column("name", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    PrimaryKeyConstraint("hold_id", "place", "name"),
    Index("ix_held_place_name", "place", "name"),
)
"""Copies under the hold's own keys: ``place`` is the table they come from, or "jpeg", ``name`` the
id there. Two holds over one read hold it twice, each to its own end."""

HOLD_CARS = Table(
    "hold_cars",
    METADATA,
    Column("hold_id", String(_ID), nullable=False),
    Column("device", Text, nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    PrimaryKeyConstraint("hold_id", "device"),
    info=unrecorded("insert", "update"),  # which hold a car was given
)
"""Which car has the hold since when, and since when it knows of its end."""

NOTARIES = Table(
    "notaries",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("office", EnumText(NotaryOffice), nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("recorded_by", Text, nullable=False),
)
"""Who may notarize form ALPR-1 when (8.C.3). Never erased."""
