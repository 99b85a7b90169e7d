"""The whole schema of version 0.1: what was there before was never released."""

import sqlalchemy as sa
from alembic import op

from mdt_alpr.database.types import UtcDateTime
from mdt_alpr.hq.base import agency_schema, disclosure_schema, hold_schema, room_schema
from mdt_alpr.hq.base.factor_schema import make_factor_tables
from mdt_alpr.hq.base.schema_columns import of_account, sealed, texts, times

revision = "0023"
down_revision = None

_TABLES = (
    "accounts", "car_lists", "case_steps", "category_decisions", "category_settings",
    "corrections", "daily_counts", "device_audit", "device_keys", "device_sign_ins",
    "device_units", "devices", "evidence", "evidence_chains", "evidence_content", "hit_log",
    "hit_reviews", "hit_steps", "hits", "hotlist_cancellations", "hotlist_entries",
    "hotlist_imports", "hotlist_past", "hotlist_versions", "items", "listeners",
    "manual_entries", "marks",
    "notices", "own_audit", "own_audit_head", "pictures", "read_counts", "reads", "refutations",
    "refuted_records", "rejections", "review_cases", "set_aside", "sighting_records",
    "sightings", "sign_in_failures", "sign_in_locks", "truth_checks", "typed_texts", "sessions",
    "team_members", "account_reviews", "designations", "training_papers", "trainings",
    "policy_adoptions", "recovery_codes", "second_factors", "security_keys", "key_challenges",
    "enrollment_codes",
    "enrolled_devices", "device_certificates", *hold_schema.NAMES, *room_schema.NAMES,
    *disclosure_schema.NAMES,
    *agency_schema.NAMES,
)  # fmt: skip
"""Those that others refer to first."""

_BY_CAPTURE = (
    "evidence_content", "hit_log", "hit_reviews", "hit_steps", "hits", "notices",
    "refutations", "refuted_records", "rejections", "set_aside", "sighting_records",
    "sightings", "truth_checks", "typed_texts",
)  # fmt: skip


def upgrade() -> None:
    """Make every table."""
    _from_accounts()
    _from_device_certificates()
    _from_device_keys()
    _from_hit_reviews()
    _from_listeners()
    _from_reads()
    _from_sign_in_failures()
    room_schema.equipment_tables()
    hold_schema.make_hold_tables()
    room_schema.outside_tables()
    room_schema.incident_tables()
    room_schema.weekly_tables()
    room_schema.search_tables()
    room_schema.misuse_tables()
    room_schema.drill_tables()
    room_schema.request_tables()
    disclosure_schema.disclosure_tables()
    agency_schema.agency_tables()
    for table in _BY_CAPTURE:
        op.create_index(f"ix_{table}_captured_at", table, ["captured_at"])
    if op.get_bind().dialect.name == "postgresql":  # a day can be dropped as a whole
        for table in ("items", "reads"):
            op.execute(f"CREATE TABLE {table}_other PARTITION OF {table} DEFAULT")


def downgrade() -> None:
    """Drop every table."""
    for table in reversed(_TABLES):
        op.drop_table(table)


