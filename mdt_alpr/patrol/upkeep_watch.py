"""Stops and resumes alerts as headquarters says of the machine's upkeep (MNT-02)."""

from collections.abc import Callable

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.equipment.upkeep import NOTHING_LATE, Upkeep
from mdt_alpr.patrol.list_in_use import Matcher


class UpkeepWatch:
    """Applies what headquarters says; reads go on, are kept and sent, whatever it is.

    ``record`` keeps an audit event with its reason; it is called on any thread.
    """

    def __init__(
        self,
        matcher: Matcher,
        record: Callable[[AuditEvent, str], None],
        publish: Callable[[Upkeep], None],
    ) -> None:
        self._matcher, self._record, self._publish = matcher, record, publish
        self._upkeep = NOTHING_LATE

    def restore(self, upkeep: Upkeep) -> None:
        """Go on as it was when the program ended; that was recorded then."""
        self._upkeep, self._matcher.alerts_stop = upkeep, upkeep.alerts_stop
        self._publish(upkeep)

    def tell(self, upkeep: Upkeep) -> None:
        """Apply what headquarters says now; from any thread."""
        if upkeep == self._upkeep:
            return
        before = self._upkeep
        self.restore(upkeep)
        if before.alerts_stop != upkeep.alerts_stop:
            stops, resumes = AuditEvent.ALERTS_STOPPED, AuditEvent.ALERTS_RESUMED
            self._record(stops if upkeep.alerts_stop else resumes, upkeep.details)
