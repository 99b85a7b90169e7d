"""The bar on every hit page: urgency, category, how true it is, the law, how long ago."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QWidget

from mdt_alpr.ui.hit.models.hit_view import HitBarView
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.theme import FontSize, words_font
from mdt_alpr.ui.kit.views.labels import label
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.palette import palette_of
from mdt_alpr.ui.kit.views.shapes import ShapeMark, paint_shape

HEIGHT = 60
_BLOCK = 138
_STYLES = {
    "HIGH": (Mark.SQUARE, "high"),
    "MED": (Mark.TRIANGLE, "med"),
    "LOW": (Mark.CIRCLE, "low"),
}


class _Urgency(QWidget):
    """The block on the left: a shape and its word on their color."""

    def __init__(self) -> None:
        super().__init__()
        self._word = "HIGH"
        self.setFixedSize(_BLOCK, HEIGHT)

    def show_word(self, word: str) -> None:
        """Show how urgent it is."""
        self._word = word
        self.setAccessibleName(word)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the block."""
        shape, token = _STYLES[self._word]
        fill, ink = palette_of(self).color(token), palette_of(self).color(f"on{token}")
        painter = QPainter(self)
        painter.fillRect(self.rect(), fill)
        painter.setFont(words_font(FontSize.MAIN, QFont.Weight.ExtraBold))
        width = painter.fontMetrics().horizontalAdvance(self._word)
        left = (_BLOCK - 24 - 12 - width) / 2
        paint_shape(painter, shape, QRectF(left, HEIGHT / 2 - 12, 24, 24), ink, fill)
        painter.setPen(ink)
        words = QRectF(left + 36, 0, width + 4, HEIGHT)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), self._word)


class HitBar(QFrame):
    """Says POSSIBLE MATCH until it is verified, the probable-cause sentence always (ALR-02)."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self._urgency = _Urgency()
        self._category, self._title = label("", "main"), label("", "strong")
        self._cause, self._seen = label("", "second"), label("", "strong")
        self._seen.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._bar_mark = ShapeMark(Mark.BAR, 36, on_ink=True)
        self._gone_title, self._gone_seen = label("", "head"), label("", "strong")
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self._open_bar())
        self._stack.addWidget(self._gone_bar())

    def show_view(self, view: HitBarView) -> None:
        """Show the state of the hit."""
        self._stack.setCurrentIndex(1 if view.gone else 0)
        self._urgency.show_word(view.priority)
        self._category.setText(view.category)
        self._cause.setText(view.cause)
        if view.gone:
            self._gone_title.setText(view.title)
            self._gone_seen.setText(view.seen)
        else:
            self._title.setText(view.title)
            self._seen.setText(view.seen)
        self.setAccessibleName(f"{view.priority}. {view.category}. {view.title}. {view.cause}")

    def _open_bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("kind", "bar")
        row = spaced(QHBoxLayout(bar), 16, (0, 0, 16, 0))
        row.addWidget(self._urgency)
        row.addWidget(self._category)
        for part in (self._title, self._cause):
            row.addWidget(_rule())
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self._seen)
        return bar

    def _gone_bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("kind", "inkbar")
        row = spaced(QHBoxLayout(bar), 20, (20, 0, 16, 0))
        row.addWidget(self._bar_mark)
        row.addWidget(self._gone_title)
        row.addStretch(1)
        row.addWidget(self._gone_seen)
        return bar


def _rule() -> QFrame:
    rule = QFrame()
    rule.setProperty("kind", "rule")
    rule.setFixedSize(1, 24)
    return rule
