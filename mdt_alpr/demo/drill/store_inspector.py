"""Opens a car's encrypted store from outside: shows what it holds, and tampers with it."""

import json
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select, text

from mdt_alpr.adapters.store.car_store import LISTS, CarStore, content_beside
from mdt_alpr.adapters.store.content import sealed_on
from mdt_alpr.adapters.store.list_folder import ListFolder
from mdt_alpr.adapters.store.tables import (
    AUDIT,
    HITS,
    METADATA,
    OUTBOX,
    PICTURES,
    READS,
    REJECTIONS,
)
from mdt_alpr.database.engine import open_sqlcipher
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.keys.signing import is_signed
from mdt_alpr.machine.clock import SystemClock

_COUNTED = {"reads": READS, "hits": HITS, "pictures": PICTURES, "rejections": REJECTIONS}
_NO_AUDIT = (
    "CREATE TRIGGER drill_no_audit BEFORE INSERT ON audit "
    "BEGIN SELECT RAISE(ABORT, 'the log cannot be written'); END"
)


class StoreInspector:
    """Opens the file for each query with the key that the car uses."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key

    def count(self, what: str) -> int:
        """Return how many reads, hits, pictures or rejections are kept."""
        return int(self._ask(lambda c: c.scalar(select(func.count()).select_from(_COUNTED[what]))))

    def events(self) -> tuple[str, ...]:
        """Return the names of the audit chain's events, in order."""
        rows = self._ask(
            lambda c: c.execute(select(AUDIT.c.event).order_by(AUDIT.c.sequence)).scalars().all()
        )
        return tuple(event.value for event in rows)

    def holds(self, words: str) -> bool:
        """Return whether any cell of any table, or the delivered list, holds ``words``.

        What is sealed for its day is opened, as long as the key of the day is there.
        """

        def search(connection: Connection) -> bool:
            rows = (
                row
                for table in METADATA.sorted_tables
                for row in connection.execute(text(f"SELECT * FROM {table.name}")).mappings()  # noqa: S608 - our own tables
            )
            return any(words.encode() in cell for row in rows for cell in self._cells(row))

        return bool(self._ask(search)) or self._is_delivered(words)

    def _cells(self, row: RowMapping) -> Iterator[bytes]:
        """Return the texts of a row, and what is sealed in it under one of its names."""
        content = content_beside(self._path, self._key, secrets.token_bytes)
        texts = [cell for cell in row.values() if isinstance(cell, str)]
        yield from (cell.encode() for cell in texts)
        for cell in row.values():
            if not isinstance(cell, bytes) or sealed_on(cell) is None:
                continue
            for name in texts:
                with suppress(OutsideError):
                    yield content.opened(cell, name) or b""

    def _is_delivered(self, words: str) -> bool:
        lists = ListFolder(self._path.parent / LISTS, self._key, secrets.token_bytes, is_signed)
        try:
            index = lists.index
            return index is not None and any(words.encode() in line for line in index.lines())
        finally:
            lists.close()

    def ended_entries_on(self, plate: Plate) -> int:
        """Return how many ended manual entries were on a plate, by their keyed hash (MAN-05)."""
        store = CarStore(self._path, self._key, SystemClock(), secrets.token_bytes, "auditor")
        try:
            with store.begin() as work:
                return len(work.entries.tested(plate))
        finally:
            store.close()

    def stop_audit(self) -> None:
        """Let every new line of the audit chain fail, as a damaged disk would."""
        self._do(lambda c: c.execute(text(_NO_AUDIT)))

    def resume_audit(self) -> None:
        """Let the audit chain be written again."""
        self._do(lambda c: c.execute(text("DROP TRIGGER drill_no_audit")))

    def alter_waiting_audit(self) -> None:
        """Change who is named in the newest audit line that still waits for headquarters."""

        def alter(connection: Connection) -> None:
            newest = connection.execute(
                select(OUTBOX.c.sequence, OUTBOX.c.body)
                .where(OUTBOX.c.kind == ItemKind.AUDIT)
                .order_by(OUTBOX.c.sequence.desc())
                .limit(1)
            ).one()
            body = {**json.loads(newest.body), "person": "somebody-else"}
            connection.execute(
                OUTBOX.update()
                .where(OUTBOX.c.sequence == newest.sequence)
                .values(body=json.dumps(body))
            )

        self._do(alter)

    def _ask(self, query: Any) -> Any:
        engine = open_sqlcipher(self._path, self._key)
        try:
            with engine.connect() as connection:
                return query(connection)
        finally:
            engine.dispose()

    def _do(self, change: Any) -> None:
        engine = open_sqlcipher(self._path, self._key)
        try:
            with engine.begin() as connection:
                change(connection)
        finally:
            engine.dispose()
