"""Columns that the parts of the one migration have in common."""

from datetime import datetime

import sqlalchemy as sa

from mdt_alpr.database.types import UtcDateTime


def texts(*names: str) -> list[sa.Column[str]]:
    """Return columns of text that is always there."""
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def of_account(table: str) -> sa.Column[str]:
    """Return the column of the account that a row of ``table`` is about."""
    named = f"fk_{table}_person_id_accounts"
    account = sa.ForeignKey("accounts.person_id", name=named)
    return sa.Column("person_id", sa.Text(), account, nullable=False)


def sealed(*names: str) -> list[sa.Column[bytes]]:
    """Return columns of what is sealed."""
    return [sa.Column(name, sa.LargeBinary(), nullable=False) for name in names]


def times(*names: str, nullable: bool = True) -> list[sa.Column[datetime]]:
    """Return columns of instants."""
    return [sa.Column(name, UtcDateTime(), nullable=nullable) for name in names]
