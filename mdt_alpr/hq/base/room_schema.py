"""Parts of the one migration, by room: its file would be too long (see ``migrations``)."""

import sqlalchemy as sa
from alembic import op

from mdt_alpr.hq.base.schema_columns import sealed, texts, times

NAMES = (
    "equipment",
    "equipment_plans",
    "equipment_work",
    "destroyed_media",
    "self_checks",
    "sample_counts",
    "retention_settings",
    "incidents",
    "training_drills",
    "request_counts",
    "device_runs",
    "weekly_reviews",
    "event_reviews",
    "outside_requests",
    "outside_accesses",
    "plate_sheets",
    "searches",
    "places",
    "misuse_flags",
    "tied_plates",
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
    op.create_table(
        "retention_settings",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kept_days", sa.Integer(), nullable=False),
        *texts("reason", "proposed_by", "confirmed_by"),
        *times("proposed_at", nullable=False),
        *times("confirmed_at"),
        sa.PrimaryKeyConstraint("number", name="pk_retention_settings"),
    )
    op.create_table(
        "self_checks",
        *texts("device"),
        *times("at", nullable=False),
        *texts("failed"),
        sa.PrimaryKeyConstraint("device", "at", name="pk_self_checks"),
    )
    op.create_table(
        "sample_counts",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("by", sa.String(48), nullable=False),
        *texts("name"),
        sa.Column("truth", sa.String(48), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", "by", "name", "truth", name="pk_sample_counts"),
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


def incident_tables() -> None:
    """Make the table of ``hq.base.incident_tables``."""
    op.create_table(
        "incidents",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("incident_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(48), nullable=False),
        *times("reported_at", "expires_at", nullable=False),
        *times("ended_at", "notified_at"),
        *texts("reported_by", "concerns"),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        *sealed("sealed"),
        sa.PrimaryKeyConstraint("number", name="pk_incidents"),
        sa.UniqueConstraint("incident_id", name="uq_incidents_incident_id"),
    )
    op.create_index("ix_incidents_reported_by", "incidents", ["reported_by"])


def weekly_tables() -> None:
    """Make the tables of ``hq.base.weekly_tables``."""
    op.create_table(
        "weekly_reviews",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        *texts("person_id"),
        *times("begun_at", "expires_at", nullable=False),
        *times("signed_at", "ended_at"),
        *sealed("sealed"),
        sa.PrimaryKeyConstraint("number", name="pk_weekly_reviews"),
        sa.UniqueConstraint("week", "person_id", name="uq_weekly_reviews_week_person_id"),
    )
    op.create_table(
        "event_reviews",
        sa.Column("number", sa.Integer(), nullable=False),
        *times("at", nullable=False),
        *texts("by", "rationale", "events"),
        sa.PrimaryKeyConstraint("number", name="pk_event_reviews"),
    )


def search_tables() -> None:
    """Make the tables of ``hq.base.search_tables``."""
    op.create_table(
        "plate_sheets",
        sa.Column("sheet_id", sa.String(36), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *times("captured_at", nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *sealed("plates", "rest"),
        sa.PrimaryKeyConstraint("sheet_id", name="pk_plate_sheets"),
    )
    op.create_index("ix_plate_sheets_captured_at", "plate_sheets", ["captured_at"])
    op.create_index("ix_plate_sheets_day", "plate_sheets", ["day"])
    op.create_table(
        "searches",
        sa.Column("search_id", sa.String(36), nullable=False),
        *times("captured_at", nullable=False),
        *texts("person_id"),
        sa.Column("session", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(48), nullable=False),
        sa.Column("case_check", sa.String(48), nullable=False),
        *texts("confirmed"),
        sa.Column("for_review", sa.Boolean(), nullable=False),
        sa.Column("found", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("search_id", name="pk_searches"),
    )
    op.create_index("ix_searches_captured_at", "searches", ["captured_at"])
    op.create_index("ix_searches_person_id", "searches", ["person_id", "captured_at"])
    op.create_table(
        "places",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("miles", sa.Float(), nullable=False),
        *times("set_at", nullable=False),
        *texts("set_by"),
        sa.PrimaryKeyConstraint("name", name="pk_places"),
    )


def misuse_tables() -> None:
    """Make the tables of ``hq.base.misuse_tables``."""
    op.create_table(
        "misuse_flags",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(48), nullable=False),
        *texts("person_id", "records", "why"),
        *times("first_at", "last_at", "raised_at", nullable=False),
        sa.Column("verdict", sa.String(48), nullable=False),
        *times("judged_at"),
        *texts("judged_by", "case_number"),
        sa.PrimaryKeyConstraint("number", name="pk_misuse_flags"),
    )
    op.create_index("ix_misuse_flags_last_at", "misuse_flags", ["last_at"])
    op.create_table(
        "tied_plates",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("plate_hash", sa.String(64), nullable=False),
        sa.Column("key_id", sa.String(16), nullable=False),
        *texts("person_id"),
        sa.Column("tie", sa.String(48), nullable=False),
        *times("entered_at", nullable=False),
        *texts("entered_by"),
        sa.PrimaryKeyConstraint("number", name="pk_tied_plates"),
        sa.UniqueConstraint("plate_hash", "person_id", name="uq_tied_plates_plate_hash_person_id"),
    )


def drill_tables() -> None:
    """Make the table of ``hq.base.drill_tables``."""
    op.create_table(
        "training_drills",
        sa.Column("drill_id", sa.String(36), nullable=False),
        *texts("person_id", "device", "body"),
        *times("at", nullable=False),
        sa.PrimaryKeyConstraint("drill_id", name="pk_training_drills"),
    )
    op.create_index("ix_training_drills_at", "training_drills", ["at"])
    op.create_index("ix_training_drills_person_id", "training_drills", ["person_id"])


def request_tables() -> None:
    """Make the tables of ``hq.base.request_tables``."""
    op.create_table(
        "request_counts",
        sa.Column("caller", sa.String(64), nullable=False),
        sa.Column("left", sa.Float(), nullable=False),
        *times("at", nullable=False),
        sa.PrimaryKeyConstraint("caller", name="pk_request_counts"),
    )
    op.create_index("ix_request_counts_at", "request_counts", ["at"])
    op.create_table(
        "device_runs",
        *texts("device", "runs"),
        sa.PrimaryKeyConstraint("device", name="pk_device_runs"),
    )
