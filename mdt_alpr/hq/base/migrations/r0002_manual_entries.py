"""Manual entries of every car."""

import sqlalchemy as sa
from alembic import op

from mdt_alpr.database.types import UtcDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "manual_entries",
        sa.Column("entry_id", sa.String(36), primary_key=True),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False, index=True),
        sa.Column("ended_at", UtcDateTime(), index=True),
        sa.Column("ended_by", sa.Text()),
        sa.Column("ended_why", sa.Text()),
        sa.Column("plate_hash", sa.String(64), index=True),
        sa.Column("key_id", sa.String(16)),
        sa.Column("body", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("manual_entries")
