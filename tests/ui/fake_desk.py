"""A desk that takes the real steps of the rules at once, and says what changed."""

from collections.abc import Callable
from datetime import datetime, timedelta

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hit import gateway, verification
from mdt_alpr.domain.hit.confirmation import (
    AgencyReply,
    ConfirmationReply,
    ConfirmationRequest,
    Urgency,
)
from mdt_alpr.domain.hit.disposition import (
    Closing,
    Disposition,
    Outcome,
    RecordedStop,
    Stopped,
    StopReason,
)
from mdt_alpr.domain.hit.handover import pass_on
from mdt_alpr.domain.hit.hit import Contrary, ContraryFact, Hit, HitState, TileCheck, VehicleAnswer
from mdt_alpr.domain.hit.status_query import (
    GatewayResult,
    GatewaySource,
    NotPracticable,
    StatusAnswer,
    StatusReply,
    StatusResult,
    StatusSource,
    WhyNot,
)
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.hit.verification import with_hold_released
from mdt_alpr.domain.identity import new_id
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.desk import KeyUse
from mdt_alpr.patrol.events import HitChanged, HitRaised, StepRefused
from mdt_alpr.patrol.open_hits import CLOSED

Published = HitRaised | HitChanged | StepRefused


class FakeDesk:
    """A ``patrol.desk.Desk`` without threads, store or link; ``asked`` names the calls."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.hits: dict[str, Hit] = {}
        self.open_hit: str | None = None
        self.asked: list[str] = []
        self.publish: Callable[[Published], None] = lambda _: None

    # ------------------------------------------------------------------- the car's doing

    def raise_hit(self, hit: Hit) -> Hit:
        """Alert."""
        self.hits[hit.hit_id] = hit
        self.publish(HitRaised(hit))
        return hit

    def contradict(self, hit_id: str, kind: Contrary, source: str = "list 2") -> None:
        """Bring a contrary fact."""
        fact = ContraryFact(kind, source, self.clock.now())
        self._change(hit_id, lambda hit, _: verification.contradict(hit, fact))

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
            "answered_at": self.clock.now(),
            "simulated": False,
            **fields,
        }
        answer = StatusAnswer(**given)  # type: ignore[arg-type]
        self._change(hit_id, lambda hit, now: gateway.apply_answer(hit, answer, now))

    def not_reached(self, hit_id: str, why: str) -> None:
        """Let the last question not get through."""
        query_id = self.hits[hit_id].asked[-1].query.query_id
        self._change(hit_id, lambda hit, now: gateway.not_reached(hit, query_id, why, now))

    # --------------------------------------------------------------------- the officer's

    def sign_in(self, person_id: str, password: str, code: str = "") -> None:
        """Nobody signs in here."""
        raise NotImplementedError

    def change_password(
        self, person_id: str, password: str, new_password: str, code: str = ""
    ) -> None:
        """Nobody changes a password here."""
        raise NotImplementedError

    def offer_factor(self, person_id: str, password: str, code: str = "") -> None:
        """Nobody sets up a second factor here."""
        raise NotImplementedError

    def confirm_factor(self, person_id: str, password: str, code: str) -> None:
        """Nobody sets up a second factor here."""
        raise NotImplementedError

    def use_key(self, use: KeyUse, then: Callable[[str], None]) -> None:
        """Nobody has a security key here."""
        raise NotImplementedError

    def cancel_key(self) -> None:
        """Nobody has a security key here."""
        raise NotImplementedError

    def sign_out(self) -> None:
        """Nobody signs out here."""
        raise NotImplementedError

    def lock(self) -> None:
        self.asked.append("lock")

    def painted(self, hit_id: str) -> None:
        self.asked.append(f"painted {hit_id}")

    def silence(self, hit_id: str) -> None:
        self.asked.append(f"silence {hit_id}")

    def open(self, hit_id: str) -> None:
        self.asked.append("open")
        self.open_hit = hit_id
        self._take(hit_id, verification.open_hit)

    def leave(self) -> None:
        self.asked.append("leave")
        self.open_hit = None

    def enter(self, hit_id: str, text: str, state: str, picture_s: float) -> None:
        self.asked.append("enter")

        def step(hit: Hit, now: datetime) -> Hit:
            return verification.enter(hit, text, state, now, picture_s=picture_s)

        self._take(hit_id, step)

    def enter_by_tiles(self, hit_id: str, check: TileCheck, state: str, picture_s: float) -> None:
        self.asked.append("enter_by_tiles")

        def step(hit: Hit, now: datetime) -> Hit:
            return verification.enter_by_tiles(hit, check, state, now, picture_s=picture_s)

        self._take(hit_id, step)

    def cannot_see(self, hit_id: str) -> None:
        self.asked.append("cannot_see")
        self._take(hit_id, lambda hit, _: verification.cannot_see(hit))

    def answer_vehicle(self, hit_id: str, body: Body | None, color: Color | None) -> None:
        self.asked.append("answer_vehicle")

        def step(hit: Hit, now: datetime) -> Hit:
            return verification.answer_vehicle(hit, VehicleAnswer(body, color, now))

        self._take(hit_id, step)

    def give_state_reason(self, hit_id: str, reason: str) -> None:
        self.asked.append("give_state_reason")
        self._take(hit_id, lambda hit, _: verification.give_state_reason(hit, reason))

    def give_vehicle_reason(self, hit_id: str, reason: str) -> None:
        self.asked.append("give_vehicle_reason")
        self._take(hit_id, lambda hit, now: verification.give_vehicle_reason(hit, reason, now))

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
            return verification.record_stop(hit, RecordedStop(reason, at, now, force_used))

        self._take(hit_id, step)

    def request_confirmation(self, hit_id: str, nic: str, urgency: Urgency, oca: str) -> None:
        self.asked.append("request_confirmation")

        def step(hit: Hit, now: datetime) -> Hit:
            request = ConfirmationRequest(1, urgency, oca, nic, now)
            return verification.request_confirmation(hit, request)

        self._take(hit_id, step)

    def answer_confirmation(
        self, hit_id: str, reply: AgencyReply, promised_in_minutes: int = 0
    ) -> None:
        self.asked.append("answer_confirmation")

        def step(hit: Hit, now: datetime) -> Hit:
            later = now + timedelta(minutes=promised_in_minutes) if promised_in_minutes else None
            return verification.answer_confirmation(hit, ConfirmationReply(reply, now, later))

        self._take(hit_id, step)

    def state_not_practicable(self, hit_id: str, source: StatusSource, reason: WhyNot) -> None:
        self.asked.append("state_not_practicable")

        def step(hit: Hit, now: datetime) -> Hit:
            return verification.state_not_practicable(hit, NotPracticable(source, reason, now))

        self._take(hit_id, step)

    def relay(self, hit_id: str, unit: str, device: str = "") -> None:
        self.asked.append(f"relay {unit}")
        self._take(hit_id, lambda hit, now: pass_on(hit, unit, device, now))

    def release_hold(self, hit_id: str, held_s: float) -> None:
        self.asked.append("release_hold")
        self._take(hit_id, lambda hit, now: with_hold_released(hit, now, held_s))

    def initiate_stop(self, hit_id: str) -> None:
        self.asked.append("initiate_stop")

        def step(hit: Hit, now: datetime) -> Hit:
            return verification.initiate_stop(
                hit, now, officer=hit.officer, open_hit_id=self.open_hit
            )

        self._take(hit_id, step)

    def close(  # noqa: PLR0913 - the port's shape
        self,
        hit_id: str,
        disposition: Disposition,
        *,
        stopped: Stopped | None = None,
        outcome: Outcome | None = None,
        force_used: bool | None = None,
        event_number: str = "",
    ) -> None:
        self.asked.append("close")

        def step(hit: Hit, now: datetime) -> Hit:
            closing = Closing(disposition, now, stopped, outcome, force_used, event_number)
            return verification.close(hit, closing)

        self._take(hit_id, step)

    # ----------------------------------------------------------------------------- inside

    def _take(self, hit_id: str, step: Callable[[Hit, datetime], Hit]) -> None:
        """Make a step of the officer's."""
        if self.hits[hit_id].state is HitState.CLOSED:
            self.publish(StepRefused(hit_id, CLOSED))
        else:
            self._change(hit_id, step)

    def _change(self, hit_id: str, step: Callable[[Hit, datetime], Hit]) -> None:
        hit = self.hits[hit_id]
        try:
            changed = step(hit, self.clock.now())
        except DomainError as error:
            self.publish(StepRefused(hit_id, str(error)))
            return
        if changed != hit:
            self.hits[hit_id] = changed
            self.publish(HitChanged(changed))
