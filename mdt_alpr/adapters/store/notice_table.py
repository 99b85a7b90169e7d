"""What headquarters told of earlier hits, and how far its notices were applied."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from mdt_alpr.adapters.store.content import Content
from mdt_alpr.adapters.store.tables import HITS, NOTICES, REJECTIONS
from mdt_alpr.domain.hit.known_before import EarlierRejection


class NoticeTable:
    """See ``patrol.ports.NoticeRows``; of one transaction."""

    def __init__(self, connection: Connection, content: Content) -> None:
        self._connection = connection
        self._content = content

    def number(self) -> int:
        """Return the number of the last notice that was applied, 0 before the first."""
        return self._connection.scalar(select(NOTICES.c.number)) or 0

    def save_number(self, number: int) -> None:
        """Remember that notices up to ``number`` were applied."""
        self._connection.execute(delete(NOTICES))
        self._connection.execute(insert(NOTICES).values(number=number))

    def save_rejection(self, rejection: EarlierRejection) -> None:
        """Keep a rejection, or its later state."""
        row: dict[str, Any] = {
            name: getattr(rejection, name) for name in EarlierRejection.__slots__
        }
        name = rejection.rejection_id
        row["text"] = self._content.seal_text(rejection.captured_at, rejection.text, name)
        statement = upsert(REJECTIONS).values(row)
        key = ["rejection_id", "entry_id"]
        later = {name: value for name, value in row.items() if name not in key}
        self._connection.execute(statement.on_conflict_do_update(index_elements=key, set_=later))

    def rejections(self, entry_ids: Sequence[str]) -> tuple[EarlierRejection, ...]:
        """Return what is kept on any of the records, oldest first."""
        t = REJECTIONS.c
        found = select(REJECTIONS).where(t.entry_id.in_(entry_ids))
        rows = self._connection.execute(found.order_by(t.at, t.rejection_id))
        found_rows = [dict(row) for row in rows.mappings()]
        for row in found_rows:
            row["text"] = self._content.text(row["text"], row["rejection_id"])
        return tuple(EarlierRejection(**row) for row in found_rows if row["text"] is not None)

    def knows_hit(self, hit_id: str) -> bool:
        """Tell whether a hit is kept, open or closed."""
        found = select(HITS.c.hit_id).where(HITS.c.hit_id == hit_id)
        return self._connection.scalar(found) is not None

    def erase(self, until: datetime) -> int:
        """Erase rejections of hits captured up to ``until`` (RET-01); return how many."""
        gone = delete(REJECTIONS).where(REJECTIONS.c.captured_at <= until)
        return self._connection.execute(gone).rowcount
