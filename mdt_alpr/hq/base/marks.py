"""What a database says of itself, once and for all."""

from sqlalchemy import Connection, select

from mdt_alpr.hq.base.database import insert_new
from mdt_alpr.hq.base.tables import MARKS, READS

PURPOSE, LIVE, TRAINING = "purpose", "live", "training"


def purpose(connection: Connection) -> str | None:
    """Return what the data are for; None where nobody served them yet.

    Data of a program that made no mark are live.
    """
    found = connection.scalar(select(MARKS.c.value).where(MARKS.c.name == PURPOSE))
    if found is None and connection.execute(select(READS.c.day).limit(1)).first() is not None:
        return LIVE
    return found


def set_purpose(connection: Connection, value: str) -> None:
    """Say what the data are for, the first time that they are served."""
    insert_new(connection, MARKS, [{"name": PURPOSE, "value": value}])
