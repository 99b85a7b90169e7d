"""The whole schema of version 0.1: what was there before was never released."""

import sqlalchemy as sa
from alembic import op

from mdt_alpr.database.types import UtcDateTime

revision = "0007"
down_revision = None

_TABLES = (
    "audit",
    "enrollment",
    "holds",
    "evidence",
    "notices",
    "hotlists",
    "manual_entries",
    "pictures",
    "purges",
    "rejections",
    "sessions",
    "verifiers",
    "hit_pictures",
    "hits",
    "hotlist_entries",
    "outbox",
    "reads",
)
"""Those that others refer to first."""


def upgrade() -> None:
    """Make every table."""
    _from_audit()
    _from_sessions()
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_no_{change.lower()} BEFORE {change} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END"
        )


def downgrade() -> None:
    """Drop every table."""
    for table in reversed(_TABLES):
        op.drop_table(table)


def _from_audit() -> None:
    op.create_table(
        "holds",
        sa.Column("hold_id", sa.String(36), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("hold_id", name="pk_holds"),
    )
    op.create_index("ix_holds_ended_at", "holds", ["ended_at"])
    op.create_table(
        "audit",
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("device", sa.String(64), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("event", sa.String(48), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_audit"),
    )
    op.create_table(
        "evidence",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.String(64), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("hit_id", sa.String(36), nullable=False),
        sa.Column("device", sa.String(64), nullable=False),
        sa.Column("sealed_at", UtcDateTime(), nullable=False),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("signature", sa.String(128), nullable=False),
        sa.Column("captured_at", UtcDateTime(), nullable=True),
        sa.Column("parts", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_evidence"),
        sa.UniqueConstraint("public_key", "sequence", name="uq_evidence_public_key_sequence"),
    )
    op.create_index("ix_evidence_captured_at", "evidence", ["captured_at"])
    op.create_table(
        "notices",
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_heard"),
    )
    op.create_table(
        "hotlists",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("compiled_at", UtcDateTime(), nullable=False),
        sa.Column("look_alikes_allowed", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.String(64), server_default="", nullable=False),
        sa.Column("settings", sa.Text(), server_default="{}", nullable=False),
        sa.Column("kept_days", sa.Integer(), server_default="90", nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_hotlists"),
    )
    op.create_table(
        "manual_entries",
        sa.Column("entry_id", sa.String(36), nullable=False),
        sa.Column("entered_by", sa.String(64), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("plate_hash", sa.String(64), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_manual_entries"),
    )
    op.create_index("ix_manual_entries_ended_at", "manual_entries", ["ended_at"])
    op.create_index("ix_manual_entries_plate_hash", "manual_entries", ["plate_hash"])
    op.create_table(
        "pictures",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_pictures"),
    )
    op.create_table(
        "purges",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("reads", sa.Integer(), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("pictures", sa.Integer(), nullable=False),
        sa.Column("queued", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_purges"),
    )
    op.create_table(
        "rejections",
        sa.Column("rejection_id", sa.String(36), nullable=False),
        sa.Column("entry_id", sa.String(128), nullable=False),
        sa.Column("text", sa.String(16), nullable=False),
        sa.Column("state", sa.String(2), nullable=False),
        sa.Column("cause", sa.String(48), nullable=False),
        sa.Column("by_status", sa.Boolean(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("captured_at", UtcDateTime(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("rejection_id", "entry_id", name="pk_rejections"),
    )
    op.create_index("ix_rejections_captured_at", "rejections", ["captured_at"])
    op.create_index("ix_rejections_entry_id", "rejections", ["entry_id"])


def _from_sessions() -> None:
    op.create_table(
        "enrollment",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_enrollment"),
    )
    op.create_table(
        "sessions",
        sa.Column("person_id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("role", sa.String(48), nullable=False),
        sa.Column("signed_in_at", UtcDateTime(), nullable=False),
        sa.Column("token", sa.String(256), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("offline_until", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("person_id", name="pk_sessions"),
    )
    op.create_table(
        "verifiers",
        sa.Column("person_id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("role", sa.String(48), nullable=False),
        sa.Column("accepted_at", UtcDateTime(), nullable=False),
        sa.Column("after_entry", sa.Integer(), nullable=False),
        sa.Column("trained_until", sa.Date(), nullable=True),
        sa.Column("training", sa.Boolean(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_verifiers"),
    )
    op.create_table(
        "hit_pictures",
        sa.Column("hit_id", sa.String(36), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("captured_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["digest"], ["pictures.digest"], name="fk_hit_pictures_digest_pictures"
        ),
        sa.PrimaryKeyConstraint("hit_id", "digest", name="pk_hit_pictures"),
    )
    op.create_index("ix_hit_pictures_captured_at", "hit_pictures", ["captured_at"])
    op.create_index("ix_hit_pictures_digest", "hit_pictures", ["digest"])
    op.create_table(
        "hits",
        sa.Column("hit_id", sa.String(36), nullable=False),
        sa.Column("read_id", sa.String(36), nullable=False),
        sa.Column("captured_at", UtcDateTime(), nullable=False),
        sa.Column("raised_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(48), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("crop", sa.String(64), nullable=True),
        sa.Column("context", sa.String(64), nullable=True),
        sa.ForeignKeyConstraint(["context"], ["pictures.digest"], name="fk_hits_context_pictures"),
        sa.ForeignKeyConstraint(["crop"], ["pictures.digest"], name="fk_hits_crop_pictures"),
        sa.PrimaryKeyConstraint("hit_id", name="pk_hits"),
    )
    op.create_index("ix_hits_captured_at", "hits", ["captured_at"])
    op.create_index("ix_hits_context", "hits", ["context"])
    op.create_index("ix_hits_crop", "hits", ["crop"])
    op.create_index("ix_hits_state", "hits", ["state"])
    op.create_table(
        "hotlist_entries",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.String(128), nullable=False),
        sa.Column("list_name", sa.String(64), nullable=False),
        sa.Column("category", sa.String(8), nullable=False),
        sa.Column("text", sa.String(16), nullable=False),
        sa.Column("state", sa.String(2), nullable=False),
        sa.Column("nic", sa.String(16), nullable=False),
        sa.Column("ori", sa.String(16), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=True),
        sa.Column("plate_type", sa.String(8), nullable=False),
        sa.Column("vehicle_year", sa.String(8), nullable=False),
        sa.Column("make", sa.String(32), nullable=False),
        sa.Column("model", sa.String(32), nullable=False),
        sa.Column("style", sa.String(32), nullable=False),
        sa.Column("colour", sa.String(32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("manual", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["version"],
            ["hotlists.version"],
            name="fk_hotlist_entries_version_hotlists",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("number", name="pk_hotlist_entries"),
    )
    op.create_index("ix_hotlist_entries_expires_at", "hotlist_entries", ["expires_at"])
    op.create_table(
        "outbox",
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(48), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("captured_at", UtcDateTime(), nullable=True),
        sa.Column("picture", sa.String(64), nullable=True),
        sa.Column("refused_at", UtcDateTime(), nullable=True),
        sa.Column("refused_problem", sa.Integer(), nullable=True),
        sa.Column("hold_id", sa.String(36), nullable=True),
        sa.ForeignKeyConstraint(
            ["picture"], ["pictures.digest"], name="fk_outbox_picture_pictures"
        ),
        sa.PrimaryKeyConstraint("sequence", name="pk_outbox"),
        sa.UniqueConstraint("item_id", name="uq_outbox_item_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_captured_at", "outbox", ["captured_at"])
    op.create_index("ix_outbox_hold_id", "outbox", ["hold_id"])
    op.create_index("ix_outbox_picture", "outbox", ["picture"])
    op.create_index("ix_outbox_refused_at", "outbox", ["refused_at"])
    op.create_table(
        "reads",
        sa.Column("read_id", sa.String(36), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("captured_at", UtcDateTime(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("crop", sa.String(64), nullable=True),
        sa.Column("context", sa.String(64), nullable=True),
        sa.ForeignKeyConstraint(
            ["context"], ["pictures.digest"], name="fk_reads_context_pictures"
        ),
        sa.ForeignKeyConstraint(["crop"], ["pictures.digest"], name="fk_reads_crop_pictures"),
        sa.PrimaryKeyConstraint("read_id", name="pk_reads"),
    )
    op.create_index("ix_reads_captured_at", "reads", ["captured_at"])
    op.create_index("ix_reads_context", "reads", ["context"])
    op.create_index("ix_reads_crop", "reads", ["crop"])
