"""The sheet for a stop that was made without the checks: what is chosen, and how it is shown."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from mdt_alpr.domain.hit.disposition import Stopped, StopReason, minutes_ago_offered
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.verification import gone_at
from mdt_alpr.ui.hit.models.hit_blind import ChoiceView
from mdt_alpr.ui.hit.models.hit_disposition import StopSheetView
from mdt_alpr.ui.hit.presenters.hit_words import capitalised, clock_words


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
            ChoiceView(why.value, capitalised(why.value), chosen=why is form.reason)
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
