"""Seconds to purge one day of capture of so many reads, and what it leaves behind."""

import os
import tempfile
import time
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import event, text

from mdt_alpr.domain.policy import CAPTURED_DATA_KEPT_FOR
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.keeping.purge import purge
from mdt_alpr.hq.reads import read_counts
from mdt_alpr.hq.reads.partitions import BY_DAY, make_days, partition
from mdt_alpr.lab.hq.ingest import database
from mdt_alpr.machine.clock import SystemClock

_FILL = {
    "postgresql": "FROM generate_series(1, {n}) AS g(n)",
    "sqlite": "FROM (WITH RECURSIVE g(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM g WHERE n < {n})"
    " SELECT n FROM g) AS g",
}
_ID = {"postgresql": "lpad(CAST(n AS text), 36, '0')", "sqlite": "printf('%036d', n)"}
"""As long as an id, and before every one."""
_READ = (
    "INSERT INTO reads SELECT '{day}', {id}, 0, '{day}T12:00:00.000000Z', 'car-1', "
    "'Unit 12', 'front', 'ABC1234', '{{}}' "
)
_PICTURE = (
    "INSERT INTO pictures (day, read_id, digest, captured_at, what, held, body) "
    "SELECT '{day}', {id}, {digest}, '{day}T12:00:00.000000Z', 'crop', true, '{{}}' "
)
_DIGEST = {"postgresql": "lpad(CAST(n AS text), 64, '0')", "sqlite": "printf('%064d', n)"}
_ITEM = "INSERT INTO items SELECT '{day}', {id}, 'read', 'car-1', '{day}T12:00:00.000000Z' "


def figures(given: str, reads: int, pictures: int = 0, *, bare: bool = False) -> dict[str, Any]:
    """Return seconds of one purge, what it erased, and dead rows left to vacuum.

    With ``bare`` the same rows are put in once more and dropped by the database alone, which has
    to give the disk its space back too.
    """
    with tempfile.TemporaryDirectory() as folder, database(given, Path(folder)) as url:
        hq = open_headquarters(HqSettings(Path(folder) / "hq", url), SystemClock(), os.urandom)
        _fill(hq, reads)
        if pictures:
            _announce(hq, pictures)
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
            "pictures": erased["pictures"],
            "dead_rows": _dead_rows(hq),
        }
        if bare and hq.database.is_server:
            found["bare_seconds"] = round(_bare(hq, reads), 3)
        hq.close()
    return found


def _bare(hq: Headquarters, reads: int) -> float:
    """Return the seconds in which the database drops a day of so many reads, commit included."""
    _fill(hq, reads)
    began = time.perf_counter()
    with hq.writing() as work:
        for table in BY_DAY:
            name = partition(table, _filled_day(hq))
            work.connection.execute(text(f"DROP TABLE {name}"))
    return time.perf_counter() - began


def _filled_day(hq: Headquarters) -> date:
    return date.fromordinal(hq.clock.now().date().toordinal() - 2)


def _fill(hq: Headquarters, reads: int) -> None:
    day = _filled_day(hq)
    make_days(hq.database, {day})
    dialect = hq.database.engine.dialect.name
    source, identifier = _FILL[dialect].format(n=reads), _ID[dialect]
    with hq.writing() as work:
        for head in (_READ, _ITEM):
            statement = text(
                (head.format(day=day, id=identifier) + source).replace(":00", r"\:00")
            )
            work.connection.execute(statement)
        read_counts.add(
            work.connection, {(day, "Unit 12"): reads} if hq.database.is_server else {}
        )
    if hq.database.is_server:  # as the server does by itself within 90 days
        with hq.database.engine.connect() as connection:
            alone = connection.execution_options(isolation_level="AUTOCOMMIT")
            alone.exec_driver_sql("VACUUM ANALYZE reads, items")


def _announce(hq: Headquarters, pictures: int) -> None:
    """Announce so many pictures of the day, which lie in the store of nobody."""
    dialect = hq.database.engine.dialect.name
    source = _FILL[dialect].format(n=pictures)
    head = _PICTURE.format(day=_filled_day(hq), id=_ID[dialect], digest=_DIGEST[dialect])
    with hq.database.writing() as connection:
        connection.execute(text((head + source).replace(":00", r"\:00")))


def _timed(hq: Headquarters) -> dict[str, float]:
    """Return what will hold the seconds of the statements, and of the commits.

    Only the statements keep others from the tables: the server removes files after it let go.
    """
    parts = {"statement": 0.0, "commit": 0.0}
    began = [0.0]

    def begins(*_arguments: object) -> None:
        began[0] = time.perf_counter()

    def ends(*_arguments: object) -> None:
        parts["statement"] += time.perf_counter() - began[0]

    def commits(dialect: Any, dbapi_connection: Any) -> None:
        started = time.perf_counter()
        type(dialect).do_commit(dialect, dbapi_connection)
        parts["commit"] += time.perf_counter() - started

    event.listen(hq.database.engine, "before_cursor_execute", begins)
    event.listen(hq.database.engine, "after_cursor_execute", ends)
    dialect = hq.database.engine.dialect
    dialect.do_commit = partial(commits, dialect)  # type: ignore[method-assign]
    return parts


def _dead_rows(hq: Headquarters) -> int:
    if not hq.database.is_server:
        return 0
    with hq.reading() as work:
        asked = "SELECT sum(n_dead_tup) FROM pg_stat_user_tables WHERE relname ~ '^(reads|items)'"
        asked += " AND schemaname = current_schema()"
        return int(work.connection.scalar(text(asked)) or 0)
