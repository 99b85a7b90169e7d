"""Items that were set aside for review, until somebody decides or their 90 days are over."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from mdt_alpr.domain.people.provenance import AsideReason
from mdt_alpr.hq.base.database import insert
from mdt_alpr.hq.base.hit_tables import SET_ASIDE

_T = SET_ASIDE.c


@dataclass(frozen=True, slots=True)
class Aside:
    """An item as it was set aside; ``decision`` is empty while it waits."""

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
    body: str
    decision: str
    decided_by: str
    why: str


_COLUMNS = tuple(_T[name] for name in Aside.__slots__)


def add(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Keep items; one that is kept already stays as it is."""
    given = list(rows)
    if given:
        new = insert(connection, SET_ASIDE).on_conflict_do_nothing(index_elements=[_T.item_id])
        connection.execute(new, given)


def waiting(connection: Connection, limit: int) -> list[Aside]:
    """Return what nobody decided on yet, oldest first."""
    found = select(*_COLUMNS).where(_T.decision == "").order_by(_T.number).limit(limit)
    return [Aside(*row) for row in connection.execute(found)]


def one(connection: Connection, number: int) -> Aside | None:
    """Return an item, locked until the transaction ends."""
    found = select(*_COLUMNS).where(_T.number == number).with_for_update()
    row = connection.execute(found).one_or_none()
    return None if row is None else Aside(*row)


def waiting_of(
    connection: Connection, device: str, reasons: Collection[AsideReason]
) -> list[Aside]:
    """Return what waits of a device for one of the reasons, oldest first."""
    found = select(*_COLUMNS).where(
        _T.device == device, _T.decision == "", _T.reason.in_(list(reasons))
    )
    return [Aside(*row) for row in connection.execute(found.order_by(_T.number))]


def forget(connection: Connection, item_ids: Collection[str]) -> None:
    """Forget items that fit now and were applied."""
    connection.execute(delete(SET_ASIDE).where(_T.item_id.in_(list(item_ids))))


def decide(connection: Connection, number: int, **values: Any) -> None:
    """Note what was decided."""
    connection.execute(update(SET_ASIDE).where(_T.number == number).values(**values))
