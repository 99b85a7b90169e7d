"""Tables of the car's store.

Facts of reads and hits are JSON (see ``facts``); columns beside them are what is searched
for. ``captured_at`` is in every table of captured plate data, for the purge (RET-01); facts,
bodies, parts and pictures of it are sealed under the key of their date (see ``content``).
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from mdt_alpr.database.types import EnumText, JsonText, UtcDateTime, new_metadata
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.disposition import Disposition
from mdt_alpr.domain.hit.hit import HitState
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.retention.outbox import ItemKind

METADATA = new_metadata()


def _picture(name: str) -> Column[Any]:
    return Column(name, String(64), ForeignKey("pictures.digest"), index=True)


PICTURES = Table(
    "pictures",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("jpeg", LargeBinary, nullable=False),
)

READS = Table(
    "reads",
    METADATA,
    Column("read_id", String(36), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("captured_at", UtcDateTime, nullable=False, index=True),
    Column("facts", Text, nullable=False),
    _picture("crop"),
    _picture("context"),
)

HITS = Table(
    "hits",
    METADATA,
    Column("hit_id", String(36), primary_key=True),
    Column("read_id", String(36), nullable=False),
    Column("captured_at", UtcDateTime, nullable=False, index=True),
    Column("raised_at", UtcDateTime, nullable=False),
    Column("state", EnumText(HitState), nullable=False, index=True),
    Column("facts", Text, nullable=False),
    _picture("crop"),
    _picture("context"),
)

HIT_PICTURES = Table(
    "hit_pictures",
    METADATA,
    Column("hit_id", String(36), primary_key=True),
    Column("digest", String(64), ForeignKey("pictures.digest"), primary_key=True, index=True),
    Column("captured_at", UtcDateTime, nullable=False, index=True),
)
"""Pictures of the pass that a hit keeps beside those of its first read."""

EVIDENCE = Table(
    "evidence",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("public_key", String(64), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("hit_id", String(36), nullable=False),
    Column("device", String(64), nullable=False),
    Column("sealed_at", UtcDateTime, nullable=False),
    Column("content", String(64), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("signature", String(128), nullable=False),
    Column("captured_at", UtcDateTime, index=True),
    Column("parts", Text),
    UniqueConstraint("public_key", "sequence"),
)
"""Seals stay for good; ``captured_at`` and ``parts`` are emptied by the purge."""

OUTBOX = Table(
    "outbox",
    METADATA,
    Column("sequence", Integer, primary_key=True),
    Column("item_id", String(36), nullable=False, unique=True),
    Column("kind", EnumText(ItemKind), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("body", Text, nullable=False),
    Column("captured_at", UtcDateTime, index=True),
    _picture("picture"),
    Column("refused_at", UtcDateTime, index=True),
    Column("refused_problem", Integer),
    Column("hold_id", String(36), index=True),
    sqlite_autoincrement=True,  # a sequence number is never given twice
)
"""``captured_at`` is empty for items without captured data, and for those that the hold
``hold_id`` keeps: these outlive the purge."""

HOLDS = Table(
    "holds",
    METADATA,
    Column("hold_id", String(36), primary_key=True),
    Column("body", Text, nullable=False),
    Column("ended_at", UtcDateTime, index=True),
)
"""Holds over this machine's cameras: ``wire.holds.HoldOrder``, empty once ``ended_at`` is set."""

