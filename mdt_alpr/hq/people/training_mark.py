"""A headquarters in training never serves live data, nor the other way round (TRN-04, CM-7)."""

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.safeguards import server_fault
from mdt_alpr.hq.base import marks
from mdt_alpr.hq.base.headquarters import Headquarters


def keep_training_apart(hq: Headquarters) -> None:
    """Mark data that are served for the first time; refuse those of the other kind.

    Raises:
        OutsideError: says what to do.
    """
    trains = hq.settings.training
    with hq.writing() as work:
        found = marks.purpose(work.connection)
        if found is None:
            found = marks.TRAINING if trains else marks.LIVE
        fault = server_fault(server_trains=trains, data_train=found == marks.TRAINING)
        if not fault:
            marks.set_purpose(work.connection, found)
    if fault:
        hq.close()
        raise OutsideError(fault)
