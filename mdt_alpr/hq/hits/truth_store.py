"""What people saw on sampled passes: how the read stood to it, never the plate (D22)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select

from mdt_alpr.domain.review.truth import Truth
from mdt_alpr.hq.base.database import insert
from mdt_alpr.hq.base.tables import PICTURES, TRUTH_CHECKS

_ID = 36
_CROP = "crop"

_T = TRUTH_CHECKS.c


def passes_from(connection: Connection, day: date, read_id: str, limit: int) -> list[Row[Any]]:
    """Return day, read and plate picture of unchecked passes from an id on, in their order."""
    t = PICTURES.c
    checked = select(_T.read_id)
    found = select(t.day, t.read_id, t.digest).where(
        t.day >= day, t.read_id >= read_id, t.what == _CROP, t.held, t.read_id.not_in(checked)
    )
    return list(connection.execute(found.order_by(t.day, t.read_id).limit(limit)))


def put(connection: Connection, row: dict[str, Any]) -> bool:
    """Keep a check; return whether the pass had none."""
    statement = insert(connection, TRUTH_CHECKS).values(row).on_conflict_do_nothing()
    return connection.scalar(statement.returning(_T.read_id)) is not None


def counts(connection: Connection, by: str) -> list[tuple[str, Truth, int]]:
    """Return how many checks there are by "camera" or "hour" and truth."""
    column = _T[by]
    found = select(column, _T.truth, func.count()).group_by(column, _T.truth)
    return [
        (f"{value:02d}" if isinstance(value, int) else value, truth, number)
        for value, truth, number in connection.execute(found)
    ]


def erase_captured(connection: Connection, until: datetime) -> dict[str, int]:
    """Erase checks of what was captured at ``until`` or before; return how many."""
    gone = connection.execute(delete(TRUTH_CHECKS).where(_T.captured_at <= until))
    return {TRUTH_CHECKS.name: gone.rowcount}
