"""Speed and passenger mode in the strip; a change takes two presses, never one by accident."""

from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Signal, Slot

from mdt_alpr.domain.officer import Driving
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.desk import CrewDesk
from mdt_alpr.patrol.events import DrivingChanged, Event, PositionChanged
from mdt_alpr.ui.shell.models.pages import CrewState, CrewView

CONFIRMED_WITHIN = timedelta(seconds=4)
NOT_BEFORE = timedelta(seconds=0.4)
"""A bouncing finger presses twice at once and means one press."""
NO_SPEED = "-- mph"
_WORDS = {
    CrewState.DRIVER: "Driver",
    CrewState.LOCKED: "Tiles only",
    CrewState.SECOND: "2nd officer",
    CrewState.ASKS: "Confirm",
    CrewState.TAP: "Tap twice",
}


class CrewPresenter(QObject):
    """Shows who works the screen, and asks for the change on the second press.

    Signals:
        view_changed: the cell (``CrewView``), None in a car without a receiver: there is no
            speed then that could lock anything.
    """

    view_changed = Signal(object)

    def __init__(self, crew: CrewDesk, clock: Clock) -> None:
        super().__init__()
        self._crew = crew
        self._clock = clock
        self._driving = Driving()
        self._fitted = False
        self._may_use = False
        self._pressed_at: datetime | None = None
        self._letter_at: datetime | None = None
        self._shown: CrewView | None = None

    @Slot(object)
    def take(self, event: Event) -> None:
        """Handle an event of the car."""
        if isinstance(event, PositionChanged):
            self._fitted = True
        elif isinstance(event, DrivingChanged):
            if event.driving.passenger != self._driving.passenger:
                self._pressed_at = None
            self._driving = event.driving
        else:
            return
        self.tick()

    @Slot(object)
    def take_access(self, allowed: object) -> None:
        """Note whether somebody is signed in and the screen is not locked."""
        self._may_use, self._pressed_at, self._letter_at = bool(allowed), None, None
        self.tick()

    @Slot()
    def press(self) -> None:
        """Handle a press of the cell or of its key."""
        if not self._may_use or not self._fitted:
            return
        self._letter_at = None
        now, before = self._clock.now(), self._pressed_at
        if before is None or not timedelta(0) <= now - before <= CONFIRMED_WITHIN:
            self._pressed_at = now
        elif now - before >= NOT_BEFORE:
            self._pressed_at = None
            self._crew.second_officer(present=not self._driving.passenger)
        self.tick()

    @Slot()
    def take_letter(self) -> None:
        """Say where to tap: the key was pressed where it is a letter, and only tiles answer."""
        if self._may_use and not self._driving.typing_allowed:
            self._letter_at = self._clock.now()
            self.tick()

    @Slot()
    def tick(self) -> None:
        """Let a press be forgotten in time; called several times a second."""
        self._pressed_at = self._if_recent(self._pressed_at)
        self._letter_at = self._if_recent(self._letter_at)
        view = self._view() if self._fitted else None
        if view != self._shown:
            self._shown = view
            self.view_changed.emit(view)

    def _if_recent(self, at: datetime | None) -> datetime | None:
        return at if at is not None and self._clock.now() - at <= CONFIRMED_WITHIN else None

    def _view(self) -> CrewView:
        if self._letter_at is not None:
            at_rest = crew_view(self._driving, asks=False, live=True)
            return replace(at_rest, word=_WORDS[CrewState.TAP], state=CrewState.TAP)
        return crew_view(self._driving, asks=self._pressed_at is not None, live=self._may_use)


def crew_view(driving: Driving, *, asks: bool, live: bool) -> CrewView:
    """Return the cell as it is now."""
    speed = driving.speed_mph
    state = CrewState.DRIVER if driving.typing_allowed else CrewState.LOCKED
    state = CrewState.SECOND if driving.passenger else state
    state = CrewState.ASKS if asks else state
    words = NO_SPEED if speed is None else f"{round(speed)} mph"
    return CrewView(words, _WORDS[state], state, live)
