"""Find who set up or confirmed an account; programs from 0024 on work without it."""

import sqlalchemy as sa
from alembic import op

revision = "0025_0024"
down_revision = "0024_0023"
_NAME = "ix_own_audit_of_accounts"


def upgrade() -> None:
    """Add the index."""
    of_accounts = sa.text(
        r"event IN ('hq\:account\:made', 'hq\:password\:set', 'hq\:second_factor\:reset', "
        r"'hq\:account\:confirmed')"
    )
    op.create_index(
        _NAME, "own_audit", ["subject"], sqlite_where=of_accounts, postgresql_where=of_accounts
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_index(_NAME, "own_audit")
