"""A table with what may be done about the chosen row."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton

from mdt_alpr.ui.desk.models.desk import ActRow, TableHead, TableRow
from mdt_alpr.ui.desk.views.parts import ChoiceBox
from mdt_alpr.ui.desk.views.question import QuestionBar
from mdt_alpr.ui.desk.views.table_page import TableView


class ActsPage(TableView):
    """The reason, and the choice where there is one, are for the chosen row.

    Signals:
        acted: the act's name, the key of the row, the reason and the choice.
        chosen: the key of the row that was chosen.
    """

    acted = Signal(str, str, str, str)
    chosen = Signal(str)

    def __init__(self, head: TableHead, acts: ActRow) -> None:
        super().__init__(head)
        self.why, self.choice = QLineEdit(), ChoiceBox()
        self.why.setPlaceholderText(acts.reason)
        self.why.setAccessibleName("Reason")
        self.choice.setAccessibleName(acts.choice)
        for value, words in acts.options:
            self.choice.addItem(words, value)
        self.question = QuestionBar()
        self.add_above(self.question)
        self.buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout()
        row.addWidget(self.why, 1)
        row.addWidget(self.choice)
        for act, words in acts.acts:
            button = QPushButton(words)
            button.setObjectName(act)
            button.clicked.connect(self._act)
            self.buttons[act] = button
            row.addWidget(button)
        self.column.insertLayout(self.column.count() - 1, row)
        self.choice.setVisible(bool(acts.options))
        self.table.selectionModel().currentRowChanged.connect(self._choose)

    def replace_rows(self, rows: Sequence[TableRow], has_more: bool) -> None:
        """Show these rows; reason and choice were for what was done."""
        self.why.clear()
        self.choice.setCurrentIndex(0)
        super().replace_rows(rows, has_more)
        self.chosen.emit(self.table.chosen)

    def show_acts(self, acts: Sequence[tuple[str, str]]) -> None:
        """Show what may be done with the chosen row, in these words."""
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
        act, choice = self.sender().objectName(), self.choice.currentData()
        self.acted.emit(act, self.table.chosen, self.why.text(), choice or "")