AUDIT = Table(
    "audit",
    METADATA,
    Column("sequence", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("device", String(64), nullable=False),
    Column("person", String(64), nullable=False),
    Column("event", EnumText(AuditEvent), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("detail", JsonText, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
)
"""Append-only: triggers refuse any change (AUD-04)."""

HOTLISTS = Table(
    "hotlists",
    METADATA,
    Column("version", Integer, primary_key=True),
    Column("compiled_at", UtcDateTime, nullable=False),
    Column("look_alikes_allowed", Boolean, nullable=False),
    Column("digest", String(64), nullable=False, server_default=""),
    Column("settings", JsonText, nullable=False, server_default="{}"),
    Column("kept_days", Integer, nullable=False, server_default="90"),
)

HOTLIST_ENTRIES = Table(
    "hotlist_entries",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("version", Integer, ForeignKey("hotlists.version", ondelete="CASCADE"), nullable=False),
    Column("entry_id", String(128), nullable=False),
    Column("list_name", String(64), nullable=False),
    Column("category", String(8), nullable=False),
    Column("text", String(16), nullable=False),
    Column("state", String(2), nullable=False),
    Column("nic", String(16), nullable=False),
    Column("ori", String(16), nullable=False),
    Column("entered_on", Date),
    Column("plate_type", String(8), nullable=False),
    Column("vehicle_year", String(8), nullable=False),
    Column("make", String(32), nullable=False),
    Column("model", String(32), nullable=False),
    Column("style", String(32), nullable=False),
    Column("colour", String(32), key="color", nullable=False),  # as the first stores have it
    Column("note", Text, nullable=False),
    Column("expires_at", UtcDateTime, index=True),
    Column("manual", Text),
)
"""``manual`` is the JSON text of ``domain.hotlist.manual_entry.ManualFacts`` for entries that
coworkers made."""

MANUAL_ENTRIES = Table(
    "manual_entries",
    METADATA,
    Column("entry_id", String(36), primary_key=True),
    Column("entered_by", String(64), nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime, index=True),
    Column("plate_hash", String(64), index=True),
    Column("body", Text, nullable=False),
)
"""Entries made in this car; once ``ended_at`` is set, ``body`` holds no plate (MAN-05)."""

REJECTIONS = Table(
    "rejections",
    METADATA,
    Column("rejection_id", String(36), primary_key=True),
    Column("entry_id", String(128), primary_key=True, index=True),
    Column("text", String(16), nullable=False),
    Column("state", String(2), nullable=False),
    Column("cause", EnumText(Disposition), nullable=False),
    Column("by_status", Boolean, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("captured_at", UtcDateTime, nullable=False, index=True),
    Column("ended", Boolean, nullable=False),
)
"""Rejected hits of the whole agency, by record (ALR-08)."""

NOTICES = Table("notices", METADATA, Column("number", BigInteger, primary_key=True))
"""At most one row: up to which headquarters' notices were applied."""

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("person_id", String(64), primary_key=True),
    Column("name", String(128), nullable=False),
    Column("role", EnumText(Role), nullable=False),
    Column("signed_in_at", UtcDateTime, nullable=False),
    Column("token", String(256), nullable=False),
    Column("locked", Boolean, nullable=False),
    Column("offline_until", UtcDateTime),
)
"""At most one row: who sits in the car, and whether the screen is locked, for a restart."""

ENROLLMENT = Table(
    "enrollment",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("body", Text, nullable=False),
)
"""At most one row, ``wire.devices.KeptEnrollment``: which headquarters this car belongs to."""

VERIFIERS = Table(
    "verifiers",
    METADATA,
    Column("person_id", String(64), primary_key=True),
    Column("name", String(128), nullable=False),
    Column("role", EnumText(Role), nullable=False),
    Column("accepted_at", UtcDateTime, nullable=False),
    Column("after_entry", Integer, nullable=False),
    Column("trained_until", Date),
    Column("training", Boolean, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
)
"""Whom headquarters accepted in this car, for a sign-in without a link; ``after_entry`` is the
number of the audit's newest entry at that instant."""

PURGES = Table(
    "purges",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("reads", Integer, nullable=False),
    Column("hits", Integer, nullable=False),
    Column("pictures", Integer, nullable=False),
    Column("queued", Integer, nullable=False),
    Column("entries", Integer, nullable=False),
)
"""One row a run, also for a run that found nothing: the proof that it ran (RET-07).

None for a run before anything was captured."""

ELAPSED_TIME = Table(
    "elapsed_time",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("body", Text, nullable=False),
)
"""At most one row, ``domain.retention.elapsed_time.ElapsedTime``."""
