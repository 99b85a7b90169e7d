"""The delivered lists lie under the key of a day, and are sealed again before that key goes.

So a dump, a replica or a log of the database dies with its days, list included (RET-03).
"""

import logging
from datetime import datetime

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.policy import capture_date, list_sealed_again_after
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.database import hold_name
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.retention_setting import kept_days
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.hotlists.manual_ending import new_version

_LOG = logging.getLogger(__name__)
_AT_ONCE = 2_000
LOST = "no key"
"""Source of the version in which entries left the list that nobody can open any more."""


def seal_lists_again(hq: Headquarters, now: datetime) -> int:
    """Seal under today's key what lies under an old one; return how many entries there were.

    Cars forget what cannot be opened; the next delivery brings it again.
    """
    on, number = capture_date(now), 0
    while True:
        with hq.writing() as work:
            hold_name(work.connection, "hotlist")  # or an import meanwhile would be undone
            before = on - list_sealed_again_after(kept_days(work.connection))
            some, lost = hotlists.seal_again(work, before, on, _AT_ONCE)
            if lost:
                _LOG.error("%s entries of the list cannot be opened: they leave it", len(lost))
                version = new_version(work, NOBODY, LOST)
                hotlists.cancel(work.connection, lost, version)
            if some:
                facts = ("entries", str(some)), ("lost", str(len(lost)))
                record(work, AuditEvent.HQ_LIST_SEALED_AGAIN, on.isoformat(), NOBODY, *facts)
        number += some
        if some < _AT_ONCE:
            return number
