"""Name and password, what headquarters answered, and the start-of-shift check (MNT-03)."""

from typing import cast

from PySide6.QtCore import Signal
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
from mdt_alpr.ui.shell.models.pages import DESK_UNIT, CodeEntered, FactorView, SignInView
from mdt_alpr.ui.shell.views.sign_in_fields import ChosenField, FactorPanel, NewPassword

_OF_CAR = "Start-of-shift check"
_CALL = "Locked out? Ask a supervisor (officers) or administrator."
_CHECK_COLUMNS = 2


class SignInForm(QFrame):
    """Asks who it is; says the state of the car.

    Signals:
        sign_in_pressed: person and password as entered.
        change_pressed: person, password and the new password that it is changed to.
        code_pressed: who gives which code (``CodeEntered``).
        directory_pressed: sign in at the agency's directory, or wait for it no more.
        codes_kept: the person has the recovery codes.
        field_chosen: the field (``QLineEdit``) that is typed into; None where it is gone.
    """

    sign_in_pressed = Signal(str, str)
    change_pressed = Signal(str, str, str)
    code_pressed = Signal(object)
    directory_pressed = Signal()
    codes_kept = Signal()
    field_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._understood = self._busy = self._due = self._asks_code = self._touches = False
        self._at_directory = self._vouched = False
        self._factor: FactorView | None = None
        self._typed_into: tuple[ChosenField | None, str] = None, ""
        self._accounts: tuple[tuple[str, str], ...] = ()
        self._title, self._unit = label("Sign in", "head"), label("", "second")
        self.person, self.password = ChosenField("User name"), ChosenField("Password", secret=True)
        self.new, self.factor = NewPassword(), FactorPanel()
        self.change, self.renew = _turning("Change password"), _turning("New phone or key")
        self.renew.setAccessibleName("Set up a new phone or security key")
        self.show_password = _turning("Show")
        self.show_password.setFixedWidth(92)
        self.sign_in = QPushButton("Sign in")
        self.sign_in.setProperty("kind", "main")
        self.sign_in.setFixedSize(280, 80)
        self.directory = _directory_button()
        self.problem = _Problem()
        self._who, self._check = QWidget(), QWidget()
        self._checks, self._checked = QGridLayout(), label(_OF_CAR, "strong")
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
        self._busy, self._touches = view.busy, view.key.touches
        self._at_directory, self._vouched = view.at_directory, view.vouched
        self.directory.setText(view.directory)
        if view.password_is_due != self._due:
            self._due = view.password_is_due
            if view.code_is_wanted and self.new.entered:  # it is changed: it signs in now
                self.password.setText(self.new.entered)
            self.change.setChecked(self._due)
        self.new.show_rules(view.password_rules)
        self._show_factor(view)
        self._title.setText(f"Locked by {view.locked_by}" if view.locked_by else "Sign in")
        self._unit.setText(view.unit)
        self._checked.setText("This desk" if view.unit == DESK_UNIT else _OF_CAR)
        self.problem.show_words(view.problem, view.problem_mark)
        self._show_part()
        self._show_accounts(view.accounts)
        self._show_checks(view)
        self._ready()

    def show_understood(self, understood: bool) -> None:
        """Let a person sign in once the warning was acknowledged."""
        self._understood = understood
        self._ready()
        if understood:
            self._enter(self.password if self.person.text() else self.person)

    def clear(self) -> None:
        """Forget the passwords and the code."""
        self.password.clear()
        self.factor.code.clear()
        self.new.clear()
        self.change.setChecked(False)
        self.renew.setChecked(False)
        self.show_password.setChecked(False)

    # ----------------------------------------------------------------------------- inside

    def _connect(self) -> None:
        self.person.textChanged.connect(self._ready)
        self.password.textChanged.connect(self._ready)
        self.person.returnPressed.connect(self.password.setFocus)
        self.password.returnPressed.connect(self._pressed)
        fields = self.person, self.password, self.new.first, self.new.again, self.factor.code
        for field in fields:
            field.chosen.connect(self._choose)
        self.factor.changed.connect(self._ready)
        self.factor.pressed.connect(self._pressed)
        self.new.changed.connect(self._ready)
        self.new.pressed.connect(self._pressed)
        self.change.toggled.connect(self._turn)
        self.renew.toggled.connect(self._turn_factor)
        self.show_password.toggled.connect(self._show_password)
        self.sign_in.clicked.connect(self._pressed)
        self.directory.clicked.connect(self.directory_pressed)

    def _show_factor(self, view: SignInView) -> None:
        """Ask for a code in the check's place."""
        asks = view.code_is_wanted or view.factor is not None
        self.factor.show_key(view.key)
        if (asks, view.factor) == (self._asks_code, self._factor):
            return
        self._asks_code, self._factor = asks, view.factor
        self.factor.code.clear()
        self.factor.show_factor(view.factor)
        self._show_part()
        if asks and self._understood:
            self._enter(self.factor.code)

    def _show_part(self) -> None:
        changes = self.change.isChecked()
        self._check.setVisible(not changes and not self._asks_code)
        self.new.setVisible(changes)
        self.factor.setVisible(self._asks_code)
        self.factor.words.setVisible(not changes)  # there is no room for both
        is_set_up = self._factor is not None or self._vouched
        self.directory.setVisible(bool(self.directory.text()) and not self._asks_code)
        self._who.setVisible(not is_set_up)  # it is known by now, and the QR code needs the room
        self.change.setVisible(not is_set_up and not self._due and not self.renew.isChecked())
        self.renew.setVisible(not is_set_up and not changes)

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
        button.setFixedHeight(54)
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
        entered = self._vouched or bool(self.person.text().strip() and self.password.text())
        entered = entered and (bool(self.new.entered) or not changes)
        if self._asks_code and not self._has_recovery:
            entered = entered and self.factor.is_filled
        self.sign_in.setEnabled(entered and self._understood and not self._busy)
        act = "Change and sign in" if changes else "Sign in"
        if self._factor is not None:
            sets_up = "Set up the key" if self.factor.with_key else "Confirm code"
            act = "I have them" if self._has_recovery else sets_up
        elif self.renew.isChecked():
            act = "Set it up"
        words = act if self._understood else "Read the notice first"
        waits = "Touch the key" if self._touches else "Asking HQ"
        waits = "In the browser" if self._at_directory else waits
        self.directory.setEnabled(self._understood and (self._at_directory or not self._busy))
        self.sign_in.setText(waits if self._busy else words)
        field, name = self._typed_into
        if field is not None and (field, name) != _typed_into(field, self):
            self._name_chosen(field)

    @property
    def _has_recovery(self) -> bool:
        return self._factor is not None and bool(self._factor.recovery)

    def _show_password(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.password.setEchoMode(mode)
        self.new.show_letters(shown)
        self.show_password.setText("Hide" if shown else "Show")

    def _choose(self) -> None:
        self._name_chosen(cast("ChosenField", self.sender()))

    def _enter(self, field: ChosenField) -> None:
        field.setFocus()
        self._name_chosen(field)

    def _name_chosen(self, field: ChosenField) -> None:
        self._typed_into = _typed_into(field, self)
        self.field_chosen.emit(self._typed_into[0])

    def _pressed(self) -> None:
        if not self.sign_in.isEnabled():
            return
        who = self.person.text(), self.password.text()
        if self._has_recovery:
            self.renew.setChecked(False)
            self.codes_kept.emit()
        elif self._asks_code or self.renew.isChecked():
            new = self.new.entered if self.change.isChecked() else ""
            code, renews = self.factor.code.text(), self.renew.isChecked()
            with_key = self._asks_code and self.factor.with_key
            self.code_pressed.emit(CodeEntered(*who, code, new, renews, with_key))
            self.factor.code.clear()  # each counts once
        elif self.change.isChecked():
            self.change_pressed.emit(*who, self.new.entered)
        else:
            self.sign_in_pressed.emit(*who)

    def _turn(self, changes: bool) -> None:
        """Ask for a new password in the check's place, or show the check again."""
        self._show_part()
        self.change.setText("Keep password" if changes else "Change password")
        if not changes:
            self.new.clear()
        elif self._understood:
            self._enter(self.new.first if self.password.text() else self.password)
        self._ready()

    def _turn_factor(self, renews: bool) -> None:
        """Ask for a new second factor with the next press, or sign in."""
        self.renew.setText("Keep phone or key" if renews else "New phone or key")
        self._show_part()
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
        self._lay_out_who()
        column.addWidget(self._who)
        column.addWidget(self.problem)
        column.addWidget(rule())
        column.addWidget(self._check)
        column.addWidget(self.new)
        column.addWidget(self.factor)
        self.new.hide()
        self.factor.hide()
        self._lay_out_check()
        column.addStretch(1)
        column.addLayout(self._foot())
        self.setTabOrder(self.person, self.password)

    def _lay_out_who(self) -> None:
        who = QVBoxLayout(self._who)
        who.setContentsMargins(0, 0, 0, 0)
        who.setSpacing(6)
        who.addWidget(label("User name", "checkname"))
        self.renew.setFixedHeight(54)  # as Show below it
        who.addLayout(_row(self.person, self.renew))
        who.addWidget(label("Password", "checkname"))
        row = _row(self.password, self.show_password)
        row.setStretchFactor(self.password, 1)
        who.addLayout(row)

    def _lay_out_check(self) -> None:
        check = QVBoxLayout(self._check)
        check.setContentsMargins(0, 0, 0, 0)
        check.setSpacing(6)
        check.addWidget(self._checked)
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
        ways = QVBoxLayout()
        ways.setSpacing(8)
        ways.addStretch(1)
        ways.addWidget(self.directory)
        ways.addWidget(self.sign_in)
        foot.addLayout(ways)
        return foot


def _typed_into(field: ChosenField, form: QWidget) -> tuple[ChosenField | None, str]:
    """Return a field with its name; none where the form does not show it any more."""
    return (field, field.accessibleName()) if field.isVisibleTo(form) else (None, "")


def _directory_button() -> QPushButton:
    """Return the button to the agency's directory, shown where there is one."""
    button = QPushButton()
    button.setFixedHeight(54)
    button.hide()
    return button


def _turning(words: str) -> QPushButton:
    button = QPushButton(words)
    button.setCheckable(True)
    button.setFixedHeight(54)
    return button


def _row(*parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    for part in parts:
        row.addWidget(part)
    return row


class _Problem(QWidget):
    """Keeps its place whether there is a problem or not, so that nothing moves."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(52)
        self.mark = ShapeMark(Mark.CROSS, 26)
        self._words = wrapped("", "strong")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.mark)
        row.addWidget(self._words, 1)
        self.show_words("", Mark.CROSS)

    def show_words(self, words: str, mark: Mark) -> None:
        """Show a sentence with its mark, or nothing."""
        self._words.setText(words)
        self.mark.show_shape(mark)
        self.mark.setVisible(bool(words))
