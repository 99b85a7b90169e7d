"""How the officer says that a hit ended: what is chosen so far, and what is still missing."""

from dataclasses import dataclass, field
from datetime import datetime

from mdt_alpr.domain.hit.disposition import Closing, Disposition, Outcome, Stopped
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.verification import dispositions, missing_follow_up, wants_stop_reason
from mdt_alpr.ui.hit.presenters.recorded_stop_form import StopForm, stopped_by_time

EVENT_NUMBER_LENGTH = 16


@dataclass(slots=True)
class ClosingForm:
    """The answers so far; nothing is chosen at the start."""

    disposition: Disposition | None = None
    stopped: Stopped | None = None
    outcome: Outcome | None = None
    force_used: bool | None = None
    event_number: str = ""
    editing_number: bool = False
    stop: StopForm = field(default_factory=StopForm)

    @property
    def asks_outcome(self) -> bool:
        """Tell whether a verified stop is being closed: other questions follow."""
        return self.disposition is Disposition.VERIFIED_STOPPED

    def choose(self, disposition: Disposition, hit: Hit) -> None:
        """Choose how the hit ended, if that can be true of it."""
        if disposition in dispositions(hit):
            self.disposition, self.editing_number = disposition, False

    def mind(self, hit: Hit) -> None:
        """Take a choice back that can no longer be true."""
        if self.disposition is not None and self.disposition not in dispositions(hit):
            self.disposition = None
        if self.stopped in (None, Stopped.NO):
            self.stopped = stopped_by_time(hit) or self.stopped

    def say_stopped(self, stopped: Stopped, hit: Hit) -> None:
        """Say whether it was stopped; a stop without checks and record is asked for its reason."""
        self.stopped = stopped
        if wants_stop_reason(hit, stopped):
            self.stop.open()

    def type(self, character: str) -> None:
        """Take one character of the event number."""
        room = len(self.event_number) < EVENT_NUMBER_LENGTH
        if self.asks_outcome and room and (character.isalnum() or character == "-"):
            self.event_number += character.upper()

    def delete(self) -> None:
        """Take the last character of the event number back."""
        self.event_number = self.event_number[:-1]

    def closing(self, at: datetime) -> Closing | None:
        """Return what would be saved now, None where nothing is chosen."""
        if self.disposition is None:
            return None
        if self.asks_outcome:
            return Closing(
                self.disposition,
                at,
                outcome=self.outcome,
                force_used=self.force_used,
                event_number=self.event_number,
            )
        return Closing(self.disposition, at, stopped=self.stopped)

    def missing(self, at: datetime) -> str | None:
        """Return what is still needed, in words; None where it can be saved."""
        closing = self.closing(at)
        return "Choose how it ended." if closing is None else missing_follow_up(closing)


def still_missing(hit: Hit, form: ClosingForm, at: datetime) -> str | None:
    """Return what is still needed to close the hit, in words; None where it can be closed."""
    missing = form.missing(at)
    if missing is None and wants_stop_reason(hit, form.stopped):
        return "Say why it was not verified."
    return missing
