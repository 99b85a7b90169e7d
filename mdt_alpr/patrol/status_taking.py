"""The part of the officer's desk that takes what happens around a hit's status."""

import secrets
from datetime import datetime

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hit.confirmation import AgencyReply, Urgency
from mdt_alpr.domain.hit.hit import Hit, StatusResult, StatusSource, WhyNot
from mdt_alpr.domain.hit.recorded_stop import StopReason
from mdt_alpr.domain.hit.status_query import Asking, StatusAnswer
from mdt_alpr.patrol import status_steps, steps
from mdt_alpr.patrol.steps import Taken


class StatusTaking:
    """Turns wishes and answers into steps; a hit that ended while it waited is remembered.

    What inherits it gives ``_take`` and ``_keep_late``.
    """

    def __init__(self) -> None:
        self._ended: dict[str, Hit] = {}

    def ask_status(self, hit_id: str) -> None:
        """Ask headquarters' gateway."""
        self._take(hit_id, status_steps.status_asked(secrets.token_bytes(10)))

    def state_status(
        self,
        hit_id: str,
        source: StatusSource,
        result: StatusResult,
        dispatcher: str = "",
        *,
        asked_at: datetime | None = None,
    ) -> None:
        """State what MDT, Communications or DCIN answered."""
        self._take(hit_id, steps.status(source, result, dispatcher, asked_at))

    def state_not_practicable(self, hit_id: str, source: StatusSource, reason: WhyNot) -> None:
        """State that a source could not be asked, and why."""
        self._take(hit_id, steps.not_practicable(source, reason))

    def record_stop(
        self, hit_id: str, reason: StopReason, minutes_ago: int, *, force_used: bool
    ) -> None:
        """Record a stop that was made without the checks (VER-03); the last record counts."""
        taken = status_steps.stop_recorded(reason, minutes_ago, force_used=force_used)
        self._take(hit_id, taken)

    def request_confirmation(self, hit_id: str, nic: str, urgency: Urgency, oca: str) -> None:
        """Note that the telecommunicator has the request."""
        self._take(hit_id, status_steps.confirmation_requested(nic, urgency, oca))

    def answer_confirmation(
        self, hit_id: str, reply: AgencyReply, promised_in_minutes: int = 0
    ) -> None:
        """Note what the entering agency replied."""
        self._take(hit_id, status_steps.confirmation_answered(reply, promised_in_minutes))

    def begin_status(self, hit_id: str) -> None:
        """Ask headquarters' gateway for the first time, by the program itself (D6)."""
        taken = status_steps.status_asked(secrets.token_bytes(10), by_itself=True)
        self._take_late(hit_id, taken)

    # ---------------------------------------------------------------- from headquarters

    def status_received(self, hit_id: str, answer: StatusAnswer) -> None:
        """Take an answer of the gateway, also on a hit that ended meanwhile (D6)."""
        self._take_late(hit_id, status_steps.status_received(answer))

    def status_not_reached(self, hit_id: str, query_id: str, why: str) -> None:
        """Take note that a question did not get through."""
        self._take_late(hit_id, status_steps.status_not_reached(query_id, why))

    # --------------------------------------------------------------------------- inside

    def _remember(self, ended: Hit) -> None:
        """Remember a hit that ends while a question waits."""
        if any(asked.standing is Asking.WAITING for asked in ended.asked):
            self._ended[ended.hit_id] = ended

    def _late(self, hit_id: str, taken: Taken) -> None:
        """Take a step of a hit that has ended; on the records thread."""
        hit = self._ended.get(hit_id)
        if hit is None:
            return
        try:
            changed = self._keep_late(hit, taken)
        except DomainError:
            return  # another answer to the same question was first
        del self._ended[hit_id]
        self._remember(changed)

    def _take(self, hit_id: str, taken: Taken) -> None:
        raise NotImplementedError

    def _take_late(self, hit_id: str, taken: Taken) -> None:
        raise NotImplementedError

    def _keep_late(self, hit: Hit, taken: Taken) -> Hit:
        raise NotImplementedError
