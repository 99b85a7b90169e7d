"""Asks in a trial what the officer sees of the sky: one press at its start and at a change."""

from PySide6.QtCore import QObject, Signal, Slot

from mdt_alpr.domain.review.trial_parts import Weather
from mdt_alpr.patrol.desk import TrialDesk
from mdt_alpr.patrol.events import Event, SignedIn, SignedOut
from mdt_alpr.ui.shell.models.patrol import WeatherTile, WeatherView

_ASKS, _SAYS = "Which weather?", "Weather"


class WeatherPresenter(QObject):
    """Another officer is asked again; nothing waits for the answer.

    Signals:
        view_changed: the tiles (``WeatherView``); in service there are none.
    """

    view_changed = Signal(object)

    def __init__(self, trial: TrialDesk | None) -> None:
        super().__init__()
        self._trial = trial
        self._person = ""
        self._seen: Weather | None = None

    @Slot(object)
    def take(self, event: Event) -> None:
        """Handle an event of the car."""
        if isinstance(event, SignedIn | SignedOut):
            person = event.session.person_id if isinstance(event, SignedIn) else ""
            if person != self._person:
                self._person, self._seen = person, None
            self._show()

    @Slot(str)
    def choose(self, word: str) -> None:
        """Take what was pressed: it counts from now on."""
        if self._trial is not None and self._person:
            self._seen = Weather(word)
            self._trial.see_weather(self._seen)
            self._show()

    def _show(self) -> None:
        if self._trial is not None:
            tiles = (
                WeatherTile(w.value, w.value.capitalize(), chosen=w is self._seen) for w in Weather
            )
            self.view_changed.emit(WeatherView(_SAYS if self._seen else _ASKS, tuple(tiles)))
