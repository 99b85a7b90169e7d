"""What the administrator set for categories, with the list that it came with (HOT-08)."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Give it a place."""
    op.add_column(
        "hotlists", sa.Column("settings", sa.Text(), nullable=False, server_default="[]")
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_column("hotlists", "settings")
