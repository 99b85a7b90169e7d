"""Review cases with what may be done in the chosen one."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton

from mdt_alpr.ui.desk.models.desk import Column, TableRow
from mdt_alpr.ui.desk.views.parts import ChoiceBox
from mdt_alpr.ui.desk.views.table_page import TableView

_ACTS = (
    ("frozen", "Freeze account now"),
    ("lifted", "Restore account"),
    ("closed", "Close case"),
)


class CasesPage(TableView):
    """Cases; the reason and the result are for the chosen one.

    Signals:
        acted: the step, the case's number, the reason and the result.
    """

    acted = Signal(str, str, str, str)

    def __init__(self, columns: Sequence[Column], results: Mapping[str, str]) -> None:
        told = "You can't work a case about yourself"
        super().__init__("Review cases", told, columns, tall=True)
        self.why = QLineEdit()
        self.why.setPlaceholderText("Reason, at least 10 characters. No plates here.")
        self.why.setAccessibleName("Reason")
        self.result = ChoiceBox()
        self.result.setAccessibleName("Result")
        for value, words in results.items():
            self.result.addItem(words, value)
        self.buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout()
        row.addWidget(self.why, 1)
        row.addWidget(self.result)
        for step, words in _ACTS:
            button = QPushButton(words)
            button.setObjectName(step)
            button.clicked.connect(self._act)
            self.buttons[step] = button
            row.addWidget(button)
        self.column.insertLayout(self.column.count() - 1, row)

    def replace_rows(self, rows: Sequence[TableRow], has_more: bool) -> None:
        """Show these rows; reason and result were for what was done."""
        self.why.clear()
        self.result.setCurrentIndex(0)
        super().replace_rows(rows, has_more)

    def _act(self) -> None:
        step = self.sender().objectName()
        result = str(self.result.currentData())
        self.acted.emit(step, self.table.chosen, self.why.text(), result)
