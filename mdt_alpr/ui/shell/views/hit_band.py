"""The band under the live picture: one rectangle for "no hit" and for the alert (U18)."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.theme import FontSize, words_font
from mdt_alpr.ui.kit.views.key_button import KeyButton, KeyStyle
from mdt_alpr.ui.kit.views.labels import ROUNDED_AWAY, label, set_kind
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.shapes import ShapeMark
from mdt_alpr.ui.shell.models.patrol import BandKind, BandView

HEIGHT = 96
_WIDEST_AGE = "59 min ago"
_TOKEN = {"high": "high", "medium": "med", "low": "low", "ink": "ink"}


def band_fill(view: BandView) -> str:
    """Return the kind of the style sheet that a band has; empty without a hit."""
    if view.kind is BandKind.NO_HIT:
        return ""
    return "ink" if view.kind in (BandKind.GONE, BandKind.STOPPED) else view.urgency


def band_token(view: BandView) -> str:
    """Return the color token of what is written on a band."""
    return _TOKEN.get(band_fill(view), "high")


class HitBand(QFrame):
    """Says whether a hit is open; never a plate (D1).

    Signals:
        open_pressed: open the hit that the band names.
        silence_pressed: stop its sound; decides nothing (U15).
        changed: the band names another hit, or none: a tap may be meant for the one before.
    """

    open_pressed = Signal()
    silence_pressed = Signal()
    changed = Signal()

    def __init__(self, *, with_buttons: bool = True) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._with_buttons = with_buttons
        self._mark = ShapeMark(Mark.TICK, 38)
        self._title, self._quiet_title = label("", "bandtitle"), label("", "main")
        self._words, self._quiet_words = label("", "strong"), label("", "quiet")
        self._line = label("", "bandline")
        self._age, self._more = label("", "strong"), label("", "strong")
        self._age.setAlignment(Qt.AlignmentFlag.AlignRight)
        widest = QFontMetrics(words_font(FontSize.SECOND, QFont.Weight.Bold))
        self._age.setMinimumWidth(widest.horizontalAdvance(_WIDEST_AGE) + ROUNDED_AWAY)
        self._reads, self._of_shift = label("", "count"), label("reads this shift", "quiet")
        self.silence = KeyButton("F2", "Silence", QSize(112, 72))
        self.open = KeyButton("F1", "Open hit", QSize(140, 72))
        self.silence.clicked.connect(self.silence_pressed)
        self.open.clicked.connect(self.open_pressed)
        self._lay_out()
        self._view: BandView | None = None
        self.show_view(BandView(BandKind.NO_HIT, Mark.RING, "No open hits", ""))

    def show_view(self, view: BandView) -> None:
        """Show the band."""
        before, self._view = self._view, view
        if view == before:
            return
        alert = view.kind is not BandKind.NO_HIT
        self._show_words(view, alert=alert)
        fill, token = band_fill(view), band_token(view)
        self._mark.show_shape(view.mark)
        self._mark.use_tokens((f"on{token}", token) if alert else None)
        self.open.show_style(KeyStyle.ON_FILL, token)
        self.silence.show_style(KeyStyle.OUTLINE, token)
        self.silence.setEnabled(not view.silenced)
        self.silence.show_name("Silenced" if view.silenced else "Silence")
        set_kind(self, fill or "card")
        self.setAccessibleName(f"{view.title}. {view.words} {view.line}".strip())
        if before is not None and (before.kind, before.hit_id) != (view.kind, view.hit_id):
            self.changed.emit()

    def _lay_out(self) -> None:
        row = spaced(QHBoxLayout(self), 14, (20, 2, 12, 2))
        row.addWidget(self._mark)
        self._quiet_side = _column(self._quiet_title, self._quiet_words)
        self._alert_side = _column(self._title, self._words, self._line)
        self._count_side = _column(self._reads, self._of_shift, right=True)
        row.addWidget(self._quiet_side)
        row.addWidget(self._alert_side)
        row.addStretch(1)
        self._age_side = _column(self._age, self._more, right=True)
        row.addWidget(self._age_side)
        row.addWidget(self._count_side)
        row.addWidget(self.silence)
        row.addSpacing(8)
        row.addWidget(self.open)

    def _show_words(self, view: BandView, *, alert: bool) -> None:
        self._title.setText(view.title if alert else "")
        self._words.setText(view.words if alert else "")
        self._line.setText(view.line if alert else "")
        self._age.setText(view.age)
        self._more.setText(f"+{view.more}, F4" if self._with_buttons else f"+{view.more} more")
        self._more.setVisible(bool(view.more))
        self._quiet_title.setText("" if alert else view.title)
        self._quiet_words.setText("" if alert else view.words)
        self._reads.setText(view.reads)
        self._alert_side.setVisible(alert)
        self._quiet_side.setVisible(not alert)
        self._count_side.setVisible(bool(view.reads) and not alert)
        self._age_side.setVisible(bool(view.hit_id))
        self.open.setVisible(bool(view.hit_id) and self._with_buttons)
        self.silence.setVisible(view.kind is BandKind.HIT and self._with_buttons)


def _column(*parts: QWidget, right: bool = False) -> QWidget:
    """Return a widget with lines one below the other, close together."""
    made = QWidget()
    column = spaced(QVBoxLayout(made), 0, (0, 0, 8 if right else 0, 0))
    column.addStretch(1)
    for part in parts:
        if right:
            line = QHBoxLayout()
            line.addStretch(1)
            line.addWidget(part)
            column.addLayout(line)
        else:
            column.addWidget(part)
    column.addStretch(1)
    return made


_LINE_HEIGHT = 30
_FORWARD = "F1: open hit"
_WAITS = "Answer first"


class HitLine(QWidget):
    """Names the most urgent open hit and its key, never a plate (D1); else that none can come.

    Its room is kept while no hit is open, so that an arriving hit moves nothing (U19).
    """

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(_LINE_HEIGHT)
        self._mark = ShapeMark(Mark.SQUARE, 20)
        self._title, self._words = label("", "strong"), label("", "strong")
        self._age, self._open, self._key = (label("", "strong") for _ in range(3))
        self.band = QFrame()
        row = spaced(QHBoxLayout(self.band), 14, (20, 0, 20, 0))
        for part in (self._mark, self._title, self._words):
            row.addWidget(part)
        row.addStretch(1)
        for part in (self._age, self._open, self._key):
            row.addWidget(part)
        column = spaced(QVBoxLayout(self), margins=(16, 2, 16, 2))
        column.addWidget(self.band)
        self.band.hide()

    def show_view(self, view: BandView) -> None:
        """Show the hit that the band names, or that alerts are stopped; else nothing."""
        alert, token = view.kind is not BandKind.NO_HIT, band_token(view)
        more, has_hit = view.more, bool(view.hit_id)
        self._key.setVisible(has_hit)
        for part, words in (
            (self._title, view.title),
            (self._words, view.words),
            (self._age, view.age),
            (self._open, (f"{more + 1} hits open" if more else "1 hit open") * has_hit),
        ):
            part.setText(words if alert else "")
        self._mark.show_shape(view.mark)
        self._mark.use_tokens((f"on{token}", token) if alert else None)
        set_kind(self.band, band_fill(view) or "plain")
        self.band.setVisible(alert)
        self.setAccessibleName(f"{view.title}. {view.words}" if alert else "")

    def show_key(self, *, live: bool) -> None:
        """Say which key opens the hit, or that a question comes first."""
        self._key.setText(_FORWARD if live else _WAITS)
