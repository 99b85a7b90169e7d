"""Seconds to purge one day of capture of so many reads, and what it leaves behind."""

import os
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import event, text

from mdt_alpr.domain.policy import CAPTURED_DATA_KEPT_FOR
from mdt_alpr.hq.app import SystemClock, open_headquarters
from mdt_alpr.hq.bench.ingest import database
from mdt_alpr.hq.service.headquarters import Headquarters
from mdt_alpr.hq.service.purge import purge
from mdt_alpr.hq.settings import HqSettings
from mdt_alpr.hq.store.partitions import make_days

_FILL = {
    "postgresql": "FROM generate_series(1, {n}) AS g(n)",
    "sqlite": "FROM (WITH RECURSIVE g(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM g WHERE n < {n})"
    " SELECT n FROM g) AS g",
}
_ID = {"postgresql": "lpad(CAST(n AS text), 36, '0')", "sqlite": "printf('%036d', n)"}
"""As long as an id, and before every one."""
_READ = (
    "INSERT INTO reads SELECT '{day}', {id}, 0, '{day}T12:00:00.000000Z', 'car-1', "
    "'Unit 12', 'front', 'ABC1234', 'NC', '{{}}' "
)
_ITEM = "INSERT INTO items SELECT '{day}', {id}, 'read', 'car-1', '{day}T12:00:00.000000Z' "


def figures(given: str, reads: int) -> dict[str, Any]:
    """Return seconds of one purge, what it erased, and dead rows left to vacuum."""
    with tempfile.TemporaryDirectory() as folder, database(given, Path(folder)) as url:
        hq = open_headquarters(HqSettings(Path(folder) / "hq", url), SystemClock(), os.urandom)
        _fill(hq, reads)
        now = hq.clock.now() + CAPTURED_DATA_KEPT_FOR  # made up: the day is over for good
        parts = _timed(hq)
        began = time.perf_counter()
        erased = purge(hq, now)
        took = time.perf_counter() - began
        found = {
            "database": hq.database.engine.dialect.name,
            "load_before": round(os.getloadavg()[0], 2),
            "seconds": round(took, 3),
            **{f"{name}_seconds": round(seconds, 3) for name, seconds in parts.items()},
            "reads": erased["reads"],
            "dead_rows": _dead_rows(hq),
        }
        hq.close()
    return found


def _fill(hq: Headquarters, reads: int) -> None:
    day = date.fromordinal(hq.clock.now().date().toordinal() - 2)
    make_days(hq.database, {day})
    dialect = hq.database.engine.dialect.name
    source, identifier = _FILL[dialect].format(n=reads), _ID[dialect]
    with hq.writing() as work:
        for head in (_READ, _ITEM):
            statement = text(
                (head.format(day=day, id=identifier) + source).replace(":00", r"\:00")
            )
            work.connection.execute(statement)
    if hq.database.is_server:  # as the server does by itself within 90 days
        with hq.database.engine.connect() as connection:
            alone = connection.execution_options(isolation_level="AUTOCOMMIT")
            alone.exec_driver_sql("VACUUM ANALYZE reads, items")


def _timed(hq: Headquarters) -> dict[str, float]:
    """Return what will hold the seconds of counting the day and of dropping it.

    Only the dropping keeps others from the tables.
    """
    parts = {"count": 0.0, "drop": 0.0}
    starts = {"SELECT count(*) FROM reads_": "count", "DROP TABLE": "drop"}
    began = [0.0]

    def begins(*_arguments: object) -> None:
        began[0] = time.perf_counter()

    def ends(_connection: object, _cursor: object, statement: str, *_arguments: object) -> None:
        for start, name in starts.items():
            if statement.startswith(start):
                parts[name] += time.perf_counter() - began[0]

    event.listen(hq.database.engine, "before_cursor_execute", begins)
    event.listen(hq.database.engine, "after_cursor_execute", ends)
    return parts


def _dead_rows(hq: Headquarters) -> int:
    if not hq.database.is_server:
        return 0
    with hq.reading() as work:
        asked = "SELECT sum(n_dead_tup) FROM pg_stat_user_tables WHERE relname ~ '^(reads|items)'"
        asked += " AND schemaname = current_schema()"
        return int(work.connection.scalar(text(asked)) or 0)
