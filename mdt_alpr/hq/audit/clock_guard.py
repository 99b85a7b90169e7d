"""Whether headquarters' clock may be believed by what erases, and how two people confirm it."""

from datetime import date

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.retention.purge import ClockDoubt, clock_doubt
from mdt_alpr.hq.audit import lanes
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Headquarters, Work

_BELIEVED = (AuditEvent.HQ_PURGED, AuditEvent.HQ_CLOCK_CONFIRMED)
"""A purge runs only by a clock that is believed, and its entry says when."""
_TAKEN_IN = (AuditEvent.HQ_ITEMS_ACCEPTED, AuditEvent.HQ_OFFLOAD_LOADED)
"""Before the first purge, this is when captured data came."""


def doubt_in(work: Work) -> ClockDoubt:
    """Return why the clock is not believed in this transaction."""
    newest = own_audit.newest_at
    known = (
        newest(work.connection, _BELIEVED)
        or lanes.newest_at(work)
        or newest(work.connection, _TAKEN_IN)
    )
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
        record(work, AuditEvent.HQ_CLOCK_CONFIRMED, "clock", first, *facts)
