"""Parts of the one migration, by room: its file would be too long (see ``migrations``)."""

import sqlalchemy as sa
from alembic import op

from mdt_alpr.hq.base.schema_columns import sealed, texts, times

NAMES = (
    "equipment",
    "equipment_plans",
    "equipment_work",
    "destroyed_media",
    "outside_requests",
    "outside_accesses",
)


def equipment_tables() -> None:
    """Make the tables of ``hq.base.equipment_tables``."""
    op.create_table(
        "equipment",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(48), nullable=False),
        *texts("name", "serial", "model", "custodian"),
        sa.Column("installed_on", sa.Date(), nullable=False),
        *texts("software", "device"),
        sa.Column("part_of", sa.Integer(), nullable=False),
        *texts("place"),
        *times("registered_at", nullable=False),
        *texts("registered_by"),
        *times("retired_at"),
        *texts("retired_by", "why_retired"),
        sa.PrimaryKeyConstraint("number", name="pk_equipment"),
    )
    op.create_index("ix_equipment_device", "equipment", ["device"])
    op.create_table(
        "equipment_plans",
        sa.Column("equipment", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(48), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        *times("set_at", nullable=False),
        *texts("set_by"),
        sa.PrimaryKeyConstraint("equipment", "kind", name="pk_equipment_plans"),
    )
    op.create_table(
        "equipment_work",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("equipment", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(48), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        *texts("words"),
        *times("ordered_at", nullable=False),
        *texts("ordered_by"),
        sa.Column("done_on", sa.Date(), nullable=True),
        *texts("done_by"),
        sa.Column("result", sa.String(48), nullable=False),
        *texts("note"),
        *times("recorded_at"),
        *texts("recorded_by"),
        sa.PrimaryKeyConstraint("number", name="pk_equipment_work"),
    )
    op.create_index("ix_equipment_work_equipment", "equipment_work", ["equipment"])
    op.create_table(
        "destroyed_media",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(48), nullable=False),
        *texts("serial", "held"),
        sa.Column("method", sa.String(48), nullable=False),
        sa.Column("passes", sa.Integer(), nullable=False),
        sa.Column("destroyed_on", sa.Date(), nullable=False),
        *texts("destroyed_by", "witness", "note"),
        *times("recorded_at", nullable=False),
        *texts("recorded_by"),
        sa.PrimaryKeyConstraint("number", name="pk_destroyed_media"),
    )


def outside_tables() -> None:
    """Make the tables of ``hq.base.outside_tables``."""
    op.create_table(
        "outside_requests",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        *texts("requested_by"),
        *times("requested_at", "expires_at", nullable=False),
        *times("ended_at"),
        *sealed("sealed"),
        sa.PrimaryKeyConstraint("number", name="pk_outside_requests"),
    )
    op.create_index("ix_outside_requests_requested_by", "outside_requests", ["requested_by"])
    op.create_table(
        "outside_accesses",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        *times("at", "logged_at", nullable=False),
        *texts("person_id", "agency", "system"),
        sa.Column("purpose", sa.String(48), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("found", "request")),
        sa.PrimaryKeyConstraint("number", name="pk_outside_accesses"),
    )
    for column in ("at", "person_id"):
        op.create_index(f"ix_outside_accesses_{column}", "outside_accesses", [column])
