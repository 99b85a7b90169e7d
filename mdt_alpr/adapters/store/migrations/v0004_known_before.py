"""What headquarters told of earlier hits on a plate."""

import sqlalchemy as sa
from alembic import op

from mdt_alpr.database.types import UtcDateTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    op.create_table("heard", sa.Column("number", sa.BigInteger(), primary_key=True))
    op.create_table(
        "rejections",
        sa.Column("rejection_id", sa.String(36), primary_key=True),
        sa.Column("entry_id", sa.String(128), primary_key=True, index=True),
        sa.Column("text", sa.String(16), nullable=False),
        sa.Column("state", sa.String(2), nullable=False),
        sa.Column("cause", sa.String(48), nullable=False),
        sa.Column("by_status", sa.Boolean(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("captured_at", UtcDateTime(), nullable=False, index=True),
        sa.Column("ended", sa.Boolean(), nullable=False),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("rejections")
    op.drop_table("heard")
