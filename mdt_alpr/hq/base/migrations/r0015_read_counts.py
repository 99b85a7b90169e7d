"""How many reads each day's partition holds, kept up to date as they come.

A day that has a partition already has no row here, and is counted when it goes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "read_counts",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "unit"),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("read_counts")