def _from_accounts() -> None:
    op.create_table(
        "accounts",
        *texts("person_id", "name", "password_hash"),
        sa.Column("role", sa.String(48), nullable=False),
        sa.Column("trained_on", sa.Date(), nullable=True),
        *times("disabled_at", "password_set_at", "expires_at", "live_since"),
        sa.Column(
            "password_is_temporary", sa.Boolean(), server_default=sa.false(), nullable=False
        ),
        sa.Column("is_emergency", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_accounts"),
    )
    op.create_table(
        "trainings",
        sa.Column("number", sa.Integer(), nullable=False),
        *texts("person_id", "version", "presenter", "paper", "recorded_by"),
        sa.Column("course", sa.String(48), nullable=False),
        sa.Column("trained_on", sa.Date(), nullable=False),
        sa.Column("scan", sa.String(64), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name="fk_trainings_person_id_accounts"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_trainings"),
    )
    op.create_index("ix_trainings_person_id", "trainings", ["person_id"])
    op.create_table(
        "training_papers",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_training_papers"),
    )
    op.create_table(
        "designations",
        sa.Column("number", sa.Integer(), nullable=False),
        *texts("person_id", "designated_by", "recorded_by"),
        sa.Column("office", sa.String(48), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name="fk_designations_person_id_accounts"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_designations"),
    )
    op.create_table(
        "account_reviews",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("signed_at", UtcDateTime(), nullable=False),
        *texts("signed_by", "body", "signature"),
        sa.Column("key", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_account_reviews"),
    )
    make_factor_tables()
    op.create_table(
        "car_lists",
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("device", name="pk_car_lists"),
    )
    op.create_table(
        "case_steps",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(48), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        *texts("person_id", "officer_id"),
        sa.Column("result", sa.String(48), nullable=False),
        sa.Column("audit_last", sa.BigInteger(), nullable=False),
        sa.Column("audit_entries", sa.Integer(), nullable=False),
        sa.Column("audit_digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_case_steps"),
    )
    op.create_index("ix_case_steps_year_serial", "case_steps", ["year", "serial"])
    op.create_table(
        "category_decisions",
        sa.Column("code", sa.String(1), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        *texts("purpose", "reason", "decided_by"),
        sa.Column("decided_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_category_decisions"),
    )
    op.create_table(
        "category_settings",
        sa.Column("code", sa.String(1), nullable=False),
        sa.Column("priority", sa.String(48), nullable=False),
        sa.Column("style", sa.String(48), nullable=False),
        *texts("instruction", "reason", "set_by"),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_category_settings"),
    )
    op.create_table(
        "corrections",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.String(64), nullable=False),
        *texts("list_name", "owner", "made_by", "ended_by"),
        *sealed("sealed"),
        sa.Column("owner_asked_at", UtcDateTime(), nullable=True),
        *times("made_at", "expires_at", nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_corrections"),
    )
    op.create_index("ix_corrections_entry_id", "corrections", ["entry_id"])
    op.create_table(
        "daily_counts",
        sa.Column("day", sa.Date(), nullable=False),
        *texts("unit", "word"),
        sa.Column("what", sa.String(48), nullable=False),
        sa.Column("list_name", sa.Text(), server_default="", nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "day", "unit", "what", "list_name", "word", name="pk_daily_counts"
        ),
    )
    op.create_table(
        "device_audit",
        *texts("device", "person", "subject"),
        *sealed("body"),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("event", sa.String(48), nullable=False),
        sa.PrimaryKeyConstraint("device", "sequence", "fingerprint", name="pk_device_audit"),
    )
    op.create_index("ix_device_audit_at", "device_audit", ["at"])
    op.create_index("ix_device_audit_subject", "device_audit", ["subject"])


def _from_device_certificates() -> None:
    op.create_table(
        "enrolled_devices",
        *texts("device", "enrolled_by"),
        sa.Column("kind", sa.String(48), nullable=False),
        sa.Column("enrolled_at", UtcDateTime(), nullable=False),
        *times("revoked_at", "wipe_ordered_at", "wiped_at", "used_twice_at"),
        sa.Column("revoked_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("place_name", sa.Text(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("direction", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("device", name="pk_enrolled_devices"),
    )
    op.create_table(
        "device_certificates",
        sa.Column("fingerprint", sa.String(64), nullable=False),
        *texts("device"),
        sa.Column("serial", sa.String(40), nullable=False),
        *times("issued_at", "ends_at", "counts_until", nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name="pk_device_certificates"),
    )
    op.create_index("ix_device_certificates_device", "device_certificates", ["device"])
    op.create_table(
        "enrollment_codes",
        sa.Column("label", sa.String(8), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        *texts("device", "made_by"),
        sa.Column("kind", sa.String(48), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        *times("ended_at"),
        sa.PrimaryKeyConstraint("label", name="pk_enrollment_codes"),
    )
    op.create_index("ix_enrollment_codes_device", "enrollment_codes", ["device"])


def _from_device_keys() -> None:
    op.create_table(
        "device_keys",
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("public_key", sa.String(64), nullable=False),
        sa.Column("shown_at", UtcDateTime(), nullable=False),
        sa.Column("accepted_at", UtcDateTime(), nullable=True),
        sa.Column("accepted_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("device", "public_key", name="pk_device_keys"),
    )
    op.create_table(
        "device_sign_ins",
        *texts("device", "person_id"),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("signed_in", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint(
            "device", "at", "person_id", "signed_in", name="pk_device_sign_ins"
        ),
    )
    op.create_table(
        "device_units",
        *texts("device", "unit", "unit_key", "bound_by"),
        sa.Column("bound_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("device", name="pk_device_units"),
        sa.UniqueConstraint("unit_key", name="uq_device_units_unit_key"),
    )
    op.create_table(
        "devices",
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("last_seen_at", UtcDateTime(), nullable=False),
        sa.Column("verified", sa.BigInteger(), nullable=False),
        sa.Column("chain_state", sa.String(8), nullable=False),
        sa.Column("broken_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("device", name="pk_devices"),
    )
    op.create_table(
        "evidence",
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("public_key", sa.String(64), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("hit_id", sa.String(36), nullable=False),
        *times("sealed_at", "received_at", nullable=False),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("signature", sa.String(128), nullable=False),
        sa.PrimaryKeyConstraint(
            "device", "public_key", "sequence", "fingerprint", name="pk_evidence"
        ),
    )
    op.create_index("ix_evidence_hit_id", "evidence", ["hit_id"])
    op.create_table(
        "evidence_chains",
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("public_key", sa.String(64), nullable=False),
        sa.Column("verified", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("broken_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("device", "public_key", name="pk_evidence_chains"),
    )
    op.create_table(
        "evidence_content",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("captured_at", UtcDateTime(), nullable=False),
        *sealed("sealed"),
        sa.PrimaryKeyConstraint("day", "fingerprint", name="pk_evidence_content"),
    )
    op.create_table(
        "hit_log",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hit_id", sa.String(36), nullable=False),
        *times("captured_at", "raised_at", nullable=False),
        sa.Column("read_id", sa.String(36), nullable=False),
        *texts("device", "unit", "person_id", "camera"),
        sa.Column("category", sa.String(1), nullable=False),
        *texts("list_name", "match_class", "method"),
        *sealed("sealed"),
        sa.Column("alert_ms", sa.Integer(), nullable=True),
        sa.Column("open_ms", sa.Integer(), nullable=True),
        sa.Column("check_ms", sa.Integer(), nullable=True),
        sa.Column("decision_ms", sa.Integer(), nullable=True),
        *texts("status_by", "gate_form"),
        sa.Column("attention", sa.String(48), nullable=False),
        *texts("disposition", "stopped", "outcome", "confusion", "rhythm"),
        sa.Column("force", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("shift_day", sa.Date(), nullable=False),
        sa.Column("shift_kind", sa.String(9), nullable=False),
        sa.Column("differs", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "vehicle_comparison", sa.String(48), server_default="not_recorded", nullable=False
        ),
        sa.PrimaryKeyConstraint("day", "hit_id", name="pk_hit_log"),
    )
    op.create_index("ix_hit_log_raised_at_hit_id", "hit_log", ["raised_at", "hit_id"])
    op.create_index("ix_hit_log_read_id", "hit_log", ["read_id"])


def _from_hit_reviews() -> None:
    op.create_table(
        "hit_reviews",
        sa.Column("review_id", sa.String(36), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hit_id", sa.String(36), nullable=False),
        *times("captured_at", "at", nullable=False),
        sa.Column("kind", sa.String(48), nullable=False),
        *texts("person_id", "officer_id", "case_number"),
        *sealed("sealed"),
        sa.Column("seen_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("review_id", name="pk_hit_reviews"),
    )
    op.create_index("ix_hit_reviews_day_hit_id", "hit_reviews", ["day", "hit_id"])
    op.create_index("ix_hit_reviews_officer_id", "hit_reviews", ["officer_id"])
    op.create_table(
        "hit_steps",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("item_id", sa.String(36), nullable=False),
        sa.Column("hit_id", sa.String(36), nullable=False),
        *times("captured_at", "at", nullable=False),
        sa.Column("kind", sa.String(48), nullable=False),
        *texts("word"),
        *sealed("sealed"),
        sa.PrimaryKeyConstraint("day", "item_id", name="pk_hit_steps"),
    )
    op.create_index("ix_hit_steps_day_hit_id", "hit_steps", ["day", "hit_id"])
    op.create_table(
        "hits",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hit_id", sa.String(36), nullable=False),
        sa.Column("captured_at", UtcDateTime(), nullable=False),
        sa.Column("read_id", sa.String(36), nullable=False),
        *texts("device", "unit", "match_class"),
        *sealed("sealed"),
        sa.Column("category", sa.String(1), nullable=False),
        sa.PrimaryKeyConstraint("day", "hit_id", name="pk_hits"),
    )
    op.create_table(
        "hotlist_cancellations",
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("version", "entry_id", name="pk_hotlist_cancellations"),
    )
    op.create_table(
        "hotlist_entries",
        sa.Column("entry_id", sa.String(64), nullable=False),
        *texts("list_name"),
        sa.Column("category", sa.String(1), nullable=False),
        *sealed("plate", "sealed"),
        sa.Column("sealed_on", sa.Date(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("listed_with", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_hotlist_entries"),
    )
    op.create_index("ix_hotlist_entries_list_name", "hotlist_entries", ["list_name"])
    op.create_index("ix_hotlist_entries_version", "hotlist_entries", ["version"])
    op.create_table(
        "hotlist_past",
        sa.Column("left_with", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", sa.String(64), nullable=False),
        sa.Column("listed_with", sa.BigInteger(), nullable=False),
        *texts("list_name"),
        sa.Column("category", sa.String(1), nullable=False),
        *sealed("plate", "sealed"),
        sa.Column("sealed_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("left_with", "entry_id", name="pk_hotlist_past"),
    )
    op.create_index("ix_hotlist_past_plate", "hotlist_past", ["plate"])
    op.create_index("ix_hotlist_past_sealed_on", "hotlist_past", ["sealed_on"])
    op.create_table(
        "hotlist_imports",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        *texts("source", "format", "by", "confirmed_by", "stopped", "lists", "counts"),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=True),
        sa.Column("sha256", sa.String(64), server_default="", nullable=False),
        sa.Column("report", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_hotlist_imports"),
    )
    op.create_table(
        "hotlist_versions",
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        *times("compiled_at", "made_at", nullable=False),
        sa.Column("look_alikes_allowed", sa.Boolean(), nullable=False),
        *texts("made_by", "source"),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("dropped", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_hotlist_versions"),
    )
    op.create_table(
        "items",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("item_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(48), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("day", "item_id", name="pk_items"),
        postgresql_partition_by="RANGE (day)",
    )


def _from_listeners() -> None:
    op.create_table(
        "listeners",
        *texts("device", "unit"),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
        sa.Column("given_to", sa.String(64), server_default="", nullable=False),
        sa.Column("given", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("device", name="pk_listeners"),
    )
    op.create_table(
        "manual_entries",
        sa.Column("entry_id", sa.String(36), nullable=False),
        *texts("device", "unit", "entered_by"),
        *sealed("sealed"),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("plate_hash", sa.String(64), nullable=True),
        sa.Column("key_id", sa.String(16), nullable=True),
        sa.Column("case_check", sa.String(48), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_manual_entries"),
    )
    op.create_index("ix_manual_entries_ended_at", "manual_entries", ["ended_at"])
    op.create_index("ix_manual_entries_expires_at", "manual_entries", ["expires_at"])
    op.create_index("ix_manual_entries_plate_hash", "manual_entries", ["plate_hash"])
    op.create_table(
        "marks",
        *texts("name", "value"),
        sa.PrimaryKeyConstraint("name", name="pk_marks"),
    )
    op.create_table(
        "notices",
        *texts("device"),
        *sealed("sealed"),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(48), nullable=False),
        sa.Column("captured_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("device", "number", name="pk_notices"),
    )
    op.create_table(
        "own_audit",
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        *texts("person", "subject"),
        *sealed("detail"),
        sa.Column("event", sa.String(48), nullable=False),
        sa.Column("name", sa.Text(), nullable=False, server_default=""),
        sa.Column("role", sa.Text(), nullable=False, server_default=""),
        sa.Column("unit", sa.Text(), nullable=False, server_default=""),
        sa.Column("device", sa.Text(), nullable=False, server_default=""),
        sa.Column("address", sa.Text(), nullable=False, server_default=""),
        sa.Column("session", sa.Text(), nullable=False, server_default=""),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_own_audit"),
    )
    op.create_index("ix_own_audit_at", "own_audit", ["at"])
    op.create_table(
        "policy_adoptions",
        sa.Column("number", sa.Integer(), nullable=False),
        *texts("policy", "version", "covered", "person_id"),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_policy_adoptions"),
    )
    head = op.create_table(
        "own_audit_head",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.CheckConstraint("number = 1", name="ck_own_audit_head_one"),
        sa.PrimaryKeyConstraint("number", name="pk_own_audit_head"),
    )
    op.bulk_insert(head, [{"number": 1, "sequence": 0, "digest": "0" * 64}])
    op.create_table(
        "pictures",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("read_id", sa.String(36), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("captured_at", UtcDateTime(), nullable=False),
        *texts("what", "body"),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("day", "read_id", "digest", name="pk_pictures"),
    )
    op.create_index("ix_pictures_digest", "pictures", ["digest"])
    op.create_table(
        "read_counts",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "unit", name="pk_read_counts"),
    )


def _from_reads() -> None:
    op.create_table(
        "reads",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("read_id", sa.String(36), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("captured_at", UtcDateTime(), nullable=False),
        *texts("device", "unit", "camera"),
        sa.Column("plate", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("day", "read_id", name="pk_reads"),
        postgresql_partition_by="RANGE (day)",
    )
    op.create_index("ix_reads_plate", "reads", ["plate"])
    op.create_table(
        "refutations",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("item_id", sa.String(36), nullable=False),
        sa.Column("hit_id", sa.String(36), nullable=False),
        *times("captured_at", "at", nullable=False),
        sa.Column("reach", sa.String(48), nullable=False),
        sa.Column("kind", sa.String(48), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", "item_id", name="pk_refutations"),
    )
    op.create_index("ix_refutations_hit_id", "refutations", ["hit_id"])
    op.create_table(
        "refuted_records",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("item_id", sa.String(36), nullable=False),
        *sealed("record"),
        sa.Column("captured_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("day", "item_id", "record", name="pk_refuted_records"),
    )
    op.create_index("ix_refuted_records_record", "refuted_records", ["record"])
    op.create_table(
        "rejections",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hit_id", sa.String(36), nullable=False),
        *sealed("record", "entry", "sealed"),
        *times("captured_at", "at", nullable=False),
        sa.Column("cause", sa.String(48), nullable=False),
        sa.Column("by_status", sa.Boolean(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("day", "hit_id", "record", name="pk_rejections"),
    )
    op.create_index("ix_rejections_entry", "rejections", ["entry"])
    op.create_table(
        "review_cases",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(36), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("year", "serial", name="pk_review_cases"),
    )
    op.create_table(
        "set_aside",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(36), nullable=False),
        *texts("device", "kind", "person_id", "brought_by", "subject"),
        sa.Column("reason", sa.String(48), nullable=False),
        *times("captured_at", "received_at", nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("decision", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_set_aside"),
        sa.UniqueConstraint("item_id", name="uq_set_aside_item_id"),
    )
    op.create_index("ix_set_aside_device", "set_aside", ["device"])
    op.create_index("ix_set_aside_subject", "set_aside", ["subject"])
    op.create_table(
        "sighting_records",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hit_id", sa.String(36), nullable=False),
        *sealed("record", "entry", "sealed"),
        sa.Column("captured_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("day", "hit_id", "record", name="pk_sighting_records"),
    )
    op.create_index("ix_sighting_records_entry", "sighting_records", ["entry"])
    op.create_index("ix_sighting_records_record", "sighting_records", ["record"])
    op.create_table(
        "sightings",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hit_id", sa.String(36), nullable=False),
        *times("captured_at", "raised_at", nullable=False),
        *texts("device", "unit"),
        sa.Column("relayed_from", sa.String(36), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("refuted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("day", "hit_id", name="pk_sightings"),
    )
    op.create_index("ix_sightings_relayed_from", "sightings", ["relayed_from"])


def _from_sign_in_failures() -> None:
    op.create_table(
        "sign_in_failures",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_key", sa.String(64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("account_key", sa.String(64), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_sign_in_failures"),
    )
    op.create_index("ix_sign_in_failures_account_key", "sign_in_failures", ["account_key"])
    op.create_index("ix_sign_in_failures_person_key", "sign_in_failures", ["person_key"])
    op.create_table(
        "sign_in_locks",
        sa.Column("person_key", sa.String(64), nullable=False),
        sa.Column("locked_at", UtcDateTime(), nullable=False),
        sa.Column("account_key", sa.String(64), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("person_key", name="pk_sign_in_locks"),
    )
    op.create_table(
        "truth_checks",
        sa.Column("read_id", sa.String(36), nullable=False),
        *times("captured_at", "at", nullable=False),
        *texts("camera", "person_id"),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("truth", sa.String(48), nullable=False),
        sa.PrimaryKeyConstraint("read_id", name="pk_truth_checks"),
    )
    op.create_table(
        "typed_texts",
        *texts("place"),
        sa.Column("captured_at", UtcDateTime(), nullable=False),
        *sealed("sealed"),
        sa.PrimaryKeyConstraint("place", name="pk_typed_texts"),
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(64), nullable=False),
        of_account("sessions"),
        *texts("device"),
        sa.Column("signed_in_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=False),
        sa.Column("proved_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("seat", sa.String(48), server_default="car", nullable=False),
        sa.Column("unit", sa.Text(), server_default="", nullable=False),
        sa.Column("public_key", sa.String(64), server_default="", nullable=False),
        sa.Column("bound_to", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
    )
    op.create_index("ix_sessions_device", "sessions", ["device"])
    op.create_table(
        "team_members",
        of_account("team_members"),
        *texts("team"),
        sa.Column("sees_all", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_team_members"),
    )
    op.create_index("ix_team_members_team", "team_members", ["team"])
