"""The part of the fake desk that takes what happens around a hit's status."""

from collections.abc import Callable
from datetime import datetime, timedelta

from mdt_alpr.domain.hit import after_checks, gateway, verification
from mdt_alpr.domain.hit.confirmation import (
    AgencyReply,
    ConfirmationReply,
    ConfirmationRequest,
    Urgency,
)
from mdt_alpr.domain.hit.hit import Hit, StatusReply, StatusResult, StatusSource
from mdt_alpr.domain.hit.recorded_stop import RecordedStop, StopReason
from mdt_alpr.domain.hit.status_query import GatewayResult, GatewaySource, StatusAnswer
from mdt_alpr.domain.identity import new_id


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
        self._take(hit_id, lambda hit, now: gateway.take_answer(hit, answer, now))

    def not_reached(self, hit_id: str, why: str) -> None:
        """Let the last question not get through."""
        query_id = self.hits[hit_id].asked[-1].query.query_id
        self._take(hit_id, lambda hit, now: gateway.not_reached(hit, query_id, why, now))

    # --------------------------------------------------------------------- the officer's

    def ask_status(self, hit_id: str) -> None:
        self.asked.append("ask_status")
        randomness = bytes([len(self.hits[hit_id].asked)]) * 10
        self._take(hit_id, lambda hit, now: gateway.ask(hit, new_id(now, randomness), now))

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

        def step(hit: Hit, now: datetime) -> Hit:
            reply = StatusReply(source, result, now, dispatcher, asked_at)
            return verification.state_status(hit, reply)

        self._take(hit_id, step)

    def record_stop(
        self, hit_id: str, reason: StopReason, minutes_ago: int, *, force_used: bool
    ) -> None:
        self.asked.append("record_stop")

        def step(hit: Hit, now: datetime) -> Hit:
            at = now - timedelta(minutes=minutes_ago)
            return after_checks.record_stop(hit, RecordedStop(reason, at, now, force_used))

        self._take(hit_id, step)

    def request_confirmation(self, hit_id: str, nic: str, urgency: Urgency, oca: str) -> None:
        self.asked.append("request_confirmation")

        def step(hit: Hit, now: datetime) -> Hit:
            request = ConfirmationRequest(1, urgency, oca, nic, now)
            return after_checks.request_confirmation(hit, request)

        self._take(hit_id, step)

    def answer_confirmation(
        self, hit_id: str, reply: AgencyReply, promised_in_minutes: int = 0
    ) -> None:
        self.asked.append("answer_confirmation")

        def step(hit: Hit, now: datetime) -> Hit:
            later = now + timedelta(minutes=promised_in_minutes) if promised_in_minutes else None
            return after_checks.answer_confirmation(hit, ConfirmationReply(reply, now, later))

        self._take(hit_id, step)

    def _now(self) -> datetime:
        raise NotImplementedError

    def _take(self, hit_id: str, step: Callable[[Hit, datetime], Hit]) -> None:
        raise NotImplementedError
