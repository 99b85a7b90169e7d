"""Manual entries made in this car, and what the list tells of those of others."""

import sqlalchemy as sa
from alembic import op

from mdt_alpr.database.types import UtcDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table; give the list a place for what coworkers noted."""
    op.create_table(
        "manual_entries",
        sa.Column("entry_id", sa.String(36), primary_key=True),
        sa.Column("entered_by", sa.String(64), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), index=True),
        sa.Column("plate_hash", sa.String(64), index=True),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.add_column("hotlist_entries", sa.Column("manual", sa.Text()))


def downgrade() -> None:
    """Take both away."""
    with op.batch_alter_table("hotlist_entries") as batch:
        batch.drop_column("manual")
    op.drop_table("manual_entries")
