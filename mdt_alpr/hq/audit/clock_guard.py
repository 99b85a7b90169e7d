"""Whether headquarters' clock may be believed by what erases, and how two people confirm it.

A clock that is pushed a little less than a day again and again would pass for one that runs on. So
headquarters counts, as a car does, the seconds in which its machine ran, and what it was off up to
a day, and compares its clock with that sum since each of the last dates.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.retention.elapsed_time import ElapsedTime, gone_on, with_captures
from mdt_alpr.domain.retention.purge import ClockDoubt, clock_doubt
from mdt_alpr.hq.audit import audit_buffer
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.database import put_row
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.base.tables import MARKS
from mdt_alpr.machine.clock import present_run, seconds_of
from mdt_alpr.wire.codec import decode, encode

_BELIEVED = (AuditEvent.HQ_PURGED, AuditEvent.HQ_CLOCK_CONFIRMED)
"""A purge runs only by a clock that is believed, and its entry says when."""
_TAKEN_IN = (AuditEvent.HQ_ITEMS_ACCEPTED, AuditEvent.HQ_OFFLOAD_LOADED)
"""Before the first purge, this is when captured data came."""


_MARK, _DATES = "elapsed_time", 92
"""Dates that are kept to compare with: those of which something may be due."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """The time that passed for sure; ``seconds`` are those of the machine's run at that check."""

    elapsed: ElapsedTime
    run: str
    seconds: float


def count_time(hq: Headquarters) -> None:
    """Add the time since the last check, by seconds that nobody sets."""
    now, seconds, run = hq.clock.now(), seconds_of(hq.clock), present_run()
    with hq.database.writing() as connection:  # of itself, before each purge
        before = _counted(connection)
        ran_s = None
        if before and before.run == run and seconds >= before.seconds:
            ran_s = seconds - before.seconds
        elapsed = gone_on(before.elapsed if before else None, now, ran_s, agreed=False)
        if _is_credible(elapsed, now):
            dates = sorted({capture_date(now), *(capture.on for capture in elapsed.captures)})
            elapsed = with_captures(elapsed, dates[-_DATES:])
        row = {"name": _MARK, "value": encode(_Counted(elapsed, run, seconds))}
        put_row(connection, MARKS, row)


def _counted(connection: Connection) -> _Counted | None:
    stored = connection.scalar(select(MARKS.c.value).where(MARKS.c.name == _MARK))
    return None if stored is None else decode(_Counted, stored)


def _is_credible(elapsed: ElapsedTime, now: datetime) -> bool:
    return all(elapsed.is_credible(now, capture) for capture in elapsed.captures)


def doubt_in(work: Work) -> ClockDoubt:
    """Return why the clock is not believed in this transaction."""
    newest = own_audit.newest_at
    known = (
        newest(work.connection, _BELIEVED)
        or audit_buffer.newest_at(work)
        or newest(work.connection, _TAKEN_IN)
    )
    counted = _counted(work.connection)
    if counted is not None and not _is_credible(counted.elapsed, work.now):
        return ClockDoubt.AHEAD
    return clock_doubt(work.now, known)


def doubt_of(hq: Headquarters) -> ClockDoubt:
    """Return why the clock is not believed now."""
    with hq.reading() as work:
        return doubt_in(work)


def confirm_clock(hq: Headquarters, today: date, first: str, second: str) -> None:
    """Record that two people confirm the clock by the date that they know.

    Raises:
        DomainError: it is one person only, or the clock says another date.
    """
    if first == second:
        raise DomainError("Two people must confirm the clock, each with their own password.")
    with hq.writing() as work:
        if (shown := capture_date(work.now)) != today:
            raise DomainError(
                f"The clock of this machine says {shown}, not {today}. Set the clock right; "
                "nothing was erased by it."
            )
        facts = ("date", today.isoformat()), ("second", second), ("doubt", doubt_in(work).value)
        work.connection.execute(delete(MARKS).where(MARKS.c.name == _MARK))  # counts from here on
        record(work, AuditEvent.HQ_CLOCK_CONFIRMED, "clock", first, *facts)
