"""The hit band on every page that has none of its own: one line above the function keys."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mdt_alpr.ui.kit.views.labels import label, set_kind
from mdt_alpr.ui.kit.views.shapes import Shape, ShapeMark
from mdt_alpr.ui.shell.models.patrol import BandKind, BandView
from mdt_alpr.ui.shell.views.hit_band import band_fill, band_token

HEIGHT = 30
_FORWARD = "F1: open hit"
_WAITS = "Answer first"


class HitLine(QWidget):
    """Names the most urgent open hit and its key, never a plate (D1).

    Its room is kept while no hit is open, so that an arriving hit moves nothing (U19).
    """

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self._mark = ShapeMark(Shape.SQUARE, 20)
        self._title, self._words = label("", "strong"), label("", "strong")
        self._age, self._open, self._key = (label("", "strong") for _ in range(3))
        self.band = QFrame()
        row = QHBoxLayout(self.band)
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(14)
        for part in (self._mark, self._title, self._words):
            row.addWidget(part)
        row.addStretch(1)
        for part in (self._age, self._open, self._key):
            row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 2, 16, 2)
        column.addWidget(self.band)
        self.band.hide()

    def show_view(self, view: BandView) -> None:
        """Show the hit that the band names; without one, nothing."""
        alert, token = view.kind is not BandKind.NO_HIT, band_token(view)
        more = view.more
        for part, words in (
            (self._title, view.title),
            (self._words, view.words),
            (self._age, view.age),
            (self._open, f"{more + 1} hits open" if more else "1 hit open"),
        ):
            part.setText(words if alert else "")
        self._mark.show_shape(Shape(view.mark.value))
        self._mark.use_tokens((f"on{token}", token) if alert else None)
        set_kind(self.band, band_fill(view) or "plain")
        self.band.setVisible(alert)
        self.setAccessibleName(f"{view.title}. {view.words}" if alert else "")

    def show_key(self, *, live: bool) -> None:
        """Say which key opens the hit, or that a question comes first."""
        self._key.setText(_FORWARD if live else _WAITS)
