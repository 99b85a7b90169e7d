"""An earlier password counts from the update: nobody's is due at the first sign-in after it."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from mdt_alpr.database.types import UtcDateTime

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Count a password of unknown age from now, a year (ACC-03)."""
    accounts = sa.table("accounts", sa.column("password_set_at", UtcDateTime()))
    now = datetime.now(UTC)  # noqa: TID251 - a migration has no clock of its own
    op.execute(
        accounts.update().where(accounts.c.password_set_at.is_(None)).values(password_set_at=now)
    )


def downgrade() -> None:
    """Leave it: an age that is known harms nobody."""
