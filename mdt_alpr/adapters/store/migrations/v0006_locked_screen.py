"""Whether the screen was locked when the program ended, with the session (ACC-06, ACC-07)."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Give it a place; a session from before counts as locked."""
    op.add_column(
        "sessions", sa.Column("locked", sa.Boolean(), nullable=False, server_default=sa.true())
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_column("sessions", "locked")
