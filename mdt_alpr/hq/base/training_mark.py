"""A headquarters in training never serves live data, nor the other way round (TRN-04, CM-7)."""

from sqlalchemy import Connection, select

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.safeguards import server_fault
from mdt_alpr.hq.base.database import insert_new
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.tables import MARKS, READS

PURPOSE, LIVE, TRAINING = "purpose", "live", "training"


def purpose(connection: Connection) -> str | None:
    """Return what the data are for; None where nobody served them yet.

    Data of a program that made no mark are live.
    """
    mark = connection.scalar(select(MARKS.c.value).where(MARKS.c.name == PURPOSE))
    if mark is None and connection.execute(select(READS.c.day).limit(1)).first() is not None:
        return LIVE
    return mark


def set_purpose(connection: Connection, value: str) -> None:
    """Say what the data are for, the first time that they are served."""
    insert_new(connection, MARKS, [{"name": PURPOSE, "value": value}])


def keep_training_apart(hq: Headquarters) -> None:
    """Mark data that are served for the first time; refuse those of the other kind.

    Raises:
        OutsideError: says what to do.
    """
    trains = hq.settings.training
    with hq.database.writing() as connection:  # of itself, before anybody is answered
        mark = purpose(connection)
        if mark is None:
            mark = TRAINING if trains else LIVE
        fault = server_fault(server_trains=trains, data_train=mark == TRAINING)
        if not fault:
            set_purpose(connection, mark)
            hq.trains = trains
    if fault:
        hq.close()
        raise OutsideError(fault)
