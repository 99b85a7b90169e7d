"""Who is in which team, and who reviews all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "team_members",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("sees_all", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name="fk_team_members_person_id_accounts"
        ),
        sa.PrimaryKeyConstraint("person_id", name="pk_team_members"),
    )
    op.create_index("ix_team_members_team", "team_members", ["team"])


def downgrade() -> None:
    """Take it away."""
    op.drop_index("ix_team_members_team", "team_members")
    op.drop_table("team_members")
