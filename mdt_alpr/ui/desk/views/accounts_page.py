"""Accounts, with a form and the acts on the chosen one."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton

from mdt_alpr.ui.desk.models.desk import AccountForm, TableHead, TableRow
from mdt_alpr.ui.desk.views.parts import ChoiceBox, QuestionBar
from mdt_alpr.ui.desk.views.table_page import TableView

_ACTS = (
    ("release", "Unlock"),
    ("password", "Set password"),
    ("factor", "Reset second factor"),
    ("change", "Change name, role, team"),
    ("disable", "Disable"),
    ("enable", "Enable"),
    ("confirm", "Confirm whose it is"),
    ("expiry", "Set last day"),
    ("make", "Create account"),
    ("emergency", "Create 72-hour account"),
)
_FIELDS = (
    ("person", "User name"),
    ("name", "Name"),
    ("team", "Team"),
    ("trained", "Trained on, such as Nov 28, 2026"),
    ("last_day", "Last day, empty for none"),
    ("password", "Temporary password"),
    ("reason", "Reason, for unlock, reset, disable, enable, confirm, last day, 72-hour account"),
)
_COLUMNS = 5
_REASON = 1, 2, 1, 3


class AccountsPage(TableView):
    """The table, a form that a chosen row fills, and the acts.

    Signals:
        acted: the act's name and the form.
        chosen: the user name of the row that was chosen.
        answered: yes or no to the question.
    """

    acted = Signal(str, object)
    chosen = Signal(str)
    answered = Signal(bool)

    def __init__(self, head: TableHead, roles: Sequence[tuple[str, str]]) -> None:
        super().__init__(head)
        self.fields = {name: QLineEdit() for name, _ in _FIELDS}
        self.fields["password"].setEchoMode(QLineEdit.EchoMode.Password)
        self.role = ChoiceBox()
        self.role.setAccessibleName("Role")
        for value, words in roles:
            self.role.addItem(words, value)
        self.buttons: dict[str, QPushButton] = {}
        self._form = self._made_form()
        self.column.insertLayout(self.column.count() - 1, self._form)
        self.column.insertLayout(self.column.count() - 1, self._made_acts())
        self.question = QuestionBar()
        self.question.answered.connect(self.answered)
        self.yes, self.no = self.question.yes, self.question.no
        self.add_above(self.question)
        self.table.selectionModel().currentRowChanged.connect(self._choose)

    def replace_rows(self, rows: Sequence[TableRow], has_more: bool) -> None:
        """Show these rows, and keep the chosen account chosen."""
        before = self.table.chosen
        for name in ("reason", "password", "trained", "last_day"):
            self.fields[name].clear()
        super().replace_rows(rows, has_more)
        if (place := self.table.rows.place(before)) >= 0:
            self.table.selectRow(place)
        if rows:
            self.chosen.emit(self.table.chosen)

    def show_form(self, form: AccountForm) -> None:
        """Fill the form."""
        self.fields["person"].setText(form.person_id)
        self.fields["name"].setText(form.name)
        self.fields["team"].setText(form.team)
        self.role.setCurrentIndex(max(0, self.role.findData(form.role)))
        for name in ("reason", "password", "trained", "last_day"):
            self.fields[name].clear()

    def show_acts(self, acts: Collection[str]) -> None:
        """Show the acts that the person may do, and their fields."""
        for name, button in self.buttons.items():
            button.setVisible(name in acts)
        manages = "change" in acts
        for name, field in self.fields.items():
            field.setVisible(bool(acts) if name in {"reason", "person"} else manages)
        self.role.setVisible(manages)
        place = _REASON if manages else (0, 1, 1, 4)  # beside the user name alone
        self._form.addWidget(self.fields["reason"], *place)

    def ask(self, question: str) -> None:
        """Ask, or ask nothing; the buttons are disabled until the answer."""
        self.question.ask(question)
        for button in self.buttons.values():
            button.setEnabled(not question)

    def _made_form(self) -> QGridLayout:
        grid = QGridLayout()
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        for name, words in _FIELDS:
            self.fields[name].setPlaceholderText(words)
            self.fields[name].setAccessibleName(words)
        for place, name in enumerate(("person", "name", "team", "trained", "last_day")):
            grid.addWidget(self.fields[name], 0, place)
        grid.addWidget(self.fields["password"], 1, 0)
        grid.addWidget(self.role, 1, 1)
        grid.addWidget(self.fields["reason"], *_REASON)
        return grid

    def _made_acts(self) -> QGridLayout:
        grid = QGridLayout()
        for place, (act, words) in enumerate(_ACTS):
            button = QPushButton(words)
            button.setObjectName(act)
            button.clicked.connect(self._act)
            self.buttons[act] = button
            grid.addWidget(button, *divmod(place, _COLUMNS))
            grid.setColumnStretch(place % _COLUMNS, 1)
        return grid

    def _choose(self) -> None:
        self.chosen.emit(self.table.chosen)

    def _act(self) -> None:
        if self.state.waits:  # a double press is one act
            return
        text = {name: field.text().strip() for name, field in self.fields.items()}
        form = AccountForm(
            person_id=text["person"],
            name=text["name"],
            role=str(self.role.currentData()),
            team=text["team"],
            trained_on=text["trained"],
            last_day=text["last_day"],
            password=self.fields["password"].text(),
            reason=text["reason"],
        )
        self.acted.emit(self.sender().objectName(), form)
