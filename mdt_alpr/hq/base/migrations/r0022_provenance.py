"""Whose a message is: seat, unit and key of sessions, devices' units, what was set aside."""

import sqlalchemy as sa
from alembic import op

from mdt_alpr.database.types import UtcDateTime

revision = "0022"
down_revision = "0021"


def _columns() -> dict[str, tuple[sa.Column[object], ...]]:
    return {
        "sessions": (
            sa.Column("seat", sa.String(48), nullable=False, server_default="car"),
            sa.Column("unit", sa.Text(), nullable=False, server_default=""),
            sa.Column("public_key", sa.String(64), nullable=False, server_default=""),
        ),
        "listeners": (
            sa.Column("given_to", sa.String(64), nullable=False, server_default=""),
            sa.Column("given", sa.BigInteger(), nullable=False, server_default="0"),
        ),
    }


def upgrade() -> None:
    """Add columns and tables."""
    for name, columns in _columns().items():
        for column in columns:
            op.add_column(name, column)
    op.create_index("ix_sessions_device", "sessions", ["device"])
    op.create_table(
        "device_units",
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("unit_key", sa.Text(), nullable=False),
        sa.Column("bound_at", UtcDateTime(), nullable=False),
        sa.Column("bound_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("device", name="pk_device_units"),
        sa.UniqueConstraint("unit_key", name="uq_device_units_unit_key"),
    )
    op.create_table(
        "device_sign_ins",
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("signed_in", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint(
            "device", "at", "person_id", "signed_in", name="pk_device_sign_ins"
        ),
    )
    op.create_table(
        "marks",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_marks"),
    )
    op.create_table(
        "set_aside",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(36), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(48), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("brought_by", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("captured_at", UtcDateTime(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False, server_default=""),
        sa.Column("decided_at", UtcDateTime()),
        sa.Column("decided_by", sa.Text(), nullable=False, server_default=""),
        sa.Column("why", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("number", name="pk_set_aside"),
        sa.UniqueConstraint("item_id", name="uq_set_aside_item_id"),
    )
    for column_name in ("device", "subject", "captured_at"):
        op.create_index(f"ix_set_aside_{column_name}", "set_aside", [column_name])


def downgrade() -> None:
    """Take them away."""
    for column_name in ("device", "subject", "captured_at"):
        op.drop_index(f"ix_set_aside_{column_name}", "set_aside")
    for table in ("set_aside", "marks", "device_sign_ins", "device_units"):
        op.drop_table(table)
    op.drop_index("ix_sessions_device", "sessions")
    for name, columns in _columns().items():
        with op.batch_alter_table(name) as changing:
            for column in columns:
                changing.drop_column(column.name)
