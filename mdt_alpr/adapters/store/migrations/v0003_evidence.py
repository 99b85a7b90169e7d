"""Evidence of hits, chained and signed; the pictures that a hit keeps; the list's digest."""

import sqlalchemy as sa
from alembic import op

from mdt_alpr.database.types import UtcDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "evidence",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("public_key", sa.String(64), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("hit_id", sa.String(36), nullable=False),
        sa.Column("device", sa.String(64), nullable=False),
        sa.Column("sealed_at", UtcDateTime(), nullable=False),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("signature", sa.String(128), nullable=False),
        sa.Column("captured_at", UtcDateTime(), index=True),
        sa.Column("parts", sa.Text()),
        sa.UniqueConstraint("public_key", "sequence"),
    )
    op.create_table(
        "hit_pictures",
        sa.Column("hit_id", sa.String(36), primary_key=True),
        sa.Column(
            "digest", sa.String(64), sa.ForeignKey("pictures.digest"), primary_key=True, index=True
        ),
        sa.Column("captured_at", UtcDateTime(), nullable=False, index=True),
    )
    op.add_column(
        "hotlists", sa.Column("digest", sa.String(64), nullable=False, server_default="")
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_column("hotlists", "digest")
    op.drop_table("hit_pictures")
    op.drop_table("evidence")
