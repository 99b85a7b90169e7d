"""Items and reads by day of capture, so that a day can be dropped as a whole (PostgreSQL)."""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_KEYS = {"items": "day, item_id", "reads": "day, read_id"}


def upgrade() -> None:
    """Split the tables; what is kept moves to the partition of its day."""
    if op.get_bind().dialect.name != "postgresql":
        return
    days = op.get_bind().scalars(sa.text("SELECT DISTINCT day FROM reads ORDER BY day")).all()
    for table, key in _KEYS.items():
        _set_aside(table)
        op.execute(
            f"CREATE TABLE {table} (LIKE {table}_before INCLUDING DEFAULTS) "
            "PARTITION BY RANGE (day)"
        )
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT pk_{table} PRIMARY KEY ({key})")
        op.execute(f"CREATE TABLE {table}_other PARTITION OF {table} DEFAULT")
        for day in days:
            _make_day(table, day)
        _fill(table)


def downgrade() -> None:
    """Make each a table in one piece again."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, key in _KEYS.items():
        _set_aside(table)
        op.execute(f"CREATE TABLE {table} (LIKE {table}_before INCLUDING DEFAULTS)")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT pk_{table} PRIMARY KEY ({key})")
        _fill(table)


def _set_aside(table: str) -> None:
    op.execute(f"ALTER TABLE {table} RENAME TO {table}_before")
    op.execute(f"ALTER TABLE {table}_before RENAME CONSTRAINT pk_{table} TO pk_{table}_before")


def _make_day(table: str, day: date) -> None:
    op.execute(
        f"CREATE TABLE {table}_{day:%Y%m%d} PARTITION OF {table} "
        f"FOR VALUES FROM ('{day}') TO ('{date.fromordinal(day.toordinal() + 1)}')"
    )


def _fill(table: str) -> None:
    op.execute(f"INSERT INTO {table} SELECT * FROM {table}_before")  # noqa: S608 - our own names
    op.execute(f"DROP TABLE {table}_before")
