"""When the sender wrote a delivered file: an older one takes no newer one's place (D16)."""

import sqlalchemy as sa
from alembic import op

from mdt_alpr.database.types import UtcDateTime

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the column; of earlier deliveries it is not known."""
    op.add_column("hotlist_imports", sa.Column("written_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("hotlist_imports") as table:
        table.drop_column("written_at")
