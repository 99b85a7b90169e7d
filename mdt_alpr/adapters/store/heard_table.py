"""What headquarters told of earlier hits, and how far its notices were taken in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from mdt_alpr.adapters.store.tables import HEARD, HITS, REJECTIONS
from mdt_alpr.domain.known_before import Rejection


class HeardTable:
    """See ``patrol.notice_ports.Heard``; of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def number(self) -> int:
        """Return the number of the last notice that was taken in, 0 before the first."""
        return self._connection.scalar(select(HEARD.c.number)) or 0

    def take_number(self, number: int) -> None:
        """Remember that notices up to ``number`` were taken in."""
        self._connection.execute(delete(HEARD))
        self._connection.execute(insert(HEARD).values(number=number))

    def save_rejection(self, rejection: Rejection) -> None:
        """Keep a rejection, or its later state."""
        row = {name: getattr(rejection, name) for name in Rejection.__slots__}
        statement = upsert(REJECTIONS).values(row)
        key = ["rejection_id", "entry_id"]
        later = {name: value for name, value in row.items() if name not in key}
        self._connection.execute(statement.on_conflict_do_update(index_elements=key, set_=later))

    def rejections(self, entry_ids: Sequence[str]) -> tuple[Rejection, ...]:
        """Return what is kept on any of the records, oldest first."""
        t = REJECTIONS.c
        found = select(REJECTIONS).where(t.entry_id.in_(entry_ids))
        rows = self._connection.execute(found.order_by(t.at, t.rejection_id))
        return tuple(Rejection(**row) for row in rows.mappings())

    def knows_hit(self, hit_id: str) -> bool:
        """Tell whether a hit is kept, open or closed."""
        found = select(HITS.c.hit_id).where(HITS.c.hit_id == hit_id)
        return self._connection.scalar(found) is not None

    def erase(self, until: datetime) -> int:
        """Erase rejections of hits captured up to ``until`` (RET-01); return how many."""
        gone = delete(REJECTIONS).where(REJECTIONS.c.captured_at <= until)
        return self._connection.execute(gone).rowcount
