"""The record's vehicle beside the one that was seen, in each line of the hit log (D4)."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

_TEXTS = ("listed_vehicle", "seen_vehicle", "differs")


def upgrade() -> None:
    """Add the columns; of lines from before it is not recorded."""
    for name in _TEXTS:
        op.add_column("hit_log", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    standing = sa.Column(
        "vehicle_standing", sa.String(48), nullable=False, server_default="not_recorded"
    )
    op.add_column("hit_log", standing)


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("hit_log") as table:
        for name in (*_TEXTS, "vehicle_standing"):
            table.drop_column(name)
