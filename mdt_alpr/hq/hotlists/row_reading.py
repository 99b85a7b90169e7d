"""From a delivered file to the spool: every line is taken, or dropped with its reason."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from mdt_alpr.domain.errors import OutsideError, in_words
from mdt_alpr.domain.hotlist.delivery import why_broken
from mdt_alpr.hq.formats import FileFrame, FileRecord, FileStopsError, Layout, records
from mdt_alpr.hq.hotlists.report import DroppedLines
from mdt_alpr.hq.hotlists.rows import BROKEN, DropReason, LineDroppedError, Rows
from mdt_alpr.hq.hotlists.spool import Spool

_NONE_LEFT = "The file has no entry that may be imported."


@dataclass(frozen=True, slots=True)
class CheckedDelivery:
    """A delivery that was gone through: its lists with their entries, or why it stops.

    ``extracted_at`` is from when it says that its data is, None where it does not.
    """

    stopped: str
    lists: dict[str, int] = field(default_factory=dict)
    needs_confirmation: bool = False
    extracted_at: datetime | None = None


def read(
    path: Path, rows: Rows, layout: Layout, spool: Spool, dropped: DroppedLines
) -> CheckedDelivery:
    """Put the file's entries into the spool, and judge it as a whole (HOT-04).

    Raises:
        OutsideError: the file cannot be read.
    """
    frame = FileFrame(layout)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            named = _put(records(layout, file, frame), rows, spool, dropped)
    except FileStopsError as error:
        return CheckedDelivery(str(error))
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path} cannot be read as text in UTF-8: {in_words(error)}. Check the file."
        raise OutsideError(message) from error
    spool.sort()
    for line in spool.take_twice():
        dropped.add(line, DropReason.TWICE)
    lists = {**dict.fromkeys(sorted(named), 0), **spool.counts()}
    taken = sum(lists.values())
    stopped = why_broken(dropped.number_of(BROKEN), taken + dropped.number)
    said = [at for at in (frame.extracted_at, rows.extracted_at) if at is not None]
    stopped = stopped or ("" if taken else _NONE_LEFT)
    return CheckedDelivery(stopped, lists, extracted_at=min(said, default=None))


def _put(found: Iterable[FileRecord], rows: Rows, spool: Spool, dropped: DroppedLines) -> set[str]:
    """Return the lists that lines were refused for by their content: they are delivered, too."""
    named: set[str] = set()
    take, put = rows.row, spool.put
    for record in found:
        try:
            put(take(record))
        except LineDroppedError as error:
            dropped.add(record.number, error.reason)
            if error.list_name and error.reason not in BROKEN:
                named.add(error.list_name)
    return named
