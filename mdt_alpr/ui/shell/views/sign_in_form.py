"""Name and password, what headquarters answered, and the start-of-shift check (MNT-03)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.views.labels import label, rule, wrapped
from mdt_alpr.ui.kit.views.shapes import ShapeMark
from mdt_alpr.ui.shell.models.pages import SignInView

_RULES = "At least 8 characters, no common password, not your user name."
_DIFFER = "The two are not the same yet."


class NewPassword(QWidget):
    """Two fields that have to be alike; headquarters says whether the password is good.

    Signals:
        changed: something was typed.
        pressed: Enter in the last field.
    """

    changed = Signal()
    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.first = ChosenField("New password", secret=True)
        self.again = ChosenField("New password again", secret=True)
        self._rules = wrapped(_RULES, "note")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        fields = QGridLayout()
        fields.setHorizontalSpacing(12)
        for place, field in enumerate((self.first, self.again)):
            fields.addWidget(label(field.accessibleName(), "checkname"), 0, place)
            fields.addWidget(field, 1, place)
            field.textChanged.connect(self._typed)
        column.addLayout(fields)
        column.addWidget(self._rules)
        self.first.returnPressed.connect(self.again.setFocus)
        self.again.returnPressed.connect(self.pressed)

    @property
    def entered(self) -> str:
        """Return the new password, empty until both fields are the same."""
        return self.first.text() if self.first.text() == self.again.text() else ""

    def clear(self) -> None:
        """Forget both."""
        self.first.clear()
        self.again.clear()

    def show_letters(self, shown: bool) -> None:
        """Show or hide what is typed."""
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.first.setEchoMode(mode)
        self.again.setEchoMode(mode)

    def _typed(self) -> None:
        differ = bool(self.again.text()) and not self.entered
        self._rules.setText(_DIFFER if differ else _RULES)
        self.changed.emit()


class ChosenField(QLineEdit):
    """A line that says when it is chosen; nothing is copied out of it or pasted by touch.

    Signals:
        chosen: it has the focus now.
    """

    chosen = Signal()

    def __init__(self, name: str, *, secret: bool = False) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        if secret:
            self.setEchoMode(QLineEdit.EchoMode.Password)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that it is chosen."""
        super().focusInEvent(event)
        self.chosen.emit()


_CALL = "Locked out? Ask a supervisor (officers) or administrator."
_CHECK_COLUMNS = 2


