"""What a purge left behind, whichever table it is in: also one that a purge forgot (RET-07)."""

from datetime import date, datetime

from sqlalchemy import Connection, Table, select

from mdt_alpr.hq.base.tables import METADATA, READS


def tables_with(connection: Connection, captured_until: datetime, day: date) -> list[str]:
    """Return the tables that hold what was captured then or before.

    Reads are looked for up to their ``day``, the only ones that are many.
    """
    every = [table for table in METADATA.sorted_tables if "captured_at" in table.c]
    return [table.name for table in every if _holds(connection, table, captured_until, day)]


def _holds(connection: Connection, table: Table, captured_until: datetime, day: date) -> bool:
    found = select(table.c.captured_at).where(table.c.captured_at <= captured_until).limit(1)
    if table is READS:
        found = found.where(table.c.day <= day)
    return connection.execute(found).first() is not None
