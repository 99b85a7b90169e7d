"""Days of capture as partitions: made ahead and on demand, dropped when their last read is due."""

import logging
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, Table
from sqlalchemy.exc import OperationalError

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.policy import ONE_PASS_LASTS, captured_data_expired_until
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.capture_day import id_time, next_day
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.tables import ITEMS, PICTURES, READS
from mdt_alpr.hq.reads import partitions
from mdt_alpr.hq.reads.captured import Bound
from mdt_alpr.wire.messages import ItemMessage

_LOG = logging.getLogger(__name__)


def make_days_ahead(hq: Headquarters, now: datetime) -> None:
    """Make the partitions of today and tomorrow."""
    _make(hq, {now.date(), next_day(now.date())})


def make_days_for(hq: Headquarters, items: Iterable[ItemMessage], now: datetime) -> None:
    """Make the partitions that these items need; an id from before the 90 days needs none."""
    made = {at.date() for item in items if (at := id_time(item.item_id)) is not None}
    first, last = captured_data_expired_until(now).date(), next_day(now.date())
    _make(hq, {day for day in made if first <= day <= last})


def due_reads(until: datetime) -> Bound:
    """Return the bound behind which no read was captured at ``until`` or before.

    The id of a read is at most one pass younger than its capture: ``hq.items.checks`` sees to it.
    """
    youngest = until + 2 * ONE_PASS_LASTS
    return Bound(youngest.date(), new_id(youngest, bytes(10)))


def is_captured_until(table: Table, until: datetime) -> ColumnElement[bool]:
    """Return the condition of a table's rows that were captured at ``until`` or before.

    Of reads and their pictures there are many: their later days are not looked through.
    """
    condition = table.c.captured_at <= until
    if table in (READS, PICTURES):
        condition &= table.c.day <= due_reads(until).day
    return condition


def drop_due_days(hq: Headquarters, until: datetime) -> int:
    """Drop the days of which everything was captured at ``until`` or before; count their reads.

    Reads of a younger day that are due are for ``captured.erase_captured``. What is preserved
    longer is a copy in tables of its own, as the seals of evidence are: no day keeps it.
    """
    if not hq.database.is_server:
        return 0
    due = {ITEMS: until.date(), READS: (until - ONE_PASS_LASTS).date()}
    try:
        with hq.writing() as work:
            dropped = partitions.drop_days(work.connection, due)
            if dropped is not None:
                days = [(name, " ".join(map(str, gone))) for name, gone in dropped.days.items()]
                facts = ("captured_until", until.isoformat()), ("reads_erased", str(dropped.reads))
                record(work, AuditEvent.HQ_PURGED, "days of capture", NOBODY, *facts, *days)
    except OperationalError:  # somebody still reads a day: it is emptied now, and dropped later
        _LOG.warning("days of capture are in use and will be dropped with the next purge")
        return 0
    hq.days_made.clear()
    return dropped.reads if dropped else 0


def _make(hq: Headquarters, days: set[date]) -> None:
    if missing := days - hq.days_made:
        partitions.make_days(hq.database, missing)
        hq.days_made |= missing
