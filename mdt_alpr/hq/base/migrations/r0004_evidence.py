"""Evidence packages of hits."""

import sqlalchemy as sa
from alembic import op

from mdt_alpr.database.types import UtcDateTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "device_keys",
        *_key(),
        sa.Column("told_at", UtcDateTime(), nullable=False),
        sa.Column("accepted_at", UtcDateTime()),
        sa.Column("accepted_by", sa.Text()),
        sa.PrimaryKeyConstraint("device", "public_key", name="pk_device_keys"),
    )
    op.create_table(
        "evidence",
        *_key(),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("hit_id", sa.String(36), nullable=False),
        sa.Column("sealed_at", UtcDateTime(), nullable=False),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("signature", sa.String(128), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint(
            "device", "public_key", "sequence", "fingerprint", name="pk_evidence"
        ),
    )
    op.create_index("ix_evidence_hit_id", "evidence", ["hit_id"])
    op.create_table(
        "evidence_content",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("captured_at", UtcDateTime(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", "fingerprint", name="pk_evidence_content"),
    )
    op.create_index("ix_evidence_content_captured_at", "evidence_content", ["captured_at"])
    op.create_table(
        "evidence_chains",
        *_key(),
        sa.Column("verified", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("broken_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("device", "public_key", name="pk_evidence_chains"),
    )


def downgrade() -> None:
    """Take them away."""
    for table in ("evidence_chains", "evidence_content", "evidence", "device_keys"):
        op.drop_table(table)


def _key() -> tuple[sa.Column[str], ...]:
    return (
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("public_key", sa.String(64), nullable=False),
    )
