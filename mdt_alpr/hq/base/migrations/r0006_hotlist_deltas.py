"""What cars must forget with which version; what became of each delivery (HOT-03, HOT-12)."""

import sqlalchemy as sa
from alembic import op

from mdt_alpr.database.types import JsonText, UtcDateTime

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables, and mark entries with what they say."""
    op.create_table(
        "hotlist_cancellations",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("version", "entry_id", name="pk_hotlist_cancellations"),
    )
    op.create_table(
        "hotlist_imports",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.Column("stopped", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("lists", JsonText(), nullable=False),
        sa.Column("counts", JsonText(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_hotlist_imports"),
    )
    op.add_column(
        "hotlist_entries",
        sa.Column("fingerprint", sa.BigInteger(), nullable=False, server_default="0"),
    )
    op.create_index("ix_hotlist_entries_version", "hotlist_entries", ["version"])


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_hotlist_entries_version", "hotlist_entries")
    with op.batch_alter_table("hotlist_entries") as table:
        table.drop_column("fingerprint")
    op.drop_table("hotlist_imports")
    op.drop_table("hotlist_cancellations")
