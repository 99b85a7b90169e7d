"""The head of the hit list: how many of each urgency, pages, silence (U13)."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mdt_alpr.ui.kit.views.key_button import KeyButton
from mdt_alpr.ui.kit.views.labels import label
from mdt_alpr.ui.kit.views.shapes import Shape, ShapeMark
from mdt_alpr.ui.shell.models.hit_list import HitListView, UrgencyCount

HEAD_HEIGHT = 96


class HitListHead(QFrame):
    """Counts by urgency stay in their places; the page buttons appear when there are pages."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setFixedHeight(HEAD_HEIGHT)
        self._title, self._words = label("", "head"), label("", "second")
        self._counts = {urgency: _Count() for urgency in ("high", "medium", "low")}
        self.page_up = KeyButton("PgUp", "Up", QSize(100, 72))
        self.page_down = KeyButton("PgDn", "Down", QSize(100, 72))
        self.silence = KeyButton("F2", "Silence", QSize(120, 72))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._words)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 2, 12, 2)
        row.setSpacing(14)
        row.addLayout(words)
        row.addStretch(1)
        for part in (*self._counts.values(), self.page_up, self.page_down, self.silence):
            row.addWidget(part)
        self.show_pages(before=False, after=False)

    def show_view(self, view: HitListView) -> None:
        """Show title and counts."""
        self._title.setText(view.title)
        self._words.setText(view.words)
        for count in view.counts:
            self._counts[count.urgency].show_count(count)
        self.silence.setEnabled(not view.silenced)

    def show_pages(self, *, before: bool, after: bool) -> None:
        """Show whether there are rows before and after those in view."""
        self.page_up.setEnabled(before)
        self.page_down.setEnabled(after)
        for part in (self.page_up, self.page_down):
            part.setVisible(before or after)


class _Count(QWidget):
    """How many hits of one urgency: shape, number, word."""

    def __init__(self) -> None:
        super().__init__()
        self._mark = ShapeMark(Shape.SQUARE, 26)
        self._number, self._word = label("0", "count"), label("", "strong")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 10, 0)
        row.setSpacing(10)
        for part in (self._mark, self._number, self._word):
            row.addWidget(part)

    def show_count(self, count: UrgencyCount) -> None:
        """Show how many."""
        self._mark.show_shape(Shape(count.mark.value))
        self._number.setText(str(count.count))
        self._word.setText(count.word)
