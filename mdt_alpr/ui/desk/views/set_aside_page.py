"""What was set aside or flagged, with what may be decided about the chosen item."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton

from mdt_alpr.ui.desk.models.desk import Column, TableRow
from mdt_alpr.ui.desk.views.question import QuestionBar
from mdt_alpr.ui.desk.views.table_page import TableView

_ACTS = ("accept", "reject")


class SetAsidePage(TableView):
    """Items; the reason is for the chosen one.

    Signals:
        acted: "accept" or "reject", the item's number and the reason.
        chosen: the number of the row that was chosen.
    """

    acted = Signal(str, str, str)
    chosen = Signal(str)

    def __init__(self, told: str, columns: Sequence[Column]) -> None:
        super().__init__("Set aside and flagged", told, columns, tall=True)
        self.why = QLineEdit()
        self.why.setPlaceholderText("Reason of the decision. No plates here.")
        self.why.setAccessibleName("Reason")
        self.question = QuestionBar()
        self.add_above(self.question)
        self.buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout()
        row.addWidget(self.why, 1)
        for act in _ACTS:
            button = QPushButton()
            button.setObjectName(act)
            button.clicked.connect(self._act)
            self.buttons[act] = button
            row.addWidget(button)
        self.column.insertLayout(self.column.count() - 1, row)
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self.show_acts(())

    def replace_rows(self, rows: Sequence[TableRow], has_more: bool) -> None:
        """Show these rows; the reason was for what was done."""
        self.why.clear()
        super().replace_rows(rows, has_more)
        self.chosen.emit(self.table.chosen)

    def show_acts(self, acts: Sequence[tuple[str, str]]) -> None:
        """Show what may be done with the chosen item, in these words."""
        words = dict(acts)
        self.why.setVisible(bool(words))
        for act, button in self.buttons.items():
            button.setText(words.get(act, ""))
            button.setVisible(act in words)

    def ask(self, question: str) -> None:
        """Ask, or ask nothing; while a question stands nothing else is done."""
        self.question.ask(question)
        for button in self.buttons.values():
            button.setEnabled(not question)

    def _choose(self) -> None:
        self.chosen.emit(self.table.chosen)

    def _act(self) -> None:
        act = self.sender().objectName()
        self.acted.emit(act, self.table.chosen, self.why.text())
