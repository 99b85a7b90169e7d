"""Steps of review cases: freeze, audit kept, result (SUP-06)."""

import sqlalchemy as sa
from alembic import op

from mdt_alpr.database.types import UtcDateTime

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "case_steps",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(48), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("result", sa.String(48), nullable=False),
        sa.Column("audit_last", sa.BigInteger(), nullable=False),
        sa.Column("audit_entries", sa.Integer(), nullable=False),
        sa.Column("audit_digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_case_steps"),
    )
    op.create_index("ix_case_steps_year_serial", "case_steps", ["year", "serial"])


def downgrade() -> None:
    """Take it away."""
    op.drop_index("ix_case_steps_year_serial", "case_steps")
    op.drop_table("case_steps")
