"""The alarm on retention: a purge that failed, waits, did not run, or left something (RET-07).

The overview, the live wall and the figures show it, and it is recorded once.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.policy import capture_date_ends, captured_data_expired_until
from mdt_alpr.domain.retention.purge import RetentionState
from mdt_alpr.hq.audit.clock_guard import doubt_of
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.items.days import due_reads
from mdt_alpr.hq.keeping.left_over import tables_with
from mdt_alpr.hq.keeping.purge import purge, purge_is_overdue

EVERY = timedelta(minutes=10)
DAY_KEYS = "day_keys"


def retention_state(hq: Headquarters) -> RetentionState:
    """Return the state of the purge now."""
    now = hq.clock.now()
    return replace(hq.retention, purged_at=hq.purged_at, is_overdue=purge_is_overdue(hq, now))


def purge_watched(hq: Headquarters) -> None:
    """Purge where the clock is believed, and remember where it is not or the purge fails.

    Raises:
        Exception: what the purge met; it is tried again at its next time.
    """
    doubt = doubt_of(hq)
    hq.retention = replace(hq.retention, clock=doubt)
    if doubt:
        return
    try:
        purge(hq, hq.clock.now())
    except Exception as error:
        hq.retention = replace(hq.retention, failure=type(error).__name__)
        raise
    hq.retention = replace(hq.retention, failure="")


class RetentionWatch:
    """Looks after each purge, and records an alarm once for each cause; for one thread."""

    def __init__(self, hq: Headquarters) -> None:
        self._hq = hq
        self._told: RetentionState | None = None

    def look(self) -> RetentionState:
        """Check what the last purge left; return its state."""
        hq = self._hq
        if hq.retention.clock and not doubt_of(hq):
            purge_watched(hq)  # somebody confirmed the time
        if hq.purged_at is not None:
            hq.retention = replace(hq.retention, left=left_over(hq, hq.purged_at))
        state = retention_state(hq)
        cause = replace(state, purged_at=None)
        if state.is_alarm and cause != self._told:
            with hq.writing() as work:
                facts = (
                    ("clock", state.clock.value),
                    ("overdue", str(state.is_overdue).lower()),
                    ("failure", state.failure),
                    ("left", " ".join(state.left)),
                    ("purged_at", state.purged_at.isoformat() if state.purged_at else ""),
                )
                record(work, AuditEvent.HQ_RETENTION_ALARM, "captured data", NOBODY, *facts)
        self._told = cause if state.is_alarm else None
        return state


def left_over(hq: Headquarters, purged_at: datetime) -> tuple[str, ...]:
    """Return where something lies that a purge at that instant had to take away."""
    return left_behind(hq, captured_data_expired_until(purged_at), purged_at)


def left_behind(
    hq: Headquarters, captured_until: datetime, purged_at: datetime
) -> tuple[str, ...]:
    """Return where something lies that was captured until then, or a key that had ended."""
    with hq.reading() as work:
        found = tables_with(work.connection, captured_until, due_reads(captured_until).day)
    keys = [day for day in hq.day_keys.dates() if capture_date_ends(day) <= purged_at]
    return (*found, DAY_KEYS) if keys else tuple(found)
