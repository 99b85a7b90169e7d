"""Where a delivered list lies until it is judged: a file of its own, gone afterwards.

Sorting and comparing happen in SQLite on disk, so that memory does not grow with the list; the
database that cars need is not held up meanwhile.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Self

from mdt_alpr.files import private_files

Row = tuple[str, str, str, str, str, str, datetime | None, int, str, str, int]
"""Of one entry: id, list, category, plate, state, NIC, end, line, raw, body, fingerprint."""

_BATCH = 10_000
_SET_UP = """
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;
PRAGMA cache_size=-131072; PRAGMA temp_store=FILE;
CREATE TABLE entry (entry_id, list_name, category, plate_text, state, nic, expires_at,
                    line INTEGER PRIMARY KEY, raw, body, fingerprint);
CREATE TABLE present (entry_id PRIMARY KEY, fingerprint) WITHOUT ROWID;
"""
_TWICE = """
SELECT line FROM (SELECT line, row_number() OVER (PARTITION BY entry_id ORDER BY line) AS nth
                  FROM entry) WHERE nth > 1 ORDER BY line
"""
_CANCELED = """
SELECT entry_id FROM present WHERE NOT EXISTS
    (SELECT 1 FROM entry WHERE entry.entry_id = present.entry_id) ORDER BY entry_id
"""
_CHANGED = """
SELECT entry_id FROM present JOIN entry USING (entry_id)
WHERE entry.fingerprint <> present.fingerprint ORDER BY entry_id
"""
_FRESH = """
SELECT entry.* FROM entry LEFT JOIN present USING (entry_id)
WHERE present.entry_id IS NULL OR present.fingerprint <> entry.fingerprint
ORDER BY entry.entry_id
"""


class Spool:
    """One delivery: put entries in, ``sort`` them, then ask; used by one thread."""

    def __init__(self, folder: Path, name: str) -> None:
        private_files.make_folder(folder)
        self._path = folder / f"{name}.spool"
        private_files.remove(self._path)
        private_files.touch(self._path)
        self._connection = sqlite3.connect(self._path, isolation_level=None)
        self._waiting: list[tuple[object, ...]] = []

    def __enter__(self) -> Self:
        """Begin."""
        try:
            self._connection.executescript(_SET_UP)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        """Leave nothing behind."""
        self._connection.close()
        private_files.remove(self._path)

    def put(self, row: Row) -> None:
        """Add an entry; its line number is its key."""
        self._waiting.append(row if row[6] is None else _with_text(row))
        if len(self._waiting) >= _BATCH:
            self._write()

    def sort(self) -> None:
        """Make entries findable by id; nothing is put in afterwards."""
        self._write()
        self._connection.execute("CREATE INDEX by_id ON entry (entry_id)")

    def take_twice(self) -> Iterator[int]:
        """Remove records that are in an earlier line; give their lines."""
        lines = [line for (line,) in self._connection.execute(_TWICE)]
        self._connection.executemany(
            "DELETE FROM entry WHERE line = ?", [(line,) for line in lines]
        )
        yield from lines

    def counts(self) -> dict[str, int]:
        """Return how many entries each list has."""
        query = "SELECT list_name, count(*) FROM entry GROUP BY list_name"
        return dict(self._connection.execute(query).fetchall())

    def compare(self, present: Iterable[tuple[str, int]]) -> None:
        """Add what the database holds: id and fingerprint of each, by id, each id once."""
        self._connection.execute("BEGIN")
        self._connection.executemany("INSERT INTO present VALUES (?, ?)", present)
        self._connection.execute("COMMIT")

    def canceled(self) -> Iterator[str]:
        """Give the ids that are not listed any more."""
        return (entry_id for (entry_id,) in self._connection.execute(_CANCELED))

    def changed(self) -> Iterator[str]:
        """Give the ids whose record says something else now."""
        return (entry_id for (entry_id,) in self._connection.execute(_CHANGED))

    def fresh(self) -> Iterator[Row]:
        """Give the entries that are new or changed, by id."""
        for row in self._connection.execute(_FRESH):
            yield row if row[6] is None else _with_time(row)

    def _write(self) -> None:
        if self._waiting:
            self._connection.execute("BEGIN")
            self._connection.executemany(
                "INSERT INTO entry VALUES (?,?,?,?,?,?,?,?,?,?,?)", self._waiting
            )
            self._connection.execute("COMMIT")
            self._waiting.clear()


def _with_text(row: Row) -> tuple[object, ...]:
    ends = row[6]
    return (*row[:6], ends.isoformat() if ends else None, *row[7:])


def _with_time(row: tuple[object, ...]) -> Row:
    timed: Row = (*row[:6], datetime.fromisoformat(str(row[6])), *row[7:])  # type: ignore[assignment]
    return timed
