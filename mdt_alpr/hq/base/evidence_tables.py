"""Tables of evidence: device keys, seals for good, contents for 90 days, how each chain stands."""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from mdt_alpr.database.types import UtcDateTime
from mdt_alpr.hq.base.tables import METADATA

_SHA256 = 64

DEVICE_KEYS = Table(
    "device_keys",
    METADATA,
    Column("device", Text, nullable=False),
    Column("public_key", String(_SHA256), nullable=False),
    Column("told_at", UtcDateTime, nullable=False),
    Column("accepted_at", UtcDateTime),
    Column("accepted_by", Text),
    PrimaryKeyConstraint("device", "public_key"),
)
"""The first key of a device is accepted as it comes, another one by an administrator."""

EVIDENCE = Table(
    "evidence",
    METADATA,
    Column("device", Text, nullable=False),
    Column("public_key", String(_SHA256), nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("fingerprint", String(_SHA256), nullable=False),
    Column("hit_id", String(36), nullable=False, index=True),
    Column("sealed_at", UtcDateTime, nullable=False),
    Column("content", String(_SHA256), nullable=False),
    Column("previous", String(_SHA256), nullable=False),
    Column("signature", String(128), nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("device", "public_key", "sequence", "fingerprint"),
)
"""Every seal that arrived; two that claim one place are both kept, as evidence."""

EVIDENCE_CONTENT = Table(
    "evidence_content",
    METADATA,
    Column("day", Date, nullable=False),
    Column("fingerprint", String(_SHA256), nullable=False),
    Column("captured_at", UtcDateTime, nullable=False, index=True),
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("day", "fingerprint"),
)
"""Captured data: the parts of a package, gone after 90 days."""

EVIDENCE_CHAINS = Table(
    "evidence_chains",
    METADATA,
    Column("device", Text, nullable=False),
    Column("public_key", String(_SHA256), nullable=False),
    Column("verified", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("broken_at", BigInteger),
    PrimaryKeyConstraint("device", "public_key"),
)
