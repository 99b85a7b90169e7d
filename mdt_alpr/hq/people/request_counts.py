"""Requests of a network address, counted in the database: by all its servers, over a restart.

They go by the clock of PostgreSQL: a server whose own clock is a year off neither gives an
address more tries nor takes them from it at the others. SQLite has one server, and its clock.
"""

import hashlib
from datetime import datetime

from sqlalchemy import delete, func, select

from mdt_alpr.domain.people.request_rate import Allowance, RequestRate
from mdt_alpr.hq.base.database import hold_name, put_row
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.people.tables import REQUEST_COUNTS

_T = REQUEST_COUNTS.c


def pause_of(hq: Headquarters, place: str, rate: RequestRate) -> int:
    """Count one request; return 0 where it may pass, else after how many seconds to try."""
    caller = hashlib.sha256(place.encode()).hexdigest()
    with hq.writing() as work:
        hold_name(work.connection, f"requests of {caller}")
        row = work.connection.execute(select(_T.left, _T.at).where(_T.caller == caller)).first()
        known = None if row is None else Allowance(row.left, row.at)
        counted, pause = rate.counted(known, _now(work))
        values = {"caller": caller, "left": counted.left, "at": counted.at}
        put_row(work.connection, REQUEST_COUNTS, values)
    return pause


def forget_over(work: Work, rate: RequestRate) -> None:
    """Erase the counts of callers who have their whole allowance again."""
    over = _T.at <= _now(work) - rate.whole_after
    work.connection.execute(delete(REQUEST_COUNTS).where(over))


def rate_of_tries(hq: Headquarters) -> RequestRate:
    """Return how many tries a network address has."""
    limits = hq.settings.limits
    return RequestRate(limits.sign_ins_at_once, limits.sign_ins_per_s)


def _now(work: Work) -> datetime:
    if work.connection.dialect.name != "postgresql":
        return work.now
    asked = select(func.clock_timestamp())
    now: datetime = work.connection.execute(asked).scalar_one()
    return now
