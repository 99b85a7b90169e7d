"""The hash of each delivered file: who confirms one confirms what another person saw (D16)."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Add the column; of earlier deliveries it is not known."""
    column = sa.Column("sha256", sa.String(64), nullable=False, server_default="")
    op.add_column("hotlist_imports", column)


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("hotlist_imports") as table:
        table.drop_column("sha256")
