"""When a file in the drop folder has come whole: half of a list must not replace it (HOT-04)."""

from datetime import datetime, timedelta

from mdt_alpr.domain.hotlist.data_time import CLOCKS_DIFFER_BY

STILL_FOR = timedelta(minutes=2)
"""So long nobody must have written to a file of which nobody says that it is done."""
DONE = ".done"
"""A file of the same name with this ending says that the one beside it has come whole."""
_IN_PART = (
    ".part", ".filepart", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".incomplete",
)  # fmt: skip
"""Endings under which senders write: WinSCP, rsync, curl, browsers and others."""


def is_complete(
    name: str, changed_at: datetime, now: datetime, done_at: datetime | None = None
) -> bool:
    """Tell whether a file may be taken in, as far as one can see.

    ``changed_at`` and ``done_at`` are when it and its companion were last written to; one that
    is older than the file is of an earlier delivery, and says nothing.
    """
    if name.startswith(".") or name.lower().endswith((*_IN_PART, DONE)):
        return False
    is_done = done_at is not None and done_at >= changed_at
    was_set = changed_at > now + CLOCKS_DIFFER_BY  # nobody writes to a file in the future
    return is_done or was_set or now - changed_at >= STILL_FOR
