"""One plain question on the whole page; the safe answer has the focus (no dialog in the car)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mdt_alpr.ui.kit.models.choice import QuestionView
from mdt_alpr.ui.kit.theme import FontSize
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileKind, TileStyle
from mdt_alpr.ui.kit.views.labels import label, wrapped
from mdt_alpr.ui.kit.views.layouts import spaced


class QuestionPage(QWidget):
    """Asks; the two answers are apart, the one that cannot be undone on the left.

    Signals:
        agreed: the answer that cannot be undone was given.
        stayed: the safe answer was given.
    """

    agreed = Signal()
    stayed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title, self._text = label("", "head"), wrapped("", "second")
        self.agree = AnswerTile("", TileStyle(size=FontSize.MAIN), key="agree")
        self.safe = AnswerTile("", TileStyle(kind=TileKind.MAIN, size=FontSize.MAIN), key="safe")
        self.agree.clicked.connect(self.agreed)
        self.safe.clicked.connect(self.stayed)
        buttons = QHBoxLayout()
        for tile in (self.agree, self.safe):
            tile.set_size(320, 96)
        buttons.addWidget(self.agree)
        buttons.addStretch(1)
        buttons.addWidget(self.safe)
        card = QFrame()
        card.setProperty("kind", "card")
        column = spaced(QVBoxLayout(card), 16, (28, 28, 28, 24))
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addStretch(1)
        column.addLayout(buttons)
        row = spaced(QHBoxLayout(self), margins=(200, 80, 200, 80))
        row.addWidget(card)

    def show_view(self, view: QuestionView) -> None:
        """Show the question."""
        self._title.setText(view.title)
        self._text.setText(view.text)
        self.agree.show_words(view.agree)
        self.safe.show_words(view.safe)
        self.setAccessibleName(f"{view.title} {view.text}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give the safe answer; the other one is pressed, or chosen by Tab and Space."""
        safe = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        if event.key() in safe and not event.isAutoRepeat():
            self.stayed.emit()
        else:
            super().keyPressEvent(event)
