"""The bar that asks before something is done that cannot be taken back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from mdt_alpr.ui.kit.views.labels import label, wrapped


class QuestionBar(QFrame):
    """A question with Yes and No; not there while nothing is asked.

    Signals:
        answered: yes or no.
    """

    answered = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.yes, self.no = QPushButton("Yes"), QPushButton("No")
        self.words = wrapped("", "strong")
        row = QHBoxLayout(self)
        row.addWidget(label("Please confirm", "strong"))
        row.addWidget(self.words, 1)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        self.yes.clicked.connect(self._yes)
        self.no.clicked.connect(self._no)
        self.hide()

    def ask(self, question: str) -> None:
        """Ask plainly, or ask nothing; the keyboard is at No."""
        self.words.setText(question)
        self.setVisible(bool(question))
        if question:
            self.no.setFocus()

    def _yes(self) -> None:
        self.answered.emit(True)  # noqa: FBT003 - a signal

    def _no(self) -> None:
        self.answered.emit(False)  # noqa: FBT003 - a signal
