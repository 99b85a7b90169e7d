"""After a failover of PostgreSQL the list gets a new version, whose number was never given.

The former primary may have given cars versions that the new one lacks. A car that has one
gets the whole list, as its number is not on record here.
"""

from datetime import timedelta

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hotlist.list_numbers import is_of_before
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.database import timeline_of
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.hotlists.manual_ending import new_version

EVERY = timedelta(seconds=5)


def follow_failover(hq: Headquarters) -> None:
    """Make the version with which cars leave what a former primary gave them."""
    with hq.reading() as work:
        if not _is_due(work):
            return
    with hq.writing() as work:
        if _is_due(work):
            number = new_version(work, NOBODY, "failover")
            record(work, AuditEvent.HQ_LIST_RENUMBERED, str(number), NOBODY)


def _is_due(work: Work) -> bool:
    newest = hotlists.newest(work.connection)
    return newest is not None and is_of_before(newest.version, timeline_of(work.connection))
