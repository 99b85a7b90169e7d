"""The result of a practice at roll-call, kept for who signed in after it (D17)."""

from dataclasses import replace

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.drills import PracticeResult
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.sign_in import Sessions
from mdt_alpr.patrol.store_port import Store
from mdt_alpr.patrol.worker import Worker
from mdt_alpr.wire.drills import DrillMessage

_TRAINING = ("training", "true")


class DrillResults:
    """Implements ``patrol.desk.DrillsDesk``."""

    def __init__(
        self,
        records: Worker,
        store: Store,
        clock: Clock,
        sessions: Sessions,
        *,
        trial: bool = False,
    ) -> None:
        self._records, self._store = records, store
        self._clock, self._sessions, self._trial = clock, sessions, trial

    def keep_drill(self, person_id: str, result: PracticeResult) -> None:
        """Keep a result as the person's own; returns at once."""
        self._records.do(lambda: self._keep(person_id, result))

    def _keep(self, person_id: str, result: PracticeResult) -> None:
        """Queue it for headquarters, unless somebody else works the screen meanwhile."""
        if not person_id or self._sessions.person_id != person_id:
            return
        result = self._of_trial(result)
        passed = ("passed", " ".join(trap.name.lower() for trap in result.passed))
        failed = ("failed", " ".join(trap.name.lower() for trap in result.failed))
        with self._store.begin() as work:
            work.queue(ItemKind.DRILL, DrillMessage(result, person_id, self._clock.now()))
            work.record(
                AuditEvent.DRILL_KEPT, result.drill_id, person_id, _TRAINING, passed, failed
            )

    def _of_trial(self, result: PracticeResult) -> PracticeResult:
        """Return what may leave the car: times only before a shift of a trial, for its sums."""
        session = self._sessions.current
        sample = session.sample if session is not None and self._trial else None
        if sample is None:
            return replace(result, steps=())
        return replace(result, trial=sample.number)
