"""The tables of second factors, as the migration makes them."""

import sqlalchemy as sa
from alembic import op

from mdt_alpr.database.types import UtcDateTime
from mdt_alpr.hq.base.schema_columns import of_account


def make_factor_tables() -> None:
    """Make them."""
    op.create_table(
        "second_factors",
        of_account("second_factors"),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("offered", sa.LargeBinary(), nullable=True),
        sa.Column("offered_at", UtcDateTime(), nullable=True),
        sa.Column("last_step", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("setup_digest", sa.String(64), nullable=True),
        sa.Column("setup_until", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("person_id", name="pk_second_factors"),
    )
    op.create_table(
        "recovery_codes",
        of_account("recovery_codes"),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "digest", name="pk_recovery_codes"),
    )
    op.create_table(
        "security_keys",
        sa.Column("key_id", sa.String(16), nullable=False),
        of_account("security_keys"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("credential", sa.LargeBinary(), nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("key_id", name="pk_security_keys"),
    )
    op.create_index("ix_security_keys_person_id", "security_keys", ["person_id"])
    op.create_table(
        "key_challenges",
        sa.Column("digest", sa.String(64), nullable=False),
        of_account("key_challenges"),
        sa.Column("adds", sa.Boolean(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_key_challenges"),
    )
    op.create_index("ix_key_challenges_person_id", "key_challenges", ["person_id"])
