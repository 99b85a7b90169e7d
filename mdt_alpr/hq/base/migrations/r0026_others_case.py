"""Whether others worked the case of a search; programs from 0024 on work without it.

They cannot read a flag of its rule, which needs two searches made by this program, for a case
system that says who works a case: upgrade the last server before you let it say so.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026_0024"
down_revision = "0025_0024"


def upgrade() -> None:
    """Add the column; of the searches made until now it is not known."""
    op.add_column("searches", sa.Column("is_others_case", sa.Boolean(), nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("searches", "is_others_case")
