"""Manual entries of every car, with their extensions."""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""


def downgrade() -> None:
    """Take them away."""
