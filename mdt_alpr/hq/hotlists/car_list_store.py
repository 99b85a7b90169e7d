"""Which version of the hotlist each car works with, as the car says when it asks for a newer."""

from datetime import datetime

from sqlalchemy import Connection, select

from mdt_alpr.hq.base.database import insert
from mdt_alpr.hq.base.tables import CAR_LISTS


def version(connection: Connection, device: str) -> int | None:
    """Return which version a car has, None where it never said."""
    found = select(CAR_LISTS.c.version).where(CAR_LISTS.c.device == device)
    return connection.scalar(found)


def put(connection: Connection, device: str, number: int, now: datetime) -> None:
    """Note which version a car has."""
    row = {"device": device, "version": number, "since": now}
    statement = insert(connection, CAR_LISTS).on_conflict_do_update(
        index_elements=[CAR_LISTS.c.device], set_={"version": number, "since": now}
    )
    connection.execute(statement, row)
