"""What people saw on sampled passes (D22)."""

import sqlalchemy as sa
from alembic import op

from mdt_alpr.database.types import UtcDateTime

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "truth_checks",
        sa.Column("read_id", sa.String(36), nullable=False),
        sa.Column("captured_at", UtcDateTime(), nullable=False),
        sa.Column("camera", sa.Text(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("truth", sa.String(48), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("read_id", name="pk_truth_checks"),
    )
    op.create_index("ix_truth_checks_captured_at", "truth_checks", ["captured_at"])


def downgrade() -> None:
    """Take it away."""
    op.drop_index("ix_truth_checks_captured_at", "truth_checks")
    op.drop_table("truth_checks")
