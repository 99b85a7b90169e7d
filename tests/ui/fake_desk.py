"""A desk that takes the real steps of the rules at once, and says what changed."""

from collections.abc import Callable
from datetime import datetime

from mdt_alpr.clock import Clock
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hit import verification
from mdt_alpr.domain.hit.disposition import Closing, Disposition, Outcome, Stopped
from mdt_alpr.domain.hit.evidence_notes import with_hold_released
from mdt_alpr.domain.hit.hit import (
    Contrary,
    ContraryFact,
    Hit,
    NotPracticable,
    StatusSource,
    VehicleAnswer,
    WhyNot,
)
from mdt_alpr.domain.hit.relay import pass_on
from mdt_alpr.domain.hit.tile_answers import TileCheck
from mdt_alpr.domain.hit.vehicle import Body, Colour
from mdt_alpr.patrol.events import HitChanged, HitRaised, StepRefused
from tests.ui.fake_status import FakeStatus

Published = HitRaised | HitChanged | StepRefused


class FakeDesk(FakeStatus):
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
        self._take(hit_id, lambda hit, _: verification.contradict(hit, fact))

    # --------------------------------------------------------------------- the officer's

    def sign_in(self, person_id: str, password: str) -> None:
        """Nobody signs in here."""
        raise NotImplementedError

    def change_password(self, person_id: str, password: str, new_password: str) -> None:
        """Nobody changes a password here."""
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

    def answer_vehicle(self, hit_id: str, body: Body | None, colour: Colour | None) -> None:
        self.asked.append("answer_vehicle")

        def step(hit: Hit, now: datetime) -> Hit:
            return verification.answer_vehicle(hit, VehicleAnswer(body, colour, now))

        self._take(hit_id, step)

    def give_vehicle_reason(self, hit_id: str, reason: str) -> None:
        self.asked.append("give_vehicle_reason")
        self._take(hit_id, lambda hit, now: verification.give_vehicle_reason(hit, reason, now))

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

    def _now(self) -> datetime:
        return self.clock.now()

    def _take(self, hit_id: str, step: Callable[[Hit, datetime], Hit]) -> None:
        hit = self.hits[hit_id]
        try:
            changed = step(hit, self.clock.now())
        except DomainError as error:
            self.publish(StepRefused(hit_id, str(error)))
            return
        if changed != hit:
            self.hits[hit_id] = changed
            self.publish(HitChanged(changed))
