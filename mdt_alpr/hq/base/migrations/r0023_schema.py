"""The whole schema of version 0.1: what was there before was never released."""

from alembic import op

from mdt_alpr.database.schema_file import drop_tables, make_tables

revision = "0023"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    make_tables(op.get_bind(), "headquarters-0023")


def downgrade() -> None:
    """Drop every table."""
    drop_tables(op.get_bind(), "headquarters-0023")
