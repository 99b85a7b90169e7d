"""The part of the fake desk that takes what happens around a hit's status."""

from collections.abc import Callable
from datetime import datetime

from mdt_alpr.domain.hit.confirmation import AgencyReply, Urgency
from mdt_alpr.domain.hit.hit import Hit, StatusResult, StatusSource
from mdt_alpr.domain.hit.recorded_stop import StopReason
from mdt_alpr.domain.hit.status_query import GatewayResult, GatewaySource, StatusAnswer
from mdt_alpr.patrol import status_steps, steps


class FakeStatus:
    """Takes the real steps at once; the gateway answers when the test says so."""

    hits: dict[str, Hit]
    asked: list[str]

    # -------------------------------------------------------------------- the car's doing

    def answer(self, hit_id: str, result: str = "active", **fields: object) -> None:
        """Let the gateway answer the last question, about what was asked."""
        query = self.hits[hit_id].asked[-1].query
        given = {
            "query_id": query.query_id,
            "text": query.text,
            "state": query.state,
            "entry_id": query.entry_id,
            "nic": query.nic,
            "result": GatewayResult(result),
            "source": GatewaySource.DCIN,
            "responder": "SWITCH1",
            "answered_at": self._now(),
            "simulated": False,
            **fields,
        }
        answer = StatusAnswer(**given)  # type: ignore[arg-type]
        self._take(hit_id, status_steps.status_received(answer).take)

    def not_reached(self, hit_id: str, why: str) -> None:
        """Let the last question not get through."""
        query_id = self.hits[hit_id].asked[-1].query.query_id
        self._take(hit_id, status_steps.status_not_reached(query_id, why).take)

    # --------------------------------------------------------------------- the officer's

    def ask_status(self, hit_id: str) -> None:
        self.asked.append("ask_status")
        randomness = bytes([len(self.hits[hit_id].asked)]) * 10
        self._take(hit_id, status_steps.status_asked(randomness).take)

    def state_status(
        self,
        hit_id: str,
        source: StatusSource,
        result: StatusResult,
        dispatcher: str = "",
        *,
        asked_at: datetime | None = None,
    ) -> None:
        self.asked.append("state_status")
        self._take(hit_id, steps.status(source, result, dispatcher, asked_at).take)

    def record_stop(
        self, hit_id: str, reason: StopReason, minutes_ago: int, *, force_used: bool
    ) -> None:
        self.asked.append("record_stop")
        taken = status_steps.stop_recorded(reason, minutes_ago, force_used=force_used)
        self._take(hit_id, taken.take)

    def request_confirmation(self, hit_id: str, nic: str, urgency: Urgency, oca: str) -> None:
        self.asked.append("request_confirmation")
        self._take(hit_id, status_steps.confirmation_requested(nic, urgency, oca).take)

    def answer_confirmation(
        self, hit_id: str, reply: AgencyReply, promised_in_minutes: int = 0
    ) -> None:
        self.asked.append("answer_confirmation")
        taken = status_steps.confirmation_answered(reply, promised_in_minutes)
        self._take(hit_id, taken.take)

    def _now(self) -> datetime:
        raise NotImplementedError

    def _take(self, hit_id: str, step: Callable[[Hit, datetime], Hit]) -> None:
        raise NotImplementedError
