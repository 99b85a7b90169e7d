"""Items and reads by day of capture: on PostgreSQL each day is a table of its own.

Days are made ahead and when a batch needs them. What belongs to no day that was made, such as
the old id of an item from a car that was away for a year, lies in the default partition:
nothing is ever refused for want of a table. A day goes as a whole (``drop_days``), which gives
its space back at once and leaves nothing to vacuum. SQLite has the same tables in one piece, and
there these functions do nothing.

The schema runs unchanged on a distributed PostgreSQL, because every unique key of these tables
holds the day *and* the row's own id, no foreign key leads to or from them, no sequence numbers
their rows, and every statement that writes names its conflict by the whole key:

* Citus: ``SELECT create_distributed_table('items', 'item_id')`` and ``('reads', 'read_id')``,
  each after the migrations; the rest stays local or becomes a reference table. Days are made
  and dropped by the same statements, which Citus passes on.
* YugabyteDB: as it is. Each day is a table of its own tablets; where one day's writes should
  spread over many nodes, make the keys ``((day, read_id) HASH)`` when the tables are made.
* TimescaleDB: as it is, the tables being partitioned natively already. Who prefers chunks makes
  plain tables of ``items`` and ``reads``, then ``create_hypertable('reads', by_range('day'))``:
  the unique keys hold the day, as it demands, and ``drop_days`` finds no day to drop, so that
  a job ``drop_chunks`` takes its place.

Sizing, for cars that read 1,100 plates an hour, eight hours a day, kept 90 days, at 1.9 kB a
read with its keys and its item (measured with the reads of ``mdt-alpr bench hq``), one copy:

=======  ==========  ===============  =============  ======  ====================================
cars     reads       reads a second,  reads kept     disk    what serves it
         a day       busiest hour
=======  ==========  ===============  =============  ======  ====================================
10       88,000      5                8 million      15 GB   SQLite, or any PostgreSQL
1,000    8.8 M       500              800 million    1.5 TB  one PostgreSQL: 4 cores, NVMe
100,000  880 M       51,000           80 thousand M  150 TB  50 shards of 3 TB, five or more
                                                             servers of headquarters before them
=======  ==========  ===============  =============  ======  ====================================

The busiest hour is five times the mean. Two pictures of 30 kB a read come on top in object
storage: 480 GB, 48 TB, 4.8 PB. A fleet that comes back after days without a link is held up by
answers 429, and its cars keep what waits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Table, bindparam, func, select, text
from sqlalchemy.exc import DBAPIError

from mdt_alpr.hq.base.database import Database, hold_name
from mdt_alpr.hq.base.tables import ITEMS, READS
from mdt_alpr.hq.reads import read_counts

BY_DAY: tuple[Table, ...] = (ITEMS, READS)
"""In the order in which a batch locks them."""
_WAITS_AT_MOST = "5s"
_NEXT_DAY = (
    select(READS.c.day).where(READS.c.day > bindparam("after")).order_by(READS.c.day).limit(1)
)
_CHILDREN = text(
    "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
    "WHERE i.inhparent = CAST(:parent AS regclass)"
)


@dataclass(frozen=True, slots=True)
class DroppedDays:
    """Which days of which table went, and how many reads with them.

    Items are not counted: they are the ids by which a repeat is known.
    """

    days: Mapping[str, tuple[date, ...]]
    reads: int


def partition(table: Table, day: date) -> str:
    """Return the name of a table's partition of a day."""
    return f"{table.name}_{day:%Y%m%d}"


def days_of(connection: Connection, table: Table) -> list[date]:
    """Return the days that have a partition of their own, oldest first; none on SQLite."""
    if connection.dialect.name != "postgresql":
        return []
    names = connection.scalars(_CHILDREN, {"parent": table.name})
    ends = [name.removeprefix(f"{table.name}_") for name in names]
    return sorted(date.fromisoformat(end) for end in ends if end.isdigit())


def make_days(database: Database, days: Iterable[date]) -> None:
    """Make what is missing, each day in a transaction of its own.

    A day of which rows already lie in the default partition stays there.
    """
    if not database.is_server:
        return
    for day in sorted(set(days)):
        try:
            with database.writing() as connection:
                _make_day(connection, day)
        except DBAPIError:
            with database.reading() as connection:
                if not _is_in_default(connection, day):
                    raise


def drop_days(connection: Connection, due: Mapping[Table, date]) -> DroppedDays | None:
    """Drop the days of each table that lie before its date; None where there is none.

    Waits a few seconds for who still reads them, then gives up with the driver's error: the
    rows are then deleted one by one, and their day is dropped with the next purge.
    """
    gone = {t: [d for d in days_of(connection, t) if d < due[t]] for t in BY_DAY}
    if not any(gone.values()):
        return None
    reads = sum(_reads_of(connection, day) for day in gone[READS])
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_WAITS_AT_MOST}'")
    for table, days in gone.items():
        for day in days:
            connection.exec_driver_sql(f"DROP TABLE {partition(table, day)}")
    read_counts.forget(connection, gone[READS])
    return DroppedDays({table.name: tuple(days) for table, days in gone.items()}, reads)


def number_of_reads(connection: Connection) -> int:
    """Return how many reads there are; no day that is counted is looked through."""
    if connection.dialect.name != "postgresql":
        return connection.scalar(select(func.count()).select_from(READS)) or 0
    others = text(f"SELECT count(*) FROM {READS.name}_other")  # noqa: S608 - our own name
    days = days_of(connection, READS)
    return (connection.scalar(others) or 0) + sum(_reads_of(connection, day) for day in days)


def days_with_reads(connection: Connection) -> set[date]:
    """Return the days that have reads; no day is looked through."""
    days, day = set[date](), date.min
    while (next_one := connection.scalar(_NEXT_DAY, {"after": day})) is not None:
        days.add(day := next_one)
    return days


def _make_day(connection: Connection, day: date) -> None:
    hold_name(connection, "partitions")
    for table in BY_DAY:
        name = partition(table, day)
        if connection.scalar(select(func.to_regclass(name))) is not None:
            continue
        # attached, not made as a partition: that would hold up everybody who writes
        connection.exec_driver_sql(f"CREATE TABLE {name} (LIKE {table.name} INCLUDING ALL)")
        connection.exec_driver_sql(
            f"ALTER TABLE {table.name} ATTACH PARTITION {name} "
            f"FOR VALUES FROM ('{day}') TO ('{date.fromordinal(day.toordinal() + 1)}')"
        )
        if table is READS:
            read_counts.begin(connection, day)


def _is_in_default(connection: Connection, day: date) -> bool:
    asked = [text(f"SELECT 1 FROM {t.name}_other WHERE day = :day LIMIT 1") for t in BY_DAY]  # noqa: S608 - our own names
    return any(connection.scalar(question, {"day": day}) for question in asked)


def _reads_of(connection: Connection, day: date) -> int:
    known = read_counts.of_day(connection, day)
    if known is not None:
        return sum(known.values())
    asked = text(f"SELECT count(*) FROM {partition(READS, day)}")  # noqa: S608 - our own name
    return connection.scalar(asked) or 0
