"""The first tables."""

import sqlalchemy as sa
from alembic import op

from mdt_alpr.database.types import UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table, and the triggers that keep the audit chain as it was written."""
    op.create_table(
        "pictures",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
    )
    _reads_and_hits()
    _outbox()
    _audit()
    _hotlist()
    op.create_table(
        "sessions",
        sa.Column("person_id", sa.String(64), primary_key=True),
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("role", sa.String(48), nullable=False),
        sa.Column("signed_in_at", UtcDateTime(), nullable=False),
        sa.Column("token", sa.String(256), nullable=False),
    )
    op.create_table(
        "purges",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("reads", "hits", "pictures", "queued", "entries")
        ),
    )


def downgrade() -> None:
    """Drop every table."""
    for table in (
        "purges", "sessions", "hotlist_entries", "hotlists", "audit", "outbox", "hits",
        "reads", "pictures",
    ):  # fmt: skip
        op.drop_table(table)


def _reads_and_hits() -> None:
    op.create_table(
        "reads",
        sa.Column("read_id", sa.String(36), primary_key=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("captured_at", UtcDateTime(), nullable=False, index=True),
        sa.Column("facts", sa.Text(), nullable=False),
        *_pictures("crop", "context"),
    )
    op.create_table(
        "hits",
        sa.Column("hit_id", sa.String(36), primary_key=True),
        sa.Column("read_id", sa.String(36), nullable=False),
        sa.Column("captured_at", UtcDateTime(), nullable=False, index=True),
        sa.Column("raised_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(48), nullable=False, index=True),
        sa.Column("facts", sa.Text(), nullable=False),
        *_pictures("crop", "context"),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("sequence", sa.Integer(), primary_key=True),
        sa.Column("item_id", sa.String(36), nullable=False, unique=True),
        sa.Column("kind", sa.String(48), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("captured_at", UtcDateTime(), index=True),
        *_pictures("picture"),
        sa.Column("refused_at", UtcDateTime(), index=True),
        sa.Column("refused_problem", sa.Integer()),
        sqlite_autoincrement=True,
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("sequence", sa.Integer(), primary_key=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("device", sa.String(64), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("event", sa.String(48), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_no_{change.lower()} BEFORE {change} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END"
        )


def _hotlist() -> None:
    op.create_table(
        "hotlists",
        sa.Column("version", sa.Integer(), primary_key=True),
        sa.Column("compiled_at", UtcDateTime(), nullable=False),
        sa.Column("look_alikes_allowed", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "hotlist_entries",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column(
            "version",
            sa.Integer(),
            sa.ForeignKey("hotlists.version", ondelete="CASCADE"),
            nullable=False,
        ),
        *(sa.Column(name, sa.String(length), nullable=False) for name, length in _TEXTS),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("entered_on", sa.Date()),
        sa.Column("expires_at", UtcDateTime(), index=True),
    )


_TEXTS = (
    ("entry_id", 128), ("list_name", 64), ("category", 8), ("text", 16), ("state", 2),
    ("nic", 16), ("ori", 16), ("plate_type", 8), ("vehicle_year", 8), ("make", 32),
    ("model", 32), ("style", 32), ("colour", 32),
)  # fmt: skip


def _pictures(*names: str) -> list[sa.Column[str]]:
    return [
        sa.Column(name, sa.String(64), sa.ForeignKey("pictures.digest"), index=True)
        for name in names
    ]
