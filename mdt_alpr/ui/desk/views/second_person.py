"""Asks for a second person, who signs in at this desk for one act (ACC-12)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from mdt_alpr.ui.desk.models.lists import SecondPerson
from mdt_alpr.ui.kit.views.labels import wrapped
from mdt_alpr.ui.kit.views.layouts import spaced

_FIELDS = (("person", "User name"), ("password", "Password"), ("code", "Code, where one is used"))


class SecondPersonBar(QFrame):
    """What is confirmed, and the fields of who confirms it; hidden while nothing is asked.

    Signals:
        given: who confirms it (``SecondPerson``).
        refused: the act is left undone.
    """

    given = Signal(object)
    refused = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "warned")
        self.words = wrapped("", "deskvalue")
        self.fields = {name: QLineEdit() for name, _ in _FIELDS}
        row = QHBoxLayout()
        for name, words in _FIELDS:
            field = self.fields[name]
            field.setPlaceholderText(words)
            field.setAccessibleName(f"Second person: {words}")
            field.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
            field.returnPressed.connect(self._give)
            row.addWidget(field, 1)
        self.fields["password"].setEchoMode(QLineEdit.EchoMode.Password)
        self.confirm, self.leave = QPushButton("Confirm"), QPushButton("Leave undone")
        self.confirm.clicked.connect(self._give)
        self.leave.clicked.connect(self.refused)
        row.addWidget(self.confirm)
        row.addWidget(self.leave)
        column = spaced(QVBoxLayout(self), margins=(14, 8, 14, 8))
        column.addWidget(self.words)
        column.addLayout(row)
        self.hide()

    def ask(self, words: str) -> None:
        """Ask who confirms this; hide for no words."""
        for field in self.fields.values():
            field.clear()
        self.words.setText(words)
        self.setVisible(bool(words))
        if words:
            self.fields["person"].setFocus()

    def _give(self) -> None:
        text = {name: field.text() for name, field in self.fields.items()}
        if text["person"].strip() and text["password"]:
            self.given.emit(
                SecondPerson(text["person"].strip(), text["password"], text["code"].strip())
            )
