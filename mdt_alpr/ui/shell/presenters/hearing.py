"""Asks at the start of a shift whether its officer hears an alert, as loud as set (MNT-03)."""

from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Signal, Slot

from mdt_alpr.domain.hit.alerting import alert_tone
from mdt_alpr.domain.hotlist.hotlist import Priority
from mdt_alpr.domain.hotlist.matching import MatchClass
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.events import Event, HitRaised, SignedIn, SignedOut, Sound, VoiceTried
from mdt_alpr.ui.hit.models.hit_view import Spoken

ANSWER_WITHIN = timedelta(seconds=14)
"""The check of the shift comes 15 seconds after the sign-in, and has the answer then."""
NOT_HEARD = (
    "The test sound was not heard. Turn the sound up, then press F5 on the patrol page to test it."
)
_PLAYED = Spoken(
    "Sound test. Press F5 if you hear this.", alert_tone(Priority.HIGH, MatchClass.EXACT)
)


class HearingPresenter(QObject):
    """Plays tone and voice, and takes one key; no answer counts as no. It holds nothing up.

    Signals:
        spoken: what is played (``Spoken``).
        asks: whether an answer is wanted now (bool).
        answered: what came of it (``VoiceTried``).
    """

    spoken = Signal(object)
    asks = Signal(bool)
    answered = Signal(object)

    def __init__(self, clock: Clock, *, at_sign_in: bool) -> None:
        super().__init__()
        self._clock, self._at_sign_in = clock, at_sign_in
        self._asked_at: datetime | None = None
        self._person = ""

    @property
    def is_asking(self) -> bool:
        """Tell whether an answer is wanted now."""
        return self._asked_at is not None

    @Slot(object)
    def take(self, event: Event) -> None:
        """Test once a shift; a hit that is raised meanwhile has the officer's ears."""
        if isinstance(event, HitRaised):
            self._end()
        elif isinstance(event, SignedOut) and event.by_officer:
            self._person = ""
        elif isinstance(event, SignedIn) and not event.locked:
            is_new, self._person = event.session.person_id != self._person, event.session.person_id
            if is_new and self._at_sign_in:
                self._play()

    @Slot(bool)
    def press(self, is_heard: bool) -> None:
        """Take the answer; with no test open, yes begins one."""
        if self._asked_at is not None:
            self._answer(is_heard=is_heard)
        elif is_heard:
            self._play()

    def tick(self) -> None:
        """End a test that nobody answered."""
        if self._asked_at is not None and self._clock.now() - self._asked_at >= ANSWER_WITHIN:
            self._answer(is_heard=False)

    def _play(self) -> None:
        self._asked_at = self._clock.now()
        self.spoken.emit(_PLAYED)
        self.asks.emit(True)  # noqa: FBT003 - a signal

    def _answer(self, *, is_heard: bool) -> None:
        self._end()
        self.answered.emit(VoiceTried(Sound.HEARD, "" if is_heard else NOT_HEARD))

    def _end(self) -> None:
        if self._asked_at is not None:
            self._asked_at = None
            self.asks.emit(False)  # noqa: FBT003 - a signal
