"""After which notice a car has every rejection; programs from 0023 on work without it."""

import sqlalchemy as sa
from alembic import op

revision = "0024_0023"
down_revision = "0023"


def upgrade() -> None:
    """Add the column; a car of which it is not known gets all of them once more."""
    op.add_column("listeners", sa.Column("whole_after", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("listeners", "whole_after")
