"""A table of how long captured data is really kept; programs from 0007 on work without it."""

import sqlalchemy as sa
from alembic import op

revision = "0008_0007"
down_revision = "0007"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "elapsed_time",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_elapsed_time"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("elapsed_time")
