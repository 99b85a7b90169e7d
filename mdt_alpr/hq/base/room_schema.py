"""Parts of the one migration, by room: its file would be too long (see ``migrations``)."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

from mdt_alpr.database.types import UtcDateTime


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _times(*names: str, nullable: bool = True) -> list[sa.Column[datetime]]:
    return [sa.Column(name, UtcDateTime(), nullable=nullable) for name in names]


def equipment_tables() -> None:
    """Make the tables of ``hq.base.equipment_tables``."""
    op.create_table(
        "equipment",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(48), nullable=False),
        *_texts("name", "serial", "model", "custodian"),
        sa.Column("installed_on", sa.Date(), nullable=False),
        *_texts("software", "device"),
        sa.Column("part_of", sa.Integer(), nullable=False),
        *_texts("place"),
        *_times("registered_at", nullable=False),
        *_texts("registered_by"),
        *_times("retired_at"),
        *_texts("retired_by", "why_retired"),
        sa.PrimaryKeyConstraint("number", name="pk_equipment"),
    )
    op.create_index("ix_equipment_device", "equipment", ["device"])
    op.create_table(
        "equipment_plans",
        sa.Column("equipment", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(48), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        *_times("set_at", nullable=False),
        *_texts("set_by"),
        sa.PrimaryKeyConstraint("equipment", "kind", name="pk_equipment_plans"),
    )
    op.create_table(
        "equipment_work",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("equipment", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(48), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        *_texts("words"),
        *_times("ordered_at", nullable=False),
        *_texts("ordered_by"),
        sa.Column("done_on", sa.Date(), nullable=True),
        *_texts("done_by"),
        sa.Column("result", sa.String(48), nullable=False),
        *_texts("note"),
        *_times("recorded_at"),
        *_texts("recorded_by"),
        sa.PrimaryKeyConstraint("number", name="pk_equipment_work"),
    )
    op.create_index("ix_equipment_work_equipment", "equipment_work", ["equipment"])
