"""What cars must hear of: relays, rejections, cleared twins."""

import sqlalchemy as sa
from alembic import op

from mdt_alpr.database.types import UtcDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "listeners",
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("device", name="pk_listeners"),
    )
    op.create_table(
        "notices",
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(48), nullable=False),
        sa.Column("captured_at", UtcDateTime(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("device", "number", name="pk_notices"),
    )
    _sightings()
    _refutations()
    op.create_table(
        "rejections",
        *_captured("hit_id"),
        *_record(),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("cause", sa.String(48), nullable=False),
        sa.Column("by_status", sa.Boolean(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("day", "hit_id", "entry_id", name="pk_rejections"),
    )
    op.create_index("ix_rejections_entry_id", "rejections", ["entry_id"])
    for table in _WITH_CAPTURED:
        op.create_index(f"ix_{table}_captured_at", table, ["captured_at"])


def downgrade() -> None:
    """Take them away."""
    for table in ("listeners", *_WITH_CAPTURED):
        op.drop_table(table)


_WITH_CAPTURED = (
    "notices", "sightings", "sighting_records", "refutations", "refuted_records", "rejections",
)  # fmt: skip


def _sightings() -> None:
    op.create_table(
        "sightings",
        *_captured("hit_id"),
        sa.Column("raised_at", UtcDateTime(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("relayed_from", sa.String(36), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("refuted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("day", "hit_id", name="pk_sightings"),
    )
    op.create_index("ix_sightings_relayed_from", "sightings", ["relayed_from"])
    op.create_table(
        "sighting_records",
        *_captured("hit_id"),
        *_record(),
        sa.PrimaryKeyConstraint("day", "hit_id", "entry_id", name="pk_sighting_records"),
    )
    op.create_index("ix_sighting_records_entry_id", "sighting_records", ["entry_id"])


def _refutations() -> None:
    op.create_table(
        "refutations",
        *_captured("item_id"),
        sa.Column("hit_id", sa.String(36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("reach", sa.String(48), nullable=False),
        sa.Column("kind", sa.String(48), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", "item_id", name="pk_refutations"),
    )
    op.create_index("ix_refutations_hit_id", "refutations", ["hit_id"])
    op.create_table(
        "refuted_records",
        *_captured("item_id"),
        *_record(),
        sa.PrimaryKeyConstraint("day", "item_id", "entry_id", name="pk_refuted_records"),
    )
    op.create_index("ix_refuted_records_entry_id", "refuted_records", ["entry_id"])


def _captured(identifier: str) -> list[sa.Column[object]]:
    return [
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(identifier, sa.String(36), nullable=False),
        sa.Column("captured_at", UtcDateTime(), nullable=False),
    ]


def _record() -> list[sa.Column[object]]:
    return [
        sa.Column("entry_id", sa.Text(), nullable=False),
        sa.Column("plate_text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(2), nullable=False),
    ]
