"""Asks who signs in after a practice at roll-call whether its result is theirs (D17)."""

from dataclasses import dataclass
from datetime import tzinfo

from PySide6.QtCore import QObject, Signal, Slot

from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.people.drills import PracticeResult
from mdt_alpr.patrol.desk import DrillsDesk
from mdt_alpr.patrol.events import DrivingChanged, Event, SignedIn
from mdt_alpr.ui.kit.models.choice import QuestionView
from mdt_alpr.ui.kit.words import local_time


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice that ended, and the user name that was entered before it."""

    user_name: str
    result: PracticeResult


class DrillPresenter(QObject):
    """Nobody is signed in during a practice, so that its result waits for its person's sign-in.

    Signals:
        asked: whether to keep the result (``QuestionView``); asked of nobody else.
    """

    asked = Signal(object)

    def __init__(self, desk: DrillsDesk, zone: tzinfo | None = None) -> None:
        super().__init__()
        self._desk, self._zone = desk, zone
        self._waiting: Practice | None = None
        self._person = ""
        self._driving = Driving()

    @Slot(object)
    def ended(self, practice: Practice) -> None:
        """Note the result of a practice; it takes the place of one that nobody kept."""
        self._waiting, self._person = practice, ""

    @Slot(object)
    def take(self, event: Event) -> None:
        """Handle an event of the car."""
        if isinstance(event, DrivingChanged):
            self._driving = event.driving
        elif isinstance(event, SignedIn) and not event.locked and self._driving.typing_allowed:
            self._ask(event.session.person_id)

    @Slot()
    def keep(self) -> None:
        """Keep the result for the person who was asked."""
        practice = self._waiting
        if practice is not None and self._person:
            self._waiting = None
            self._desk.keep_drill(self._person, practice.result)

    def _ask(self, person_id: str) -> None:
        practice = self._waiting
        if practice is None or practice.user_name.casefold() != person_id.casefold():
            return
        self._person = person_id
        at, words = local_time(practice.result.at, self._zone), practice.result.words
        self.asked.emit(
            QuestionView(
                "Keep your practice result?",
                f"Practice at roll-call, {at:%b} {at.day}, {at:%H:%M}: {words}.\n\nIt goes to "
                "headquarters marked as training. You, your supervisor and the custodian can see "
                "it. If somebody else practiced, do not keep it.",
                safe="Not now",
                agree="Keep",
            )
        )
