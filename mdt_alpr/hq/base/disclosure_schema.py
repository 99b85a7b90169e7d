"""The part of the schema that ``disclosure_tables`` describes, for the migration."""

import sqlalchemy as sa
from alembic import op

from mdt_alpr.hq.base.schema_columns import sealed, texts, times

NAMES = ("disclosures", "disclosure_steps", "packages", "portable_media")


def disclosure_tables() -> None:
    """Make them."""
    op.create_table(
        "disclosures",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hold_id", sa.String(36), nullable=False),
        *(sa.Column(name, sa.String(48), nullable=False) for name in
          ("state", "standing", "received_by")),
        *times("received_at", "recorded_at", nullable=False),
        *texts("recorded_by"),
        sa.Column("reason", sa.String(48), nullable=True),
        *times("decided_at"),
        *texts("decided_by"),
        *times("papers_gone_at"),
        *sealed("sealed"),
        sa.PrimaryKeyConstraint("number", name="pk_disclosures"),
        sa.UniqueConstraint("hold_id", name="uq_disclosures_hold_id"),
    )  # fmt: skip
    op.create_index("ix_disclosures_state", "disclosures", ["state"])
    op.create_index("ix_disclosures_received_at", "disclosures", ["received_at"])
    op.create_table(
        "disclosure_steps",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hold_id", sa.String(36), nullable=False),
        sa.Column("step", sa.String(48), nullable=False),
        *times("at", nullable=False),
        *texts("person_id"),
        *sealed("sealed"),
        sa.PrimaryKeyConstraint("number", name="pk_disclosure_steps"),
    )
    op.create_index("ix_disclosure_steps_hold_id", "disclosure_steps", ["hold_id"])
    _package_tables()


def _package_tables() -> None:
    op.create_table(
        "packages",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hold_id", sa.String(36), nullable=False),
        *_numbers("hold_number", "request_number"),
        sa.Column("purpose", sa.String(48), nullable=False),
        *times("made_at", nullable=False),
        *texts("made_by"),
        sa.Column("sha256", sa.String(64), nullable=False),
        *_numbers("size", "reads", "hits", "pictures"),
        sa.Column("is_restricted", sa.Boolean(), nullable=False),
        *texts("serial"),
        sa.Column("state", sa.String(48), nullable=False),
        *times("due_at", "ended_at"),
        *texts("ended_by"),
        *times("acknowledged_at"),
        *sealed("sealed"),
        sa.PrimaryKeyConstraint("number", name="pk_packages"),
    )
    for name in ("hold_number", "request_number", "serial", "state"):
        op.create_index(f"ix_packages_{name}", "packages", [name])
    op.create_table(
        "portable_media",
        sa.Column("serial", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(48), nullable=False),
        *texts("label"),
        *times("registered_at", nullable=False),
        *texts("registered_by"),
        *times("retired_at"),
        *texts("retired_by", "retired_how"),
        sa.PrimaryKeyConstraint("serial", name="pk_portable_media"),
    )


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]
