"""What the administrator set for each category: urgency, sound, instruction (HOT-08)."""

import sqlalchemy as sa
from alembic import op

from mdt_alpr.database.types import UtcDateTime

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "category_settings",
        sa.Column("code", sa.String(1), nullable=False),
        sa.Column("priority", sa.String(48), nullable=False),
        sa.Column("style", sa.String(48), nullable=False),
        sa.Column("instruction", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_category_settings"),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("category_settings")
