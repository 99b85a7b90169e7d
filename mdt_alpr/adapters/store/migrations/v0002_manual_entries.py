"""Manual entries made in this car."""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""


def downgrade() -> None:
    """Take them away."""
