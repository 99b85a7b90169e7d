"""Lists that are overdue or were stopped: told in the overview, counted, recorded (HOT-02)."""

from datetime import datetime, timedelta

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hotlist.delivery import ListProblem, ListTrouble, list_troubles
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.hotlists.import_store import deliveries
from mdt_alpr.wire.hotlists import ListTroubleMessage

EVERY = timedelta(minutes=10)


def troubles(work: Work) -> tuple[ListTrouble, ...]:
    """Return what is wrong with the lists now."""
    return list_troubles(deliveries(work.connection), work.now)


def trouble_messages(work: Work) -> tuple[ListTroubleMessage, ...]:
    """Return what is wrong with the lists as it travels."""
    return tuple(
        ListTroubleMessage(one.kind.value, one.name, one.since, one.why) for one in troubles(work)
    )


class OverdueWatch:
    """Records each list that became overdue once, with the reason (HOT-02); for one thread.

    After a restart it records what is overdue once more.
    """

    def __init__(self, hq: Headquarters) -> None:
        self._hq = hq
        self._known: set[tuple[str, datetime]] = set()

    def look(self) -> int:
        """Record what has become overdue; return how many lists."""
        with self._hq.reading() as work:
            overdue = [one for one in troubles(work) if one.kind is ListProblem.OVERDUE]
        new = [one for one in overdue if (one.name, one.since) not in self._known]
        if new:
            with self._hq.writing() as work:
                for one in new:
                    since = ("since", one.since.isoformat())
                    event = AuditEvent.HQ_LIST_OVERDUE
                    record(work, event, one.name, NOBODY, since, ("why", one.why))
        self._known = {(one.name, one.since) for one in overdue}
        return len(new)
