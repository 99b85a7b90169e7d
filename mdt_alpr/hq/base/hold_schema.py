"""The part of the schema that ``hold_tables`` describes, for the migration."""

import sqlalchemy as sa
from alembic import op

from mdt_alpr.database.types import UtcDateTime
from mdt_alpr.hq.base.schema_columns import sealed, texts

NAMES = ("holds", "hold_steps", "hold_papers", "held", "hold_cars", "notaries")


def make_hold_tables() -> None:
    """Make them."""
    _make_log()
    _make_held()


def _words(*names: str, length: int = 48) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(length), nullable=False) for name in names]


def _make_log() -> None:
    op.create_table(
        "holds",
        sa.Column("number", sa.Integer(), nullable=False),
        *_words("hold_id", length=36),
        *_words("kind", "state", "way"),
        *texts("requested_by", "recorded_by"),
        sa.Column("requested_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("destroyed_at", UtcDateTime(), nullable=True),
        *sealed("sealed"),
        sa.PrimaryKeyConstraint("number", name="pk_holds"),
        sa.UniqueConstraint("hold_id", name="uq_holds_hold_id"),
    )
    op.create_index("ix_holds_state", "holds", ["state"])
    op.create_index("ix_holds_requested_by", "holds", ["requested_by"])
    op.create_table(
        "hold_steps",
        sa.Column("number", sa.Integer(), nullable=False),
        *_words("hold_id", length=36),
        *_words("step"),
        sa.Column("at", UtcDateTime(), nullable=False),
        *texts("person_id"),
        sa.Column("mark", sa.Text(), server_default="", nullable=False),
        *sealed("sealed"),
        sa.PrimaryKeyConstraint("number", name="pk_hold_steps"),
    )
    op.create_index("ix_hold_steps_hold_id", "hold_steps", ["hold_id"])
    op.create_table(
        "notaries",
        sa.Column("number", sa.Integer(), nullable=False),
        *texts("name", "recorded_by"),
        *_words("office"),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_notaries"),
    )


def _make_held() -> None:
    op.create_table(
        "hold_papers",
        *_words("hold_id", length=36),
        *_words("digest", length=64),
        *texts("kind", "added_by"),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        *sealed("sealed", "content"),
        sa.PrimaryKeyConstraint("hold_id", "digest", name="pk_hold_papers"),
    )
    op.create_table(
        "held",
        *_words("hold_id", length=36),
        sa.Column("captured_on", sa.Date(), nullable=False),
        *_words("place", length=24),
        *texts("name"),
        *sealed("content"),
        sa.PrimaryKeyConstraint("hold_id", "place", "name", name="pk_held"),
    )
    op.create_index("ix_held_place_name", "held", ["place", "name"])
    op.create_table(
        "hold_cars",
        *_words("hold_id", length=36),
        *texts("device"),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("hold_id", "device", name="pk_hold_cars"),
    )
