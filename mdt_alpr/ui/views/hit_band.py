"""The band under the live picture: one rectangle for "no hit" and for the alert (U18)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from mdt_alpr.ui.theme import Palette
from mdt_alpr.ui.viewmodels.mark import Mark
from mdt_alpr.ui.viewmodels.patrol import BandKind, BandView
from mdt_alpr.ui.views.shapes import Shape, ShapeMark
from mdt_alpr.ui.views.status_strip import label

HEIGHT = 96
_ON = {"high": ("onhigh", "high"), "medium": ("onmed", "med"), "low": ("onlow", "low")}


class HitBand(QFrame):
    """Says whether a hit is open; never a plate (D1).

    Signals:
        open_pressed: open the hit that the band names.
        silence_pressed: stop its sound; decides nothing (U15).
    """

    open_pressed = Signal()
    silence_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self._mark = ShapeMark(Shape.TICK, 40)
        self._title, self._words = label("", "head"), label("", "strong")
        self._line, self._age = label("", "second"), label("", "strong")
        self.silence = self._button("F2\nSilence", 120)
        self.open = self._button("F1\nOpen hit", 150)
        self.silence.clicked.connect(self.silence_pressed)
        self.open.clicked.connect(self.open_pressed)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        for part in (self._title, self._words, self._line):
            words.addWidget(part)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 4, 12, 4)
        row.setSpacing(18)
        row.addWidget(self._mark)
        row.addLayout(words)
        row.addStretch(1)
        for control in (self._age, self.silence, self.open):
            row.addWidget(control)
        self.show_view(BandView(BandKind.NO_HIT, Mark.TICK, "No open hits", "", ""))

    def show_view(self, view: BandView) -> None:
        """Show the band."""
        is_hit = view.kind is BandKind.HIT
        more = f"  +{view.more}" if view.more else ""
        self._title.setText(view.title + more)
        for part, text in ((self._words, view.words), (self._line, view.line)):
            part.setText(text)
            part.setVisible(bool(text))
        self._age.setText(view.age)
        self._mark.show_shape(Shape(view.mark.value))
        self.open.setVisible(is_hit)
        self.silence.setVisible(is_hit)
        self.silence.setEnabled(not view.silenced)
        self._mark.use_tokens(_ON[view.urgency] if is_hit else None)
        kind = view.urgency if is_hit else "card"
        if self.property("kind") != kind:
            self.setProperty("kind", kind)
            for widget in (self, *self.findChildren(QFrame), *self.findChildren(QPushButton)):
                widget.style().unpolish(widget)
                widget.style().polish(widget)
        self.setAccessibleName(f"{view.title}. {view.words}")

    def use_palette(self, palette: Palette) -> None:
        """Paint the mark in another palette."""
        self._mark.use_palette(palette)

    def _button(self, text: str, width: int) -> QPushButton:
        button = QPushButton(text)
        button.setFixedSize(width, 72)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setAccessibleName(text.replace("\n", " "))
        return button
