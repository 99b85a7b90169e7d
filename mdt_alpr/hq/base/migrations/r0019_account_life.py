"""How old a password is and who gave it; locks by account and place."""

import sqlalchemy as sa
from alembic import op

from mdt_alpr.database.types import UtcDateTime

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Add the columns; an earlier password's age is not known, earlier locks hold everywhere."""
    op.add_column("accounts", sa.Column("password_set_at", UtcDateTime()))
    op.add_column(
        "accounts",
        sa.Column(
            "password_is_temporary", sa.Boolean(), nullable=False, server_default=sa.false()
        ),
    )
    for table in ("sign_in_failures", "sign_in_locks"):
        column = sa.Column("account_key", sa.String(64), nullable=False, server_default="")
        op.add_column(table, column)
    op.create_index("ix_sign_in_failures_account_key", "sign_in_failures", ["account_key"])


def downgrade() -> None:
    """Take them away; locks that held at one place only go with them."""
    op.execute("DELETE FROM sign_in_locks WHERE account_key NOT IN ('', person_key)")
    op.drop_index("ix_sign_in_failures_account_key", "sign_in_failures")
    for table in ("sign_in_failures", "sign_in_locks"):
        with op.batch_alter_table(table) as changed:
            changed.drop_column("account_key")
    with op.batch_alter_table("accounts") as changed:
        changed.drop_column("password_is_temporary")
        changed.drop_column("password_set_at")
