"""Where the hits of the log were: the places of their reads, which go with these (RET-01)."""

from collections.abc import Sequence
from typing import Any

from mdt_alpr.domain.conversion import converted
from mdt_alpr.domain.people.shift import left_open_if_raised_by
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, Work
from mdt_alpr.hq.hits import shift_log
from mdt_alpr.hq.reads import captured
from mdt_alpr.hq.reads import hit_log_store as hit_log
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.desk import HitLogFilter, HitLogOrder, HitPlace, HitPlacesMessage
from mdt_alpr.wire.messages import ReadMessage


def places(hq: Headquarters, caller: Caller, criteria: HitLogFilter) -> HitPlacesMessage:
    """Return where the newest hits were; the look is recorded with the hits and reads shown."""
    with hq.reading() as work:
        open_until = left_open_if_raised_by(criteria.until, work.now)
        order, limits = (HitLogOrder.TIME, True), (open_until, shift_log.MOST_ROWS + 1)
        rows = hit_log.page(work, criteria, order, limits, None)
        shown = rows[: shift_log.MOST_ROWS]
        placed = _placed(work, shown)
        notice = shift_log.erased(work, criteria)
    reads = {row.hit_id: row.read_id for row in shown}
    with hq.writing() as work:
        ids = [name for hit in placed for name in (hit.hit_id, reads[hit.hit_id])]
        shift_log.note_log(work, caller, criteria, "places", ids)
    return HitPlacesMessage(placed, len(shown), len(rows) > len(shown), notice)


def _placed(work: Work, rows: Sequence[Any]) -> tuple[HitPlace, ...]:
    bodies = captured.reads(work, [row.read_id for row in rows])
    reads = {name: decode(ReadMessage, body) for name, body in bodies.items()}
    return tuple(
        converted(HitPlace, row, place=read.place)
        for row in rows
        if (read := reads.get(row.read_id)) is not None and read.place is not None
    )
