"""Says why a page shows nothing now; names no plate (D1)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from mdt_alpr.ui.kit.theme import FontSize
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileStyle
from mdt_alpr.ui.kit.views.labels import label, wrapped
from mdt_alpr.ui.kit.views.layouts import spaced


class ShutCard(QFrame):
    """A title, why nothing is shown, and the way back.

    Signals:
        left: back to the entries.
    """

    left = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self._words = wrapped("", "main")
        self.back = AnswerTile("Back", TileStyle(size=FontSize.SECOND), key="back")
        self.back.set_size(160, 72)
        column = spaced(QVBoxLayout(self), 24, (40, 40, 40, 40))
        column.addWidget(label(title, "head"))
        column.addWidget(self._words)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.back.clicked.connect(self.left)

    def show_words(self, words: str) -> None:
        """Show the words."""
        self._words.setText(words)
