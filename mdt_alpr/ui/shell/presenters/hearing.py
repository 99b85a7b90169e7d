"""Asks at the start of a shift whether its officer hears an alert, and how loud (MNT-03)."""

from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Signal, Slot

from mdt_alpr.domain.car_settings import FULL_VOLUME, LEAST_VOLUME, HearingTest
from mdt_alpr.domain.hit.alerting import alert_tone
from mdt_alpr.domain.hotlist.hotlist import Priority
from mdt_alpr.domain.hotlist.matching import MatchClass
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.events import Event, HitRaised, SignedIn, SignedOut, Sound, VoiceTried
from mdt_alpr.ui.hit.models.hit_view import Spoken
from mdt_alpr.ui.shell.models.patrol import HearingAnswer, HearingView

TITLE = "Did you hear it?"
_STEP = 20
"""Percent: less is hardly heard over an engine."""
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

    An officer's volume lasts for the shift: the next one begins with the car's.

    Signals:
        spoken: what is played (``Spoken``).
        asks: which answers are wanted now (``HearingView``), None for no more.
        answered: what came of it (``VoiceTried``).
        volume_changed: how loud alerts are from now on, in percent.
    """

    spoken = Signal(object)
    asks = Signal(object)
    answered = Signal(object)
    volume_changed = Signal(int)

    def __init__(self, clock: Clock, of_car: HearingTest) -> None:
        super().__init__()
        self._clock, self._of_car = clock, of_car
        self._volume = of_car.volume
        self._asked_at: datetime | None = None
        self._person = ""

    @property
    def is_asking(self) -> bool:
        """Tell whether an answer is wanted now."""
        return self._asked_at is not None

    @property
    def words(self) -> str:
        """Return what is asked for, and how loud the test was."""
        louder = "F3: louder" if self._volume < FULL_VOLUME else "F3: no"
        softer = " F2: softer." if self._volume > LEAST_VOLUME else ""
        return f"Played at {self._volume}%. F5: yes. {louder}.{softer}"

    @Slot(object)
    def take(self, event: Event) -> None:
        """Test once a shift; a hit that is raised meanwhile has the officer's ears."""
        if isinstance(event, HitRaised):
            self._end()
        elif isinstance(event, SignedOut) and event.by_officer:
            self._person = ""
        elif isinstance(event, SignedIn) and not event.locked:
            is_new, self._person = event.session.person_id != self._person, event.session.person_id
            if is_new:
                self._set_volume(self._of_car.volume)
                if self._of_car.at_sign_in:
                    self._play()

    @Slot(object)
    def press(self, answer: HearingAnswer) -> None:
        """Take the answer, or play again louder or softer; with no test open, yes begins one."""
        if self._asked_at is None:
            if answer is HearingAnswer.YES:
                self._play()
        elif answer is HearingAnswer.SOFTER and self._volume > LEAST_VOLUME:
            self._play_at(self._volume - _STEP)
        elif answer is HearingAnswer.NO and self._volume < FULL_VOLUME:
            self._play_at(self._volume + _STEP)
        else:
            self._answer(is_heard=answer is HearingAnswer.YES)

    def tick(self) -> None:
        """End a test that nobody answered."""
        if self._asked_at is not None and self._clock.now() - self._asked_at >= ANSWER_WITHIN:
            self._answer(is_heard=False)

    def _play_at(self, volume: int) -> None:
        self._set_volume(min(max(volume, LEAST_VOLUME), FULL_VOLUME))
        self._play()

    def _set_volume(self, volume: int) -> None:
        self._volume = volume
        self.volume_changed.emit(volume)

    def _play(self) -> None:
        self._asked_at = self._clock.now()
        self.spoken.emit(_PLAYED)
        louder, softer = self._volume < FULL_VOLUME, self._volume > LEAST_VOLUME
        self.asks.emit(HearingView(offers_louder=louder, offers_softer=softer))

    def _answer(self, *, is_heard: bool) -> None:
        self._end()
        self.answered.emit(VoiceTried(Sound.HEARD, "" if is_heard else NOT_HEARD))

    def _end(self) -> None:
        if self._asked_at is not None:
            self._asked_at = None
            self.asks.emit(None)
