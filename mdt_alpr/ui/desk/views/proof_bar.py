"""The bar that asks for the password again, for a step that wants it (ACC-08)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton

from mdt_alpr.ui.desk.models.desk import ProofView
from mdt_alpr.ui.kit.views.labels import label
from mdt_alpr.ui.kit.views.layouts import spaced

_PROOF_WORDS = "This step needs your password again. It then counts for 15 minutes."


class ProofBar(QFrame):
    """Asks who is signed in for the password again, above the page that waits for it.

    Signals:
        given: the password.
        refused: what wanted it is left undone.
    """

    given = Signal(str)
    refused = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "warned")
        self.words = label("", "desknote")
        self.password = QLineEdit()
        self.password.setAccessibleName("Password")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.password.setFixedWidth(260)
        self.go_on, self.leave = QPushButton("Go on"), QPushButton("Leave undone")
        row = spaced(QHBoxLayout(self), 10, (20, 8, 20, 8))
        for part in (self.words, self.password, self.go_on, self.leave):
            row.addWidget(part)
        row.setStretchFactor(self.words, 1)
        self.password.returnPressed.connect(self._give)
        self.go_on.clicked.connect(self._give)
        self.leave.clicked.connect(self.refused)
        self.setVisible(False)

    def show_view(self, view: ProofView) -> None:
        """Ask, say what was wrong, or go away."""
        self.words.setText(view.problem or _PROOF_WORDS)
        self.password.setEnabled(not view.busy)
        self.go_on.setEnabled(not view.busy)
        if not view.busy:
            self.password.clear()
        self.setVisible(view.shown)
        if view.shown and not view.busy:
            self.password.setFocus()

    def _give(self) -> None:
        if self.password.text():
            self.given.emit(self.password.text())
