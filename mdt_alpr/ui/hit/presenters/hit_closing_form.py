"""How the officer says that a hit ended: what is chosen so far, and what is still missing."""

from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from mdt_alpr.domain.hit.disposition import (
    Closing,
    Disposition,
    Outcome,
    Stopped,
    StopReason,
    minutes_ago_offered,
)
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.verification import (
    dispositions,
    gone_at,
    missing_follow_up,
    wants_stop_reason,
)
from mdt_alpr.ui.hit.models.hit_blind import ChoiceView
from mdt_alpr.ui.hit.models.hit_result import StopSheetView
from mdt_alpr.ui.hit.presenters.hit_words import capitalized, clock_words


@dataclass(slots=True)
class StopForm:
    """The answers so far; nothing is chosen at the start."""

    is_open: bool = False
    reason: StopReason | None = None
    minutes_ago: int | None = None
    force_used: bool | None = None

    def open(self) -> None:
        """Ask again."""
        self.is_open, self.reason, self.minutes_ago, self.force_used = True, None, None, None

    @property
    def is_whole(self) -> bool:
        """Tell whether it can be recorded."""
        return None not in (self.reason, self.minutes_ago, self.force_used)


def stopped_by_time(hit: Hit) -> Stopped | None:
    """Return whether the recorded stop lies before or after the contrary fact."""
    if hit.recorded_stop is None:
        return None
    gone = gone_at(hit)
    after = gone is not None and hit.recorded_stop.at >= gone
    return Stopped.AFTER if after else Stopped.BEFORE


def stop_tile(hit: Hit, zone: tzinfo | None) -> ChoiceView:
    """Return the tile that opens the sheet, with what was recorded."""
    stop = hit.recorded_stop
    second = "Reason and time, for the supervisor"
    if stop is not None:
        second = f"{clock_words(stop.at, zone)[:5]}, {stop.reason.value}"
    return ChoiceView(
        "stop", "Stopped without verification", live=hit.stop_at is None, second=second
    )


def recorded_line(hit: Hit, zone: tzinfo | None) -> str:
    """Return what was recorded, in one line; empty where nothing was."""
    stop = hit.recorded_stop
    return f"Stop at {clock_words(stop.at, zone)} recorded" if stop else ""


def stop_sheet(
    hit: Hit, form: StopForm, stopped: Stopped | None, now: datetime, zone: tzinfo | None
) -> StopSheetView | None:
    """Return the sheet; None where it is not open."""
    if not form.is_open:
        return None
    gone = gone_at(hit)
    offered = minutes_ago_offered(stopped, gone, now)
    text = "It unlocks nothing and goes to the supervisor with its reason."
    if gone is not None and stopped is not None:
        side = "after" if stopped is Stopped.AFTER else "before"
        text = f"A stop {side} {clock_words(gone, zone)}, when the basis was lost."
    return StopSheetView(
        text=text,
        reasons=tuple(
            ChoiceView(why.value, capitalized(why.value), chosen=why is form.reason)
            for why in StopReason
        ),
        times=tuple(
            ChoiceView(
                str(minutes),
                f"{minutes} min\nago" if minutes else "Now",
                chosen=minutes == form.minutes_ago,
            )
            for minutes in offered
        ),
        force=(
            ChoiceView("no", "No", chosen=form.force_used is False),
            ChoiceView("yes", "Yes", chosen=form.force_used is True),
        ),
        may_record=form.is_whole,
    )


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
        """Remove a choice that can no longer be true."""
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
        """Remove the last character of the event number."""
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
