"""What the administrator decided of each category (HOT-08)."""

import sqlalchemy as sa
from alembic import op

from mdt_alpr.database.types import UtcDateTime

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "category_decisions",
        sa.Column("code", sa.String(1), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_category_decisions"),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("category_decisions")
