"""Count each day before its captured data is purged, for the reports that come later (RPT-06)."""

from datetime import date

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import days_to_count
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.people.permitted import demand_account
from mdt_alpr.hq.reads import tally_store as tallies
from mdt_alpr.hq.reads.tally_store import Tally


def count_days(hq: Headquarters) -> None:
    """Count every day that will soon be purged and was not counted yet.

    What a car brings of such a day later is not in its numbers.
    """
    with hq.reading() as work:
        first = tallies.first_day(work.connection)
    if first is None:
        return
    for day in (day for day in days_to_count(hq.clock.now()) if day >= first):
        with hq.writing() as work:
            if not tallies.is_counted(work.connection, day):
                tallies.count_day(work.connection, day)


def counts_by_account(
    hq: Headquarters, first: date | None, last: date | None, by: str
) -> list[Tally]:
    """Return what was counted of these days, both included; that it was asked is recorded.

    Raises:
        RefusedError: the person has no account that may; recorded.
    """
    demand_account(hq, by, Permission.SEE_OVERVIEW)
    since, until = first or date.min, last or date.max
    with hq.writing() as work:
        told = ("since", since.isoformat()), ("until", until.isoformat())
        record(work, AuditEvent.HQ_COUNTS_VIEWED, "daily counts", by, *told)
    with hq.reading() as work:
        return tallies.counted(work.connection, since, until)
