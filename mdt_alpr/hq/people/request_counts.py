"""Requests of a network address, counted in the database: by all its servers, over a restart.

They go by the clock of PostgreSQL: a server whose own clock is a year off neither gives an
address more tries nor takes them from it at the others. SQLite has one server, and its clock.
"""

import hashlib
from datetime import datetime

from sqlalchemy import delete, func, select

from mdt_alpr.domain.people.request_rate import RequestRate
from mdt_alpr.hq.base.database import hold_name, put_row
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.base.request_tables import REQUEST_COUNTS

_T = REQUEST_COUNTS.c


def pause_of(hq: Headquarters, place: str, rate: RequestRate) -> int:
    """Count one request; return 0 where it may pass, else after how many seconds to try."""
    caller = hashlib.sha256(place.encode()).hexdigest()
    with hq.writing() as work:
        hold_name(work.connection, f"requests of {caller}")
        spent = work.connection.scalar(select(_T.spent_until).where(_T.caller == caller))
        spent_until, pause = rate.counted(spent, _now(work))
        row = {"caller": caller, "spent_until": spent_until}
        put_row(work.connection, REQUEST_COUNTS, row)
    return pause


def forget_over(work: Work) -> None:
    """Erase the counts of callers who have their whole allowance again."""
    work.connection.execute(delete(REQUEST_COUNTS).where(_T.spent_until <= _now(work)))


def _now(work: Work) -> datetime:
    if work.connection.dialect.name != "postgresql":
        return work.now
    found: datetime = work.connection.scalar(select(func.clock_timestamp()))
    return found
