"""What people typed about captured data goes with it: also the words of review cases."""

import secrets

import sqlalchemy as sa
from alembic import op

from mdt_alpr.database.types import UtcDateTime

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Make the table and move the words there; they go with their hit, or 90 days after."""
    op.create_table(
        "typed_texts",
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("captured_at", UtcDateTime(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("place", name="pk_typed_texts"),
    )
    op.create_index("ix_typed_texts_captured_at", "typed_texts", ["captured_at"])
    found = sa.text(
        "SELECT s.number, s.words, coalesce(min(h.captured_at), s.at) AS captured_at "
        "FROM case_steps s JOIN review_cases c ON c.year = s.year AND c.serial = s.serial "
        "LEFT JOIN hit_log h ON h.hit_id = c.hit_id GROUP BY s.number, s.words, s.at"
    ).columns(captured_at=UtcDateTime())
    table = sa.table(
        "typed_texts",
        sa.column("place", sa.Text()),
        sa.column("captured_at", UtcDateTime()),
        sa.column("key", sa.LargeBinary()),
        sa.column("words", sa.Text()),
    )
    rows = [
        {
            "place": f"case_steps/{row.number}",
            "captured_at": row.captured_at,
            "key": secrets.token_bytes(16),
            "words": row.words,
        }
        for row in op.get_bind().execute(found)
    ]
    if rows:
        op.bulk_insert(table, rows)
    with op.batch_alter_table("case_steps") as changed:
        changed.drop_column("words")


def downgrade() -> None:
    """Take it away; the words go with it."""
    column = sa.Column("words", sa.Text(), nullable=False, server_default="")
    op.add_column("case_steps", column)
    op.drop_index("ix_typed_texts_captured_at", "typed_texts")
    op.drop_table("typed_texts")