class SignInForm(QFrame):
    """Asks who it is; says the state of the car.

    Signals:
        sign_in_pressed: person and password as entered.
        change_pressed: person, password and the new password that it is changed to.
        field_chosen: the field (``QLineEdit``) that is typed into.
    """

    sign_in_pressed = Signal(str, str)
    change_pressed = Signal(str, str, str)
    field_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._understood = self._busy = self._due = False
        self._accounts: tuple[tuple[str, str], ...] = ()
        self._title, self._unit = label("Sign in", "head"), label("", "second")
        self.person = ChosenField("User name")
        self.password = ChosenField("Password", secret=True)
        self.new = NewPassword()
        self.change = QPushButton("Change password")
        self.change.setCheckable(True)
        self.change.setFixedHeight(56)
        self.show_password = QPushButton("Show")
        self.show_password.setCheckable(True)
        self.show_password.setFixedSize(92, 54)
        self.sign_in = QPushButton("Sign in")
        self.sign_in.setProperty("kind", "main")
        self.sign_in.setFixedSize(280, 80)
        self.problem = _Problem()
        self._check = QWidget()
        self._checks = QGridLayout()
        self._check_lines: list[tuple[ShapeMark, QLabel, QLabel]] = []
        self._call = wrapped(_CALL, "note")
        self._call.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.account_buttons: list[QPushButton] = []
        self._account_row = QHBoxLayout()
        self._account_title = label("Training accounts", "caption")
        self._lay_out()
        self._connect()
        self._ready()

    def show_view(self, view: SignInView) -> None:
        """Show what headquarters answered and the state of the car."""
        self._busy = view.busy
        if view.password_is_due != self._due:
            self._due = view.password_is_due
            self.change.setChecked(self._due)
        self._title.setText(f"Locked by {view.locked_by}" if view.locked_by else "Sign in")
        self._unit.setText(view.unit)
        self.problem.show_words(view.problem)
        self._show_accounts(view.accounts)
        self._show_checks(view)
        self._ready()

    def show_understood(self, understood: bool) -> None:
        """Let a person sign in once the warning was acknowledged."""
        self._understood = understood
        self._ready()
        if understood:
            field = self.password if self.person.text() else self.person
            field.setFocus()
            self.field_chosen.emit(field)

    def clear(self) -> None:
        """Forget the passwords."""
        self.password.clear()
        self.new.clear()
        self.change.setChecked(False)
        self.show_password.setChecked(False)

    # ----------------------------------------------------------------------------- inside

    def _connect(self) -> None:
        self.person.textChanged.connect(self._ready)
        self.password.textChanged.connect(self._ready)
        self.person.returnPressed.connect(self.password.setFocus)
        self.password.returnPressed.connect(self._pressed)
        for field in (self.person, self.password, self.new.first, self.new.again):
            field.chosen.connect(self._choose)
        self.new.changed.connect(self._ready)
        self.new.pressed.connect(self._pressed)
        self.change.toggled.connect(self._turn)
        self.show_password.toggled.connect(self._show_password)
        self.sign_in.clicked.connect(self._pressed)

    def _show_accounts(self, accounts: tuple[tuple[str, str], ...]) -> None:
        if accounts != self._accounts:
            self._accounts = accounts
            for button in self.account_buttons:
                self._account_row.removeWidget(button)
                button.hide()
                button.deleteLater()
            self.account_buttons = [self._account(name) for name, _ in accounts]
        self._call.setVisible(not accounts)
        self._account_title.setVisible(bool(accounts))

    def _account(self, name: str) -> QPushButton:
        button = QPushButton(name)
        button.setFixedHeight(56)
        button.setAccessibleName(f"Fill in the training account {name}")
        button.clicked.connect(self._fill_in)
        self._account_row.addWidget(button)
        return button

    def _fill_in(self) -> None:
        sender = self.sender()
        for button, (name, password) in zip(self.account_buttons, self._accounts, strict=True):
            if button is sender:
                self.person.setText(name)
                self.password.setText(password)
                self.sign_in.setFocus()

    def _show_checks(self, view: SignInView) -> None:
        while len(self._check_lines) < len(view.checks):
            self._add_check()
        for (mark, name, value), line in zip(self._check_lines, view.checks, strict=True):
            mark.show_shape(line.mark)
            name.setText(line.name)
            value.setText(line.value)

    def _add_check(self) -> None:
        place = len(self._check_lines)
        rows = 3
        row, column = place % rows, place // rows * 3
        line = ShapeMark(Mark.RING, 22), label("", "checkname"), label("", "checkvalue")
        for offset, part in enumerate(line):
            self._checks.addWidget(part, row, column + offset)
        self._check_lines.append(line)

    def _ready(self) -> None:
        changes = self.change.isChecked()
        entered = bool(self.person.text().strip() and self.password.text())
        entered = entered and (bool(self.new.entered) or not changes)
        self.sign_in.setEnabled(entered and self._understood and not self._busy)
        act = "Change and sign in" if changes else "Sign in"
        words = act if self._understood else "Read the notice first"
        self.sign_in.setText("Asking HQ" if self._busy else words)

    def _show_password(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.password.setEchoMode(mode)
        self.new.show_letters(shown)
        self.show_password.setText("Hide" if shown else "Show")

    def _choose(self) -> None:
        self.field_chosen.emit(self.sender())

    def _pressed(self) -> None:
        if not self.sign_in.isEnabled():
            return
        who = self.person.text(), self.password.text()
        if self.change.isChecked():
            self.change_pressed.emit(*who, self.new.entered)
        else:
            self.sign_in_pressed.emit(*who)

    def _turn(self, changes: bool) -> None:
        """Ask for a new password in the check's place, or show the check again."""
        self._check.setVisible(not changes)
        self.new.setVisible(changes)
        self.change.setText("Keep password" if changes else "Change password")
        if not changes:
            self.new.clear()
        elif self._understood:
            (self.new.first if self.password.text() else self.password).setFocus()
        self._ready()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 18, 28, 22)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._unit)
        column.addLayout(head)
        column.addWidget(label("User name", "checkname"))
        column.addWidget(self.person)
        column.addWidget(label("Password", "checkname"))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.password, 1)
        row.addWidget(self.show_password)
        column.addLayout(row)
        column.addWidget(self.problem)
        column.addWidget(rule())
        column.addWidget(self._check)
        column.addWidget(self.new)
        self.new.hide()
        self._lay_out_check()
        column.addStretch(1)
        column.addLayout(self._foot())
        self.setTabOrder(self.person, self.password)

    def _lay_out_check(self) -> None:
        check = QVBoxLayout(self._check)
        check.setContentsMargins(0, 0, 0, 0)
        check.setSpacing(6)
        check.addWidget(label("Start-of-shift check", "strong"))
        for place in range(2 * _CHECK_COLUMNS + 2):
            self._checks.setColumnStretch(place, place % 3)
        self._checks.setHorizontalSpacing(10)
        self._checks.setVerticalSpacing(4)
        check.addLayout(self._checks)

    def _foot(self) -> QHBoxLayout:
        accounts = QVBoxLayout()
        accounts.setSpacing(2)
        accounts.addStretch(1)
        accounts.addWidget(self._call)
        accounts.addWidget(self.change)
        accounts.addWidget(self._account_title)
        self._account_row.setSpacing(12)
        accounts.addLayout(self._account_row)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addLayout(accounts, 1)
        foot.addWidget(self.sign_in)
        return foot


class _Problem(QWidget):
    """Keeps its place whether there is a problem or not, so that nothing moves."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(56)
        self.mark = ShapeMark(Mark.CROSS, 26)
        self._words = wrapped("", "strong")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.mark)
        row.addWidget(self._words, 1)
        self.show_words("")

    def show_words(self, words: str) -> None:
        """Show a sentence, or nothing."""
        self._words.setText(words)
        self.mark.setVisible(bool(words))
