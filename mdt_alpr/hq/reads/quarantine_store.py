"""Items that were set aside for review, until somebody decides or their 90 days are over."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from mdt_alpr.domain.people.provenance import AsideReason
from mdt_alpr.hq.base import sealed_rows
from mdt_alpr.hq.base.database import insert
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.hit_tables import SET_ASIDE

_T = SET_ASIDE.c


@dataclass(frozen=True, slots=True)
class Aside:
    """An item as it was set aside; ``decision`` is empty while it waits.

    ``body`` is None where the key of its date is gone.
    """

    number: int
    item_id: str
    device: str
    kind: str
    reason: AsideReason
    person_id: str
    brought_by: str
    subject: str
    captured_at: datetime
    received_at: datetime
    body: str | None
    decision: str
    decided_by: str


def add(work: Work, rows: Iterable[Mapping[str, Any]]) -> None:
    """Keep items, their ``body`` sealed; one that is kept already stays as it is."""
    given = [sealed_rows.sealed(work.keys, SET_ASIDE, row) for row in rows]
    if given:
        new = insert(work.connection, SET_ASIDE)
        work.connection.execute(new.on_conflict_do_nothing(index_elements=[_T.item_id]), given)


def _opened(work: Work, row: Mapping[Any, Any]) -> Aside:
    values = {**row, "body": sealed_rows.text(work.keys, SET_ASIDE, row)}
    return Aside(*(values[name] for name in Aside.__slots__))


def waiting(work: Work, limit: int) -> list[Aside]:
    """Return what nobody decided on yet, oldest first; what a wrong clock made many of, last."""
    waits = select(SET_ASIDE).where(_T.decision == "")
    query = waits.order_by(_T.reason == AsideReason.CLOCK, _T.number).limit(limit)
    return [_opened(work, row) for row in work.connection.execute(query).mappings()]


def find(work: Work, number: int) -> Aside | None:
    """Return an item, locked until the transaction ends."""
    query = select(SET_ASIDE).where(_T.number == number).with_for_update()
    row = work.connection.execute(query).mappings().one_or_none()
    return None if row is None else _opened(work, row)


def waiting_of(work: Work, device: str, reasons: Collection[AsideReason]) -> list[Aside]:
    """Return what waits of a device for one of the reasons, oldest first."""
    query = select(SET_ASIDE).where(
        _T.device == device, _T.decision == "", _T.reason.in_(list(reasons))
    )
    rows = work.connection.execute(query.order_by(_T.number)).mappings()
    return [_opened(work, row) for row in rows]


def forget(connection: Connection, item_ids: Collection[str]) -> None:
    """Forget items that fit now and were applied."""
    connection.execute(delete(SET_ASIDE).where(_T.item_id.in_(list(item_ids))))


def decide(connection: Connection, number: int, **values: Any) -> None:
    """Note what was decided."""
    connection.execute(update(SET_ASIDE).where(_T.number == number).values(**values))
