"""A desk without threads and without a store: every step is taken at once, for pictures."""

from collections.abc import Callable

from mdt_alpr.domain import verification
from mdt_alpr.domain.disposition import Closing, Disposition, Outcome, Stopped
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hit import (
    Contrary,
    ContraryFact,
    Hit,
    StatusResult,
    StatusSource,
    WhyNot,
)
from mdt_alpr.domain.vehicle import Body, Colour
from mdt_alpr.patrol import steps
from mdt_alpr.patrol.events import Event, HitChanged, HitRaised, StepRefused
from mdt_alpr.patrol.ports import Clock
from mdt_alpr.patrol.steps import Taken


class StillDesk:
    """See ``patrol.desk.Desk``; ``publish`` gets each event before the call returns."""

    def __init__(self, clock: Clock, publish: Callable[[Event], None]) -> None:
        self._clock = clock
        self._publish = publish
        self._hits: dict[str, Hit] = {}
        self._open_hit: str | None = None

    def raise_hit(self, hit: Hit) -> None:
        """Alert."""
        self._hits[hit.hit_id] = hit
        self._publish(HitRaised(hit))

    def contradict(self, hit_id: str, kind: Contrary, source: str) -> None:
        """Let a fact speak against a hit."""
        fact = ContraryFact(kind, source, self._clock.now())
        self._change(verification.contradict(self._hits[hit_id], fact))

    def sign_in(self, person_id: str, password: str) -> None:
        """Do nothing: nobody signs in in a picture."""

    def sign_out(self) -> None:
        """Do nothing: nobody signs out in a picture."""

    def painted(self, hit_id: str) -> None:
        """Note that the alert stands on the screen now."""
        self._take(hit_id, steps.painted())

    def silence(self, hit_id: str) -> None:
        """Stop the sound of an alert."""
        self._take(hit_id, steps.silenced())

    def open(self, hit_id: str) -> None:
        """Open a hit."""
        self._open_hit = hit_id
        self._take(hit_id, steps.opened())

    def leave(self) -> None:
        """Go back to patrol."""
        self._open_hit = None

    def enter(self, hit_id: str, text: str, state: str, picture_s: float) -> None:
        """Enter characters and state as seen."""
        self._take(hit_id, steps.entered(text, state, picture_s))

    def cannot_see(self, hit_id: str) -> None:
        """State that the plate cannot be seen well enough."""
        self._take(hit_id, steps.cannot_see())

    def answer_vehicle(self, hit_id: str, body: Body | None, colour: Colour | None) -> None:
        """State body and colour as seen."""
        self._take(hit_id, steps.vehicle(body, colour))

    def give_vehicle_reason(self, hit_id: str, reason: str) -> None:
        """Say why the vehicle differs from the record."""
        self._take(hit_id, steps.vehicle_reason(reason))

    def state_status(
        self, hit_id: str, source: StatusSource, result: StatusResult, dispatcher: str = ""
    ) -> None:
        """State what a source answered."""
        self._take(hit_id, steps.status(source, result, dispatcher))

    def state_not_practicable(self, hit_id: str, source: StatusSource, reason: WhyNot) -> None:
        """State that a source could not be asked."""
        self._take(hit_id, steps.not_practicable(source, reason))

    def initiate_stop(self, hit_id: str) -> None:
        """Initiate the stop, if the gate is open."""
        now, hit = self._clock.now(), self._hits[hit_id]
        self._change(verification.initiate_stop(hit, now, open_hit_id=self._open_hit))

    def close(  # noqa: PLR0913 - one argument a question of the page
        self,
        hit_id: str,
        disposition: Disposition,
        *,
        stopped: Stopped | None = None,
        outcome: Outcome | None = None,
        force_used: bool | None = None,
        event_number: str = "",
    ) -> None:
        """End a hit."""
        at = self._clock.now()
        closing = Closing(disposition, at, stopped, outcome, force_used, event_number)
        self._change(verification.close(self._hits[hit_id], closing))

    def _take(self, hit_id: str, taken: Taken) -> None:
        try:
            self._change(taken.take(self._hits[hit_id], self._clock.now()))
        except DomainError as error:
            self._publish(StepRefused(hit_id, str(error)))

    def _change(self, hit: Hit) -> None:
        if hit != self._hits[hit.hit_id]:
            self._hits[hit.hit_id] = hit
            self._publish(HitChanged(hit))
