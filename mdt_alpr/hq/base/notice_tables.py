"""Tables of what cars must hear: notices, and what headquarters derives them from.

``captured_at`` stands in every row that comes from captured data, the relayed and derived ones
included, so that it goes on its ninetieth day with the rest (RET-01).
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from mdt_alpr.database.types import EnumText, UtcDateTime
from mdt_alpr.domain.hit.disposition import Disposition
from mdt_alpr.domain.hit.hit import Contrary
from mdt_alpr.domain.hit.refutation import Reach
from mdt_alpr.hq.base.tables import METADATA
from mdt_alpr.wire.notices import NoticeKind

_ID = 36

LISTENERS = Table(
    "listeners",
    METADATA,
    Column("device", Text, primary_key=True),
    Column("unit", Text, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("last_number", BigInteger, nullable=False),
    Column("given_to", String(64), nullable=False, server_default=""),
    Column("given", BigInteger, nullable=False, server_default="0"),
)
"""Every car that ever asked for notices; ``last_number`` is given to no second notice.
``given`` is the last that the session ``given_to`` (a token's hash) was sent: it alone may say
that it has it."""

NOTICES = Table(
    "notices",
    METADATA,
    Column("device", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("kind", EnumText(NoticeKind), nullable=False),
    Column("captured_at", UtcDateTime, nullable=False, index=True),
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("device", "number"),
)
"""What a car has not acknowledged yet."""

SIGHTINGS = Table(
    "sightings",
    METADATA,
    Column("day", Date, nullable=False),
    Column("hit_id", String(_ID), nullable=False),
    Column("captured_at", UtcDateTime, nullable=False, index=True),
    Column("raised_at", UtcDateTime, nullable=False),
    Column("device", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("relayed_from", String(_ID), nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("refuted", Boolean, nullable=False),
    PrimaryKeyConstraint("day", "hit_id"),
    Index("ix_sightings_relayed_from", "relayed_from"),
)
"""How each hit stands, and from which it was relayed (empty for a car's own)."""

SIGHTING_RECORDS = Table(
    "sighting_records",
    METADATA,
    Column("day", Date, nullable=False),
    Column("hit_id", String(_ID), nullable=False),
    Column("entry_id", Text, nullable=False),
    Column("plate_text", Text, nullable=False),
    Column("state", String(2), nullable=False),
    Column("captured_at", UtcDateTime, nullable=False, index=True),
    PrimaryKeyConstraint("day", "hit_id", "entry_id"),
    Index("ix_sighting_records_entry_id", "entry_id"),
)
"""The records that each hit may be; ``plate_text`` has the letter O as the digit 0."""

REFUTATIONS = Table(
    "refutations",
    METADATA,
    Column("day", Date, nullable=False),
    Column("item_id", String(_ID), nullable=False),
    Column("hit_id", String(_ID), nullable=False, index=True),
    Column("captured_at", UtcDateTime, nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("reach", EnumText(Reach), nullable=False),
    Column("kind", EnumText(Contrary), nullable=False),
    Column("source", Text, nullable=False),
    PrimaryKeyConstraint("day", "item_id"),
)
"""Every "no", for hits and relays of it that headquarters hears of later."""

REFUTED_RECORDS = Table(
    "refuted_records",
    METADATA,
    Column("day", Date, nullable=False),
    Column("item_id", String(_ID), nullable=False),
    Column("entry_id", Text, nullable=False),
    Column("plate_text", Text, nullable=False),
    Column("state", String(2), nullable=False),
    Column("captured_at", UtcDateTime, nullable=False, index=True),
    PrimaryKeyConstraint("day", "item_id", "entry_id"),
    Index("ix_refuted_records_entry_id", "entry_id"),
)
"""The records that a "no" of reach RECORD speaks of."""

REJECTIONS = Table(
    "rejections",
    METADATA,
    Column("day", Date, nullable=False),
    Column("hit_id", String(_ID), nullable=False),
    Column("entry_id", Text, nullable=False),
    Column("plate_text", Text, nullable=False),
    Column("state", String(2), nullable=False),
    Column("captured_at", UtcDateTime, nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("cause", EnumText(Disposition), nullable=False),
    Column("by_status", Boolean, nullable=False),
    Column("ended", Boolean, nullable=False),
    PrimaryKeyConstraint("day", "hit_id", "entry_id"),
    Index("ix_rejections_entry_id", "entry_id"),
)
"""Rejected hits by record; ``plate_text`` has the letter O as the digit 0 (ALR-08, D13)."""

CAPTURED = (SIGHTINGS, SIGHTING_RECORDS, REFUTATIONS, REFUTED_RECORDS, REJECTIONS, NOTICES)
"""What the purge empties."""
