"""A table with a form under it, and acts on the chosen row with what is entered."""

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
)

from mdt_alpr.ui.desk.models.desk import TableHead, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead, FormValues
from mdt_alpr.ui.desk.views.parts import ChoiceBox, QuestionBar
from mdt_alpr.ui.desk.views.table_page import TableView
from mdt_alpr.ui.kit.views.labels import label, wrapped
from mdt_alpr.ui.kit.views.layouts import spaced

_ACTS_IN_ROW = 5
_TALL = 76
"""Pixels of a field of three lines."""
Field = QLineEdit | QPlainTextEdit | ChoiceBox


class FormPage(TableView):
    """The table, a line about what it shows, the form and the acts.

    Signals:
        acted: an act with what was entered (``FormAct``).
        chosen: the key of the row that was chosen.
        answered: yes or no to the question.
        left: back to the page that this one was opened from.
    """

    acted = Signal(object)
    chosen = Signal(str)
    answered = Signal(bool)
    left = Signal()

    def __init__(self, head: TableHead, form: FormHead) -> None:
        super().__init__(head)
        self._saves = dict(form.saves)
        self.about = wrapped("", "deskvalue")
        self.about.hide()
        self.question = QuestionBar()
        self.question.answered.connect(self.answered)
        self.add_above(self.about)
        self.add_above(self.question)
        self.fields: dict[str, Any] = {}
        self._titles: dict[str, QLabel] = {}
        self.form_row = QHBoxLayout()
        self.form_row.addLayout(self._grid(form), 1)
        self.buttons: dict[str, QPushButton] = {}
        self._rows: list[QHBoxLayout] = []
        for part in (self.form_row, self._made_acts(form)):
            self.column.insertLayout(self.column.count() - (2 if form.above else 1), part)
        self.table.selectionModel().currentRowChanged.connect(self._choose)

    def replace_rows(self, rows: Sequence[TableRow], has_more: bool) -> None:
        super().replace_rows(rows, has_more)
        self.chosen.emit(self.table.chosen)

    def show_about(self, words: str) -> None:
        """Show a line about what the table shows."""
        self.about.setText(words)
        self.about.setVisible(bool(words))

    def show_form(self, form: FormValues) -> None:
        """Fill fields; those that are not named stay as they are."""
        for name, options in form.options.items():
            self._offer(name, options)
        for name, text in form.values.items():
            _fill(self.fields[name], text)
        if form.hidden is not None:
            for name, title in self._titles.items():
                for part in (title, self.fields[name]):
                    part.setHidden(name in form.hidden)
        if form.focus:
            self.fields[form.focus].setFocus()

    def show_acts(self, acts: Collection[str]) -> None:
        """Show these acts only."""
        self._place([name for name in self.buttons if name in acts])

    def ask(self, question: str) -> None:
        """Ask, or ask nothing; the buttons are disabled until the answer."""
        self.question.ask(question)
        for button in self.buttons.values():
            button.setEnabled(not question)

    def forget(self) -> None:
        super().forget()
        self.show_about("")
        self.ask("")
        for field in self.fields.values():
            if isinstance(field, ChoiceBox):
                field.setCurrentIndex(0)
            else:
                field.clear()

    def entered(self) -> FormValues:
        """Return what is entered."""
        return FormValues({name: _text_of(field) for name, field in self.fields.items()})

    def _grid(self, form: FormHead) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        place = 0
        for field in form.fields:
            wide = form.in_row if field.is_tall else 2 if field.wide else 1
            if place % form.in_row + wide > form.in_row:
                place += form.in_row - place % form.in_row
            row, column = divmod(place, form.in_row)
            grid.addLayout(self._field(field), row, column, 1, wide)
            place += wide
        for column in range(form.in_row):
            grid.setColumnStretch(column, 1)
        return grid

    def _field(self, form_field: FormField) -> QVBoxLayout:
        field: Field
        if form_field.options or form_field.is_choice:
            field = ChoiceBox()
            self.fields[form_field.name] = field
            self._offer(form_field.name, form_field.options)
        else:
            field = QPlainTextEdit() if form_field.is_tall else QLineEdit()
            field.setPlaceholderText(form_field.hint)
            if isinstance(field, QLineEdit) and form_field.is_secret:
                field.setEchoMode(QLineEdit.EchoMode.Password)
            self.fields[form_field.name] = field
        if isinstance(field, QPlainTextEdit):
            field.setTabChangesFocus(True)
            field.setFixedHeight(_TALL)
        field.setAccessibleName(form_field.title)
        field.setMinimumWidth(1)
        column = spaced(QVBoxLayout(), 1)
        self._titles[form_field.name] = label(form_field.title, "deskname")
        column.addWidget(self._titles[form_field.name])
        column.addWidget(field)
        return column

    def _offer(self, name: str, options: Sequence[tuple[str, str]]) -> None:
        box = self.fields[name]
        assert isinstance(box, ChoiceBox)  # noqa: S101 - what is no choice has no options
        before = box.currentData()
        box.clear()
        for value, words in options:
            box.addItem(words, value)
        box.setCurrentIndex(max(0, box.findData(before)))

    def _made_acts(self, form: FormHead) -> QHBoxLayout:
        for act, words in form.acts:
            button = QPushButton(words, self)  # without a parent it would open as a window
            button.setObjectName(act)
            button.clicked.connect(self._act)
            self.buttons[act] = button
        rows = QVBoxLayout()
        for _ in range(0, len(self.buttons), _ACTS_IN_ROW):
            row = QHBoxLayout()
            row.addStretch(1)
            rows.addLayout(row)
            self._rows.append(row)
        self._place(list(self.buttons))
        both = QHBoxLayout()
        both.addLayout(rows, 1)
        if form.goes_back:
            back = QPushButton("Back: Esc")
            back.clicked.connect(self.left)
            both.addWidget(back, alignment=Qt.AlignmentFlag.AlignBottom)
        return both

    def _place(self, acts: Sequence[str]) -> None:
        """Put the acts that are shown side by side, without gaps where others are hidden."""
        for button in self.buttons.values():
            for row in self._rows:
                row.removeWidget(button)
        for place, name in enumerate(acts):
            row = self._rows[place // _ACTS_IN_ROW]
            row.insertWidget(row.count() - 1, self.buttons[name])
        for name, button in self.buttons.items():
            button.setVisible(name in acts)

    def _act(self) -> None:
        if self.state.waits:  # a double press is one act
            return
        act, place = self.sender().objectName(), ""
        if act in self._saves:
            place, _ = QFileDialog.getSaveFileName(self, "Save as", self._saves[act])
            if not place:
                return
        self.acted.emit(FormAct(act, self.table.chosen, self.entered(), place))

    def _choose(self) -> None:
        self.chosen.emit(self.table.chosen)


def _fill(field: Field, text: str) -> None:
    if isinstance(field, QLineEdit):
        field.setText(text)
    elif isinstance(field, QPlainTextEdit):
        field.setPlainText(text)
    else:
        field.setCurrentIndex(max(0, field.findData(text)))


def _text_of(field: Field) -> str:
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    return field.text() if isinstance(field, QLineEdit) else str(field.currentData() or "")
