"""The supervisor's desk: each hit in one line, reviews and their cases."""

import sqlalchemy as sa
from alembic import op

from mdt_alpr.database.types import UtcDateTime

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the tables; headquarters fills the lines of older hits when it starts."""
    op.create_table(
        "hit_log",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hit_id", sa.String(36), nullable=False),
        sa.Column("captured_at", UtcDateTime(), nullable=False),
        sa.Column("raised_at", UtcDateTime(), nullable=False),
        sa.Column("read_id", sa.String(36), nullable=False),
        *_texts("device", "unit", "person_id", "camera"),
        sa.Column("category", sa.String(1), nullable=False),
        *_texts("list_name", "match_class"),
        *_plate("read"),
        *_plate("entered"),
        *_plate("listed"),
        *_texts("method"),
        *(
            sa.Column(name, sa.Integer())
            for name in ("alert_ms", "open_ms", "check_ms", "decision_ms")
        ),
        *_texts("status_by", "gate_form"),
        sa.Column("attention", sa.String(48), nullable=False),
        *_texts("disposition", "stopped", "outcome", "confusion", "rhythm"),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("shift_day", sa.Date(), nullable=False),
        sa.Column("shift_kind", sa.String(9), nullable=False),
        sa.PrimaryKeyConstraint("day", "hit_id", name="pk_hit_log"),
    )
    op.create_index("ix_hit_log_captured_at", "hit_log", ["captured_at"])
    op.create_index("ix_hit_log_read_id", "hit_log", ["read_id"])
    op.create_index("ix_hit_log_raised_at_hit_id", "hit_log", ["raised_at", "hit_id"])
    _reviews()


def downgrade() -> None:
    """Take them away."""
    for table in ("review_cases", "hit_reviews", "hit_log"):
        op.drop_table(table)


def _reviews() -> None:
    op.create_table(
        "hit_reviews",
        sa.Column("review_id", sa.String(36), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hit_id", sa.String(36), nullable=False),
        sa.Column("captured_at", UtcDateTime(), nullable=False),
        sa.Column("kind", sa.String(48), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        *_texts("person_id", "officer_id", "case_number"),
        sa.Column("seen_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("review_id", name="pk_hit_reviews"),
    )
    op.create_index("ix_hit_reviews_captured_at", "hit_reviews", ["captured_at"])
    op.create_index("ix_hit_reviews_day_hit_id", "hit_reviews", ["day", "hit_id"])
    op.create_index("ix_hit_reviews_officer_id", "hit_reviews", ["officer_id"])
    op.create_table(
        "review_cases",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("hit_id", sa.String(36), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("year", "serial", name="pk_review_cases"),
    )


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _plate(whose: str) -> tuple[sa.Column[str], sa.Column[str]]:
    text = sa.Column(f"{whose}_text", sa.Text(), nullable=False)
    return text, sa.Column(f"{whose}_state", sa.String(2), nullable=False)
