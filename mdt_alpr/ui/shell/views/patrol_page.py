"""What an officer on patrol sees: the picture, the band of the hit, what was read."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.shell.models.patrol import HearingAnswer, HearingView
from mdt_alpr.ui.shell.views.function_keys import (
    F2_SOFTER,
    F3_LOUDER,
    F3_NOT_HEARD,
    F3_ON_PATROL,
    F5_HEARD,
    F5_ON_PATROL,
    F7_BEFORE_CAD,
    F7_ON_PATROL,
)
from mdt_alpr.ui.shell.views.hit_band import HitBand
from mdt_alpr.ui.shell.views.live_view import LiveView
from mdt_alpr.ui.shell.views.reel import Reel
from mdt_alpr.ui.shell.views.weather_row import WeatherRow

_ANSWERS = {"F2": HearingAnswer.SOFTER, "F3": HearingAnswer.NO, "F5": HearingAnswer.YES}


class PatrolPage(QWidget):
    """Picture and band over eight columns, reel over four.

    Signals:
        keys_changed: its function keys are called otherwise.
        heard: what is said of the test sound (``HearingAnswer``); a yes where none was played
            wants one.
    """

    keys_changed = Signal()
    heard = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.live, self.band, self.reel = LiveView(), HitBand(), Reel()
        self._hearing: HearingView | None = None
        self.weather = WeatherRow()
        left = spaced(QVBoxLayout(), 16)
        left.addWidget(self.live, 1)
        left.addWidget(self.weather)
        left.addWidget(self.band)
        row = spaced(QHBoxLayout(self), 16, (16, 16, 16, 16))
        row.addLayout(left, 884)
        row.addWidget(self.reel, 434)
        self.reel.model.modelReset.connect(self.keys_changed)

    def key_names(self, *, before_cad: bool) -> dict[str, str]:
        """Return what keys are called here; ``before_cad`` after a hit came before CAD."""
        names = {"F5": F5_ON_PATROL, "F7": F7_BEFORE_CAD if before_cad else F7_ON_PATROL}
        if (asks := self._hearing) is not None:
            names |= {"F3": F3_LOUDER if asks.offers_louder else F3_NOT_HEARD, "F5": F5_HEARD}
            names |= {"F2": F2_SOFTER} if asks.offers_softer else {}
        elif self.reel.model.rowCount():
            names["F3"] = F3_ON_PATROL
        return names

    @Slot(object)
    def show_hearing(self, asks: HearingView | None) -> None:
        """Name the keys that answer the sound test."""
        self._hearing = asks
        self.keys_changed.emit()

    @property
    def own_keys(self) -> frozenset[str]:
        """Return the function keys that mean something else here now."""
        softens = self._hearing is not None and self._hearing.offers_softer
        return frozenset({"F2", "F3", "F5"} if softens else {"F3", "F5"})

    def key_action(self, key: str) -> None:
        """Answer or begin the sound test, or correct the newest read of the reel."""
        if key == "F5" or self._hearing is not None:
            self.heard.emit(_ANSWERS[key])
        else:
            self.reel.read_pressed.emit("")
