"""The part of the schema of ``agency_tables`` and ``audit_tables``, for the migration."""

import sqlalchemy as sa
from alembic import op

from mdt_alpr.hq.base.schema_columns import sealed, texts, times

NAMES = (
    "publications", "content_checks", "published_counts", "agency_settings", "kept_keys",
    "audit_lanes",
)  # fmt: skip


def agency_tables() -> None:
    """Make them."""
    op.create_table(
        "publications",
        sa.Column("number", sa.Integer(), nullable=False),
        *texts("title", "place"),
        *times("added_at", nullable=False),
        *texts("added_by"),
        *times("withdrawn_at"),
        *texts("withdrawn_by", "why_withdrawn"),
        sa.PrimaryKeyConstraint("number", name="pk_publications"),
    )
    op.create_table(
        "content_checks",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("publication", sa.Integer(), nullable=False),
        *times("at", nullable=False),
        *texts("by"),
        sa.Column("is_clear", sa.Boolean(), nullable=False),
        *texts("words"),
        sa.PrimaryKeyConstraint("number", name="pk_content_checks"),
    )
    op.create_index("ix_content_checks_publication", "content_checks", ["publication"])
    op.create_table(
        "published_counts",
        *texts("title"),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        *texts("body"),
        sa.PrimaryKeyConstraint("title", "first_day", "last_day", name="pk_published_counts"),
    )
    op.create_table(
        "agency_settings",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("setting", sa.String(48), nullable=False),
        *texts("value", "reason"),
        *times("set_at", nullable=False),
        *texts("set_by"),
        sa.PrimaryKeyConstraint("number", name="pk_agency_settings"),
    )
    op.create_table(
        "kept_keys",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_kept_keys"),
    )
    op.create_table(
        "audit_lanes",
        *texts("lane"),
        *times("minute", nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        *sealed("content"),
        sa.PrimaryKeyConstraint("lane", "minute", "kind", name="pk_audit_lanes"),
    )
    op.create_index("ix_audit_lanes_minute", "audit_lanes", ["minute"])
