"""From which time the data of a delivered hotlist is: its age is the data's, not the file's.

A file that was written a month ago is a month old, however late it is handed in (HOT-02,
09.21.9). No source may make data look younger than it can be.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

CLOCKS_DIFFER_BY = timedelta(minutes=5)
"""So far a sender's clock may be ahead; what is further ahead is not believed."""


@dataclass(frozen=True, slots=True)
class DataTime:
    """The time that counts; ``note`` says which time was given and not believed, else empty."""

    at: datetime
    note: str = ""


def data_time(
    extracted_at: datetime | None, written_at: datetime | None, delivered_at: datetime
) -> DataTime:
    """Return from which time data is.

    That is what the delivery itself says (``extracted_at``), else when its file was last written
    to, else when it was delivered. A time that is still to come is passed over for the next one.
    """
    note = ""
    for what, at in (
        ("The delivery says that its data is of", extracted_at),
        ("The file was last written to at", written_at),
    ):
        if at is None:
            continue
        if at <= delivered_at + CLOCKS_DIFFER_BY:
            return DataTime(min(at, delivered_at), note)
        note = f"{what} {at:%Y-%m-%d %H:%M} UTC, which is yet to come: check the sender's clock."
    return DataTime(delivered_at, note)
