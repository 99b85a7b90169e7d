"""The first tables of headquarters."""

import sqlalchemy as sa
from alembic import op

from mdt_alpr.database.types import UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "accounts",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(48), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("trained_on", sa.Date(), nullable=True),
        sa.Column("disabled_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("person_id", name="pk_accounts"),
    )
    op.create_table(
        "device_audit",
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("event", sa.String(48), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("device", "sequence", "fingerprint", name="pk_device_audit"),
    )
    op.create_index("ix_device_audit_subject", "device_audit", ["subject"])
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
        "hit_steps",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("item_id", sa.String(36), nullable=False),
        sa.Column("hit_id", sa.String(36), nullable=False),
        sa.Column("captured_at", UtcDateTime(), nullable=False),
        sa.Column("kind", sa.String(48), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", "item_id", name="pk_hit_steps"),
    )
    op.create_index("ix_hit_steps_day_hit_id", "hit_steps", ["day", "hit_id"])
    op.create_table(
        "hits",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hit_id", sa.String(36), nullable=False),
        sa.Column("captured_at", UtcDateTime(), nullable=False),
        sa.Column("read_id", sa.String(36), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("category", sa.String(1), nullable=False),
        sa.Column("match_class", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", "hit_id", name="pk_hits"),
    )
    op.create_table(
        "hotlist_entries",
        sa.Column("entry_id", sa.String(64), nullable=False),
        sa.Column("list_name", sa.Text(), nullable=False),
        sa.Column("category", sa.String(1), nullable=False),
        sa.Column("plate_text", sa.String(10), nullable=False),
        sa.Column("state", sa.String(2), nullable=False),
        sa.Column("nic", sa.Text(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_hotlist_entries"),
    )
    op.create_index("ix_hotlist_entries_list_name", "hotlist_entries", ["list_name"])
    op.create_table(
        "hotlist_versions",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("compiled_at", UtcDateTime(), nullable=False),
        sa.Column("look_alikes_allowed", sa.Boolean(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
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
    )
    op.create_table(
        "own_audit",
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("event", sa.String(48), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_own_audit"),
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
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", "read_id", "digest", name="pk_pictures"),
    )
    op.create_index("ix_pictures_digest", "pictures", ["digest"])
    op.create_table(
        "reads",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("read_id", sa.String(36), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("captured_at", UtcDateTime(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("camera", sa.Text(), nullable=False),
        sa.Column("plate_text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(2), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", "read_id", name="pk_reads"),
    )
    op.create_table(
        "sign_in_failures",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_key", sa.String(64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_sign_in_failures"),
    )
    op.create_index("ix_sign_in_failures_person_key", "sign_in_failures", ["person_key"])
    op.create_table(
        "sign_in_locks",
        sa.Column("person_key", sa.String(64), nullable=False),
        sa.Column("locked_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("person_key", name="pk_sign_in_locks"),
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("signed_in_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name="fk_sessions_person_id_accounts"
        ),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
    )


def downgrade() -> None:
    """Drop every table, those that refer to others first."""
    for table in (
        "sessions",
        "sign_in_locks",
        "sign_in_failures",
        "reads",
        "pictures",
        "own_audit_head",
        "own_audit",
        "items",
        "hotlist_versions",
        "hotlist_entries",
        "hits",
        "hit_steps",
        "devices",
        "device_audit",
        "accounts",
    ):
        op.drop_table(table)
